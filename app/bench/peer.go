package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
)

// plainPage is the peer of the screen: page/peer.js, which does by hand what a
// person sees of it.
const plainPage = "a page in plain JavaScript"

// plain opens that page, at a simulator of its own.
func (b *bench) plain(ctx context.Context, args ...string) (*live, error) {
	p, err := b.start(ctx, append([]string{"-sim-seed", "7"}, args...)...)
	if err != nil {
		return nil, err
	}
	t := &live{tab: b.probed(), program: p, site: b.serveBeside(p)}
	if _, err = t.arrive(t.site.URL + "/page/peer.html"); err == nil {
		err = t.until(`document.querySelector("#grid tr[data-key]")`)
	}
	if err != nil {
		t.stop()
		return nil, err
	}
	return t, nil
}

// serveBeside answers with the measuring pages, and passes the API on to p.
func (b *bench) serveBeside(p *program) *httptest.Server {
	target, err := url.Parse(p.url)
	if err != nil {
		panic(err) // the program printed it, and start has matched it
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Header.Del("Origin") // the program takes writes from its own pages alone
	}, ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
		w.WriteHeader(http.StatusBadGateway) // the page is gone, or about to be
	}}
	pages := b.pages()
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			proxy.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	}))
}

// An opener opens a page, whose simulator is started with the arguments.
type opener func(ctx context.Context, args ...string) (*live, error)

// both are the two pages that are measured beside one another.
func (b *bench) both() [2]opener { return [2]opener{b.simulated, b.plain} }

// inTurns measures both pages twice, in turns, each time with a program and a tab
// of its own, and returns the 95th percentiles.
func (b *bench) inTurns(ctx context.Context, args []string, measure func(context.Context, *live) ([]float64, error)) (ours, peer float64, err error) {
	var times [2][]float64
	for range 2 {
		for i, open := range b.both() {
			t, err := open(ctx, args...)
			if err != nil {
				return 0, 0, err
			}
			took, err := measure(ctx, t)
			t.stop()
			if err != nil {
				return 0, 0, err
			}
			times[i] = append(times[i], took...)
		}
	}
	return quantile(times[0], 0.95), quantile(times[1], 0.95), nil
}
