package screen_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// seen reports which of the things that the column beside the table can show a
// person sees in it.
func seen(page *rig.Page) (things []string) {
	page.Eval(`[["form", "#draft"], ["write", "#detail article[data-write]"], ["key", ".inspector-value"], ["exchange", ".exchange-body"]]
		.filter(([, where]) => {
			const e = document.querySelector(where), r = e?.getBoundingClientRect();
			return r && r.width > 0 && r.height > 0 && r.top < innerHeight - 100 && document.querySelector("#detail").contains(document.elementFromPoint(r.left + 5, Math.max(r.top, 0) + 5));
		}).map(([name]) => name)`, &things)
	return things
}

// The column beside the table shows what was asked for last, however many
// writes there are, and has a way back to what it covers.
func TestTheColumnShowsOneThing(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL, rig.Sized(1440, 900))
	page.WaitConnected()
	page.Select(page.Writable())
	form := page.AttachForm()
	for _, key := range []string{"First", "Second"} {
		form.Fill(0, key, "text", "1")
		form.Submit("Attach")
		page.LastWrite().UntilText(key)
		page.LastWrite().UntilAttr("data-verdict", "exact")
	}
	assert.Equal(t, []string{"form", "write"}, seen(page), "the form keeps the write it has just sent")
	assert.Equal(t, 1, page.Writes(), "and no other")
	form.Row(0).By("textbox", "Key").Type("half typed ")

	page.CSS(`tr[data-key="First"]`).Click()
	page.CSS(".inspector-title").UntilText("First")
	assert.Equal(t, []string{"key"}, seen(page))
	page.Timeline("Traffic").CSS(`[data-do="exchange"]`).Click()
	page.CSS(".exchange-body").Wait()
	assert.Equal(t, []string{"exchange"}, seen(page))
	page.OpenWrite().UntilText("Second")
	assert.Equal(t, []string{"write"}, seen(page))
	page.Keys(kb.ArrowDown)
	page.LastWrite().UntilText("First")

	for _, thing := range [][]string{{"exchange"}, {"key"}, {"form", "write"}} {
		page.ByPrefix("button", "Back to").Click()
		page.Until("the way back", func() (bool, string) {
			now := seen(page)
			return assert.ObjectsAreEqual(thing, now), fmt.Sprint(now)
		})
	}
	assert.Equal(t, "half typed ", page.AttachForm().Row(0).By("textbox", "Key").Value())
}
