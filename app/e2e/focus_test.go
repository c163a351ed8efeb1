package e2e_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// Whatever takes away the button that was pressed leaves the focus somewhere in
// the page, near to where it was.
func TestTheFocusIsNeverLost(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()
	page.Grid().Wait()
	var where string
	on := func(selector, why string) {
		t.Helper()
		page.Until(why, func() (bool, string) {
			var ok bool
			page.Eval(fmt.Sprintf(`document.activeElement.matches(%q)`, selector), &ok)
			page.Eval(`document.activeElement.outerHTML.slice(0, 200)`, &where)
			return ok, where
		})
	}
	press := func(place *rig.Place) {
		t.Helper()
		place.Call(nil, `function() { this.focus() }`)
		page.Enter()
	}
	page.Keys("?") // while nothing has the focus
	page.CSS("#help[open]").Wait()
	page.Keys(kb.Escape)
	page.CSS("#help:not([open])").Wait()
	on(`:not(body)`, "what is left without the dialog")
	page.Select(page.Writable())
	form := page.AttachForm()
	form.Row(0).By("textbox", "Key").Type("DISP_KEY")
	press(form.By("button", "Use Update"))
	on(`[data-do=operation][aria-checked=true]`, "the operation that was chosen")

	form.Row(0).By("textbox", "Key").Type("-")
	press(form.By("button", "Use DISP_KEY"))
	on(`[data-field=key]`, "the key that was taken")

	press(form.By("button", "JSON"))
	page.CSS("#raw-draft").Type(`{'DISP_KEY': 'x',}`)
	press(form.By("button", "Use the repaired text"))
	on(`#raw-draft`, "the text that was repaired")

	press(page.By("button", "Close Attach data"))
	on(`tr[data-key], #filter`, "the table")

	page.CSS(`tr[data-key]`).Click()
	press(page.By("button", "Copy value"))
	beside := page.CSS("#beside")
	beside.UntilText("Value copied")
	var apart float64
	beside.Call(&apart, `function() {
		const at = this.getBoundingClientRect(), b = document.querySelector("[data-do=copy-value]").getBoundingClientRect();
		return Math.hypot(Math.max(b.left - at.right, at.left - b.right, 0), Math.max(b.top - at.bottom, at.top - b.bottom, 0));
	}`)
	assert.Less(t, apart, 10.0, "it is said beside the button")
	page.Eval(`navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"))`, nil)
	press(page.By("button", "Copy value"))
	beside.UntilText("Not copied")

	press(page.By("button", "Recordings"))
	press(page.By("button", "Delete everything…"))
	on(`#detail, #detail *`, "the panel that asks")

	paste(page, "nothing of Web Services")
	press(page.By("button", "Dismiss"))
	on(`:not(body)`, "what is left without the message")

	page.CSS(`[data-event]`).Click()
	press(page.CSS(`.banner [data-do=live]`))
	on(`:not(body)`, "what is left of the page")
}

// Who hears the page hears the next row, and not that the focus is nowhere.
func TestTheFocusGoesFromRowToRow(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()
	page.Grid().Wait()
	page.Eval(`globalThis.went = []; void addEventListener("focusout", (e) => went.push(e.relatedTarget?.rowIndex ?? "nowhere"))`, nil)
	for _, rows := range []struct{ at, cursor string }{{"", "#cursor"}, {"board", "#board-cursor"}} {
		page.Eval(fmt.Sprintf("location.hash = %q", rows.at), nil)
		page.CSS(rows.cursor).Wait()
		page.CSS(rows.cursor).Call(nil, `function() { this.focus() }`)
		page.Keys(kb.Home)
		var first int
		page.Eval(`document.activeElement.rowIndex`, &first)
		page.Eval(`void (globalThis.went = [])`, nil)
		for i, key := range []string{kb.ArrowDown, kb.ArrowDown, kb.ArrowUp} {
			page.Keys(key)
			page.Until("the focus goes on", func() (bool, string) {
				var went []any
				page.Eval(`went`, &went)
				return len(went) > i, fmt.Sprint(went)
			})
		}
		var went []any
		page.Eval(`went`, &went)
		assert.Equal(t, []any{float64(first + 1), float64(first + 2), float64(first + 1)}, went, rows.cursor)
	}
}
