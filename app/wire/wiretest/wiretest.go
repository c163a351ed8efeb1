// Package wiretest is the contract of wire.Transport as tests. [Test] runs all
// of it against a transport behind which an [Echo] answers; [TestHeld] runs
// what can be asked of any service, such as the simulator; [TestUnreachable]
// takes a transport to an address where nobody answers. A test that passes here
// holds for every client that is written against package wire. A [Faulty] stands in
// front of a service in the tests of such clients. The package is not a
// test of any one service.
package wiretest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/wire"
)

// Test checks tr, behind which an Echo answers, against the whole contract.
func Test(t *testing.T, tr wire.Transport) {
	t.Run("bodies", func(t *testing.T) { testBodies(t, tr) })
	t.Run("methods", func(t *testing.T) { testMethods(t, tr) })
	t.Run("headers", func(t *testing.T) { testHeaders(t, tr) })
	t.Run("paths", func(t *testing.T) { testPaths(t, tr) })
	t.Run("statuses", func(t *testing.T) { testStatuses(t, tr) })
	t.Run("a request is not changed", func(t *testing.T) { testUnchanged(t, tr) })
	t.Run("outlive", func(t *testing.T) { testOutlive(t, tr) })
	t.Run("held", func(t *testing.T) {
		TestHeld(t, tr, &wire.Request{Method: "GET", Path: "/hold?id=contract"}, &wire.Request{Method: "GET", Path: "/status/200"}, func(t *testing.T, n int) {
			resp, err := tr.RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: "/waiting?id=contract&n=" + string(rune('0'+n))})
			require.NoError(t, err)
			require.Equal(t, 204, resp.Status)
		})
	})
	t.Run("a held request is answered", func(t *testing.T) { testReleased(t, tr) })
}

func testBodies(t *testing.T, tr wire.Transport) {
	for _, test := range []struct {
		name string
		body []byte
	}{
		{"none", nil},
		{"text", []byte(`{"userData":{"größe":"é 漢 🎈"}}`)},
		{"NUL and bytes that are not UTF-8", []byte("a\x00b\xff\xfe\r\n")},
		{"every byte", Bytes(512)},
		{"one megabyte", Bytes(1 << 20)},
	} {
		t.Run(test.name, func(t *testing.T) {
			resp, err := tr.RoundTrip(t.Context(), &wire.Request{Method: "POST", Path: "/echo", Body: test.body})
			require.NoError(t, err)
			assert.Equal(t, 200, resp.Status)
			// Comparing a megabyte by Equal would print it.
			assert.True(t, string(test.body) == string(resp.Body), "sent %d bytes, %d came back or they differ", len(test.body), len(resp.Body))
		})
	}
	t.Run("ten megabytes to read", func(t *testing.T) {
		const size = 10 << 20
		resp, err := tr.RoundTrip(t.Context(), get("/bytes?n=10485760"))
		require.NoError(t, err)
		assert.True(t, string(Bytes(size)) == string(resp.Body), "%d bytes came, or they differ", len(resp.Body))
	})
}

func testMethods(t *testing.T, tr wire.Transport) {
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} {
		t.Run(method, func(t *testing.T) {
			resp, err := tr.RoundTrip(t.Context(), &wire.Request{Method: method, Path: "/echo"})
			require.NoError(t, err)
			assert.Equal(t, 200, resp.Status)
			assert.Equal(t, method, resp.Header.Get("Echo-Method"))
			assert.Empty(t, resp.Body)
		})
	}
}

func testHeaders(t *testing.T, tr wire.Transport) {
	req := &wire.Request{Method: "POST", Path: "/echo", Body: []byte("{}")}
	req.Header.Add("Content-Type", "application/json")
	req.Header.Add("X-CSRF-TOKEN", "0b5e-77")
	req.Header.Add("x-lower", "a, b;c=\"d\"")
	resp, err := tr.RoundTrip(t.Context(), req)
	require.NoError(t, err)
	assert.Equal(t, "0b5e-77", resp.Header.Get("echo-csrf-token"))
	assert.Equal(t, "a, b;c=\"d\"", resp.Header.Get("Echo-Lower"))
	assert.Equal(t, "application/octet-stream", resp.Header.Get("content-type"))
	assert.Empty(t, resp.Header.Get("Echo-Absent"))
}

func testPaths(t *testing.T, tr wire.Transport) {
	for _, path := range []string{
		"/echo",
		"/echo?fields=*&subresources=*",
		"/echo?q=a%20b%2Fc%26d&empty=&flag",
		"/echo?name=%C3%A9%F0%9F%8E%88",
	} {
		t.Run(path, func(t *testing.T) {
			resp, err := tr.RoundTrip(t.Context(), get(path))
			require.NoError(t, err)
			assert.Equal(t, path, resp.Header.Get("Echo-Path"))
		})
	}
}

func testStatuses(t *testing.T, tr wire.Transport) {
	for _, test := range []struct {
		path   string
		status int
		body   string
	}{
		{"/status/200", 200, "status 200"},
		{"/status/204", 204, ""},
		{"/status/400", 400, "status 400"},
		{"/status/401", 401, "status 401"},
		{"/status/403", 403, "status 403"},
		{"/status/500", 500, "status 500"},
		{"/status/503", 503, "status 503"},
		{"/nowhere", 404, "there is no /nowhere"},
	} {
		t.Run(test.path, func(t *testing.T) {
			resp, err := tr.RoundTrip(t.Context(), get(test.path))
			require.NoError(t, err, "whatever the status, it is a response")
			assert.Equal(t, test.status, resp.Status)
			assert.Equal(t, test.body, string(resp.Body))
		})
	}
}

func testUnchanged(t *testing.T, tr wire.Transport) {
	req := &wire.Request{Method: "POST", Path: "/echo", Header: wire.Header{{Name: "X-One", Value: "1"}}, Body: []byte("body")}
	for range 2 {
		_, err := tr.RoundTrip(t.Context(), req)
		require.NoError(t, err)
	}
	assert.Equal(t, &wire.Request{Method: "POST", Path: "/echo", Header: wire.Header{{Name: "X-One", Value: "1"}}, Body: []byte("body")}, req)
}

func testOutlive(t *testing.T, tr wire.Transport) {
	resp, err := tr.RoundTrip(t.Context(), &wire.Request{Method: "POST", Path: "/echo", Body: []byte("bye"), Outlive: true})
	require.NoError(t, err)
	assert.Equal(t, "bye", string(resp.Body))
}

func testReleased(t *testing.T, tr wire.Transport) {
	answers := make(chan answer, 1)
	go func() { answers <- ask(t.Context(), tr, get("/hold?id=released")) }()
	_, err := tr.RoundTrip(t.Context(), get("/waiting?id=released&n=1"))
	require.NoError(t, err)
	_, err = tr.RoundTrip(t.Context(), get("/release?id=released"))
	require.NoError(t, err)
	a := <-answers
	require.NoError(t, a.err)
	assert.Equal(t, "released", string(a.resp.Body))
}

// TestHeld checks what every transport owes a client that keeps a poll open:
// quick is answered while held is not, an ended context ends held at once, and
// neither is sent under a context that has ended before. waiting returns when
// exactly n requests are held, which is how the other side's view is checked.
func TestHeld(t *testing.T, tr wire.Transport, held, quick *wire.Request, waiting func(t *testing.T, n int)) {
	t.Run("a context that ended before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		requireEnded(t, ask(ctx, tr, quick).err)
		requireEnded(t, ask(ctx, tr, held).err)
		waiting(t, 0)
	})
	t.Run("others are answered meanwhile", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		polls := make(chan answer, 1)
		go func() { polls <- ask(ctx, tr, held) }()
		waiting(t, 1)
		quickly := make(chan answer, 8)
		for range cap(quickly) {
			go func() { quickly <- ask(t.Context(), tr, quick) }()
		}
		for range cap(quickly) {
			a := <-quickly
			require.NoError(t, a.err)
			assert.Equal(t, 200, a.resp.Status)
		}
		cancel()
		requireEnded(t, (<-polls).err)
		waiting(t, 0)
	})
}

// TestUnreachable checks the error of a transport to an address where nobody
// answers.
func TestUnreachable(t *testing.T, tr wire.Transport) {
	req := get("/me?secret=hunter2")
	req.Header.Add("Authorization", "Basic aHVudGVyMg==")
	a := ask(t.Context(), tr, req)
	require.Error(t, a.err)
	assert.Nil(t, a.resp)
	var none *wire.NoResponse
	require.ErrorAs(t, a.err, &none)
	assert.True(t, strings.HasPrefix(a.err.Error(), "no response: "), a.err.Error())
	for _, secret := range []string{"hunter2", "aHVudGVyMg"} {
		assert.NotContains(t, a.err.Error(), secret, "errors are shown and logged")
	}
}

type answer struct {
	resp *wire.Response
	err  error
}

func ask(ctx context.Context, tr wire.Transport, req *wire.Request) answer {
	resp, err := tr.RoundTrip(ctx, req)
	return answer{resp, err}
}

func get(path string) *wire.Request { return &wire.Request{Method: "GET", Path: path} }

func requireEnded(t *testing.T, err error) {
	t.Helper()
	require.Error(t, err)
	require.True(t, errors.Is(err, context.Canceled), "the error does not wrap the context's: %v", err)
}
