package screen_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// A violation is what axe objects to.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// violations lets axe look at the page for violations of WCAG 2.2 A and AA.
func violations(t *testing.T, page *rig.Page, rules ...string) (found []violation) {
	t.Helper()
	rig.Node(t) // installs the package
	source, err := os.ReadFile(filepath.Join(rig.Dir(), "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err)
	page.Eval("void (() => {"+string(source)+"\n})()", nil)
	only := `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]`
	if len(rules) > 0 {
		only = `{ type: "rule", values: ["` + strings.Join(rules, `", "`) + `"] }`
	}
	page.Eval(`axe.run(document, { runOnly: `+only+`, resultTypes: ["violations"] }).then(result => result.violations)`, &found)
	return found
}

// ofColours are the rules of axe that another theme can break.
var ofColours = []string{"color-contrast", "link-in-text-block"}

// assertAccessible has axe look at the page, by all its rules or by some.
func assertAccessible(t *testing.T, page *rig.Page, state string, rules ...string) {
	t.Helper()
	for _, v := range violations(t, page, rules...) {
		for _, node := range v.Nodes {
			t.Errorf("%s: %s (%s)\n%s\n%s", state, v.Help, v.ID, node.HTML, node.Summary)
		}
	}
}

// Axe would object: a field without a name does not get past it.
func TestAccessibilityIsChecked(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.Eval(`document.body.append(document.createElement("input"))`, nil)
	found := violations(t, page)
	require.Len(t, found, 1)
	assert.Equal(t, "label", found[0].ID)
}

// The live page has no violation that axe can find, light and dark, from the
// first look to the proof of a write.
func TestAccessibility(t *testing.T) {
	program := rig.Start(t)
	browser := rig.OpenBrowser(t)
	for _, theme := range []string{"light", "dark"} {
		t.Run(theme, func(t *testing.T) {
			page := browser.Open(t, program.URL, rig.Preferring("prefers-color-scheme", theme))
			page.CSS("html").UntilAttr("data-theme", theme)
			page.WaitConnected()
			session := page.Writable()
			assertAccessible(t, page, "sessions")
			page.Select(session)
			form := page.AttachForm()
			form.Fill(0, "", "number", "none")
			form.Submit("Attach")
			form.Row(0).By("textbox", "Key").UntilAttr("aria-invalid", "true")
			assertAccessible(t, page, "a refused form")
			form.Row(0).By("textbox", "Key").Type("UserData1")
			form.Row(0).By("combobox", "Type").Choose("text")
			form.Submit("Attach")
			page.LastWrite().UntilAttr("data-verdict", "exact")
			// What is scrolled below the head of the column is no smaller for it.
			page.Eval(`document.querySelector("#detail").scrollTop = 0`, nil)
			assertAccessible(t, page, "a proof")
		})
	}
}

// The main job can be done without a mouse: by the Tab key, arrows and Enter.
func TestMainJobByKeyboard(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()
	page.Writable()

	page.TabTo("the list of sessions", `document.activeElement.closest("[role=listbox]")`)
	for !pageHasWritableSelected(page) {
		page.Keys(kb.ArrowDown)
	}
	page.TabTo("Attach data", `/^Attach data/.test(document.activeElement.textContent)`)
	page.Keys(kb.Enter)
	page.By("form", "Attach data").Wait()
	page.TabTo("Key", `document.activeElement.getAttribute("aria-label") === "Key"`)
	page.Keys("ByKeyboard")
	page.TabTo("Value", `document.activeElement.getAttribute("aria-label") === "Value"`)
	page.Keys("yes")
	page.TabTo("the button", `/^Attach 1/.test(document.activeElement.textContent)`)
	page.Keys(kb.Enter)

	page.LastWrite().UntilAttr("data-verdict", "exact")
}

func pageHasWritableSelected(page *rig.Page) bool {
	return page.CSS(`[data-session][data-state="Chatting"][aria-selected="true"]`).Exists()
}

// At 320 CSS pixels, which is also a window of 1280 at 400 % zoom, the page
// does not scroll sideways, and a row in focus has its time with the offset below
// the table.
func TestNarrow(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t).URL, rig.Sized(320, 640))
	page.WaitConnected()
	var width int
	page.Eval(`document.scrollingElement.scrollWidth`, &width)
	require.LessOrEqual(t, width, 320, "the page is wider than the window")

	page.CSS("#cursor").Call(nil, `function () { this.focus() }`)
	page.UntilTrue("the time of the row is there with its offset",
		`[...document.querySelectorAll(".foot-time")].some(e => e.checkVisibility() && /:\d\d\.\d{3} [+-]\d\d:\d\d$/.test(e.innerText) && e.getBoundingClientRect().right <= 320)`)
}

// Where nothing has the focus, as when the page has just opened, the keys that
// work everywhere do.
func TestKeysWithoutFocus(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()
	var where string
	page.Eval(`document.activeElement.tagName`, &where)
	require.Equal(t, "BODY", where, "what has the focus at first")

	page.Press("k", chromedp.ModifierCtrl)
	page.By("dialog", "Commands").Wait()
	page.Keys(kb.Escape)
	page.UntilTrue("the commands are closed", `!document.querySelector("dialog[open]")`)
	page.Eval(`document.activeElement.blur()`, nil)
	page.Keys(kb.F6)
	page.UntilTrue("F6 leads into a pane", `!!document.activeElement.closest("[data-pane]")`)
}
