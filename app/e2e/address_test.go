package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// usable makes sure that the program lives: it answers to a command.
func usable(t *testing.T, page *rig.Page) {
	t.Helper()
	page.By("button", "Attach data").Click()
	page.By("form", "Attach data").Wait()
}

// Any page that opened this one can give it any address, before it is there and
// while somebody works in it.
func TestAnyAddressIsUsable(t *testing.T) {
	program, browser := rig.Start(t, "-sim-quiet"), rig.OpenBrowser(t)
	for _, address := range []string{"/#%", "/#filter=100%", "/?a=%&b=%zz#%zz"} {
		t.Run(address, func(t *testing.T) {
			page := browser.Open(t, program.URL+address)
			page.WaitConnected()
			usable(t, page)
		})
	}
	t.Run("live", func(t *testing.T) {
		page := browser.Open(t, program.URL+"/")
		page.WaitConnected()
		page.Eval(`(async () => {
			for (const hash of ["#%", "#filter=100%", "#%zz", "#session=%ff&event=%", "#lens=%E0%A4%A", "#%25%", "#;%;"]) {
				location.hash = hash;
				await new Promise((done) => setTimeout(done));
			}
			history.back();
			await new Promise((done) => addEventListener("popstate", done, { once: true }));
			location.hash = "#filter=100%";
		})()`, nil)
		page.Until("the filter of the address", func() (bool, string) {
			filter := page.CSS("#filter").Value()
			return filter == "100%", filter
		})
		usable(t, page)
	})
}

// The simulator in the page reads its options from the address.
func TestAnySimulatorIsUsable(t *testing.T) {
	url, browser := rig.Host(t, rig.Export(t), "/tools/keytrail/"), rig.OpenBrowser(t)
	page := browser.Open(t, url+"?rate=NaN&sessions=1000000000&keys=1000000000&seed=-1")
	page.WaitConnected()
	usable(t, page)
}

// A server that sends no header cannot forbid that another page frames this one.
func TestAFrameStartsNothing(t *testing.T) {
	dir := rig.Export(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "trap.html"), []byte(`<!doctype html><iframe src="./"></iframe>`), 0o644))
	page := rig.OpenBrowser(t).Blank(t)
	page.ExpectNetworkErrors() // the other page has no icon
	page.Visit(rig.Host(t, dir, "/tools/keytrail/") + "trap.html")
	page.UntilTrue("the frame says what to do", `document.querySelector("iframe").contentDocument?.querySelector("#shell-problem")?.textContent.includes("Open it in a tab of its own")`)
	var loaded []string
	page.Eval(`document.querySelector("iframe").contentWindow.performance.getEntriesByType("resource").map((e) => e.name).filter((name) => name.endsWith(".wasm"))`, &loaded)
	assert.Empty(t, loaded)
}

// What an upstream sends runs on the page's origin, if it runs.
func TestTheUpstreamRunsNothingHere(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Service-Worker-Allowed", "/")
		if filepath.Ext(r.URL.Path) == ".js" {
			w.Header().Set("Content-Type", "text/javascript")
		}
		_, _ = w.Write([]byte(`"<script>localStorage.taken = 1</script>"`))
	}))
	t.Cleanup(upstream.Close)
	program, browser := rig.Start(t, "-upstream", upstream.URL), rig.OpenBrowser(t)
	page := browser.Blank(t)
	page.ExpectNetworkErrors()
	page.Visit(program.URL + "/api/v2/login.html")
	var text string
	page.Eval(`document.body.textContent`, &text)
	assert.Contains(t, text, "cannot open it as a page")

	page.Visit(program.URL + "/")
	page.WaitReady()
	page.Expect("") // the browser tells of the scripts that it was refused
	var result []any
	page.Eval(`(async () => {
		const registered = await navigator.serviceWorker.register("/api/v2/worker.js", { scope: "/" }).then(() => true, () => false);
		const frame = document.createElement("iframe");
		frame.src = "/api/v2/login.html";
		document.body.append(frame);
		const script = document.createElement("script");
		script.src = "/api/v2/login.js";
		const ran = await new Promise((done) => {
			script.onload = () => done(true);
			script.onerror = () => done(false);
			document.body.append(script);
		});
		return [registered, ran, localStorage.taken ?? ""];
	})()`, &result)
	assert.Equal(t, []any{false, false, ""}, result)
}

// Where an address is asked for while the page is about to write its own, the page
// goes there.
func TestAnAddressThatIsAskedForIsNotWrittenOver(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()
	page.UntilTrue("the address to name the session", `location.hash.includes("session=")`)
	page.Eval(`void (document.querySelector('[data-session][aria-selected="false"]').click(), location.hash = "board")`, nil)
	page.CSS("#board-cursor").Wait()
	page.UntilTrue("the address to be the board's", `location.hash.startsWith("#board")`)
	page.Eval(`void (location.hash = "board=wall", document.querySelector("#board-cursor").click())`, nil)
	page.CSS(".wall [data-row]").Wait()
}
