package rig

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { Main(m) }

// serve answers with a page under a strict policy whose script is at /script.js.
func serve(t *testing.T, body, script string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src *; img-src 'self'")
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, `<!doctype html><body>%s<script src="/script.js"></script>`, body)
		case "/script.js":
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, script)
		case "/broken":
			http.Error(w, "broken", http.StatusInternalServerError)
		default: // the browser's question for an icon
			w.WriteHeader(http.StatusNoContent)
		}
	}))
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

const ready = `;document.documentElement.dataset.ready = "true";`

func TestGuardObjects(t *testing.T) {
	elsewhere := serve(t, "", "")
	tests := []struct {
		name   string
		body   string
		script string
		want   string // part of an objection, "" for none
	}{
		{name: "a healthy page", script: `console.info("hello"); fetch("/")`},
		{name: "an error on the console", script: `console.error("bad", 1)`, want: "console.error: bad 1"},
		{name: "a warning on the console", script: `console.warn("careful")`, want: "console.warning: careful"},
		{name: "the last words of a Go program", script: `console.log("panic: nil map")`, want: "panic: nil map"},
		{name: "an exception", script: `setTimeout(() => { throw new Error("thrown") })`, want: "exception: Uncaught Error: thrown"},
		{name: "a rejected promise", script: `Promise.reject(new Error("rejected"))`, want: "Error: rejected"},
		{name: "an inline script", body: `<script>1</script>`, want: "Content-Security-Policy: script-src"},
		{name: "an inline style", body: `<p style="color:red">x</p>`, want: "Content-Security-Policy: "},
		{name: "a request to another origin", script: `fetch("` + elsewhere + `", { mode: "no-cors" })`, want: "another origin: " + elsewhere},
		{name: "a failing request", script: `fetch("/broken")`, want: "network: "},
	}
	browser := OpenBrowser(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			url := serve(t, test.body, test.script+ready)
			page := browser.Blank(t)
			page.Visit(url)
			page.WaitReady()

			if test.want == "" {
				assert.Empty(t, page.guard.objections())
				return
			}
			page.Until("an objection", func() (bool, string) {
				all := strings.Join(page.guard.objections(), "\n")
				return strings.Contains(all, test.want), all
			})
			page.Expect("") // the objection is what this test wants
		})
	}
}

func TestGuardHonoursExpectations(t *testing.T) {
	page := OpenBrowser(t).Blank(t)
	page.Expect("expected words")
	page.ExpectNetworkErrors()
	page.Visit(serve(t, "", `console.error("expected words"); fetch("/broken")`+ready))
	page.WaitReady()
	page.UntilTrue("both to have happened", `performance.getEntriesByName(location.origin + "/broken").length > 0`)
	assert.Empty(t, page.guard.objections())
}

func TestGuardObjectsToTheServiceWorker(t *testing.T) {
	elsewhere := serve(t, "", "")
	page := OpenBrowser(t).Blank(t)
	page.Visit(serve(t, "", `if (self.document) {
		navigator.serviceWorker.register("/script.js");`+ready+`
	} else {
		self.addEventListener("fetch", () => { fetch("`+elsewhere+`", { mode: "no-cors" }) });
	}`))
	page.WaitReady()
	page.UntilTrue("the worker to be active", `navigator.serviceWorker.ready.then(r => r.active.state === "activated")`)
	page.GuardWorker()
	assert.Empty(t, page.guard.objections())
	page.Do("reload", chromedp.Reload())
	looks := 0
	page.Until("an objection", func() (bool, string) {
		// The browser may have started another worker for the reload, or none.
		if looks++; looks%50 == 0 {
			page.GuardWorker()
			page.Do("reload", chromedp.Reload())
		}
		all := strings.Join(page.guard.objections(), "\n")
		return strings.Contains(all, "another origin: "+elsewhere), all
	})
	page.Expect("") // the objection is what this test wants
}

const form = `
<main aria-label="outer"><div role="form" aria-label="Attach data">
<div data-row="7"><label>Key <input></label>
<label>Type <select><option>text</option><option>number</option></select></label></div>
<button>Attach 1 key</button></div>
<button hidden>Secret</button></main>`

func TestFindAndActByAccessibleName(t *testing.T) {
	page := OpenBrowser(t).Open(t, serve(t, form, `
		document.querySelector("button").onclick = e => e.target.dataset.clicked = e.isTrusted;
		document.querySelector("select").onchange = e => e.target.dataset.changed = e.target.value;`+ready))

	row := page.By("form", "Attach data").CSS("[data-row]")
	row.By("textbox", "Key").Type("a b")
	row.By("combobox", "Type").Choose("number")
	submit := page.By("form", "Attach data").ByPrefix("button", "Attach")
	submit.Click()

	assert.Equal(t, "a b", row.By("textbox", "Key").Value())
	assert.Equal(t, "number", row.By("combobox", "Type").Attr("data-changed"))
	submit.UntilAttr("data-clicked", "true")
	assert.False(t, page.By("button", "Secret").Exists(), "hidden from assistive technology")
	assert.False(t, page.By("textbox", "Value").Exists())
	assert.Equal(t, "7", row.Attr("data-row"))
}

func TestHostServesBelowThePathOnly(t *testing.T) {
	url := Host(t, "../peer", "/deep/site/")
	resp, err := http.Get(url + "gws.mjs")
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, 200, resp.StatusCode)
	resp, err = http.Get(strings.TrimSuffix(url, "deep/site/") + "gws.mjs")
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, 404, resp.StatusCode)
}
