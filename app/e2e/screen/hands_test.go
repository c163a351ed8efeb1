package screen_test

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// Escape empties the filter in which it is pressed, whatever else is open.
func TestEscapeEmptiesTheFilter(t *testing.T) {
	page := written(t, 2)
	for _, before := range []string{"", "a", "["} {
		page.Eval(`document.querySelector("#cursor").focus()`, nil)
		page.Keys(before)
		page.Eval(`document.querySelector("#filter").focus()`, nil)
		page.Keys("Sub")
		page.UntilTrue("the filter to be taken in", `document.querySelector(".filterbar-count") !== null`)
		page.Keys(kb.Escape)
		page.UntilTrue("it to be empty, and a row to have the focus", `document.querySelector("#filter").value === "" && document.activeElement.closest("#grid tr") !== null`)
	}
	var open bool
	page.Eval(`document.querySelector(".screen").dataset.mode === "review"`, &open)
	assert.True(t, open, "nothing else was undone")
}

// Conditions are gone through by key before one is chosen, and it is added once.
func TestAConditionIsAddedOnce(t *testing.T) {
	page := written(t, 1)
	page.Eval(`document.querySelector("#filter").focus()`, nil)
	page.Keys("e")
	page.CSS("#condition").Wait()
	page.Eval(`document.querySelector("#condition").focus()`, nil)
	page.Keys(kb.Enter)
	page.UntilTrue("the menu", `document.querySelector("#menu[open] #menu-0:focus") !== null`)
	page.Keys(kb.ArrowDown)
	page.UntilTrue("the second item", `document.querySelector("#menu-1:focus") !== null`)
	var chosen string
	page.Eval(`document.activeElement.textContent`, &chosen)
	page.Keys(kb.Enter)
	page.UntilTrue("a condition to be there", `document.querySelectorAll(".filterbar-chip").length > 1`)
	page.Eval(drawn, nil)
	var chips, filter string
	page.Eval(`[...document.querySelectorAll(".filterbar-chip")].map((chip) => chip.firstElementChild.textContent).join(" ")`, &chips)
	page.Eval(`document.querySelector("#filter").value`, &filter)
	assert.Equal(t, "e "+chosen, chips)
	assert.Equal(t, "e "+chosen, filter)
	page.UntilTrue("the focus where the menu was opened", `document.activeElement.id === "condition"`)
}

// A key that has opened a form and is still held down is not typed into it.
func TestAHeldKeyIsNotTyped(t *testing.T) {
	page := written(t, 1)
	page.Eval(`document.querySelector("#cursor").focus()`, nil)
	page.Keys("a")
	page.UntilTrue("the form to have the focus", `document.activeElement.closest("[data-form=draft]") !== null`)
	for _, x := range []struct {
		key    string
		repeat bool
		typed  bool
	}{{"a", true, false}, {"b", true, true}, {"a", false, true}, {"a", true, true}} {
		var typed bool
		page.Eval(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "`+x.key+`", repeat: `+map[bool]string{true: "true", false: "false"}[x.repeat]+`, bubbles: true, cancelable: true }))`, &typed)
		assert.Equal(t, x.typed, typed, "%s, repeated %v", x.key, x.repeat)
	}
}

// Text is dragged into fields as anywhere; what is dragged from the page itself is no
// file, and what comes from elsewhere is opened.
func TestTextIsDraggedIntoFields(t *testing.T) {
	page := written(t, 1)
	const drop = `((target, own) => {
		const data = new DataTransfer();
		data.setData("text/plain", "nothing that could be read");
		if (own) document.body.dispatchEvent(new DragEvent("dragstart", { bubbles: true }));
		const left = ["dragover", "drop"].map((type) => document.querySelector(target).dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data })));
		if (own) document.body.dispatchEvent(new DragEvent("dragend", { bubbles: true }));
		return left.every(Boolean);
	})`
	for _, x := range []struct {
		target string
		own    bool
		left   bool
	}{{"#filter", false, true}, {"#filter", true, true}, {"#grid", true, true}, {"#grid", false, false}} {
		var left bool
		page.Eval(drop+`("`+x.target+`", `+map[bool]string{true: "true", false: "false"}[x.own]+`)`, &left)
		assert.Equal(t, x.left, left, "%s, own %v", x.target, x.own)
	}
	page.UntilTrue("the last one to be opened", `document.body.textContent.includes("Pasted text")`)
}

// A board that is opened at an address says what it is grouped by, also when its
// columns are proposed after that.
func TestTheBoardSaysWhatItIsGroupedBy(t *testing.T) {
	program := rig.Start(t)
	page := rig.OpenBrowser(t).Open(t, program.URL+"#board&group=%3DSubject")
	page.WaitConnected()
	page.UntilTrue("columns to be proposed", `document.querySelectorAll(".board-col--key").length > 0`)
	page.UntilTrue("the group to be told", `document.querySelector("#board-group").selectedOptions[0]?.textContent === "Subject"`)
	page.CSS(".board-group").Wait()
}

// Text of a row of the board is selected with the mouse, and stays on the screen.
func TestTextOfTheBoardIsSelected(t *testing.T) {
	program := rig.Start(t, "-sim-quiet")
	page := rig.OpenBrowser(t).Open(t, program.URL+"#board", rig.Sized(1440, 900))
	page.WaitConnected()
	page.CSS(".board-row .board-id").Wait()
	var box struct{ X, Y, Width float64 }
	page.Eval(`(b => ({ X: b.x, Y: b.y + b.height / 2, Width: b.width }))(document.querySelector(".board-row .board-id").getBoundingClientRect())`, &box)
	mouse := func(what input.DispatchMouseEventType, part float64) {
		page.Do(string(what), chromedp.MouseEvent(what, box.X+part*box.Width, box.Y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	}
	mouse("mousePressed", 0.1)
	mouse("mouseMoved", 0.9)
	mouse("mouseReleased", 0.9)
	page.UntilTrue("it to be selected", `getSelection().toString().trim() !== ""`)
	page.Eval(drawn, nil)
	page.UntilTrue("the board to stay", `document.querySelector(".board-row") !== null`)
	mouse("mousePressed", 0.5)
	mouse("mouseReleased", 0.5)
	page.UntilTrue("a click to open the session", `document.querySelector(".board-row") === null`)
}
