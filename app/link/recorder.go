package link

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/wire"
)

// A recorder is a Transport that notes every exchange on its way, in the book
// of its own connection: a poll may end when another server's is already open.
type recorder struct {
	next wire.Transport
	host Host
	book *book.Book
	once *atomic.Bool // set when an answer says that requests go on to GWS once
}

func (r recorder) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	start, began := r.host.Now(), time.Now()
	var n int // belongs to the owner, who runs both
	r.host.Post(func() {
		n = r.book.Began(book.Exchange{
			Method:  req.Method,
			Path:    req.Path,
			Start:   start,
			Request: req.Body,
			Sent:    maskedHeader(req.Header),
			Meta:    book.Comet(req.Path),
			Session: gws.KeyIn(req.Path),
		})
	})
	res, err := r.next.RoundTrip(ctx, req)
	took := time.Since(began)
	if err == nil && res.Header.Get(wire.Once) != "" {
		r.once.Store(true)
	}
	r.host.Post(func() {
		r.book.Ended(n, func(x *book.Exchange) { complete(x, took, res, err) })
	})
	return res, err
}

func complete(x *book.Exchange, took time.Duration, res *wire.Response, err error) {
	x.Duration = took
	if err != nil {
		x.Failure = err.Error()
		return
	}
	x.Status = res.Status
	x.Response = res.Body
	x.Header = maskedHeader(res.Header)
}

func maskedHeader(h wire.Header) [][2]string {
	var out [][2]string
	for _, f := range h {
		out = append(out, [2]string{f.Name, f.Value})
	}
	mask(out)
	return out
}

// mask puts dots in place of the values of a header that may let their holder act
// as the user: all that are not known to be harmless.
func mask(header [][2]string) {
	for i := range header {
		if !vocab.Harmless(header[i][0]) {
			header[i][1] = "•••"
		}
	}
}
