package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"path"
	"strings"
)

// What comes from an upstream is data for the page's program and nothing else:
// it runs on the page's origin, so as a document or a script it could read what
// the page keeps and put itself in the page's place.

// dataPolicy is the Content-Security-Policy of everything below /api/v2/.
const dataPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"

// dataOnly refuses requests for anything but data, and marks every reply so that
// a browser that does not say what it wants does nothing with it either.
func dataOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", dataPolicy)
		dest := r.Header.Get("Sec-Fetch-Dest")
		switch {
		case r.Header.Get("Sec-Fetch-Mode") == "navigate" || dest != "" && dest != "empty" || r.Header.Get("Service-Worker") != "":
			http.Error(w, "this is data for the page of Keytrail; a browser cannot open it as a page or a script", http.StatusForbidden)
		case !plain(r.URL.EscapedPath()):
			http.Error(w, "paths with encoded dots and slashes are not passed on", http.StatusBadRequest)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// plain reports whether every server reads the path in the same way: no dots and
// slashes and no ends of lines are hidden in it, however often it is decoded, and no
// parameters of a segment hide that it is made of dots.
func plain(escaped string) bool {
	for range 4 {
		lower := strings.ToLower(escaped)
		for _, hidden := range []string{"%2f", "%5c", `\`, "%00", "%0a", "%0d"} {
			if strings.Contains(lower, hidden) {
				return false
			}
		}
		for segment := range strings.SplitSeq(strings.ReplaceAll(lower, "%3b", ";"), "/") {
			name, _, _ := strings.Cut(segment, ";")
			if dots := strings.ReplaceAll(name, "%2e", "."); dots == "." || dots == ".." {
				return false
			}
		}
		decoded, err := url.PathUnescape(escaped)
		if err != nil {
			return false
		}
		if decoded == escaped {
			return true
		}
		escaped = decoded
	}
	return false
}

// replyHeaders are the fields of an upstream's reply that the API needs. The
// field that X-CSRF-HEADER names comes with them.
var replyHeaders = []string{
	"Allow", "Cache-Control", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "Date", "Etag",
	"Expires", "Last-Modified", "Location", "Pragma", "Retry-After", "Server", "Set-Cookie", "Vary", "X-Csrf-Header", "X-Csrf-Token",
}

// needed returns what of an upstream's header the API needs.
func needed(header http.Header) http.Header {
	names := replyHeaders
	if name := textproto.CanonicalMIMEHeaderKey(header.Get("X-Csrf-Header")); strings.HasPrefix(name, "X-") {
		names = append(names[:len(names):len(names)], name)
	}
	kept := http.Header{}
	for _, name := range names {
		if values := header[name]; values != nil {
			kept[name] = values
		}
	}
	return kept
}

// finalOnly passes requests on and drops what would go to the browser before or
// after anybody looked at it: interim replies (103 Early Hints), of which the proxy
// learns by its context and for which it takes away all headers that were set
// before, and trailers. A reply of another protocol, or with a status that has no
// meaning, is none.
type finalOnly struct{ http.RoundTripper }

func (t finalOnly) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.RoundTripper.RoundTrip(r.WithContext(noValues{r.Context()}))
	switch {
	case err != nil:
		return nil, err
	case resp.StatusCode < 200 || resp.StatusCode > 599:
		resp.Body.Close()
		return nil, fmt.Errorf("a reply with status %d", resp.StatusCode)
	}
	final := *resp // its reader puts trailers into the other one
	final.Trailer = nil
	return &final, nil
}

// noValues is a context that ends and says nothing.
type noValues struct{ context.Context }

func (noValues) Value(any) any { return nil }

// jar gives the upstream's cookies names of their own in the browser. Cookies
// ignore ports: under their own names those of two Keytrails would overwrite each
// other, and those of any other program on this machine would go to the upstream.
type jar struct {
	prefix string // of the names in the browser
	path   string // of the upstream's address
	secure bool   // the browser reaches us by https
}

func newJar(upstream *url.URL, address string) jar {
	sum := sha256.Sum256([]byte(address + " " + upstream.String()))
	return jar{"keytrail-" + hex.EncodeToString(sum[:6]) + "-", upstream.Path, strings.HasPrefix(address, "https:")}
}

// outbound is the Cookie header for the upstream: its own cookies alone, under
// the names that it gave them.
func (j jar) outbound(lines []string) string {
	var kept []string
	for _, line := range lines {
		for pair := range strings.SplitSeq(line, ";") {
			if own, ok := strings.CutPrefix(strings.TrimSpace(pair), j.prefix); ok {
				kept = append(kept, own)
			}
		}
	}
	return strings.Join(kept, "; ")
}

// inbound makes the upstream's Set-Cookie lines fit this address. It drops what
// would keep a browser from storing or returning the cookies here: the Domain,
// the upstream's path prefix and, on plain http, Secure with all that requires
// it. A cookie without a name has none to be told apart by.
func (j jar) inbound(lines []string) []string {
	var out []string
	for _, line := range lines {
		parts := strings.Split(line, ";")
		pair := strings.TrimSpace(parts[0])
		if strings.Index(pair, "=") < 1 {
			continue
		}
		kept := []string{j.prefix + pair}
		for _, part := range parts[1:] {
			key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			switch strings.ToLower(key) {
			case "domain":
			case "secure", "partitioned":
				if j.secure {
					kept = append(kept, part)
				}
			case "samesite":
				if !j.secure && strings.EqualFold(strings.TrimSpace(value), "None") {
					part = " SameSite=Lax"
				}
				kept = append(kept, part)
			case "path":
				kept = append(kept, " Path="+localPath(value, j.path))
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

// localLocation makes a redirect within upstream one within this server, and ""
// of any other: the page may not follow it, and a redirect that leads nowhere
// tells it more than a request that failed.
func localLocation(location string, upstream *url.URL) string {
	u, err := url.Parse(location)
	if err != nil || u.Opaque != "" || u.Scheme != "" && u.Host == "" ||
		u.Scheme != "" && u.Scheme != upstream.Scheme || u.Host != "" && !strings.EqualFold(u.Host, upstream.Host) {
		return ""
	}
	if u.Host != "" || strings.HasPrefix(u.Path, "/") {
		// One slash alone: two at the beginning would name another server.
		clean := path.Clean("/" + u.Path)
		if strings.HasSuffix(u.Path, "/") && clean != "/" {
			clean += "/"
		}
		u.Path, u.RawPath = localPath(clean, upstream.Path), ""
	}
	u.Scheme, u.Host, u.User = "", "", nil
	return u.String()
}
