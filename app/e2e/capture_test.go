package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// shown is what the table shows: key, value, type and mark of each row.
func shown(page *rig.Page) [][]string {
	var rows [][]string
	page.Eval(`[...document.querySelectorAll("tr[data-key]")].map(r =>
		[r.dataset.key, r.querySelector("[data-col=value]").textContent, r.querySelector("[data-col=type]").textContent])`, &rows)
	return rows
}

// keepSaved keeps what is handed to the browser from now on in the page's
// variable saved, with its name in savedAs.
func keepSaved(page *rig.Page) {
	page.Eval(`(() => {
		const make = URL.createObjectURL.bind(URL);
		URL.createObjectURL = blob => (window.saved = blob, make(blob));
		const click = HTMLAnchorElement.prototype.click;
		HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; click.call(this); };
	})()`, nil)
}

// save presses the dialog's button and returns the name of the file, which is kept.
func save(page *rig.Page, button string) (name string) {
	keepSaved(page)
	page.By("button", button).Click()
	page.UntilTrue("a file to be handed over", "window.savedAs")
	page.Eval("window.savedAs", &name)
	return name
}

// drop drops what was saved on the page.
func drop(page *rig.Page) {
	page.Eval(`(() => {
		const data = new DataTransfer();
		data.items.add(new File([window.saved], window.savedAs));
		document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
	})()`, nil)
}

func paste(page *rig.Page, text string) {
	quoted, err := json.Marshal(text)
	require.NoError(page.T, err)
	page.Eval(`(() => {
		const data = new DataTransfer();
		data.setData("text/plain", `+string(quoted)+`);
		document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
	})()`, nil)
}

// What was exported shows the same rows when it is opened again, and the way
// back leads to the server. Saving goes through a blob link, which must not end
// the program.
func TestExportedAndOpenedAgain(t *testing.T) {
	for _, test := range []struct{ format, ending string }{
		{"Capture", ".jsonl.gz"},
		{"HAR 1.2", ".har"},
	} {
		t.Run(test.format, func(t *testing.T) {
			program := rig.Start(t, "-sim-quiet")
			page := rig.OpenBrowser(t).Open(t, program.URL)
			page.WaitConnected()
			session := page.Writable()
			page.Select(session)
			form := page.AttachForm()
			form.Fill(0, "UserData1", "text", "DATA1")
			form.Fill(1, "UserData2", "number", "1.50")
			form.Submit("Attach")
			page.LastWrite().UntilAttr("data-verdict", "exact")
			live := shown(page)
			require.NotEmpty(t, live)

			page.By("button", "Export").Click()
			page.By("radio", test.format).Click()
			page.By("radio", "With customer data").Click()
			name := save(page, "Save with customer data")
			assert.Regexp(t, `^keytrail-[0-9]{8}-[0-9]{6}\`+test.ending+`$`, name)
			page.By("button", "Close").Click()
			drop(page)

			page.CSS(".top-link").UntilAttr("data-link", "file")
			page.CSS(".banner--file").UntilText("not live")
			page.Select(session)
			page.OpenWrite().UntilAttr("data-verdict", "exact")
			assert.Equal(t, live, shown(page), "the same rows in the same order")

			page.CSS(".books").By("button", "Back to live").Click()
			page.WaitConnected()
		})
	}
}

// The page of the documentation, pasted whole, is a session with a write, its
// reply and the notification that proves it.
func TestTheDocumentedPagePasted(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(rig.Dir(), "..", "capture", "text", "testdata", "attach-user-data-page.txt"))
	require.NoError(t, err)
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()

	paste(page, string(text))

	page.CSS(`.books-tab[data-do="show-file"][aria-pressed="true"]`).UntilText("Pasted text")
	page.CSS(".opening-understood").UntilText("1 request, 1 reply, 1 notification")
	page.CSS(".opening-list").UntilText("Python's None")
	page.OpenWrite().UntilAttr("data-verdict", "exact")
	page.LastWrite().UntilText("AttachUserData")
	assert.Equal(t, "DATA1", page.Row("UserData1").Cells["value"])
	assert.Equal(t, "number", page.Row("UserData2").Cells["type"])
}

// What is no capture changes nothing.
func TestOpeningNothingKeepsWhatIsThere(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL)
	page.WaitConnected()
	page.Select(page.Writable())
	before := shown(page)

	paste(page, "milk, <script>alert(1)</script> bread")

	page.By("alert", "").UntilText("Nothing of Web Services was found")
	page.CSS(".top-link").UntilAttr("data-link", "connected")
	assert.Equal(t, before, shown(page))
}
