package engines_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/engine"
	"github.com/keytrail/keytrail/app/e2e/rig"
)

// modulePolicy is what a page that uses the module has to allow at most: all but
// images, for an icon is what every browser asks for.
const modulePolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'"

// moduleHost serves the module beside a GWS, as somebody else's server would.
func moduleHost(t *testing.T, dir, policy string) (address string, polls *atomic.Int32) {
	t.Helper()
	gws, err := url.Parse(rig.Start(t, "-sim-sessions", "3", "-sim-rate", "2").URL)
	require.NoError(t, err)
	polls = &atomic.Int32{}
	api := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(gws)
		r.Out.Host = gws.Host
		r.Out.Header.Del("Origin") // the server would see that it is another one
	}}
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			if bytes.Contains(body, []byte("/meta/connect")) {
				polls.Add(1)
				defer polls.Add(-1)
			}
			api.ServeHTTP(w, r)
			return
		}
		if r.URL.Path == "/favicon.ico" {
			return // nobody's business
		}
		w.Header().Set("Content-Security-Policy", policy)
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1), polls
}

func moduleFolder(t *testing.T) string {
	t.Helper()
	dir := rig.Module(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "traffic.har"), rig.Openables(t)["HAR"], 0o600))
	return dir
}

// Under Node the process has to end by itself: then nothing is left running.
func TestModuleInNode(t *testing.T) {
	t.Parallel()
	node, dir := rig.Node(t), moduleFolder(t)
	out, err := exec.CommandContext(t.Context(), node, filepath.Join(dir, "node.mjs"), dir, rig.Start(t, "-sim-quiet").URL).CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Equal(t, "kept\n", string(out))
}

// What the types promise is what the contract uses.
func TestModuleTypes(t *testing.T) {
	t.Parallel()
	node, dir := rig.Node(t), rig.Module(t)
	tsc := filepath.Join(rig.Dir(), "node_modules", "typescript", "bin", "tsc")
	out, err := exec.Command(node, tsc, "--strict", "--noEmit", "--allowJs", "--target", "esnext", "--module", "esnext", "--moduleResolution", "bundler",
		"--types", "", "--lib", "esnext,dom", filepath.Join(dir, "keytrail.d.ts"), filepath.Join(dir, "contract.mjs")).CombinedOutput()
	assert.NoError(t, err, "%s", out)
}

func TestModuleInChromium(t *testing.T) {
	t.Parallel()
	address, _ := moduleHost(t, moduleFolder(t), modulePolicy)
	page := rig.OpenBrowser(t).Blank(t)
	page.Visit(address + "/contract.html")
	page.UntilTrue("the end of the contract", `"outcome" in globalThis`)
	var outcome string
	page.Eval(`outcome`, &outcome)
	assert.Equal(t, "kept", outcome)
}

func TestModuleInOtherEngines(t *testing.T) {
	t.Parallel()
	folder := moduleFolder(t)
	for _, e := range engine.All {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			address, _ := moduleHost(t, folder, modulePolicy) // each writes to the same session of a server of its own
			p := e.Open(t).Open(t, 1440, 900)
			p.Visit(address + "/contract.html")
			p.Is(`globalThis.outcome`, "kept")
		})
	}
}

// The example works as it stands, and tabs of it share one poll.
func TestDashboard(t *testing.T) {
	t.Parallel()
	const inline = "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; connect-src 'self'; img-src 'self'"
	address, polls := moduleHost(t, rig.Module(t), inline)
	browser := rig.OpenBrowser(t)
	first := browser.Open(t, address+"/dashboard.html?url=")
	second := browser.Open(t, address+"/dashboard.html?url=", rig.Beside(first))
	for _, page := range []*rig.Page{first, second} {
		page.CSS("#link").UntilText("connected")
		page.UntilTrue("sessions", `Number(document.getElementById("sessions").value) >= 3`)
	}
	first.CSS("[name=value]").Type("<b>&amp;</b>")
	first.By("button", "Attach").Click()
	first.CSS("#verdict").UntilText("exact")
	for _, page := range []*rig.Page{first, second} {
		page.UntilTrue("the change as text", `[...document.querySelectorAll("#changes td")].some((cell) => cell.textContent.includes("<b>&amp;</b>"))`)
	}
	assert.LessOrEqual(t, polls.Load(), int32(1), "polls at once")

	// Without an address it needs no server at all.
	alone := browser.Open(t, address+"/dashboard.html")
	alone.CSS("#link").UntilText("connected")
	alone.UntilTrue("changes", `document.querySelectorAll("#changes tr").length > 5`)
}
