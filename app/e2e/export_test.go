package e2e_test

import (
	"html"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

const (
	customerPhone = "+15550143000"
	customerMail  = "jane.roe@customer.example"
)

// choices are the names of the options of one of the dialog's groups.
func choices(page *rig.Page, group string) (names []string) {
	page.Eval(`[...document.querySelectorAll('#export [role=radiogroup][aria-label="`+group+`"] [role=radio]')].map(e => e.textContent.trim())`, &names)
	return names
}

// handedOver presses the dialog's button and returns the text of the file.
func handedOver(page *rig.Page) (name, text string) {
	page.Eval("void (window.savedAs = '')", nil)
	page.CSS("#export [type=submit]").Click()
	page.UntilTrue("a file to be handed over", "window.savedAs")
	page.Eval("window.savedAs", &name)
	page.Eval(`(async () => {
		const packed = savedAs.endsWith(".gz");
		return new Response(packed ? saved.stream().pipeThrough(new DecompressionStream("gzip")) : saved).text();
	})()`, &text)
	return name, text
}

// Every format in every scope leaves without the customer's data unless that is
// asked for, and with it when it is.
func TestEveryExport(t *testing.T) {
	program := rig.Start(t, "-sim-quiet", "-sim-sessions", "4")
	page := rig.OpenBrowser(t).Open(t, program.URL)
	page.WaitConnected()
	page.Select(page.Writable())
	form := page.AttachForm()
	form.Fill(0, "Phone", "text", customerPhone)
	form.Fill(1, "Mail", "text", customerMail)
	form.Submit("Attach")
	page.LastWrite().UntilAttr("data-verdict", "exact")

	page.By("button", "Compare").Click()
	with := page.CSS("#versus")
	var second string
	with.Call(&second, `function () { return this.options[1].label }`)
	with.Choose(second)
	page.CSS(`tr[data-key="Mail"][data-change]`).Click()
	page.Press(" ")
	page.CSS(`tr[data-key="Mail"] .grid-chosen`).Wait()
	keepSaved(page)

	page.By("button", "Export").Click()
	formats := choices(page, "Format")
	require.Len(t, formats, 10)
	saved, ranged := 0, false
	for _, format := range formats {
		page.By("radio", format).Click()
		scopes := choices(page, "Scope")
		require.NotEmpty(t, scopes)
		for _, scope := range scopes {
			page.By("radio", scope).Click()
			if scope == "Range of events" && !ranged {
				ranged = true
				page.CSS("#export [data-field=first]").Type("1")
				page.CSS("#export [data-field=last]").Type(page.CSS("#scrubber").Attr("max"))
			}
			page.By("radio", "Hidden").Click()
			name, text := handedOver(page)
			text = html.UnescapeString(text) // Markdown has no live address
			assert.NotContains(t, text, customerPhone, "%s, %s: %s", format, scope, name)
			assert.NotContains(t, text, customerMail, "%s, %s: %s", format, scope, name)
			page.By("radio", "With customer data").Click()
			name, text = handedOver(page)
			assert.Contains(t, html.UnescapeString(text), customerMail, "%s, %s: %s", format, scope, name)
			saved += 2
		}
	}
	assert.Greater(t, saved, 40)
}
