package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// everywhere is all that the document holds, what was typed included.
func everywhere(page *rig.Page) (all string) {
	page.Eval(`document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea")].map(f => "\n" + f.value).join("") + document.title`, &all)
	return all
}

// A file is opened beside the live record: what comes meanwhile is recorded, what
// was being written stays, and nothing of the one is left where the other is shown.
func TestAFileIsOpenedBesideTheLiveRecord(t *testing.T) {
	const number = "+15550143077"
	program := rig.Start(t, "-sim-quiet")
	other := rig.SignIn(t, program.URL)
	page := rig.OpenBrowser(t).Open(t, program.URL, rig.Sized(1440, 900))
	page.WaitConnected()
	session := page.Writable()
	page.Select(session)
	form := page.AttachForm()
	form.Fill(0, "CallerNumber", "text", number)
	form.Submit("Attach")
	page.LastWrite().UntilAttr("data-verdict", "exact")
	form = page.AttachForm()
	form.Fill(0, "Unsent", "text", number)

	page.By("button", "Export").Click()
	save(page, "Save redacted")
	page.By("button", "Close").Click()
	drop(page)
	page.CSS(".top-link").UntilAttr("data-link", "file")
	page.CSS(".opening-understood").UntilText("observations")
	page.Select(session)
	page.Row("CallerNumber")
	assert.NotContains(t, everywhere(page), number, "the redacted copy of what was on the screen")
	assert.NotEqual(t, "same", page.CSS(`tr[data-key="CallerNumber"]`).Attr("data-change"), "what the last event did is seen at once")

	require.NoError(t, other.Update(session, `{"Meanwhile":"yes"}`))
	paste(page, `{"a":1}`)
	page.By("alert", "").UntilText("Nothing of Web Services was found")
	page.CSS(".top-link").UntilAttr("data-link", "file")
	page.Row("CallerNumber")

	paste(page, rig.Message(t, session, map[string]string{"CallerNumber": "of the second file"}))
	page.CSS(`tr[data-key="CallerNumber"] [data-col=value]`).UntilText("of the second file")
	assert.Len(t, page.Events(), 1, "the timeline is that of the second file")

	page.CSS(".books").By("button", "Back to live").Click()
	page.WaitConnected()
	assert.Equal(t, "yes", page.Row("Meanwhile").Cells["value"], "what came meanwhile was recorded")
	assert.Equal(t, number, page.Row("CallerNumber").Cells["value"])
	for _, e := range page.Events() {
		_, gap := e.Gap()
		assert.False(t, gap, "nothing went unobserved")
	}
	assert.Equal(t, number, page.CSS("#draft [data-field=value]").Value(), "what was being written is still there")

	page.ByPrefix("button", "Close Pasted text").Click()
	page.UntilTrue("one file to be left", `document.querySelectorAll(".books-close").length == 1`)
	page.CSS(".top-link").UntilAttr("data-link", "connected")
}
