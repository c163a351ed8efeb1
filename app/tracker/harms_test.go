package tracker_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
)

var errReset = &wire.NoResponse{Err: errors.New("connection reset")}

// every has a harm done to each n-th request that fits.
func every(n int, fits func(*wire.Request) bool, do harm) harm {
	var mu sync.Mutex
	seen := 0
	return func(ctx context.Context, i int, req *wire.Request, next func() (*wire.Response, error)) (*wire.Response, error) {
		mu.Lock()
		if fits(req) {
			seen++
		}
		due := fits(req) && seen%n == 0
		mu.Unlock()
		if due {
			return do(ctx, i, req, next)
		}
		return next()
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func isHeld(req *wire.Request) bool {
	return isPoll(req) && !strings.Contains(string(req.Body), `"timeout":0`)
}

func isShake(req *wire.Request) bool { return strings.HasSuffix(req.Path, "/handshake") }

func anything(*wire.Request) bool { return true }

// pass does nothing, after a while, and then something with the reply.
func pass(late time.Duration, then func(*wire.Response) (*wire.Response, error)) harm {
	return func(ctx context.Context, _ int, _ *wire.Request, next func() (*wire.Response, error)) (*wire.Response, error) {
		resp, err := next()
		if err != nil {
			return nil, err
		}
		if late > 0 {
			select {
			case <-time.After(late):
			case <-ctx.Done():
				return nil, &wire.NoResponse{Err: ctx.Err()}
			}
		}
		if then == nil {
			return resp, nil
		}
		return then(resp)
	}
}

func lost(*wire.Response) (*wire.Response, error) { return nil, errReset }

func halved(r *wire.Response) (*wire.Response, error) {
	return &wire.Response{Status: r.Status, Header: r.Header, Body: r.Body[:len(r.Body)/2]}, nil
}

func said(status int, body string) func(*wire.Response) (*wire.Response, error) {
	return func(*wire.Response) (*wire.Response, error) {
		return &wire.Response{Status: status, Body: []byte(body)}, nil
	}
}

// instead answers in GWS's place.
func instead(late time.Duration, then func(*wire.Response) (*wire.Response, error)) harm {
	return func(ctx context.Context, _ int, _ *wire.Request, _ func() (*wire.Response, error)) (*wire.Response, error) {
		select {
		case <-time.After(late):
			return then(nil)
		case <-ctx.Done():
			return nil, &wire.NoResponse{Err: ctx.Err()}
		}
	}
}

// queue has every second request wait for a connection, and those behind it, too,
// which leave in their order and never at one instant: the browser's timing makes
// them look like ones that were sent before.
func (w *world) queue(wait time.Duration) harm {
	var mu sync.Mutex
	var last time.Time
	return func(_ context.Context, n int, req *wire.Request, next func() (*wire.Response, error)) (*wire.Response, error) {
		made := time.Now()
		mu.Lock()
		if last = later(last.Add(time.Microsecond), made); n%2 == 0 {
			last = later(last, made.Add(wait))
		}
		sent := last
		mu.Unlock()
		time.Sleep(time.Until(sent))
		resp, err := next()
		w.tabs[0].Do(tracker.Doubt{URL: "https://gws.test" + req.Path, Since: made, Sent: sent})
		return resp, err
	}
}

// repeated is what a browser does when the connection dies after a time, before
// the reply to the first attempt has come.
func (w *world) repeated(dies time.Duration) harm {
	return func(ctx context.Context, _ int, req *wire.Request, next func() (*wire.Response, error)) (*wire.Response, error) {
		made := time.Now()
		if _, err := next(); err != nil {
			return nil, err
		}
		time.Sleep(dies)
		sent := time.Now()
		resp, err := next()
		w.tabs[0].Do(tracker.Doubt{URL: "https://gws.test" + req.Path, Since: made, Sent: sent})
		return resp, err
	}
}
