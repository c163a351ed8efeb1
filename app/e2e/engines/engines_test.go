package engines_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/engine"
	"github.com/keytrail/keytrail/app/e2e/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// A place is where the jobs are done: one of each is enough for all engines.
type place struct {
	server *rig.Program // with a quiet simulator
	proxy  *rig.Program // before the peer
	site   string       // a folder
}

// jobs are what people do, as every engine has to let them.
var jobs = []struct {
	name string
	do   func(t *testing.T, p *engine.Tab, at place)
}{
	{"main job", attachData},
	{"hostile text", showHostileText},
	{"typing while notifications arrive", typeWhileNotified},
	{"open a HAR", openHAR},
	{"export", exportCapture},
	{"offline", visitOffline},
	{"theme", chooseTheme},
}

// Chromium has tests of its own for each of these.
func TestEngines(t *testing.T) {
	peer := rig.StartPeer(t)
	at := place{rig.Start(t, "-sim-quiet"), rig.Start(t, "-upstream", peer.URL), rig.Export(t, "-sim-quiet")}
	for _, e := range engine.All {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			browser := e.Open(t)
			for _, job := range jobs {
				for _, size := range [][2]int{{1440, 900}, {390, 844}} {
					t.Run(fmt.Sprint(job.name, " ", size[0]), func(t *testing.T) {
						p := browser.Open(t, size[0], size[1])
						job.do(t, p, at)
						if width := p.Width(); width != size[0] {
							t.Skipf("done, but at %d pixels: %s makes no window of %d", width, e.Name, size[0])
						}
					})
				}
			}
		})
	}
}

// arrive opens a page and waits until it is connected.
func arrive(p *engine.Tab, url string) {
	p.Visit(url)
	p.Is(`one("button[data-link]").dataset.link`, "connected")
}

// show turns to a pane where the window has room for one only.
func show(p *engine.Tab, pane string) {
	var narrow bool
	p.Eval(`innerWidth < 900`, &narrow)
	if narrow {
		p.Click(`one(".panes-item[data-arg=` + pane + `]")`)
	}
}

// selectSession selects the session, or the first that is being chatted in,
// unless the page has done so by itself.
func selectSession(p *engine.Tab, id string) {
	option := `one("[data-session][data-state=Chatting]")`
	if id != "" {
		option = fmt.Sprintf(`one('[data-session="%s"]')`, id)
	}
	p.Until(option)
	var chosen bool
	p.Eval(option+`.getAttribute("aria-selected") === "true"`, &chosen)
	if !chosen {
		show(p, "sessions")
		p.Click(option)
		p.Is(option+`.getAttribute("aria-selected")`, "true")
	}
	show(p, "data")
}

// valueOf is an expression for what the table shows for the key; only what is in
// sight is drawn.
func valueOf(t *testing.T, key string) string {
	text, err := json.Marshal(key)
	require.NoError(t, err)
	return `(async (key) => {
		const scrolls = (e) => e.scrollHeight > e.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(e).overflowY);
		const frame = () => new Promise(requestAnimationFrame);
		let box = one("#grid");
		while (box.parentElement && !scrolls(box)) box = box.parentElement;
		for (let top = 0; top < box.scrollHeight; top += box.clientHeight / 2 + 1) {
			box.scrollTop = top;
			await frame();
			await frame();
			const row = [...box.querySelectorAll("[data-key]")].find((e) => e.dataset.key === key);
			if (row) return row.querySelector("[data-col=value]").textContent;
		}
		return "no row";
	})(` + string(text) + `)`
}

// What is written is written to a server that no other browser writes to.
func attachData(t *testing.T, p *engine.Tab, _ place) {
	arrive(p, rig.Start(t, "-sim-quiet").URL)
	selectSession(p, "")
	p.Click(`one("[data-do=panel][data-arg=write]")`)
	row := `one("form[aria-label='Attach data'] [data-row]")`
	p.Fill(row+`.querySelector("[data-field=key]")`, "UserData1")
	p.Fill(row+`.querySelector("[data-field=value]")`, "DATA1")
	submit := `one("form[aria-label='Attach data'] [type=submit]")`
	p.Until(`/^Attach 1 /.test(` + submit + `.textContent) && !` + submit + `.disabled`)
	p.Click(submit)
	p.Is(`one("article[data-write]").dataset.verdict`, "exact")
	p.Until(`one("article[data-write]").textContent.includes("AttachUserData")`)
	show(p, "data")
	p.Is(valueOf(t, "UserData1"), "DATA1")
}

func showHostileText(t *testing.T, p *engine.Tab, at place) {
	values := map[string]string{
		"<img src=x onerror=alert(1)>": "<script>alert(1)</script>",
		"key with blanks":              "  two before, two after  ",
		"__proto__":                    "polluted",
		"emoji 👩‍👩‍👧‍👦 key":            "👋🏽 wave, ünïcödé, עברית, 日本語",
		"controls":                     "NUL\x00, bell\a, escape\x1b[31m, tab\t, line\nend",
		"bidi":                         "\u202egnp.exe\u202c, zero\u200bwidth",
		"line\nbreak":                  "{{constructor.constructor('alert(1)')()}}",
		"\ufeffbyte order":             "\ufeffmark",
	}
	arrive(p, at.proxy.URL)
	p.Until(`one("[data-session][data-state=Chatting]")`)
	var session string
	p.Eval(`one("[data-session][data-state=Chatting]").dataset.session`, &session)
	selectSession(p, session)
	written, err := json.Marshal(values)
	require.NoError(t, err)
	require.NoError(t, rig.SignIn(t, at.proxy.URL).Update(session, string(written))) // what is read again has it, too
	p.Is(valueOf(t, "bidi"), values["bidi"])
	p.Eval(`void (one("button[data-hidden]:not([data-hidden='0'])")?.click())`, nil)
	for key, value := range values {
		p.Is(valueOf(t, key), value)
	}
	p.Is(`typeof globalThis.polluted`, "undefined")
}

// What is typed stays and the field keeps the focus, whatever arrives meanwhile.
func typeWhileNotified(t *testing.T, p *engine.Tab, _ place) {
	server := rig.Start(t, "-sim-quiet")
	other := rig.SignIn(t, server.URL)
	session := other.Writable(t).ID
	arrive(p, server.URL)
	selectSession(p, session)
	const filter = `one("[aria-label='Filter keys and values']")`
	p.Click(filter)
	for i, r := range "Counter" {
		require.NoError(t, other.Update(session, fmt.Sprintf(`{"Counter":"%d"}`, i)))
		p.Type(string(r))
	}
	p.Is(valueOf(t, "Counter"), "6")
	p.Is(filter+`.value`, "Counter")
	p.Until(`document.activeElement === ` + filter)
}

func openHAR(t *testing.T, p *engine.Tab, at place) {
	path := filepath.Join(t.TempDir(), "traffic.har")
	require.NoError(t, os.WriteFile(path, rig.Openables(t)["HAR"], 0o600))
	arrive(p, at.server.URL)
	p.Choose("#file", path)
	p.Is(`one("button[data-link]").dataset.link`, "file")
	p.Is(valueOf(t, "Kind"), "HAR")
}

// The file that is handed over is one that the program opens.
func exportCapture(t *testing.T, p *engine.Tab, at place) {
	arrive(p, at.server.URL)
	selectSession(p, "")
	p.Eval(`void ((make) => { URL.createObjectURL = (blob) => (globalThis.saved = blob, make(blob)); })(URL.createObjectURL.bind(URL))`, nil)
	p.Click(`named("Export")`)
	p.Click(`one("#export [type=submit]")`)
	p.Until(`globalThis.saved?.size > 0`)
	p.Eval(`void (async () => {
		const data = new DataTransfer();
		data.items.add(new File([saved], "again.keytrail"));
		document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
	})()`, nil)
	p.Is(`one("button[data-link]").dataset.link`, "file")
}

func visitOffline(t *testing.T, p *engine.Tab, at place) {
	url, _, stop := rig.Publish(t, at.site)
	arrive(p, url)
	var taken string
	p.Eval(`performance.getEntriesByType("resource").map((e) => e.name.split(".wasm.")[1]).find(Boolean)`, &taken)
	assert.Equal(t, "lzma", taken, "the form that the program came in")
	p.Until(`navigator.serviceWorker.getRegistration().then((r) => r?.active?.state === "activated")`)
	stop()
	p.Reload()
	p.Is(`one("button[data-link]").dataset.link`, "connected")
	var controlled bool
	p.Eval(`navigator.serviceWorker.controller !== null`, &controlled)
	assert.True(t, controlled)
}

func chooseTheme(t *testing.T, p *engine.Tab, at place) {
	arrive(p, at.server.URL)
	for _, theme := range []string{"light", "dark"} {
		p.Type(string(engine.Control) + "k")
		p.Until(`document.activeElement.closest("dialog[open]")`)
		p.Type("Next theme")
		p.Type(string(engine.Enter))
		p.Is(`document.documentElement.dataset.theme`, theme)
	}
	var background string
	p.Eval(`getComputedStyle(document.body).backgroundColor`, &background)
	p.Reload()
	p.Is(`document.documentElement.dataset.theme`, "dark")
	p.Is(`getComputedStyle(document.body).backgroundColor`, background)
}
