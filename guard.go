package main

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
)

// policy is the Content-Security-Policy of the page. connect lists what it may
// talk to beside its own origin. Frames are refused by header only: a <meta>
// cannot say that.
func policy(connect string) string {
	return "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src " +
		strings.TrimSpace("'self' "+connect) +
		"; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'"
}

// securityHeaders go with every response, whoever wrote it. Data has a stricter
// policy of its own. A page says the first two by itself, save that it refuses
// frames.
var securityHeaders = [][2]string{
	{"Content-Security-Policy", policy("") + "; frame-ancestors 'none'"},
	{"Referrer-Policy", "same-origin"},
	{"X-Content-Type-Options", "nosniff"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
}

// guarded sets the security headers and refuses a request whose Host is not one
// of ours: a foreign name that points to this address would let the page behind
// that name read everything here (DNS rebinding).
func guarded(next http.Handler, ours func(host string) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range securityHeaders {
			w.Header().Set(h[0], h[1])
		}
		if !ours(hostname(r.Host)) {
			http.Error(w, "this server does not answer to that name; use the address that it printed when it started", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// healthy answers /healthz with 200 for as long as this server takes requests. It
// answers to any name, since whoever watches a server may call it by any, and
// tells nothing else, such as whether the GWS behind -upstream is well.
func healthy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			next.ServeHTTP(w, r)
			return
		}
		for _, h := range append(securityHeaders, [2]string{"Cache-Control", "no-store"}) {
			w.Header().Set(h[0], h[1])
		}
		fmt.Fprintln(w, "ok")
	})
}

// hostname is the host of "host:port" or "host", in lower case, without the
// brackets of an IPv6 address and the dot of a full name.
func hostname(hostport string) string {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// hosts tells which names this server answers to: those of this machine for
// itself, what -addr says, and what the certificate is for. An address that
// other machines can reach is known to them by its number, which no foreign
// name server can change, or by the machine's name.
func (o *options) hosts(ln net.Listener) func(host string) bool {
	given, _, _ := net.SplitHostPort(o.addr)
	names := []string{strings.ToLower(given)}
	for _, name := range o.certificateNames {
		names = append(names, strings.ToLower(name))
	}
	addr, ok := ln.Addr().(*net.TCPAddr)
	public := ok && !addr.IP.IsLoopback()
	if o.public != nil {
		names = append(names, strings.ToLower(o.public.Hostname()))
	}
	if name, err := os.Hostname(); public && err == nil {
		names = append(names, strings.ToLower(name))
	}
	return func(host string) bool {
		isNumber := net.ParseIP(host) != nil
		return host != "" && (isLoopback(host) || public && isNumber || slices.Contains(names, host))
	}
}

// sameOrigin refuses what another site's page sends, with or without the
// cookies of a user who is signed in here. A reverse proxy may change the Host, and
// whether it is https, on the way from the page, which is at public then.
func sameOrigin(next http.Handler, public *url.URL) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		site := r.Header.Get("Sec-Fetch-Site")
		if origin != "" && !isOrigin(origin, r) && !isAt(origin, public) || site == "cross-site" || site == "same-site" {
			http.Error(w, "requests from other sites are refused", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isOrigin(origin string, r *http.Request) bool {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == scheme && strings.EqualFold(u.Host, r.Host)
}

func isAt(origin string, public *url.URL) bool {
	return public != nil && strings.EqualFold(origin, public.Scheme+"://"+public.Host)
}

// below has next see paths as if it were at the root, whether or not a reverse
// proxy leaves the path at which it offers this server in requests.
func below(public *url.URL, next http.Handler) http.Handler {
	if public == nil || public.Path == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == public.Path:
			http.Redirect(w, r, public.Path+"/", http.StatusMovedPermanently)
		case strings.HasPrefix(r.URL.Path, public.Path+"/"):
			http.StripPrefix(public.Path, next).ServeHTTP(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}
