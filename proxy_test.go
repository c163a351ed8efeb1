package main

import (
	"bytes"
	"context"
	"encoding/pem"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newUpstream starts a server and returns its address.
func newUpstream(t *testing.T, h http.HandlerFunc) string {
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

func TestProxyMakesThePageLookAtHome(t *testing.T) {
	var got *http.Request
	var body []byte
	upstream := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.Header().Set("X-CSRF-HEADER", "X-CSRF-TOKEN")
		w.Header().Set("X-CSRF-TOKEN", "0b5e")
		w.Header().Set("Content-Security-Policy", "default-src *")
		w.Header().Set("Strict-Transport-Security", "max-age=1")
		w.WriteHeader(http.StatusAccepted)
	})
	address, _ := start(t, web(), "-upstream", upstream+"/gws/")
	req, err := http.NewRequestWithContext(t.Context(), "POST", address+"/api/v2/smssessions/1?x=%2F;y=1", bytes.NewReader([]byte("a\x00b")))
	require.NoError(t, err)
	for name, value := range map[string]string{
		"Origin": address, "Referer": address + "/",
		"X-CSRF-TOKEN": "0b5e", "Authorization": "Basic c2Ft", "Content-Type": "application/json",
	} {
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	resp.Body.Close()

	assert.Equal(t, "POST", got.Method)
	assert.Equal(t, "/gws/api/v2/smssessions/1?x=%2F;y=1", got.RequestURI)
	assert.Equal(t, upstream, "http://"+got.Host)
	assert.Equal(t, upstream, got.Header.Get("Origin"))
	assert.Equal(t, upstream+"/", got.Header.Get("Referer"))
	assert.Equal(t, "0b5e", got.Header.Get("X-CSRF-TOKEN"))
	assert.Equal(t, "Basic c2Ft", got.Header.Get("Authorization"))
	assert.Empty(t, got.Header.Get("X-Forwarded-For"), "the browser's address is nobody's business")
	assert.Equal(t, "a\x00b", string(body))
	assert.Equal(t, 202, resp.StatusCode)
	assert.Equal(t, "0b5e", resp.Header.Get("X-CSRF-TOKEN"))
	assert.Len(t, resp.Header.Values("Content-Security-Policy"), 1)
	assert.NotContains(t, resp.Header.Get("Content-Security-Policy"), "*")
	assert.Empty(t, resp.Header.Get("Strict-Transport-Security"))
}

func TestProxyStreams(t *testing.T) {
	next := make(chan struct{})
	upstream := newUpstream(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("first"))
		_ = http.NewResponseController(w).Flush()
		<-next
		_, _ = w.Write([]byte("second"))
	})
	address, _ := start(t, web(), "-upstream", upstream)
	resp, err := http.Get(address + "/api/v2/notifications")
	require.NoError(t, err)
	defer resp.Body.Close()
	first := make([]byte, 5)
	_, err = io.ReadFull(resp.Body, first)
	require.NoError(t, err, "the first part is here while the second is not written yet")
	close(next)
	rest, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, "firstsecond", string(first)+string(rest))
}

func TestProxyEndsWithTheBrowser(t *testing.T) {
	polled, gone := make(chan struct{}), make(chan struct{})
	upstream := newUpstream(t, func(_ http.ResponseWriter, r *http.Request) {
		close(polled)
		<-r.Context().Done()
		close(gone)
	})
	address, _ := start(t, web(), "-upstream", upstream)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-polled
		cancel()
	}()
	req, err := http.NewRequestWithContext(ctx, "GET", address+"/api/v2/notifications", nil)
	require.NoError(t, err)
	_, err = http.DefaultClient.Do(req)
	require.ErrorIs(t, err, context.Canceled)
	<-gone
}

func TestProxyTellsOfABrokenReply(t *testing.T) {
	upstream := newUpstream(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("half"))
	})
	address, _ := start(t, web(), "-upstream", upstream)
	resp, err := http.Get(address + "/api/v2/me")
	require.NoError(t, err)
	defer resp.Body.Close()
	_, err = io.ReadAll(resp.Body)
	assert.Error(t, err, "half a reply must not look whole")
}

func TestProxyWithoutUpstream(t *testing.T) {
	ln, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	require.NoError(t, ln.Close())
	upstream := &url.URL{Scheme: "http", Host: ln.Addr().String()}
	var log bytes.Buffer
	h := newProxy(upstream, nil, "http://localhost:8000", slog.New(slog.NewTextHandler(&log, nil)))
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v2/me?token=hunter2", bytes.NewReader([]byte("hunter3")))
	r.Header.Set("Authorization", "Bearer hunter4")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	assert.Equal(t, 502, w.Code)
	assert.Regexp(t, `^no answer from http://.*refused\n$`, w.Body.String())
	assert.Contains(t, log.String(), "path=/api/v2/me")
	assert.NotContains(t, log.String(), "hunter")
	assert.NotContains(t, w.Body.String(), "hunter")
}

func TestProxyVerifiesTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("secret")) }))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	require.NoError(t, os.WriteFile(ca, block, 0o600))

	address, _ := start(t, web(), "-upstream", server.URL)
	resp, body := do(t, "GET", address+"/api/v2/me")
	assert.Equal(t, 502, resp.StatusCode)
	assert.Contains(t, body, "certificate")

	address, _ = start(t, web(), "-upstream", server.URL, "-upstream-ca", ca)
	resp, body = do(t, "GET", address+"/api/v2/me")
	assert.Equal(t, 200, resp.StatusCode)
	assert.Equal(t, "secret", body)
}

func TestCookiesFitThisAddress(t *testing.T) {
	upstream := &url.URL{Scheme: "https", Host: "gws.example.com", Path: "/gws"}
	plain, secure := newJar(upstream, "http://localhost:8000"), newJar(upstream, "https://localhost:8000")
	for _, test := range []struct {
		name, line, plain, secure string
	}{
		{"nothing to do", "JSESSIONID=1; Path=/; HttpOnly", "JSESSIONID=1; Path=/; HttpOnly", "JSESSIONID=1; Path=/; HttpOnly"},
		{"domain", "a=1; Domain=.example.com; HttpOnly", "a=1; HttpOnly", "a=1; HttpOnly"},
		{"secure", "a=1; Secure; HttpOnly", "a=1; HttpOnly", "a=1; Secure; HttpOnly"},
		{"none needs secure", "a=1; SameSite=None; Secure", "a=1; SameSite=Lax", "a=1; SameSite=None; Secure"},
		{"strict stays", "a=1; samesite=Strict; secure; Partitioned", "a=1; samesite=Strict", "a=1; samesite=Strict; secure; Partitioned"},
		{"the prefix of the path", "a=1; Path=/gws/api", "a=1; Path=/api", "a=1; Path=/api"},
		{"the prefix alone", "a=1;path=/gws", "a=1; Path=/", "a=1; Path=/"},
		{"a path that begins alike", "a=1; Path=/gwsx", "a=1; Path=/gwsx", "a=1; Path=/gwsx"},
		{"a value that looks like an attribute", "a=Secure=Domain; Max-Age=5", "a=Secure=Domain; Max-Age=5", "a=Secure=Domain; Max-Age=5"},
		{"a name that asks for https", "__Host-a=1; Path=/; Secure", "__Host-a=1; Path=/", "__Host-a=1; Path=/; Secure"},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, []string{plain.prefix + test.plain}, plain.inbound([]string{test.line}))
			assert.Equal(t, []string{secure.prefix + test.secure}, secure.inbound([]string{test.line}))
		})
	}
	for _, nameless := range []string{"", "=1; Path=/", "1", "; Path=/"} {
		assert.Empty(t, plain.inbound([]string{nameless}), "a cookie without a name: %q", nameless)
	}
}

// Cookies know no ports: a browser sends here what another program of this
// machine has stored, and what a Keytrail in front of another server has.
func TestCookiesOfOthersStayHere(t *testing.T) {
	var sent []string
	answer := func(name string) string {
		return newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
			sent = append(sent, name+": "+strings.Join(r.Header["Cookie"], "|"))
			http.SetCookie(w, &http.Cookie{Name: "JSESSIONID", Value: name, Path: "/"})
			http.SetCookie(w, &http.Cookie{Name: "__Host-id", Value: name, Path: "/", Secure: true})
		})
	}
	browser, err := cookiejar.New(nil)
	require.NoError(t, err)
	client := &http.Client{Jar: browser}
	t.Cleanup(client.CloseIdleConnections)
	upstreams := []string{answer("a"), answer("b")}
	addresses := make([]string, 3)
	for i := range addresses {
		addresses[i], _ = start(t, web(), "-upstream", upstreams[i%2])
	}
	here, err := url.Parse(addresses[0])
	require.NoError(t, err)
	browser.SetCookies(here, []*http.Cookie{{Name: "grafana_session", Value: "hunter2"}, {Name: "JSESSIONID", Value: "hunter3"}})
	for range 2 {
		for _, address := range addresses {
			resp, err := client.Get(address + "/api/v2/me")
			require.NoError(t, err)
			resp.Body.Close()
		}
	}
	assert.Equal(t, []string{"a: ", "b: ", "a: ", "a: JSESSIONID=a; __Host-id=a", "b: JSESSIONID=b; __Host-id=b", "a: JSESSIONID=a; __Host-id=a"}, sent)
}

// An upstream that checks origins is told its own, where a browser would tell one at
// all, and a redirect leads to where the browser finds what it leads to.
func TestProxySaysWhatABrowserWouldSay(t *testing.T) {
	var got http.Header
	to := ""
	upstream := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		if to != "" {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		}
	})
	address, _ := start(t, web(), "-upstream", upstream+"/gws")
	for _, test := range []struct {
		method string
		header []string
		origin []string
	}{
		{"GET", nil, nil},
		{"HEAD", nil, nil},
		{"GET", []string{"Origin", address}, []string{upstream}},
		{"POST", nil, []string{upstream}},
		{"DELETE", nil, []string{upstream}},
	} {
		resp, _ := do(t, test.method, address+"/api/v2/me", test.header...)
		assert.Equal(t, 200, resp.StatusCode)
		assert.Equal(t, test.origin, got["Origin"], "%s %v", test.method, test.header)
		assert.NotContains(t, got, "Cookie")
		assert.NotContains(t, resp.Header, "Set-Cookie")
		assert.NotContains(t, resp.Header, "Location")
	}
	for there, here := range map[string]string{"/gws/api/v2/login": "/api/v2/login", upstream + "/gws/api/v2/login": "/api/v2/login", "https://evil.example/": ""} {
		to = there
		resp, _ := do(t, "GET", address+"/api/v2/me")
		assert.Equal(t, 302, resp.StatusCode)
		assert.Equal(t, here, resp.Header.Get("Location"), there)
	}
}

func TestLocalLocation(t *testing.T) {
	upstream := &url.URL{Scheme: "https", Host: "gws.example.com", Path: "/gws"}
	for _, test := range []struct{ location, want string }{
		{"https://gws.example.com/gws/api/v2/me?a=b#c", "/api/v2/me?a=b#c"},
		{"https://GWS.example.com/gws", "/"},
		{"https://gws.example.com", "/"},
		{"/gws/login", "/login"},
		{"/gws/login/", "/login/"},
		{"login?x", "login?x"},
		{"?x", "?x"},
		{"https://gws.example.com/other", "/other"},
		{"//gws.example.com/gws/z", "/z"},
		{"https://gws.example.com//evil.example/", "/evil.example/"},
		{"https://gws.example.com/gws//evil.example/", "/evil.example/"},
		{"https://gws.example.com/x/..//evil.example", "/evil.example"},
		{"https://gws.example.com/%2Fevil.example", "/evil.example"},
		{"/\\evil.example", "/%5Cevil.example"},
		{"//evil.example/", ""},
		{"https://login.example.com/gws/x", ""},
		{"http://gws.example.com/gws/x", ""},
		{"https:evil.example", ""},
		{"https:///evil.example", ""},
		{"javascript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"https://gws.example.com:8443/gws/x", ""},
		{"https://%zz/", ""},
		{"", ""},
	} {
		assert.Equal(t, test.want, localLocation(test.location, upstream), test.location)
	}
}
