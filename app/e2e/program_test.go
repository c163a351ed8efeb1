package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// programPage is a page that runs a Go program, called program.wasm, with an
// environment, and writes what the program prints to the document. Once the program
// has ended, nothing wakes it: Go's loader would throw at a late callback and turn for
// ever at a late timer.
const programPage = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><pre></pre>
<script src="wasm_exec.js"></script>
<script>
const out = document.querySelector("pre"), decoder = new TextDecoder();
globalThis.fs.writeSync = (_, bytes) => { out.append(decoder.decode(bytes, { stream: true })); return bytes.length; };
globalThis.program = new Go();
program.argv = ["program", "-test.v"];
program.env = %s;
program.exit = code => {
	program._scheduledTimeouts.forEach(timer => clearTimeout(timer));
	program._scheduledTimeouts.clear();
	program._resume = () => {};
	document.documentElement.dataset.exit = code;
};
WebAssembly.instantiateStreaming(fetch("program.wasm"), program.importObject).then(({ instance }) => program.run(instance));
</script>`

// compile makes a program for the browser with a command of go in a directory.
func compile(t *testing.T, dir, pkg string, command ...string) (binary string) {
	t.Helper()
	binary = filepath.Join(t.TempDir(), "program.wasm")
	build := exec.Command("go", append(command, "-o", binary, pkg)...)
	build.Dir = dir
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return binary
}

// compileTests makes a program for the browser of a package's tests.
func compileTests(t *testing.T, pkg string) (binary string) {
	t.Helper()
	return compile(t, filepath.Join(rig.Dir(), "..", ".."), pkg, "test", "-c")
}

// handleProgram serves a program for the browser, its loader and its page.
func handleProgram(t *testing.T, mux *http.ServeMux, binary string, env map[string]string) {
	t.Helper()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	environment, err := json.Marshal(env)
	require.NoError(t, err)

	mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("sandbox") {
			w.Header().Set("Content-Security-Policy", "sandbox allow-scripts")
		}
		fmt.Fprintf(w, programPage, environment)
	})
	for pattern, path := range map[string]string{
		"/program.wasm": binary,
		"/wasm_exec.js": filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"),
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*") // a sandbox is an origin of its own
			http.ServeFile(w, r, path)
		})
	}
}

// passes waits for the end of the tests that a page runs, one of which is known by
// name, and requires that all of them ran and passed.
func passes(t *testing.T, page *rig.Page, known string) {
	t.Helper()
	page.UntilTrue("the tests to end", `document.documentElement.dataset.exit !== undefined`)
	output := page.CSS("pre").Text()
	require.Equal(t, "0", page.CSS("html").Attr("data-exit"), "%s", output)
	require.Contains(t, output, "--- PASS: "+known)
	require.NotContains(t, output, "--- SKIP")
}
