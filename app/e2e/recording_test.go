package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// record begins to record, with the panel open.
func record(page *rig.Page) {
	page.By("button", "Recordings").Click()
	page.By("switch", "Record what is observed").Click()
	page.CSS(".keep .note").UntilText("Recording on this computer")
}

// recorded opens the only recording that is there, and returns what the list
// says of it.
func recorded(page *rig.Page) (words string) {
	page.By("button", "Recordings").Click()
	page.CSS(".keep-item").Wait()
	words = page.CSS(".keep-item").Text()
	page.CSS(".keep-item").ByPrefix("button", "Open").Click()
	page.CSS(".top-link").UntilAttr("data-link", "file")
	page.UntilTrue("the recording to be read", `document.querySelector(".opening-progress[hidden]")`)
	return words
}

// A screenful is what the page has told of messages: how many it shows, how
// many it showed more than a second before, and how many it says are kept.
type screenful struct{ Now, Before, Kept int }

// watchMessages has the page remember what it told when.
func watchMessages(page *rig.Page) {
	page.Eval(`(() => {
		const number = (selector, words) => Number(document.querySelector(selector)?.textContent.match(words)?.[1].replace(/\D/g, "") ?? 0);
		const told = [];
		globalThis.screenful = () => {
			const at = performance.now();
			const now = number(".foot", /([\d\s.,\u00a0\u2009\u202f]+) messages? received/);
			const kept = number(".keep", /computer: ([\d\s.,\u00a0\u2009\u202f]+) messages?/);
			told.push([at, now]);
			return { now, before: told.findLast(([then]) => at - then > 1000)?.[1] ?? 0, kept };
		};
		setInterval(screenful, 50);
	})()`, nil)
}

// A browser that is killed in the middle of 50 notifications a second, with which a
// slow machine keeps up, loses nothing that had been on the screen for more than a
// second, and the recording says where it ends.
func TestARecordingSurvivesTheEndOfTheBrowser(t *testing.T) {
	program, profile := rig.Start(t, "-sim-rate", "50", "-sim-keys", "20"), t.TempDir()
	dying := rig.OpenBrowserIn(t, profile)
	page := dying.Open(t, program.URL, dying.Kept())
	page.WaitConnected()
	record(page)
	watchMessages(page)
	var last screenful
	page.Until("a hundred messages, kept as far as they were there a second ago", func() (bool, string) {
		page.Eval("screenful()", &last)
		return last.Before > 100 && last.Kept >= last.Before, fmt.Sprintf("%+v", last)
	})
	dying.Kill(t)

	next := rig.OpenBrowserIn(t, profile)
	page = next.Open(t, program.URL, next.Kept())
	page.WaitConnected()
	words := recorded(page)
	assert.Contains(t, words, "cut off at")
	watchMessages(page)
	var opened screenful
	page.Eval("screenful()", &opened)
	assert.GreaterOrEqual(t, opened.Now, last.Before, "what had been on the screen for a second; when the browser was killed it showed %d", last.Now)
	assert.GreaterOrEqual(t, opened.Now, last.Kept, "what the page had said was kept")
	page.Timeline("Notes").UntilText("The recording was cut off here")
}

// A tab that is closed, or left for another page, ends its recording properly,
// with the last that it has seen. It cannot where it is writing at that very
// moment, as it does once a second: then the test tries again, from then on when
// all is written.
func TestARecordingEndsWithItsPage(t *testing.T) {
	for _, test := range []struct {
		name  string
		leave func(page *rig.Page)
	}{
		{"the tab is closed", func(page *rig.Page) { page.Close() }},
		{"the page is loaded again", func(page *rig.Page) { reload(page) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			const attempts = 6
			var words string
			for n := range attempts {
				if words = leaveWhileRecording(t, n > 0, test.leave); !strings.Contains(words, "cut off") {
					return
				}
			}
			t.Errorf("the recording was cut off each time: %s", words)
		})
	}
}

// leaveWhileRecording records a write, leaves the page, at once or when all is
// written, looks for the write in the recording, and returns what the list says of it.
func leaveWhileRecording(t *testing.T, written bool, leave func(page *rig.Page)) (words string) {
	program := rig.Start(t, "-sim-quiet")
	browser := rig.OpenBrowser(t)
	page := browser.Open(t, program.URL)
	page.WaitConnected()
	session := page.Writable()
	page.Select(session)
	record(page)
	form := page.AttachForm()
	form.Fill(0, "LastWords", "text", "goodbye")
	form.Submit("Attach")
	page.LastWrite().UntilAttr("data-verdict", "exact")
	if written {
		page.By("button", "Recording").Click()
		watchMessages(page)
		page.UntilTrue("all messages to be kept", `(({ now, kept }) => now > 0 && kept >= now)(screenful())`)
	}
	leave(page)

	other := browser.Open(t, program.URL, rig.Beside(page))
	other.WaitConnected()
	words = recorded(other)
	if !strings.Contains(words, "cut off") {
		other.Select(session)
		assert.Equal(t, "goodbye", other.Row("LastWords").Cells["value"])
	}
	return words
}

// A recording that goes on in one tab is shown as going on in another, which has
// its list anew each time it opens.
func TestARecordingGoesOnInAnotherTab(t *testing.T) {
	browser, program := rig.OpenBrowser(t), rig.Start(t, "-sim-quiet")
	page := browser.Open(t, program.URL)
	page.WaitConnected()
	other := browser.Open(t, program.URL, rig.Beside(page))
	other.WaitConnected()
	other.By("button", "Recordings").Click()
	other.CSS(".keep .note").UntilText("Off")
	assert.False(t, other.CSS(".keep-item").Exists())
	other.By("button", "Recordings").Click()

	record(page)
	other.By("button", "Recordings").Click()
	other.CSS(".keep-item").UntilText("going on in another tab")
	assert.False(t, other.CSS(".keep-item.cut, .keep-item--cut").Exists())
	other.By("button", "Recordings").Click()

	page.By("switch", "Record what is observed").Click()
	page.CSS(".keep .note").UntilText("Off")
	other.By("button", "Recordings").Click()
	other.CSS(".keep-item").UntilText("piece")
	other.Until("the recording to be finished", func() (bool, string) {
		words := other.CSS(".keep-item").Text()
		return !strings.Contains(words, "going on") && !strings.Contains(words, "cut off"), words
	})
}
