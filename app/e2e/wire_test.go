package e2e_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
	"github.com/keytrail/keytrail/app/wire/nethttp"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// runner runs a Go test program and writes what it prints to the document.
const runner = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><pre></pre>
<script src="wasm_exec.js"></script>
<script>
const out = document.querySelector("pre"), decoder = new TextDecoder();
globalThis.fs.writeSync = (_, bytes) => { out.append(decoder.decode(bytes, { stream: true })); return bytes.length; };
const go = new Go();
go.argv = ["fetch.test", "-test.v"];
go.env = { KEYTRAIL_ECHO: location.origin, KEYTRAIL_NOBODY: %q };
// A timer of a program that has ended wakes nobody.
go.exit = code => { go._resume = () => {}; document.documentElement.dataset.exit = code; };
WebAssembly.instantiateStreaming(fetch("fetch.test"), go.importObject).then(({ instance }) => go.run(instance));
</script>`

// The transport over fetch keeps its contract in a real browser: the tests of
// its package, compiled for the browser, ask the service that they also ask
// under Node.
func TestFetchInTheBrowser(t *testing.T) {
	browser := rig.OpenBrowser(t)
	binary := filepath.Join(t.TempDir(), "fetch.test")
	build := exec.Command("go", "test", "-c", "-o", binary, "./app/wire/fetch")
	build.Dir = filepath.Join(rig.Dir(), "..", "..")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)

	page := browser.Blank(t)
	page.ExpectNetworkErrors()
	nobody := "http://" + unused(t)
	page.Expect(nobody)
	page.Visit(echoService(t, binary, nobody))

	page.UntilTrue("the tests to end", `document.documentElement.dataset.exit !== undefined`)
	output := page.CSS("pre").Text()
	require.Equal(t, "0", page.CSS("html").Attr("data-exit"), "%s", output)
	require.Contains(t, output, "--- PASS: TestContract")
	require.NotContains(t, output, "--- SKIP")
}

// echoService serves the test program and what it asks, on one origin.
func echoService(t *testing.T, binary, nobody string) string {
	t.Helper()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("/", nethttp.Handler(&wiretest.Echo{}))
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, runner, nobody) })
	mux.HandleFunc("/wasm_exec.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	})
	mux.HandleFunc("/fetch.test", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/wasm")
		http.ServeFile(w, r, binary)
	})
	reached := make(chan struct{}, 1)
	mux.HandleFunc("/half", func(w http.ResponseWriter, r *http.Request) { half(w, r, reached) })
	mux.HandleFunc("/reached", func(http.ResponseWriter, *http.Request) { <-reached })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// half sends the beginning of a response; then it breaks the connection or, once
// it has said that it got there, keeps it open.
func half(w http.ResponseWriter, r *http.Request, reached chan<- struct{}) {
	if r.URL.RawQuery == "break" {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("half"))
		return
	}
	_, _ = w.Write([]byte("half"))
	_ = http.NewResponseController(w).Flush()
	reached <- struct{}{}
	<-r.Context().Done()
}

// unused returns an address at which nobody listens.
func unused(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}
