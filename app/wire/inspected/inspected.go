//go:build js && wasm

package inspected

import (
	"context"
	"syscall/js"

	"github.com/keytrail/keytrail/app/promise"
	"github.com/keytrail/keytrail/app/wire"
)

// A Page is the page that is inspected, as web/devtools/panel.js knows it.
type Page struct{ js js.Value }

// Find returns the inspected page, nil where this program is no panel of the
// developer tools.
func Find() *Page {
	if page := js.Global().Get("keytrailPage"); page.Truthy() {
		return &Page{page}
	}
	return nil
}

// A Piece is something learnt about the page. Kind is "entry" for a finished
// request, as an entry of a HAR, "lost" for why one cannot be read, "page" for
// the address that it has gone to, and "begun" for how many requests to GWS had
// finished before.
type Piece struct{ Kind, Text string }

// Next waits for news and returns the pieces since its last return.
func (p *Page) Next() ([]Piece, error) {
	list, err := promise.Await(p.js.Call("next"))
	if err != nil {
		return nil, err
	}
	pieces := make([]Piece, list.Length())
	for i := range pieces {
		pieces[i] = Piece{list.Index(i).Get("kind").String(), list.Index(i).Get("text").String()}
	}
	return pieces, nil
}

// Others returns how many requests went to anything but a GWS.
func (p *Page) Others() int { return p.js.Get("others").Int() }

// At returns the Transport through the page while that is at origin; from any
// other, nothing is sent.
func (p *Page) At(origin string) *Transport { return &Transport{p.js.Get("send"), origin} }

// A Transport has the inspected page make the requests; see [Page.At].
type Transport struct {
	send   js.Value // takes all that follows and returns a promise of the answer
	origin string
}

// RoundTrip has the page send req, and waits for the whole response. An error is
// a *wire.NoResponse. A request that the page has sent goes on when ctx ends.
func (t *Transport) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	if ctx.Err() != nil {
		return nil, &wire.NoResponse{Err: ctx.Err()}
	}
	header := make([]any, len(req.Header))
	for i, f := range req.Header {
		header[i] = []any{f.Name, f.Value}
	}
	var body any = js.Undefined()
	if req.Body != nil {
		body = string(req.Body)
	}
	type answer struct {
		value js.Value
		err   error
	}
	came := make(chan answer, 1)
	go func() {
		v, err := promise.Await(t.send.Invoke(t.origin, req.Method, req.Path, header, body))
		came <- answer{v, err}
	}()
	select {
	case <-ctx.Done():
		return nil, &wire.NoResponse{Err: ctx.Err()}
	case a := <-came:
		if a.err != nil {
			return nil, &wire.NoResponse{Err: a.err}
		}
		return response(a.value), nil
	}
}

func response(v js.Value) *wire.Response {
	r := &wire.Response{Status: v.Get("status").Int(), Body: []byte(v.Get("body").String())}
	for pairs, i := v.Get("headers"), 0; i < pairs.Length(); i++ {
		r.Header.Set(pairs.Index(i).Index(0).String(), pairs.Index(i).Index(1).String())
	}
	return r
}
