//go:build !js

package fetch_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/wire/nethttp"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// TestUnderNode starts the services that the tests of the other file ask, and
// runs these tests, compiled for the browser, under Node.
func TestUnderNode(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed; fetch exists in browsers and in Node only")
	}
	mux := http.NewServeMux()
	mux.Handle("/", nethttp.Handler(&wiretest.Echo{}))
	reached := make(chan struct{}, 1)
	mux.HandleFunc("/half", func(w http.ResponseWriter, r *http.Request) { half(w, r, reached) })
	mux.HandleFunc("/reached", func(http.ResponseWriter, *http.Request) { <-reached })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	runner := filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "go_js_wasm_exec")
	cmd := exec.Command("go", "test", "-count=1", "-exec="+runner, ".")
	cmd.Env = append(inherited(), "GOOS=js", "GOARCH=wasm", "KEYTRAIL_ECHO="+server.URL, "KEYTRAIL_NOBODY=http://"+nobody(t))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
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

// inherited is the part of the environment that the go command needs. Go's
// loader for Node refuses to start with more than eight kilobytes of it.
func inherited() []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "GOCACHE", "GOPATH", "GOMODCACHE", "GOFLAGS", "GOPROXY", "GOSUMDB"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// nobody returns an address at which nobody listens.
func nobody(t *testing.T) string {
	ln, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	require.NoError(t, ln.Close())
	return ln.Addr().String()
}
