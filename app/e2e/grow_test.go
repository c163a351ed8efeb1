package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// A log that a person chooses is read on as it grows, beside the live record.
func TestALogIsFollowed(t *testing.T) {
	const session = "00001aLOG0000001"
	program := rig.Start(t, "-sim-quiet")
	page := rig.OpenBrowser(t).Open(t, program.URL, rig.Sized(1440, 900))
	page.WaitConnected()
	// A dialog of the browser's cannot be answered here; a file of the page's own
	// has the same handle that it would give.
	page.Eval(`(async () => {
		const log = await (await navigator.storage.getDirectory()).getFileHandle("desk.log", { create: true });
		globalThis.showOpenFilePicker = async () => [log];
		globalThis.write = async (text, keep) => {
			const to = await log.createWritable({ keepExistingData: keep });
			if (keep) await to.seek((await log.getFile()).size);
			await to.write(text);
			await to.close();
		};
	})()`, nil)
	write := func(text string, keep bool) { page.Eval(fmt.Sprintf("write(%q, %v)", text, keep), nil) }

	page.Press("k", chromedp.ModifierCtrl)
	page.By("combobox", "").Type("Follow a log")
	page.Enter()
	page.CSS(".opening-name").UntilText("desk.log")
	assert.Equal(t, "connected", page.Link().Attr("data-link"), "nothing of the file is there to be shown")

	write("09:00:00 started\n"+rig.Message(t, session, map[string]string{"Count": "0"})+"\n", true)
	page.CSS(".top-link").UntilAttr("data-link", "following")
	page.CSS(".banner--file").UntilText("desk.log")
	assert.Equal(t, "0", page.Row("Count").Cells["value"])
	assert.Equal(t, "Live", page.CSS("button[data-mode]").Text(), "it is not what was")

	const many = 200
	var lines strings.Builder
	for n := range many {
		fmt.Fprintf(&lines, "%s\n", rig.Message(t, session, map[string]string{"Count": fmt.Sprint(n)}))
	}
	text := lines.String()
	write(text[:len(text)/2], true) // half a line at its end
	write(text[len(text)/2:], true)
	page.CSS(`tr[data-key="Count"] [data-col=value]`).UntilText(fmt.Sprint(many - 1))
	assert.Equal(t, many+1, page.Events()[0].N, "none is lost")

	write(rig.Message(t, session, map[string]string{"Count": "of another file"})+"\n", false)
	page.CSS(`tr[data-key="Count"] [data-col=value]`).UntilText("of another file")
	page.Timeline("Notes").UntilText("truncated or replaced")

	page.By("button", "Stop following").Click()
	page.CSS(".top-link").UntilAttr("data-link", "file")
	page.By("button", "Back to live").Click()
	page.CSS(".top-link").UntilAttr("data-link", "connected")
}
