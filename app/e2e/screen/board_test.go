package screen_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// A thousand sessions and 200 notifications a second: the board holds few nodes,
// draws no more often than the browser paints, loses nothing, and is found by
// keyboard alone.
func TestBoard(t *testing.T) {
	program := rig.Start(t, "-sim-sessions", "1000", "-sim-rate", "200")
	page := rig.OpenBrowser(t).Open(t, program.URL+"#board&column=DISP_KEY&column=Subject", rig.Sized(1440, 900), rig.Running(`
		globalThis.came = 0;
		const read = Response.prototype.arrayBuffer;
		Response.prototype.arrayBuffer = async function () {
			const bytes = await read.call(this);
			if (this.url.includes("/notifications")) came += new TextDecoder("latin1").decode(bytes).split('"messageType"').length - 1;
			return bytes;
		}`))
	page.ExpectNetworkErrors() // a session that is read again may be over
	page.WaitConnected()
	page.UntilTrue("all sessions are on the board", `Number(document.querySelector("#board-scroll table").getAttribute("aria-rowcount")) >= 1000`)
	page.Eval(`globalThis.frames = 0; globalThis.draws = 0;
		(function beat() { frames++; requestAnimationFrame(beat) })();
		new MutationObserver(() => draws++).observe(document.querySelector("#board-scroll"), { subtree: true, childList: true, characterData: true, attributes: true })`, nil)
	page.UntilTrue("something has changed", `document.querySelectorAll('#board-scroll [data-fresh="3"]').length > 0`)
	page.UntilTrue("and was drawn often", `draws > 20`)
	var seen struct{ Nodes, Frames, Draws int }
	page.Eval(`({ Nodes: document.querySelectorAll("#board-scroll *").length, Frames: frames, Draws: draws })`, &seen)
	assert.Less(t, seen.Nodes, 2500)
	assert.LessOrEqual(t, seen.Draws, 2*seen.Frames+2, "the rows and what is around them are drawn once a frame")

	page.Keys(kb.ArrowDown)
	var id string
	page.Eval(`document.querySelector("#board-cursor").dataset.row`, &id)
	page.Enter()
	page.CSS(`[data-session=` + strconv.Quote(id) + `][aria-selected=true]`).Wait()
	page.Keys(kb.Escape)
	page.UntilTrue("the same row has the focus again", `document.activeElement?.dataset.row === `+strconv.Quote(id))
	page.Press(kb.Tab, chromedp.ModifierShift)
	page.UntilTrue("the head of the last column has the focus", `document.activeElement.dataset.arg === "=Subject"`)
	page.Enter()
	page.CSS(`th[aria-sort="ascending"] [data-arg="=Subject"]`).Wait()
	page.Keys("/")
	page.Keys("state:Invited")
	page.UntilTrue("fewer are there", `document.querySelector(".board-count").textContent.includes(" of ")`)
	page.Keys(kb.Escape)

	for _, size := range [][2]int64{{390, 844}, {1440, 900}, {1920, 1080}} {
		page.Do("resize", chromedp.EmulateViewport(size[0], size[1]))
		page.Eval(drawn, nil)
		assertAccessible(t, page, "board at "+strconv.Itoa(int(size[0])))
	}

	page.Offline(true) // so that what has come is all there is
	page.Keys(kb.Escape)
	page.UntilTrue("the board is closed", `document.querySelector(".foot-received").checkVisibility()`)
	page.UntilTrue("nothing is lost", `came > 0 && Number(document.querySelector(".foot-received").textContent.replace(/\D/g, "")) === came`)
	page.Keys("g")
	page.Keys("b")
	page.UntilTrue("the board is there again, with the focus in it", `document.activeElement?.id === "board-cursor"`)
}

// printed prints a page and makes sure that all of it is on the paper then, that the
// part of it is not wider than that, and that no button is there which says nothing.
func printed(t *testing.T, page *rig.Page, part, whole string) {
	t.Helper()
	page.UntilTrue("not all of it to be on the screen", "!("+whole+")")
	page.Print(true)
	page.UntilTrue("all of it to be on paper", whole)
	page.UntilTrue("no button but those whose names say something", `![...document.querySelectorAll("button, input, select")].some((e) => !e.matches(".board-sort, .grid-sort, .chip, .top-live, .grid-unfold, .grid-class") && e.checkVisibility())`)
	var wide []string
	page.Eval(fmt.Sprintf(`[...document.querySelectorAll("%s, %[1]s *")].filter((e) => e.checkVisibility() && !e.matches(".sr") &&
		(e.getBoundingClientRect().right > innerWidth + 1 || e.matches("th, td") && e.scrollWidth > e.clientWidth + 1)).slice(0, 5).map((e) => e.className + ": " + e.textContent.slice(0, 50))`, part), &wide)
	assert.Empty(t, wide)
	page.Print(false)
	page.UntilTrue("the screen to be as it was", "!("+whole+")")
}

// On paper are all sessions with all their columns, and charts with their tables;
// nothing is wider than the page or cut off, and nothing is there to be pressed.
func TestTheBoardOnPaper(t *testing.T) {
	program, browser := rig.Start(t, "-sim-quiet", "-sim-sessions", "100"), rig.OpenBrowser(t)
	page := browser.Open(t, program.URL+"#board&column=DISP_KEY&column=Subject&column=WEB_PageViews&column=CRM_CaseId&column=IdentifyCreateContact&column=CustomerSegment"+
		"&column=ServiceType&column=A&column=B&column=C&column=D&column=AVeryLongNameOfAKeyThatNobodyHas", rig.Sized(1047, 718))
	page.WaitConnected()
	page.UntilTrue("100 sessions to be there", `Number(document.querySelector(".board-count").textContent.match(/\d+/)) >= 100`)
	printed(t, page, ".board", `document.querySelectorAll("#board-scroll [data-row]").length === Number(document.querySelector("#board-scroll table").getAttribute("aria-rowcount"))`)
	page.By("button", "Charts").Click()
	page.CSS(".chart svg").Wait()
	printed(t, page, ".board", `[...document.querySelectorAll(".chart:has(svg)")].every((f) => f.querySelector("table")?.checkVisibility())`)
}

// On paper is the whole table of a session, in the colours of paper.
func TestTheTableOnPaper(t *testing.T) {
	program, browser := rig.Start(t, "-sim-quiet", "-sim-keys", "300"), rig.OpenBrowser(t)
	page := browser.Open(t, program.URL, rig.Sized(718, 1047), rig.Preferring("prefers-color-scheme", "dark"))
	page.WaitConnected()
	page.CSS("tr[data-key]").Wait()
	printed(t, page, ".table", `document.querySelectorAll("#grid tr[data-key]").length === Number(document.querySelector("#grid table").getAttribute("aria-rowcount")) &&
		getComputedStyle(document.body).backgroundColor === "rgb(255, 255, 255)"`)
}
