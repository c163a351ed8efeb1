package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A page or a script of the upstream would run on the origin of Keytrail.
func TestTheUpstreamIsNoDocument(t *testing.T) {
	asked := 0
	upstream := newUpstream(t, func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<script>navigator.serviceWorker.register('/api/v2/worker.js', { scope: '/' })</script>"))
	})
	for name, args := range map[string][]string{"upstream": {"-upstream", upstream}, "simulator": {"-sim-quiet"}} {
		address, _ := start(t, web(), args...)
		for _, header := range [][]string{
			{"Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Sec-Fetch-Site", "none"},
			{"Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe", "Sec-Fetch-Site", "same-origin"},
			{"Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script", "Sec-Fetch-Site", "same-origin"},
			{"Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "style", "Sec-Fetch-Site", "same-origin"},
			{"Sec-Fetch-Mode", "same-origin", "Sec-Fetch-Dest", "serviceworker", "Sec-Fetch-Site", "same-origin"},
			{"Sec-Fetch-Mode", "same-origin", "Sec-Fetch-Dest", "worker", "Sec-Fetch-Site", "same-origin"},
			{"Service-Worker", "script"},
		} {
			t.Run(name+" "+strings.Join(header, " "), func(t *testing.T) {
				asked = 0
				resp, body := do(t, "GET", address+"/api/v2/me", header...)
				assert.Equal(t, 403, resp.StatusCode)
				assert.Contains(t, body, "cannot open it as a page or a script")
				assert.Zero(t, asked, "nothing is asked of the upstream")
			})
		}
		resp, _ := do(t, "GET", address+"/api/v2/me", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty", "Sec-Fetch-Site", "same-origin")
		assert.Equal(t, 200, resp.StatusCode, "what the page asks for")
		assert.Equal(t, []string{dataPolicy}, resp.Header.Values("Content-Security-Policy"))
		assert.Equal(t, []string{"nosniff"}, resp.Header.Values("X-Content-Type-Options"))
	}
}

func TestOnlyWhatTheAPINeedsComesBack(t *testing.T) {
	upstream := newUpstream(t, func(w http.ResponseWriter, _ *http.Request) {
		for _, field := range [][2]string{
			{"X-CSRF-HEADER", "X-GUARD"}, {"X-GUARD", "0b5e"}, {"Content-Type", "application/json"}, {"Retry-After", "3"},
			{"Clear-Site-Data", "*"}, {"Service-Worker-Allowed", "/"}, {"Refresh", "0; url=//evil.example"}, {"Link", "</x.js>; rel=preload"},
			{"Access-Control-Allow-Origin", "*"}, {"Content-Disposition", "attachment"}, {"Strict-Transport-Security", "max-age=1"},
			{"Content-Security-Policy", "default-src *"}, {"Report-To", "{}"}, {"SourceMap", "/x"}, {"Alt-Svc", "h3=evil"}, {"Location", "//evil.example"},
			{"Cross-Origin-Opener-Policy", "unsafe-none"}, {"Set-Login", "logged-in"}, {"X-Anything", "1"},
		} {
			w.Header().Set(field[0], field[1])
		}
		w.WriteHeader(http.StatusFound)
	})
	address, _ := start(t, web(), "-upstream", upstream)
	resp, _ := do(t, "GET", address+"/api/v2/me")
	for name := range resp.Header {
		assert.Contains(t, []string{
			"Content-Length", "Content-Type", "Date", "Retry-After", "X-Csrf-Header", "X-Guard",
			"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
		}, name)
	}
	assert.Equal(t, "0b5e", resp.Header.Get("X-Guard"))
	assert.Equal(t, "3", resp.Header.Get("Retry-After"))
	assert.Equal(t, "same-origin", resp.Header.Get("Cross-Origin-Opener-Policy"))
	assert.Equal(t, 302, resp.StatusCode, "a redirect that leads elsewhere is told, and not followed")
}

func TestTheNamedHeaderIsNoOther(t *testing.T) {
	for _, name := range []string{"Clear-Site-Data", "set-cookie2", "Link", "refresh", ""} {
		kept := needed(http.Header{"X-Csrf-Header": {name}, textproto.CanonicalMIMEHeaderKey(name): {"1"}})
		delete(kept, "X-Csrf-Header")
		assert.Empty(t, kept, name)
	}
}

func TestHintsAreDropped(t *testing.T) {
	upstream := newUpstream(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", "</x.js>; rel=preload; as=script")
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusOK)
	})
	address, _ := start(t, web(), "-upstream", upstream)
	var hints []textproto.MIMEHeader
	trace := &httptrace.ClientTrace{Got1xxResponse: func(_ int, header textproto.MIMEHeader) error {
		hints = append(hints, header)
		return nil
	}}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(t.Context(), trace), "GET", address+"/api/v2/me", nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	resp.Body.Close()
	assert.Empty(t, hints)
	assert.Empty(t, resp.Header["Link"])
	assert.Equal(t, []string{dataPolicy}, resp.Header.Values("Content-Security-Policy"), "it is data all the same")
	assert.Equal(t, []string{"nosniff"}, resp.Header.Values("X-Content-Type-Options"))
}

// A reply that no API gives is no answer: another protocol, a status without a
// meaning. What follows a body is left out.
func TestOddRepliesAreNoAnswer(t *testing.T) {
	for reply, status := range map[string]int{
		"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n": 502,
		"HTTP/1.1 000 x\r\nContent-Length: 2\r\n\r\n{}": 502,
		"HTTP/1.1 999 x\r\nContent-Length: 2\r\n\r\n{}": 502,
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Clear-Site-Data\r\n\r\n2\r\n{}\r\n0\r\nClear-Site-Data: \"*\"\r\nX-More: 1\r\n\r\n": 200,
	} {
		ln, err := net.Listen("tcp", "localhost:0")
		require.NoError(t, err)
		t.Cleanup(func() { ln.Close() })
		go func() {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				fmt.Fprint(conn, reply)
			}
		}()
		address, _ := start(t, web(), "-upstream", "http://"+ln.Addr().String())
		resp, _ := do(t, "GET", address+"/api/v2/me")
		assert.Equal(t, status, resp.StatusCode, reply)
		assert.Equal(t, []string{dataPolicy}, resp.Header.Values("Content-Security-Policy"), reply)
		assert.Empty(t, resp.Trailer, reply)
	}
}

func TestPlainPaths(t *testing.T) {
	for _, test := range []struct {
		path string
		want bool
	}{
		{"/api/v2/me", true}, {"/api/v2/smssessions/0a-B_c.d~e", true}, {"/api/v2/x%20y", true}, {"/api/v2/...", true}, {"/api/v2/a;b=c", true},
		{"/api/v2/%2e%2e/admin", false}, {"/api/v2/%2E%2e/admin", false}, {"/api/v2/.%2e/admin", false}, {"/api/v2/%2e/me", false},
		{"/api/v2/a%2fb", false}, {"/api/v2/a%2F..%2Fb", false}, {"/api/v2/a%5cb", false}, {`/api/v2/a\b`, false},
		{"/api/v2/%252e%252e/admin", false}, {"/api/v2/a%252fb", false}, {"/api/v2/%25252e%25252e/x", false},
		{"/api/v2/..;/admin", false}, {"/api/v2/..;a=b/admin", false}, {"/api/v2/..%3b/admin", false}, {"/api/v2/%00", false}, {"/api/v2/me%0d%0aX-A:1", false}, {"/api/v2/me%250A", false}, {"/api/v2/%zz", false},
	} {
		assert.Equal(t, test.want, plain(test.path), test.path)
	}
}

func TestHiddenDotsStayHere(t *testing.T) {
	asked := ""
	upstream := newUpstream(t, func(_ http.ResponseWriter, r *http.Request) { asked = r.RequestURI })
	address, _ := start(t, web(), "-upstream", upstream+"/gws")
	for _, path := range []string{"/api/v2/%2e%2e/%2e%2e/admin", "/api/v2/..%2f..%2fadmin", "/api/v2/..;/admin", "/api/v2/%252e%252e/admin"} {
		asked = ""
		resp, _ := do(t, "GET", address+path)
		assert.GreaterOrEqual(t, resp.StatusCode, 300, path)
		assert.Empty(t, asked, path)
	}
}

// What a server sends without being asked may be anything, a customer's data
// too, and the client for upstream quotes it where programs log by default.
func TestUnaskedBytesAreNotLogged(t *testing.T) {
	var logged lockedBuffer
	before := log.Writer()
	log.SetOutput(&logged)
	t.Cleanup(func() { log.SetOutput(before) })
	ln, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	t.Cleanup(func() { ln.Close() })
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		if _, err := http.ReadRequest(bufio.NewReader(conn)); err != nil {
			return
		}
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
		fmt.Fprint(conn, "hunter2 hunter2")
		_, _ = io.Copy(io.Discard, conn) // until the client has had enough
	}()
	var stderr lockedBuffer
	address, _ := startLogging(t, &stderr, web(), "-upstream", "http://"+ln.Addr().String())
	resp, _ := do(t, "GET", address+"/api/v2/me")
	assert.Equal(t, 200, resp.StatusCode)
	<-closed
	assert.NotContains(t, logged.String()+stderr.String(), "hunter2")
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
