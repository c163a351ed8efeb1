package screen_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/relay"
	"github.com/keytrail/keytrail/app/e2e/rig"
)

// widthOf is how wide an element is drawn.
func widthOf(p *rig.Page, selector string) (pixels float64) {
	p.Eval(fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().width`, selector), &pixels)
	return pixels
}

func untilWidth(p *rig.Page, selector string, want float64) {
	p.T.Helper()
	p.Until(fmt.Sprintf("%s to be %v px wide", selector, want), func() (bool, string) {
		now := widthOf(p, selector)
		return now > want-2 && now < want+2, fmt.Sprint(now)
	})
}

// The board opens with the keys that matter as columns, which move by mouse and by
// key; an address that was kept has the same.
func TestColumnsOfTheBoard(t *testing.T) {
	program, browser := rig.Start(t, "-sim-quiet", "-sim-media"), rig.OpenBrowser(t)
	page := browser.Open(t, program.URL+"#board", rig.Sized(1440, 900))
	page.WaitConnected()
	const columns = `[...document.querySelectorAll("#board-scroll thead [data-arg^='=']")].map(b => b.dataset.arg.slice(1)).join(" ")`
	page.UntilTrue("there are columns that nobody chose", columns+`.startsWith("DISP_KEY Subject ")`)
	page.UntilTrue("a medium has a sign and a word", `[...document.querySelectorAll(".board-row .board-medium")].some(td => td.textContent === "☎ Call")`)
	page.Drag(`[data-arg="=DISP_KEY"]`, 1.1*widthOf(page, `[data-arg="=DISP_KEY"]`), 0)
	page.UntilTrue("it was dragged to the right", columns+`.startsWith("Subject DISP_KEY ")`)
	page.CSS(`[data-arg="=DISP_KEY"]`).Call(nil, `function () { this.focus() }`)
	page.Press(kb.ArrowRight, chromedp.ModifierShift)
	page.UntilTrue("and by a key, which keeps the focus", columns+`.split(" ")[2] === "DISP_KEY" && document.activeElement.dataset.arg === "=DISP_KEY"`)
	assert.Equal(t, "none", page.CSS(`th:has([data-arg="=DISP_KEY"])`).Attr("aria-sort"), "which is no click")
	page.UntilTrue("the address has them", `new URLSearchParams(location.hash).getAll("column")[2] === "DISP_KEY"`)

	page.Eval(`[...document.querySelectorAll(".board-row")].find((row) => row.textContent.includes("Work item")).click()`, nil)
	page.CSS(".head-state").UntilText("Work item Processing")
	page.UntilTrue("all of the line above its data to be in sight", `document.querySelector(".head-line").scrollWidth <= document.querySelector(".head-line").clientWidth`)
}

// While the server is gone the wall says that it is old. It comes back by itself, to
// a server that was started anew and knows nothing of the one before.
func TestTheWallComesBack(t *testing.T) {
	before, after := rig.Start(t), rig.Start(t)
	server, err := relay.New(before.URL)
	require.NoError(t, err)
	t.Cleanup(server.Close)
	page := rig.OpenBrowser(t).Open(t, server.URL()+"#board=wall", rig.Sized(1920, 1080))
	page.ExpectNetworkErrors()
	page.CSS(`.wall[data-old="false"] [data-row]`).Wait()
	server.Away()
	page.CSS(`.wall[data-old="true"]`).Wait()
	page.CSS(".board-stale").UntilText("Not connected. What happened after ")
	require.NoError(t, server.To(after.URL))
	server.Back()
	page.CSS(`.wall[data-old="false"] [data-fresh="3"]`).Wait()
}

// However many columns a person has chosen for the wall, each has room for a word, and
// a page of it is full.
func TestTheWallHasRoomForItsColumns(t *testing.T) {
	program := rig.Start(t, "-sim-media", "-sim-sessions", "60")
	page := rig.OpenBrowser(t).Open(t, program.URL+"#board=wall&group=state&column=DISP_KEY&column=Subject&column=a&column=b&column=c&column=d&column=e", rig.Sized(1440, 900))
	page.CSS(".wall [data-row]").Wait()
	page.UntilTrue("columns to be readable, in the window", `[...document.querySelectorAll(".wall thead .board-value")].length == 7 &&
		[...document.querySelectorAll(".wall thead .board-value")].every((th) => th.getBoundingClientRect().right <= innerWidth && th.clientWidth > 6 * parseFloat(getComputedStyle(document.documentElement).fontSize))`)
	page.UntilTrue("no room for three rows more", `(() => {
		const row = document.querySelector(".wall tbody [data-row]").getBoundingClientRect().height, foot = document.querySelector(".wall tfoot").getBoundingClientRect()
		return foot.bottom <= innerHeight && foot.bottom > innerHeight - 3 * row
	})()`)
}

// The zone stands behind the times of the log while it has the focus.
func TestTimesHaveRoomForTheirZone(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL, rig.Sized(1440, 900))
	page.CSS("#log [data-zone]").Wait()
	page.Press(kb.Tab)
	page.Eval(`document.querySelector("#log").focus()`, nil)
	page.UntilTrue("the times to be whole", `document.querySelector("#log").matches(":focus-visible") &&
		[...document.querySelectorAll("#log [data-zone]")].every((td) => td.scrollWidth <= td.clientWidth)`)
}

// Panes and columns have the sizes that a person gives them, on the next visit
// too, and the way back is always there.
func TestEdges(t *testing.T) {
	program, browser := rig.Start(t, "-sim-quiet"), rig.OpenBrowser(t)
	page := browser.Open(t, program.URL, rig.Sized(1440, 900))
	page.WaitConnected()
	page.Grid().Wait()
	rail, detail, when := widthOf(page, ".sessions"), widthOf(page, ".detail"), widthOf(page, "#log th:nth-child(1)")
	page.Drag(".edge--rail", 60, 0)
	untilWidth(page, ".sessions", rail+60)
	page.Drag(".edge--detail", -80, 0)
	untilWidth(page, ".detail", detail+80)
	key := widthOf(page, "#grid th:nth-child(2)") // the panes leave it less
	page.Drag("#grid th:nth-child(2) .grid-width", 40, 0)
	untilWidth(page, "#grid th:nth-child(2)", key+40)
	page.Drag("#log th:nth-child(1) .grid-width", 30, 0)
	untilWidth(page, "#log th:nth-child(1)", when+30)
	page.By("separator", "Width of the sessions").Call(nil, `function () { this.focus() }`)
	page.Keys(kb.ArrowRight)
	untilWidth(page, ".sessions", rail+76)
	page.By("separator", "Width of the sessions").UntilAttr("aria-valuenow", fmt.Sprint(int(rail)+76))

	press(page, "Details")
	page.UntilTrue("the details to be folded", `!document.querySelector(".detail").checkVisibility()`)
	again := browser.Open(t, program.URL, rig.Sized(1440, 900), rig.Beside(page))
	again.WaitConnected()
	again.Grid().Wait()
	untilWidth(again, ".sessions", rail+76)
	assert.False(t, func() (shown bool) { again.Eval(`document.querySelector(".detail").checkVisibility()`, &shown); return }())
	press(again, "Attach data")
	untilWidth(again, ".detail", detail+80)

	again.Do("another class of window", chromedp.EmulateViewport(1920, 1080))
	untilWidth(again, ".sessions", 272)
	again.Do("back", chromedp.EmulateViewport(1440, 900))
	untilWidth(again, ".sessions", rail+76)
	again.By("separator", "Width of the sessions").Call(nil, `function () { this.dispatchEvent(new MouseEvent("dblclick", {bubbles: true})) }`)
	untilWidth(again, ".sessions", rail)
}

// Every edge can be pulled and answers keys, and what is folded away by a key comes
// back by one.
func TestEdgesByEveryMeans(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL, rig.Sized(1440, 900))
	page.WaitConnected()
	page.Grid().Wait()
	press(page, "Attach data")
	until := func(selector, side string, want float64) {
		t.Helper()
		page.Until(fmt.Sprintf("%s of %s to be %v px", side, selector, want), func() (bool, string) {
			var now float64
			page.Eval(fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().%s`, selector, side), &now)
			return now > want-2 && now < want+2, fmt.Sprint(now)
		})
	}
	var usual float64
	page.Eval(`document.querySelector(".timeline").getBoundingClientRect().height`, &usual)
	page.Drag(".edge--time", 0, -70)
	until(".timeline", "height", usual+70)
	page.By("separator", "Height of the timeline").Call(nil, `function () { this.dispatchEvent(new MouseEvent("dblclick", {bubbles: true})) }`)
	until(".timeline", "height", usual)

	for _, edge := range []struct{ name, shows, side, larger, smaller string }{
		{"Width of the sessions", ".sessions", "width", kb.ArrowRight, kb.ArrowLeft},
		{"Width of the details", "#draft", "width", kb.ArrowLeft, kb.ArrowRight}, // the form fills them
		{"Height of the timeline", ".timeline", "height", kb.ArrowUp, kb.ArrowDown},
		{"Width of the column Key", "#grid th:nth-child(2)", "width", kb.ArrowRight, kb.ArrowLeft},
		{"Width of the column Who", "#grid th:nth-child(7)", "width", kb.ArrowLeft, kb.ArrowRight},
		{"Width of the column Event", "#log th:nth-child(3)", "width", kb.ArrowRight, kb.ArrowLeft},
	} {
		var was float64
		page.Eval(fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().%s`, edge.shows, edge.side), &was)
		page.By("separator", edge.name).Call(nil, `function () { this.focus() }`)
		page.Keys(edge.larger)
		page.Keys(edge.larger)
		until(edge.shows, edge.side, was+32)
		page.Keys(edge.smaller)
		until(edge.shows, edge.side, was+16)
		page.Enter()
		until(edge.shows, edge.side, was)
		page.UntilTrue("the focus to stay at the edge", `document.activeElement.matches("[role=separator]")`)
	}

	for _, pane := range []struct{ name, shows, back string }{{"Sessions", ".sessions", "s"}, {"Details", ".detail", "d"}, {"Timeline", ".timeline", "t"}} {
		shown := func(want bool) {
			t.Helper()
			page.UntilTrue(fmt.Sprintf("%s to be shown: %v", pane.name, want), fmt.Sprintf(`document.querySelector(%q).checkVisibility() === %v`, pane.shows, want))
		}
		fold := func() {
			page.CSS(".foot-folds").By("button", pane.name).Call(nil, `function () { this.focus() }`)
			page.Enter()
		}
		fold()
		shown(false)
		page.UntilTrue("the focus to stay at the button", `document.activeElement.matches(".foot-fold")`)
		page.Enter()
		shown(true)
		if pane.name == "Details" {
			continue
		}
		fold()
		shown(false)
		page.CSS("tr[data-key]").Activate()
		page.UntilTrue("the row to have the focus", `document.activeElement.matches("tr[data-key]")`)
		page.Keys("g")
		page.Keys(pane.back)
		shown(true)
		page.UntilTrue("the focus to be there", fmt.Sprintf(`document.querySelector(%q).contains(document.activeElement)`, pane.shows))
	}
}

// Who holds a telephone finds the simulator too, whatever is selected.
func TestTheSimulatorOnATelephone(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL, rig.Sized(390, 844))
	page.WaitConnected()
	page.CSS("tr[data-key]").Click()
	page.CSS(".top-link").Click()
	page.ByPrefix("button", "Simulator").Click()
	page.By("button", "Refuse them").Click()
	page.CSS(`[data-arg="refuse"]`).UntilAttr("aria-pressed", "true")
	page.By("button", "Take the tour, 3 minutes").Click()
	page.By("button", "Do it").Wait()
}

// What people look for most is read without doing anything, among the data that
// sessions usually have and in the form.
func TestUsualValuesAreReadable(t *testing.T) {
	program := rig.Start(t, "-sim-quiet")
	page := rig.OpenBrowser(t).Open(t, program.URL, rig.Sized(1440, 900))
	page.WaitConnected()
	session := page.Writable()
	page.Select(session)
	values := []string{"2026-03-05T11:58:12.035+02:00", "12345678901234567890", "+44 7700 900574"}
	require.NoError(t, rig.SignIn(t, program.URL).Update(session, fmt.Sprintf(`{"Since":%q,"Account":%q,"Phone":%q}`, values[0], values[1], values[2])))
	for i, key := range []string{"Since", "Account", "Phone"} {
		require.Equal(t, values[i], page.Row(key).Cells["value"])
		assertWhole(t, page, fmt.Sprintf("tr[data-key=%s] [data-col=value]", key))
	}
	var fits bool
	page.Eval(`(() => {
		const filter = document.querySelector("#filter"), style = getComputedStyle(filter), pen = document.createElement("canvas").getContext("2d");
		pen.font = style.font;
		return filter.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) >= pen.measureText("CustomerSegment:gold").width;
	})()`, &fits)
	assert.True(t, fits, "the filter shows 20 characters")

	form := page.AttachForm()
	form.Fill(0, "CRM_CustomerSegmentLevel", "text", values[0])
	assertWhole(t, page, "#draft [data-field=key]")
	assertWhole(t, page, "#draft [data-field=value]")
	height := func() (pixels float64) {
		page.Eval(`document.querySelector("#draft [data-field=value]").clientHeight`, &pixels)
		return pixels
	}
	line := height()
	assert.Less(t, line, 40.0, "the value stands on one line")
	form.Row(0).By("textbox", "Value").Paste(strings.Repeat("a longer text ", 20))
	page.Until("the field to grow with its text", func() (bool, string) { return height() > 2*line, fmt.Sprint(height()) })
}

// assertWhole asserts that all of what an element has is seen in its width.
func assertWhole(t *testing.T, p *rig.Page, selector string) {
	t.Helper()
	var beyond float64
	p.Eval(fmt.Sprintf(`(e => e.scrollWidth - e.clientWidth)(document.querySelector(%q))`, selector), &beyond)
	assert.Zero(t, beyond, "%s lacks %v px", selector, beyond)
}

// However long the names of two customers are, what differs at their ends is seen.
func TestTheEndOfANameIsSeen(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL, rig.Sized(1024, 700))
	page.WaitConnected()
	log := ""
	for _, n := range []string{"77", "78"} {
		log += strings.Replace(rig.Message(t, "0000Name"+n, map[string]string{"k": n}), `"state"`, `"participants":[{"participantId":"1","type":"Customer","nickname":"The house of a name that is long, +155501430`+n+`"}],"state"`, 1) + "\n"
	}
	path := filepath.Join(t.TempDir(), "names.log")
	require.NoError(t, os.WriteFile(path, []byte(log), 0o644))
	page.CSS("#file").Upload(path)
	page.SessionOption("0000Name78").Wait()
	var ends []string
	page.Eval(`[...document.querySelectorAll(".sessions-who")].map(who => {
		const texts = document.createTreeWalker(who, NodeFilter.SHOW_TEXT), end = document.createRange();
		let last;
		while (texts.nextNode()) if (texts.currentNode.data.trim()) last = texts.currentNode;
		end.setStart(last, last.length - 4);
		end.setEnd(last, last.length);
		return end.getBoundingClientRect().right <= who.getBoundingClientRect().right + 1 ? end.toString() : "";
	}).sort()`, &ends)
	assert.Equal(t, []string{"3077", "3078"}, ends)
}

// A large window shows more: who made an event and in which state, and the selected
// key beside the form.
func TestALargeWindowShowsMore(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL, rig.Sized(1440, 900))
	page.WaitConnected()
	page.Grid().Wait()
	columns := func() (n int) {
		page.Eval(`[...document.querySelectorAll("#log th")].filter(e => e.getBoundingClientRect().width > 1).length`, &n)
		return n
	}
	usual := columns()
	page.CSS("tr[data-key]").Click()
	page.CSS(".inspector-value").Wait()
	page.AttachForm()
	assert.Equal(t, []string{"form"}, seen(page))
	for _, size := range [][2]int64{{2560, 1440}, {3840, 2160}} {
		page.Do("a large window", chromedp.EmulateViewport(size[0], size[1]))
		page.Until("the key beside the form", func() (bool, string) {
			now := seen(page)
			return assert.ObjectsAreEqual([]string{"form", "key"}, now), fmt.Sprint(now)
		})
		assert.Greater(t, columns(), usual, "columns of the timeline")
	}
}

// Where the details lie over the table or in its place, a key opens them and
// Escape closes them.
func TestDetailsOverTheTable(t *testing.T) {
	server, browser := rig.Start(t, "-sim-quiet"), rig.OpenBrowser(t)
	for _, size := range [][2]int64{{1024, 700}, {390, 844}} {
		page := browser.Open(t, server.URL, rig.Sized(size[0], size[1]))
		page.WaitConnected()
		page.Grid().Wait()
		shown := func(want bool) {
			page.UntilTrue("the details", fmt.Sprintf(`document.querySelector(".detail").checkVisibility() === %v`, want))
			page.UntilTrue("the focus to be in what is seen", `document.activeElement.checkVisibility()`)
		}
		shown(false)
		page.CSS("tr[data-key]").Click()
		shown(true)
		page.Keys(kb.Escape)
		shown(false)
		page.UntilTrue("the row to have the focus", `document.activeElement.matches("tr[data-key]")`)
		page.Enter()
		shown(true)
		page.Keys(kb.Escape)
		shown(false)
	}
}
