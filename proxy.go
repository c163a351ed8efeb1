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
	"sync"
	"time"
)

// answerWithin bounds the wait for the first byte of a reply. GWS holds a poll
// for 30 to 60 seconds; twice that is no longer a poll.
const answerWithin = 2 * time.Minute

// newProxy passes requests on to upstream as if the page had come from there,
// which is what a strict GWS asks for, and makes its replies fit the address at
// which browsers find the page. Nothing is buffered. The log names method
// and path: queries, headers and bodies may hold what belongs to a customer.
func newProxy(upstream *url.URL, roots *x509.CertPool, address string, log *slog.Logger) http.Handler {
	cookies := newJar(upstream, address)
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
			r.Out.Header.Del("Upgrade") // to something that nobody here could look at
			own := cookies.outbound(r.In.Header["Cookie"])
			if r.Out.Header.Del("Cookie"); own != "" {
				r.Out.Header.Set("Cookie", own)
			}
		},
		ModifyResponse: func(resp *http.Response) error {
			resp.Header = needed(resp.Header)
			if lines := cookies.inbound(resp.Header["Set-Cookie"]); lines != nil {
				resp.Header["Set-Cookie"] = lines
			} else {
				resp.Header.Del("Set-Cookie")
			}
			if local := localLocation(resp.Header.Get("Location"), upstream); local != "" {
				resp.Header.Set("Location", local)
			} else {
				resp.Header.Del("Location")
			}
			return nil
		},
		FlushInterval: -1,
		BufferPool:    &buffers{},
		Transport: finalOnly{&http.Transport{
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
		}},
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
