package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// watchTasks keeps how long the longest task of the page was, in milliseconds.
func watchTasks(page *rig.Page) {
	page.Eval(`void (window.longest = 0, new PerformanceObserver(list => {
		for (const task of list.getEntries()) longest = Math.max(longest, task.duration);
	}).observe({ type: "longtask" }))`, nil)
}

func tellLongest(page *rig.Page) {
	var longest float64
	page.Eval("longest", &longest)
	page.T.Logf("the longest task took %.0f ms", longest)
}

// A text full of brackets is opened with pauses: it tells how far it is, keys are
// answered meanwhile, and Cancel ends it.
func TestOpeningManyBracketsAnswers(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()
	watchTasks(page)
	page.Eval(`void (window.savedAs = "brackets.log", window.saved = new Blob(Array(80).fill("[".repeat(5 << 20))))`, nil)

	drop(page)
	page.CSS(".opening-progress:not([hidden]) progress").Wait()
	page.Press("?")
	page.CSS("dialog#help[open]").Wait()
	page.Press(kb.Escape)
	page.UntilTrue("the help to close", `!document.querySelector("dialog#help[open]")`)
	page.CSS(".opening-progress").By("button", "Cancel").Click()
	page.UntilTrue("reading to end", `!document.querySelector(".opening-progress:not([hidden])")`)
	tellLongest(page)
}

// So is a value of many megabytes looked through in the dialog of exports.
func TestLookingThroughALongValueAnswers(t *testing.T) {
	page, peer, session := rig.WatchPeer(t)
	peer.Publish(t, rig.Notification(t, session, map[string]string{"Long": strings.Repeat(`{"name":"Jane Roe","pin":"p1","id":7},`, 10<<20/38)}))
	page.Row("Long")
	watchTasks(page)

	page.By("button", "Export").Click()
	page.CSS("#export .export-progress progress").Wait()
	page.Eval(`document.querySelectorAll('#export [aria-label="Format"] [role=radio]')[1].focus()`, nil)
	page.Press(" ")
	page.CSS(`#export [role=radiogroup][aria-label="Format"] [role=radio]:nth-of-type(2)[aria-checked="true"]`).Wait()
	page.CSS("#export .export-progress").By("button", "Cancel").Click()
	page.CSS("#export .export-progress[hidden]").Wait()
	page.CSS("#export").UntilText("You gave up the look")
	tellLongest(page)
}
