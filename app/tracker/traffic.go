package tracker

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/wire"
)

// Limits of what is kept of the traffic. The histories keep what the data
// was; this is the raw record beside them.
const (
	maxExchanges    = 1000
	maxTrafficBytes = 8 << 20
	maxBodyBytes    = 1 << 20
)

// traffic is the bounded record of exchanges, newest last.
type traffic struct {
	list    []*Exchange
	bytes   int
	dropped int
	seq     int
	dirty   bool
	last    []*Exchange // what was last published
}

// begin records an exchange that is under way.
func (t *traffic) begin(x Exchange) (n int, begun *Exchange) {
	t.seq++
	x.N = t.seq
	x.Request = maskedBody(x.Path, x.Request)
	t.list = append(t.list, &x)
	t.bytes += len(x.Request)
	t.trim()
	t.dirty = true
	return x.N, &x
}

// finish replaces an exchange by its completed self, which it returns with the
// whole body of the response. One that was dropped meanwhile stays dropped.
func (t *traffic) finish(n int, complete func(*Exchange)) (whole Exchange, ok bool) {
	for i := len(t.list) - 1; i >= 0 && t.list[i].N >= n; i-- {
		if t.list[i].N != n {
			continue
		}
		x := *t.list[i]
		complete(&x)
		x.Response = maskedBody(x.Path, x.Response)
		whole, ok = x, true
		x.keep(x.Response)
		t.bytes += len(x.Response)
		t.list[i] = &x
	}
	t.trim()
	t.dirty = true
	return whole, ok
}

// handed is how long a request may take at most from being recorded to being made.
const handed = 5 * time.Millisecond

// made returns the newest exchange with an address that was made by a time, nil
// for none.
func (t *traffic) made(address string, at time.Time) *Exchange {
	for i := len(t.list) - 1; i >= 0; i-- {
		if x := t.list[i]; strings.HasSuffix(address, x.Path) && !x.Start.After(at.Add(handed)) {
			return x
		}
	}
	return nil
}

func (t *traffic) trim() {
	for len(t.list) > maxExchanges || (t.bytes > maxTrafficBytes && len(t.list) > 1) {
		t.bytes -= len(t.list[0].Request) + len(t.list[0].Response)
		t.list[0] = nil // the array behind the list would keep it
		t.list = t.list[1:]
		t.dropped++
	}
}

func (t *traffic) snapshot() []*Exchange {
	if t.dirty {
		t.last = append([]*Exchange(nil), t.list...)
		t.dirty = false
	}
	return t.last
}

// A recorder is a Transport that notes every exchange on its way, in the book
// of its own line: a poll may end when another server's is already open.
type recorder struct {
	next  wire.Transport
	inbox inbox
	book  *book
	clock *steady
	once  *atomic.Bool // set when an answer says that requests go on to GWS once
}

func (r recorder) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	start, began := r.clock.now(), time.Now()
	var n int // belongs to the owner, who runs both
	r.inbox.post(func() {
		n = r.book.began(Exchange{
			Method:  req.Method,
			Path:    req.Path,
			Start:   start,
			Request: req.Body,
			Sent:    maskedHeader(req.Header),
			Meta:    comet(req.Path),
			Session: sessionIn(req.Path),
		})
	})
	res, err := r.next.RoundTrip(ctx, req)
	took := time.Since(began)
	if err == nil && res.Header.Get(wire.Once) != "" {
		r.once.Store(true)
	}
	r.inbox.post(func() {
		r.book.ended(n, func(x *Exchange) { complete(x, took, res, err) })
	})
	return res, err
}

func complete(x *Exchange, took time.Duration, res *wire.Response, err error) {
	x.Duration = took
	if err != nil {
		x.Failure = err.Error()
		return
	}
	x.Status = res.Status
	x.Response = res.Body
	x.Header = maskedHeader(res.Header)
	x.Meta = x.Meta && !carriesData(x.Response)
}

// carriesData reports whether an answer of CometD has more than housekeeping.
func carriesData(body []byte) bool { return bytes.Contains(body, []byte(`"data"`)) }

// keep takes over a response body, or the first part of a huge one.
func (x *Exchange) keep(body []byte) {
	x.Response = body
	if len(body) > maxBodyBytes {
		x.Cut = len(body) - maxBodyBytes
		// Copied, so that the rest can be freed.
		x.Response = append([]byte(nil), body[:maxBodyBytes]...)
	}
}

func maskedHeader(h wire.Header) [][2]string {
	var out [][2]string
	for _, f := range h {
		out = append(out, [2]string{f.Name, masked(f)})
	}
	return out
}

// maskedBody returns a body of a CometD exchange with stars in place of each
// character of the clientId, which lets its holder act as this client (Bayeux
// 1.0, section 9.1). Its length stays, so sizes and places are those of the
// wire. userData may well have a key of that name, which is no secret: only
// members of the messages themselves are masked.
func maskedBody(path string, b []byte) []byte {
	if !comet(path) || !bytes.Contains(b, []byte("clientId")) {
		return b
	}
	b = bytes.Clone(b)
	if rawjson.Elements(b, maskMessage) != nil && maskMessage(b) != nil {
		maskTorn(b)
	}
	return b
}

// maskTorn masks every member of that name in what is no JSON, because it was
// cut off: better one star too many.
func maskTorn(b []byte) {
	for {
		_, rest, found := bytes.Cut(b, []byte(`"clientId"`))
		if !found {
			return
		}
		open := bytes.IndexByte(rest, '"') + 1
		end := open
		for open > 0 && end < len(rest) && rest[end] != '"' {
			rest[end] = '*'
			end++
		}
		b = rest[end:]
	}
}

func maskMessage(message []byte) error {
	return rawjson.Members(message, func(key string, value []byte) error {
		if key == "clientId" && len(value) > 2 && value[0] == '"' {
			copy(value[1:len(value)-1], bytes.Repeat([]byte("*"), len(value)))
		}
		return nil
	})
}

// masked returns a header field's value, or dots for those that may let their
// holder act as the user: all that are not known to be harmless.
func masked(f wire.Field) string {
	if capture.Harmless(f.Name) {
		return f.Value
	}
	return "•••"
}

// sessionIn returns the session that a request's path names, "" for none.
func sessionIn(path string) string {
	path, _, _ = strings.Cut(path, "?")
	_, rest, ok := strings.Cut(path, "/me/smssessions/")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	if plain, err := url.PathUnescape(id); err == nil {
		return plain
	}
	return id
}
