package main

import (
	"bufio"
	"context"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// web is a small web/ with all that a site needs.
func web() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"index.html": file(`<head>
<meta charset="utf-8">
<meta name="keytrail-version" content="">
<meta name="keytrail-api" content="origin">
<meta name="keytrail-simulator" content="">
<link rel="stylesheet" href="app.css">
<script src="boot.js" data-parts="" data-program="app.wasm" data-bytes="0" data-packed=""></script>
<script src="wasm_exec.js"></script>
<link rel="manifest" href="manifest.webmanifest">
</head>`),
		"boot.js":              file("const PARTS = \"\";\nboot"),
		"worker.js":            file("const VERSION = \"\";\nconst FILES = [];\nconst PACKED = \"\";\n"),
		"wasm_exec.js":         file("glue"),
		"manifest.webmanifest": file(`{"icons": [{"src": "icon.svg"}]}`),
		"icon.svg":             file("<svg/>"),
		"app.wasm":             file("\x00asm the program"),
		"app.wasm.br":          file("the program in brotli"),
		"app.wasm.gz":          file("the program in gzip"),
		"app.wasm.lzma":        file("the program in LZMA"),
		"unpack.js":            file("function unpack() {}\n"),
		"css/tokens.css":       file("/* 1 */"),
		"css/base.css":         file("/* 2 */"),
		"css/layout.css":       file("/* 3 */"),
		"css/attach.css":       file("/* 4 */"),
		"css/table.css":        file("/* 5 */"),
		"notes.txt":            file("not for the browser"),
	}
}

// start runs the server with args until the test ends and returns its address
// and a function that stops it and returns its error.
func start(t *testing.T, files fs.FS, args ...string) (address string, stop func() error) {
	t.Helper()
	return startLogging(t, io.Discard, files, args...)
}

// startLogging is start for a test that looks at what is logged.
func startLogging(t *testing.T, log io.Writer, files fs.FS, args ...string) (address string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	failed := make(chan error, 1)
	go func() {
		err := run(ctx, files, append([]string{"-addr", "localhost:0"}, args...), w)
		w.CloseWithError(io.EOF)
		failed <- err
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	require.NoError(t, err, "nothing was printed: %v", line)
	go io.Copy(log, r)
	address = regexp.MustCompile(`https?://[^ ]+`).FindString(line)
	require.NotEmpty(t, address, line)
	stop = func() error {
		cancel()
		err := <-failed
		failed <- err
		return err
	}
	t.Cleanup(func() { assert.NoError(t, stop()) })
	return address, stop
}

// do sends a request without following redirects and returns the response with
// its whole body.
func do(t *testing.T, method, url string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	require.NoError(t, err)
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
		req.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(body)
}

func TestServesThePageAndTheSimulator(t *testing.T) {
	address, _ := start(t, web())
	resp, body := do(t, "GET", address+"/")
	assert.Equal(t, 200, resp.StatusCode)
	assert.Equal(t, "text/html; charset=utf-8", resp.Header.Get("Content-Type"))
	assert.Contains(t, body, `name="keytrail-api" content="origin"`)

	resp, body = do(t, "GET", address+"/api/v2/me")
	assert.Equal(t, 200, resp.StatusCode)
	assert.Contains(t, body, `"statusCode":0`)
	assert.Contains(t, body, address+"/api/v2/", "the simulator's uris are those of this server")
}

func TestEveryResponseCarriesTheSecurityHeaders(t *testing.T) {
	address, _ := start(t, web())
	for _, path := range []string{"/", "/app.wasm", "/nothing", "/healthz", "/api/v2/me", "/api/v2/nothing"} {
		t.Run(path, func(t *testing.T) {
			resp, _ := do(t, "GET", address+path)
			want := "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
			if strings.HasPrefix(path, "/api/v2/") {
				want = "sandbox; default-src 'none'; frame-ancestors 'none'"
			}
			assert.Equal(t, []string{want}, resp.Header.Values("Content-Security-Policy"))
			assert.Equal(t, []string{"same-origin"}, resp.Header.Values("Cross-Origin-Opener-Policy"))
			assert.Equal(t, []string{"same-origin"}, resp.Header.Values("Cross-Origin-Resource-Policy"))
			assert.Equal(t, []string{"nosniff"}, resp.Header.Values("X-Content-Type-Options"))
			assert.Equal(t, []string{"same-origin"}, resp.Header.Values("Referrer-Policy"))
		})
	}
}

// Those who watch a server call it by any name, and by none.
func TestHealth(t *testing.T) {
	address, _ := start(t, web(), "-upstream", "http://localhost:1")
	for _, host := range []string{"", "10.1.2.3:8000", "keytrail.internal"} {
		resp, body := do(t, "GET", address+"/healthz", "Host", host)
		assert.Equal(t, 200, resp.StatusCode, host)
		assert.Equal(t, "ok\n", body)
		assert.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
	}
	for _, path := range []string{"/healthz/", "/healthz/../"} {
		resp, _ := do(t, "GET", address+path, "Host", "keytrail.internal")
		assert.Equal(t, 403, resp.StatusCode, "%s is nothing else's way in", path)
	}
}

func TestNames(t *testing.T) {
	address, _ := start(t, web())
	_, port, err := net.SplitHostPort(strings.TrimPrefix(address, "http://"))
	require.NoError(t, err)
	for _, test := range []struct {
		host   string
		status int
		reason string
	}{
		{"localhost:" + port, 200, "what was printed"},
		{"LOCALHOST:" + port, 200, "names have no case"},
		{"127.0.0.1:" + port, 200, "this machine"},
		{"127.8.8.8", 200, "this machine"},
		{"[::1]:" + port, 200, "this machine"},
		{"localhost", 200, "a port forwarded from elsewhere"},
		{"evil.example", 403, "a foreign name that points here"},
		{"evil.example:" + port, 403, "with our port"},
		{"localhost.evil.example", 403, "begins like ours"},
		{"192.0.2.7", 403, "the server listens for this machine only"},
	} {
		t.Run(test.host, func(t *testing.T) {
			for _, path := range []string{"/", "/api/v2/me"} {
				resp, _ := do(t, "GET", address+path, "Host", test.host)
				assert.Equal(t, test.status, resp.StatusCode, test.reason)
			}
		})
	}
}

func TestOrigins(t *testing.T) {
	address, _ := start(t, web())
	for _, test := range []struct {
		name   string
		header []string
		status int
	}{
		{"none", nil, 200},
		{"our own", []string{"Origin", address, "Sec-Fetch-Site", "same-origin"}, 200},
		{"typed into the address bar", []string{"Sec-Fetch-Site", "none"}, 200},
		{"another site", []string{"Origin", "https://evil.example"}, 403},
		{"another port", []string{"Origin", "http://localhost:1"}, 403},
		{"another scheme", []string{"Origin", strings.Replace(address, "http", "https", 1)}, 403},
		{"a sandboxed frame", []string{"Origin", "null"}, 403},
		{"an image on another site", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"an image of another program on this machine", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"an origin that is none", []string{"Origin", "http://%zz"}, 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			resp, _ := do(t, "GET", address+"/api/v2/me", test.header...)
			assert.Equal(t, test.status, resp.StatusCode)
		})
	}
}

// A container with a read-only volume has no place to write to, and may have no
// home.
func TestNeedsNoPlaceToWriteTo(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"} {
		t.Setenv(name, "/nowhere")
	}
	address, stop := start(t, web())
	for _, path := range []string{"/", "/api/v2/me", "/healthz"} {
		resp, _ := do(t, "GET", address+path)
		assert.Equal(t, 200, resp.StatusCode, path)
	}
	require.NoError(t, stop())
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, files)
}

// What the example of a unit starts is a command line that is understood.
func TestUnitOfSystemd(t *testing.T) {
	unit, err := os.ReadFile(filepath.Join("docs", "keytrail.service"))
	require.NoError(t, err)
	_, command, found := strings.Cut(strings.ReplaceAll(string(unit), "\\\n", ""), "ExecStart=")
	require.True(t, found)
	line, _, _ := strings.Cut(command, "\n")
	args := strings.Fields(strings.ReplaceAll(line, "%d", t.TempDir()))
	require.Equal(t, "/usr/local/bin/keytrail", args[0])
	o, err := parse(args[1:], io.Discard)
	require.NoError(t, err)
	assert.Equal(t, "https", o.scheme())
	assert.Equal(t, "https://gws.example.com", o.upstream.String())
}

// A reverse proxy may keep the Host and the path of a request, change them, or
// speak plain http to this server.
func TestBehindAReverseProxy(t *testing.T) {
	address, _ := start(t, web(), "-public", "https://tools.example.com/keytrail/")
	for _, test := range []struct {
		name, path, host, origin string
		status                   int
	}{
		{"the path taken away", "/", "", "", 200},
		{"the path kept", "/keytrail/", "", "", 200},
		{"the host kept", "/keytrail/", "tools.example.com", "", 200},
		{"a part", "/keytrail/boot.js", "tools.example.com", "", 200},
		{"the path without its slash", "/keytrail", "tools.example.com", "", 301},
		{"the API", "/keytrail/api/v2/me", "tools.example.com", "https://tools.example.com", 200},
		{"the API, the host changed", "/api/v2/me", "", "https://tools.example.com", 200},
		{"a longer path", "/keytrails/", "tools.example.com", "", 404},
		{"another name", "/keytrail/", "evil.example", "", 403},
		{"another site", "/keytrail/api/v2/me", "tools.example.com", "https://evil.example", 403},
		{"another scheme", "/keytrail/api/v2/me", "", "http://tools.example.com", 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), "GET", address+test.path, nil)
			require.NoError(t, err)
			req.Host = test.host
			if test.origin != "" {
				req.Header.Set("Origin", test.origin)
			}
			resp, err := http.DefaultTransport.RoundTrip(req)
			require.NoError(t, err)
			resp.Body.Close()
			assert.Equal(t, test.status, resp.StatusCode)
			if test.status == 301 {
				assert.Equal(t, "/keytrail/", resp.Header.Get("Location"))
			}
		})
	}
}

func TestStopEndsLongPolls(t *testing.T) {
	polled := make(chan struct{})
	upstream := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		close(polled)
		<-r.Context().Done()
	})
	address, stop := start(t, web(), "-upstream", upstream)
	status := make(chan int, 1)
	go func() {
		resp, err := http.Get(address + "/api/v2/notifications/connect")
		if err != nil {
			status <- 0
			return
		}
		resp.Body.Close()
		status <- resp.StatusCode
	}()
	<-polled
	require.NoError(t, stop())
	assert.Equal(t, 503, <-status, "the poll is answered, so that the page knows")
	_, err := http.Get(address)
	assert.Error(t, err, "nobody listens any more")
}

func TestMistakes(t *testing.T) {
	taken, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	t.Cleanup(func() { taken.Close() })
	full := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(full, "thesis.doc"), nil, 0o600))
	bare := web()
	delete(bare, "app.wasm")
	noCertificate := filepath.Join(full, "thesis.doc")
	for _, test := range []struct {
		name string
		web  fs.FS
		args []string
		want string
	}{
		{"a port in use", web(), []string{"-addr", taken.Addr().String()}, "the port is in use"},
		{"an address that is none", web(), []string{"-addr", "8000"}, "write it as host:port"},
		{"an address for everybody", web(), []string{"-addr", ":8000"}, "-insecure-listen"},
		{"another machine's address", web(), []string{"-addr", "192.0.2.1:8000", "-insecure-listen"}, "-addr 192.0.2.1:8000: "},
		{"an upstream that is no URL", web(), []string{"-upstream", "gws.example.com"}, "write it like https://"},
		{"an upstream of another kind", web(), []string{"-upstream", "ftp://gws.example.com"}, "write it like https://"},
		{"an upstream that cannot be read", web(), []string{"-upstream", "http://[::1"}, "not a URL"},
		{"an upstream with a password", web(), []string{"-upstream", "https://sam:hunter2@gws.example.com"}, "leave user name and password out"},
		{"an upstream with a query", web(), []string{"-upstream", "https://gws.example.com/?a=b"}, "leave out everything from ?"},
		{"an authority that is not there", web(), []string{"-upstream", "https://gws.example.com", "-upstream-ca", "/nowhere.pem"}, "-upstream-ca: open /nowhere.pem: no such file"},
		{"an authority that is none", web(), []string{"-upstream", "https://gws.example.com", "-upstream-ca", noCertificate}, "no certificate in this file"},
		{"an authority without an upstream", web(), []string{"-upstream-ca", noCertificate}, "-upstream-ca belongs to -upstream"},
		{"a certificate without a key", web(), []string{"-tls-cert", noCertificate}, "go together"},
		{"a certificate that is not there", web(), []string{"-tls-cert", "/nowhere.pem", "-tls-key", "/nowhere.key"}, "no such file"},
		{"an unknown flag", web(), []string{"-port", "8000"}, "see keytrail -help"},
		{"a flag that is no number", web(), []string{"-sim-keys", "many"}, "see keytrail -help"},
		{"no sessions", web(), []string{"-sim-sessions", "0"}, "must be numbers greater than 0"},
		{"a rate that is no number", web(), []string{"-sim-rate", "NaN"}, "must be numbers greater than 0"},
		{"a rate without an end", web(), []string{"-sim-rate", "+Inf"}, "at most"},
		{"too high a rate", web(), []string{"-sim-rate", "1e5"}, "-sim-rate 1000"},
		{"a quirk that nobody knows", web(), []string{"-sim-quirks", "coerce,lie"}, "-sim-quirks lie: the ways are refuse, fail, coerce"},
		{"too many sessions", web(), []string{"-sim-sessions", "1000000000"}, "-sim-sessions 10000"},
		{"too many keys", web(), []string{"-sim-sessions", "5000", "-sim-keys", "5000"}, "200000 keys in all sessions"},
		{"something else", web(), []string{"serve"}, `"serve" is not expected here`},
		{"a public address that is none", web(), []string{"-public", "tools.example.com"}, "-public tools.example.com: not a web address"},
		{"a public address of an export", web(), []string{"-export", t.TempDir(), "-public", "https://tools.example.com"}, "works under any path"},
		{"an API without an export", web(), []string{"-api", "https://gws.example.com"}, "-api belongs to -export"},
		{"an API that is no URL", web(), []string{"-export", t.TempDir(), "-api", "gws"}, "write it like https://"},
		{"an upstream for an export", web(), []string{"-export", t.TempDir(), "-upstream", "https://gws.example.com"}, "with -api"},
		{"an export over somebody's files", web(), []string{"-export", full}, "holds something else"},
		{"an export below a file", web(), []string{"-export", filepath.Join(noCertificate, "below")}, "not a directory"},
		{"an export over a file", web(), []string{"-export", noCertificate}, "not a directory"},
		{"no program", bare, nil, "run make build"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := run(t.Context(), test.web, append([]string{"-addr", "localhost:0"}, test.args...), io.Discard)
			require.Error(t, err)
			assert.Contains(t, err.Error(), test.want)
			assert.NotContains(t, err.Error(), "\n", "one line")
			assert.NotContains(t, err.Error(), "hunter2")
		})
	}
	assert.FileExists(t, filepath.Join(full, "thesis.doc"))
}

func TestHelp(t *testing.T) {
	var b strings.Builder
	require.NoError(t, run(t.Context(), web(), []string{"-help"}, &b))
	for _, name := range []string{"-addr", "-upstream", "-upstream-ca", "-export", "-extension", "-api", "-sim-sessions", "-sim-keys", "-sim-rate", "-sim-seed", "-sim-media", "-sim-quiet", "-sim-quirks", "-tls-cert", "-tls-key", "-insecure-listen"} {
		assert.Regexp(t, `(?m)^  `+name+`( |$)`, b.String())
	}
}
