package main

import (
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// answerWithin bounds the wait for the first byte of a reply. GWS holds a poll
// for 30 to 60 seconds; twice that is no poll any more.
const answerWithin = 2 * time.Minute

// newProxy passes requests on to upstream as if the page had come from there,
// which is what a strict GWS asks for, and makes its cookies fit this address.
// secure says whether that is https. Nothing is buffered. The log names method
// and path: queries, headers and bodies may hold what belongs to a customer.
func newProxy(upstream *url.URL, roots *x509.CertPool, secure bool, log *slog.Logger) http.Handler {
	origin := upstream.Scheme + "://" + upstream.Host
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(upstream)
			// Otherwise what cannot be parsed as parameters would be left out.
			r.Out.URL.RawQuery = r.In.URL.RawQuery
			if r.In.Header.Get("Origin") != "" || !slices.Contains([]string{"GET", "HEAD"}, r.In.Method) {
				r.Out.Header.Set("Origin", origin)
			}
			r.Out.Header.Set("Referer", origin+"/")
		},
		ModifyResponse: func(resp *http.Response) error {
			resp.Header["Set-Cookie"] = localCookies(resp.Header["Set-Cookie"], upstream.Path, secure)
			if location := resp.Header.Get("Location"); location != "" {
				resp.Header.Set("Location", localLocation(location, upstream))
			}
			// These speak for the upstream's own address. Ours are set already.
			resp.Header.Del("Strict-Transport-Security")
			for _, h := range securityHeaders {
				resp.Header.Del(h[0])
			}
			return nil
		},
		FlushInterval: -1,
		BufferPool:    &buffers{},
		Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
			TLSClientConfig:       &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:   10 * time.Second,
			ResponseHeaderTimeout: answerWithin,
			IdleConnTimeout:       90 * time.Second,
			MaxIdleConnsPerHost:   1000,    // one poll for each open page
			ReadBufferSize:        1 << 10, // large bodies pass these by; what waits is small
			WriteBufferSize:       1 << 10,
			ForceAttemptHTTP2:     true,
		},
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() != nil {
				http.Error(w, "the server is stopping", http.StatusServiceUnavailable)
				return
			}
			log.Warn("no answer from upstream", "method", r.Method, "path", r.URL.Path, "error", err)
			http.Error(w, "no answer from "+origin+": "+err.Error(), http.StatusBadGateway)
		},
	}
}

// buffers lends out what replies are copied through: without it, each of many
// polls would leave 32 KB behind whenever it is answered.
type buffers struct{ pool sync.Pool }

func (b *buffers) Get() []byte {
	if buffer, ok := b.pool.Get().(*[]byte); ok {
		return *buffer
	}
	return make([]byte, 16<<10)
}

func (b *buffers) Put(buffer []byte) { b.pool.Put(&buffer) }

// localCookies drops what would keep a browser from storing or returning the
// upstream's cookies here: the Domain, the upstream's path prefix and, on plain
// http, Secure with all that requires it.
func localCookies(lines []string, prefix string, secure bool) []string {
	var out []string
	for _, line := range lines {
		parts := strings.Split(line, ";")
		kept := []string{parts[0]}
		for _, part := range parts[1:] {
			key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			switch strings.ToLower(key) {
			case "domain":
			case "secure", "partitioned":
				if secure {
					kept = append(kept, part)
				}
			case "samesite":
				if !secure && strings.EqualFold(strings.TrimSpace(value), "None") {
					part = " SameSite=Lax"
				}
				kept = append(kept, part)
			case "path":
				kept = append(kept, " Path="+localPath(value, prefix))
			default:
				kept = append(kept, part)
			}
		}
		out = append(out, strings.Join(kept, ";"))
	}
	return out
}

// localPath is the path here of a path there.
func localPath(path, prefix string) string {
	rest, ok := strings.CutPrefix(path, prefix)
	if !ok || rest != "" && rest[0] != '/' {
		return path
	}
	if rest == "" {
		return "/"
	}
	return rest
}

// localLocation makes a redirect within upstream one within this server.
func localLocation(location string, upstream *url.URL) string {
	u, err := url.Parse(location)
	if err != nil || u.Host != "" && (u.Scheme != upstream.Scheme || !strings.EqualFold(u.Host, upstream.Host)) {
		return location
	}
	u.Scheme, u.Host, u.User = "", "", nil
	if strings.HasPrefix(u.Path, "/") {
		u.Path, u.RawPath = localPath(u.Path, upstream.Path), ""
	}
	return u.String()
}
