//go:build js && wasm

package fetch

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"syscall/js"

	"github.com/keytrail/keytrail/app/promise"
	"github.com/keytrail/keytrail/app/wire"
)

// A Transport sends requests with fetch (https://fetch.spec.whatwg.org). The
// zero Transport talks to the origin of the page.
type Transport struct {
	// Base is put before every path: "https://gws.example.com". Empty means
	// the origin of the page.
	Base string
}

// RoundTrip sends req and reads the whole response. Redirects are followed,
// the HTTP cache is not asked, and cookies go along to another origin too. An
// error is a *wire.NoResponse. When ctx ends, the request is aborted and
// RoundTrip returns once the browser has let go of it.
func (t *Transport) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	if ctx.Err() != nil {
		return nil, &wire.NoResponse{Err: ctx.Err()}
	}
	abort := js.Global().Get("AbortController").New()
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()

	resp, err := promise.Await(js.Global().Call("fetch", t.url(req.Path), t.init(req, abort.Get("signal"))))
	if err != nil {
		return nil, failure(ctx, err)
	}
	buffer, err := promise.Await(resp.Call("arrayBuffer"))
	if err != nil {
		return nil, failure(ctx, err)
	}
	return &wire.Response{
		Status: resp.Get("status").Int(),
		Header: header(resp.Get("headers")),
		Body:   bytes(buffer),
	}, nil
}

func (t *Transport) url(path string) string { return strings.TrimSuffix(t.Base, "/") + path }

// init builds fetch's second argument. Headers go as a list of pairs: a field
// that the browser does not take then rejects the promise instead of throwing.
func (t *Transport) init(req *wire.Request, signal js.Value) map[string]any {
	pairs := make([]any, len(req.Header))
	for i, f := range req.Header {
		pairs[i] = []any{f.Name, f.Value}
	}
	credentials := t.credentials()
	if req.Method != "GET" && req.Method != "HEAD" && credentials == "same-origin" {
		// Another origin would have to allow the field (CORS).
		pairs = append(pairs, []any{wire.Once, mark()})
	}
	init := map[string]any{
		"method":      req.Method,
		"headers":     pairs,
		"signal":      signal,
		"cache":       "no-store",
		"credentials": credentials,
	}
	if req.Outlive {
		init["keepalive"] = true
	}
	if req.Body != nil {
		body := js.Global().Get("Uint8Array").New(len(req.Body))
		js.CopyBytesToJS(body, req.Body)
		init["body"] = body
	}
	return init
}

func mark() string {
	return strconv.FormatUint(rand.Uint64(), 36) + strconv.FormatUint(rand.Uint64(), 36)
}

// credentials keeps cookies at home unless the caller chose another origin.
func (t *Transport) credentials() string {
	location := js.Global().Get("location")
	if t.Base == "" || location.Truthy() && wire.Origin(t.Base) == location.Get("origin").String() {
		return "same-origin"
	}
	return "include"
}

func header(headers js.Value) wire.Header {
	pairs := js.Global().Get("Array").Call("from", headers)
	h := make(wire.Header, pairs.Length())
	for i := range h {
		pair := pairs.Index(i)
		h[i] = wire.Field{Name: pair.Index(0).String(), Value: pair.Index(1).String()}
	}
	return h
}

// bytes copies an ArrayBuffer into Go in one step.
func bytes(buffer js.Value) []byte {
	array := js.Global().Get("Uint8Array").New(buffer)
	b := make([]byte, array.Length())
	js.CopyBytesToGo(b, array)
	return b
}
