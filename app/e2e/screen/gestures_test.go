package screen_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// counting opens a page on a session. What it returns has somebody else write a number
// to that, and waits until the page shows it.
func counting(t *testing.T) (page *rig.Page, count func(n int)) {
	program := rig.Start(t, "-sim-quiet")
	other := rig.SignIn(t, program.URL)
	session := other.Writable(t).ID
	page = rig.OpenBrowser(t).Open(t, program.URL)
	page.WaitConnected()
	page.Select(session)
	return page, func(n int) {
		require.NoError(t, other.Update(session, fmt.Sprintf(`{"Counter":%d}`, n)))
		page.Grid().CSS(`[data-key="Counter"] [data-col="value"]`).UntilText(fmt.Sprint(n))
	}
}

// written opens a page on a session that somebody else has written to n times.
func written(t *testing.T, n int) *rig.Page {
	page, count := counting(t)
	for i := range n {
		count(i)
	}
	return page
}

// What is being selected with the mouse stays selected when something arrives, and
// the row that was pressed takes nothing from the one that is marked.
func TestTextOfARowIsSelectedWhileNewsArrive(t *testing.T) {
	page, count := counting(t)
	count(1)
	page.UntilTrue("another row to be marked", `document.querySelector("#cursor").dataset.key !== "DISP_KEY"`)
	var box struct{ X, Y, Width float64 }
	page.Eval(`(b => ({ X: b.x, Y: b.y + b.height / 2, Width: b.width }))(document.querySelector('#grid [data-key="DISP_KEY"] [data-col="key"]').getBoundingClientRect())`, &box)
	mouse := func(what input.DispatchMouseEventType, part float64) {
		page.Do(string(what), chromedp.MouseEvent(what, box.X+part*box.Width, box.Y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	}
	mouse("mousePressed", 0.01)
	count(2)
	mouse("mouseMoved", 0.3)
	count(3)
	mouse("mouseMoved", 0.99)
	count(4)
	page.UntilTrue("all of it to be selected", `getSelection().toString().trim() === "DISP_KEY"`)
	mouse("mouseReleased", 0.99)
	count(5)
	page.UntilTrue("it to stay selected", `getSelection().toString().trim() === "DISP_KEY"`)
}

// A right click on a row, or Shift and F10, shows all that can be done with it;
// Escape gives the focus back to the row.
func TestTheMenuOfARow(t *testing.T) {
	page := written(t, 1)
	row := page.CSS(`[data-key="Counter"]`)
	row.Call(nil, `function() { this.dispatchEvent(new MouseEvent("contextmenu", {bubbles: true, cancelable: true, clientX: 5000, clientY: 300})) }`)
	page.UntilTrue("the menu to have the focus", `document.activeElement.id === "menu-0"`)
	var within bool
	page.Eval(`(r => r.right <= innerWidth && r.bottom <= innerHeight && r.left >= 0)(document.querySelector("#menu").getBoundingClientRect())`, &within)
	assert.True(t, within, "the menu stands within the window")
	assertAccessible(t, page, "the menu of a row")
	page.Keys(kb.Escape)
	page.UntilTrue("the row to have the focus again", `document.activeElement.dataset.key === "Counter"`)

	page.Press(kb.F10, chromedp.ModifierShift)
	page.UntilTrue("the menu to be there again", `document.activeElement.id === "menu-0"`)
	page.Keys("w")
	page.CSS(`[data-watch="Counter"]`).Wait()
	page.UntilTrue("the menu to be closed", `!document.querySelector("#menu").open`)
}

// Who works at a heading stays there: the width goes on step by step, and the
// focus does not jump to the rows that were sorted.
func TestHeadingsKeepTheFocus(t *testing.T) {
	page := written(t, 1)
	width := page.By("separator", "Width of the column Key")
	var before, least, now int
	width.Call(&least, `function() { this.focus(); return +this.getAttribute("aria-valuemin") }`)
	page.Keys(kb.Home) // before that it is as wide as the keys and the window let it be
	width.UntilAttr("aria-valuenow", fmt.Sprint(least))
	before = least
	for range 3 {
		page.Keys(kb.ArrowRight)
		page.Until("a wider column", func() (bool, string) {
			width.Call(&now, `function() { return document.activeElement === this ? +this.getAttribute("aria-valuenow") : 0 }`)
			return now > before, fmt.Sprint(now)
		})
		before = now
	}

	heading := page.CSS(`[data-do="sort"][data-arg="5"]`)
	heading.Call(nil, `function() { this.focus() }`)
	page.Keys(kb.Enter)
	page.UntilTrue("the newest on top", `document.activeElement.closest("th").getAttribute("aria-sort") === "descending"`)
	page.UntilTrue("the key that was written last above", `document.querySelector("#grid tr[data-key]").dataset.key === "Counter"`)
}

// Playing shows every event in its order and ends in the newest state.
func TestPlayingTheHistory(t *testing.T) {
	page := written(t, 3)
	page.Eval(`void (window.shown = [], new MutationObserver(() => {
		const n = parseInt(document.querySelector("#scrubber").getAttribute("aria-valuetext").slice("event ".length));
		if (shown.at(-1) !== n) shown.push(n);
	}).observe(document.querySelector(".player"), {subtree: true, attributes: true}))`, nil)
	page.CSS(`[data-do="play"]`).Click()
	page.UntilTrue("the newest state after the last event", `shown.indexOf(4, shown.indexOf(1)) > 0 && document.querySelector("[data-mode]").dataset.mode === "live"`)
	var shown []int
	page.Eval(`shown.slice(shown.indexOf(1))`, &shown)
	// What comes meanwhile is behind them.
	assert.Equal(t, []int{1, 2, 3, 4}, shown[:4])
}

// The scrubber takes no text: whoever moves along it goes on with the keys of the
// timeline, and its own stay its own.
func TestLettersCountOnTheScrubber(t *testing.T) {
	page := written(t, 2)
	scrubber, mode := page.CSS("#scrubber"), page.CSS(".top-live")
	scrubber.Call(nil, `function() { this.focus() }`)
	page.Keys("[")
	mode.UntilAttr("data-mode", "review")
	scrubber.Call(nil, `function() { this.focus() }`)
	page.Keys(kb.End)
	mode.UntilAttr("data-mode", "live")
	page.Keys("m")
	page.UntilTrue("the field of a note", `document.activeElement.id === "note"`)
}

// The address leads to a session and an event, also when it is typed or the
// browser goes back.
func TestTheAddressMovesThePage(t *testing.T) {
	page := written(t, 2)
	mode := page.CSS(".top-live")
	page.UntilTrue("the address to name the session", `location.hash.includes("session=")`)
	page.Eval(`void (location.hash = location.hash + "&event=1")`, nil)
	mode.UntilAttr("data-mode", "review")
	page.UntilTrue("the first event", `document.querySelector("#scrubber").value === "1"`)
	page.Eval(`history.back()`, nil)
	mode.UntilAttr("data-mode", "live")
	var loaded int
	page.Eval(`performance.getEntriesByType("navigation").length`, &loaded)
	assert.Equal(t, 1, loaded, "the page is still the same")
}
