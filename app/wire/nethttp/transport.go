// Package nethttp carries wire requests over net/http, in both directions:
// [Transport] sends them with an http.Client, and [Handler] puts a
// wire.Transport, such as the simulator, on a socket. Whoever wants cookies
// gives the client a Jar. Nothing that runs in the browser may import this
// package: net/http more than doubles the size of the program there, and
// package fetch does the same work.
package nethttp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/keytrail/keytrail/app/wire"
)

// A Transport sends requests to the server at Base.
type Transport struct {
	Base   string       // scheme, host and any path prefix: "https://gws.example.com"
	Client *http.Client // nil means http.DefaultClient, which keeps no cookies
}

// RoundTrip sends req and reads the whole response. Redirects are followed as
// the client's policy says. An error is a *wire.NoResponse.
func (t *Transport) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	out, err := http.NewRequestWithContext(ctx, req.Method, strings.TrimSuffix(t.Base, "/")+req.Path, bytes.NewReader(req.Body))
	if err != nil {
		return nil, failure(ctx, err)
	}
	for _, f := range req.Header {
		out.Header.Add(f.Name, f.Value)
	}
	resp, err := t.client().Do(out)
	if err != nil {
		return nil, failure(ctx, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, failure(ctx, err)
	}
	return &wire.Response{Status: resp.StatusCode, Header: fields(resp.Header), Body: body}, nil
}

func (t *Transport) client() *http.Client {
	if t.Client == nil {
		return http.DefaultClient
	}
	return t.Client
}

// failure leaves out the address that net/http puts into its errors: a query
// may hold what a log must not.
func failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &wire.NoResponse{Err: ctx.Err()}
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	return &wire.NoResponse{Err: err}
}
