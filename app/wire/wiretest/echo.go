package wiretest

import (
	"bytes"
	"context"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/keytrail/keytrail/app/wire"
)

// An Echo is the service that Test asks. The zero Echo is ready to use.
//
//	any method  /echo            the request's body; its method, its path with the
//	                             query and its X- fields in Echo- fields
//	GET         /bytes?n=N       N bytes as Bytes makes them
//	GET         /status/N        an answer with status N
//	GET         /hold?id=S       an answer once /release?id=S has been asked for
//	GET         /release?id=S    lets go of who is held under S
//	GET         /waiting?id=S&n=N  an answer once exactly N are held under S
//
// Everything else is a 404.
type Echo struct {
	mu      sync.Mutex
	held    map[string]int           // how many wait, by id; guarded by mu
	release map[string]chan struct{} // closed by /release, by id; guarded by mu
	changed chan struct{}            // closed at the next change of held; guarded by mu
}

// Bytes returns n bytes among which every value occurs, NUL first.
func Bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i ^ i>>8)
	}
	return b
}

// RoundTrip answers in process. Behind a socket it is wrapped by nethttp.Handler.
func (e *Echo) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	if ctx.Err() != nil {
		return nil, &wire.NoResponse{Err: ctx.Err()}
	}
	u, err := url.Parse(req.Path)
	if err != nil {
		return &wire.Response{Status: 400}, nil
	}
	id := u.Query().Get("id")
	n, _ := strconv.Atoi(u.Query().Get("n"))
	switch {
	case u.Path == "/echo":
		return echo(req), nil
	case u.Path == "/bytes":
		return &wire.Response{Status: 200, Body: Bytes(n)}, nil
	case strings.HasPrefix(u.Path, "/status/"):
		return status(strings.TrimPrefix(u.Path, "/status/")), nil
	case u.Path == "/hold":
		return e.hold(ctx, id)
	case u.Path == "/release":
		e.let(id)
		return &wire.Response{Status: 204}, nil
	case u.Path == "/waiting":
		return e.waiting(ctx, id, n)
	}
	return &wire.Response{Status: 404, Body: []byte("there is no " + u.Path)}, nil
}

func echo(req *wire.Request) *wire.Response {
	resp := &wire.Response{Status: 200, Body: bytes.Clone(req.Body)}
	resp.Header.Add("Content-Type", "application/octet-stream")
	resp.Header.Add("Echo-Method", req.Method)
	resp.Header.Add("Echo-Path", req.Path)
	for _, f := range req.Header {
		if name, ok := strings.CutPrefix(strings.ToLower(f.Name), "x-"); ok {
			resp.Header.Add("Echo-"+name, f.Value)
		}
	}
	if req.Method == "HEAD" {
		resp.Body = nil
	}
	return resp
}

func status(text string) *wire.Response {
	code, err := strconv.Atoi(text)
	if err != nil || code < 200 {
		return &wire.Response{Status: 400}
	}
	resp := &wire.Response{Status: code}
	if code != 204 && code != 304 {
		resp.Body = []byte("status " + text)
	}
	return resp
}

func (e *Echo) hold(ctx context.Context, id string) (*wire.Response, error) {
	released := e.enter(id, 1)
	defer e.enter(id, -1)
	select {
	case <-released:
		return &wire.Response{Status: 200, Body: []byte("released")}, nil
	case <-ctx.Done():
		return nil, &wire.NoResponse{Err: ctx.Err()}
	}
}

// enter counts who is held and returns what /release closes.
func (e *Echo) enter(id string, n int) (released <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.held == nil {
		e.held, e.release = map[string]int{}, map[string]chan struct{}{}
	}
	e.held[id] += n
	if e.release[id] == nil {
		e.release[id] = make(chan struct{})
	}
	if e.changed != nil {
		close(e.changed)
		e.changed = nil
	}
	return e.release[id]
}

func (e *Echo) let(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c := e.release[id]; c != nil {
		close(c)
		delete(e.release, id)
	}
}

func (e *Echo) waiting(ctx context.Context, id string, n int) (*wire.Response, error) {
	for {
		e.mu.Lock()
		if e.held[id] == n {
			e.mu.Unlock()
			return &wire.Response{Status: 204}, nil
		}
		if e.changed == nil {
			e.changed = make(chan struct{})
		}
		changed := e.changed
		e.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, &wire.NoResponse{Err: ctx.Err()}
		}
	}
}
