package nethttp_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/nethttp"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

func serve(t *testing.T, tr wire.Transport) *nethttp.Transport {
	server := httptest.NewServer(nethttp.Handler(tr))
	t.Cleanup(server.Close)
	return &nethttp.Transport{Base: server.URL, Client: server.Client()}
}

// Both halves at once: the client's over a socket, the server's around an
// in-process transport.
func TestContract(t *testing.T) { wiretest.Test(t, serve(t, &wiretest.Echo{})) }

// The same contract against a server that is written with net/http alone, so
// that two mistakes of ours cannot cancel out.
func TestContractWithAnotherServer(t *testing.T) {
	echo := &wiretest.Echo{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, max(r.ContentLength, 0))
		for n := 0; n < len(body); {
			m, err := r.Body.Read(body[n:])
			if n += m; err != nil {
				break
			}
		}
		req := &wire.Request{Method: r.Method, Path: r.RequestURI, Body: body}
		for name := range r.Header {
			req.Header.Add(name, r.Header.Get(name))
		}
		resp, err := echo.RoundTrip(r.Context(), req)
		if err != nil {
			return
		}
		for _, f := range resp.Header {
			w.Header().Add(f.Name, f.Value)
		}
		w.WriteHeader(resp.Status)
		_, _ = w.Write(resp.Body)
	}))
	t.Cleanup(server.Close)
	wiretest.Test(t, &nethttp.Transport{Base: server.URL + "/", Client: server.Client()})
}

func TestUnreachable(t *testing.T) {
	ln, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	require.NoError(t, ln.Close())
	wiretest.TestUnreachable(t, &nethttp.Transport{Base: "http://" + ln.Addr().String()})
}

func TestBrokenResponse(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("half"))
	}))
	t.Cleanup(server.Close)
	_, err := (&nethttp.Transport{Base: server.URL}).RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: "/"})
	var none *wire.NoResponse
	require.ErrorAs(t, err, &none, "half a response is none")
}

func TestCookiesAreTheClientsChoice(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "JSESSIONID", Value: "one"})
		_, _ = w.Write([]byte(r.Header.Get("Cookie")))
	}))
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	for _, test := range []struct {
		name   string
		client *http.Client
		second string
	}{
		{"without a jar", &http.Client{}, ""},
		{"with a jar", &http.Client{Jar: jar}, "JSESSIONID=one"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := &nethttp.Transport{Base: server.URL, Client: test.client}
			var resp *wire.Response
			for range 2 {
				var err error
				resp, err = tr.RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: "/"})
				require.NoError(t, err)
			}
			assert.Equal(t, test.second, string(resp.Body))
		})
	}
}

// transport is a wire.Transport made of a function.
type transport func(context.Context, *wire.Request) (*wire.Response, error)

func (f transport) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	return f(ctx, req)
}

func TestHandlerPassesOnWhatConcernsBothEnds(t *testing.T) {
	var got *wire.Request
	h := nethttp.Handler(transport(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
		got = req
		return &wire.Response{Status: 200, Header: wire.Header{
			{Name: "Set-Cookie", Value: "a=1"}, {Name: "Set-Cookie", Value: "b=2"},
			{Name: "Connection", Value: "X-Hop"}, {Name: "X-Hop", Value: "here"}, {Name: "Keep-Alive", Value: "timeout=5"},
			{Name: "Content-Length", Value: "99"},
		}, Body: []byte("ok")}, nil
	}))
	r := httptest.NewRequest("POST", "/api/v2/me?fields=*", strings.NewReader("{}"))
	r.Host = "localhost:8000"
	r.Header.Set("Connection", "keep-alive, X-Private")
	r.Header.Set("X-Private", "one hop")
	r.Header.Set("Te", "trailers")
	r.Header.Add("Cookie", "JSESSIONID=1")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)

	want := &wire.Request{Method: "POST", Path: "/api/v2/me?fields=*", Header: wire.Header{{Name: "Cookie", Value: "JSESSIONID=1"}, {Name: "Host", Value: "localhost:8000"}}, Body: []byte("{}")}
	assert.Empty(t, cmp.Diff(want, got))
	assert.Equal(t, []string{"a=1", "b=2"}, w.Result().Header.Values("Set-Cookie"))
	for _, name := range []string{"Connection", "X-Hop", "Keep-Alive", "Content-Type"} {
		assert.Empty(t, w.Result().Header.Values(name), name)
	}
	assert.Equal(t, "ok", w.Body.String())
}

func TestHandlerRefusals(t *testing.T) {
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	fails := transport(func(ctx context.Context, _ *wire.Request) (*wire.Response, error) {
		if ctx.Err() != nil {
			return nil, &wire.NoResponse{Err: ctx.Err()}
		}
		return nil, &wire.NoResponse{Err: errors.New("the wind blew")}
	})
	answers := func(status int) transport {
		return func(context.Context, *wire.Request) (*wire.Response, error) {
			return &wire.Response{Status: status}, nil
		}
	}
	for _, test := range []struct {
		name   string
		tr     wire.Transport
		ctx    context.Context
		body   string
		status int
		text   string
	}{
		{"the largest body", &wiretest.Echo{}, t.Context(), strings.Repeat("x", nethttp.MaxBody), 404, ""},
		{"one byte more", &wiretest.Echo{}, t.Context(), strings.Repeat("x", nethttp.MaxBody+1), 413, "larger than 1 MB"},
		{"no response", fails, t.Context(), "", 502, "no response: the wind blew"},
		{"the server stops", fails, canceled, "", 503, "stopping"},
		{"a status of no HTTP", answers(0), t.Context(), "", 502, "out of range"},
		{"an interim status", answers(100), t.Context(), "", 502, "out of range"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			nethttp.Handler(test.tr).ServeHTTP(w, httptest.NewRequestWithContext(test.ctx, "POST", "/", strings.NewReader(test.body)))
			assert.Equal(t, test.status, w.Code)
			assert.Contains(t, w.Body.String(), test.text)
		})
	}
}
