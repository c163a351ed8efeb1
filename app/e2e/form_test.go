package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// Enter sends nothing, a truth is chosen, a mistake is said while it is typed
// and nothing of it is counted, and another customer gets nothing that was
// entered for the one before.
func TestTheFormSendsOnlyWhatItSays(t *testing.T) {
	program := rig.Start(t, "-sim-quiet", "-sim-sessions", "4")
	page := rig.OpenBrowser(t).Open(t, program.URL)
	page.WaitConnected()
	session := page.Writable()
	page.Select(session)
	form := page.AttachForm()
	button := form.CSS("[type=submit]")
	form.UntilText(session)
	key, value := form.Row(0).By("textbox", "Key"), form.Row(0).By("textbox", "Value")

	key.Type("Flag")
	page.Enter()
	page.Keys("one line")
	page.Enter()
	page.Keys(" of text")
	assert.Equal(t, "one line of text", value.Value())
	button.UntilText("Attach 1 key")
	assert.Zero(t, page.Writes(), "Enter sends nothing")

	form.Row(0).By("combobox", "Type").Choose("number")
	value.UntilAttr("aria-invalid", "true")
	button.UntilAttr("aria-disabled", "true")
	form.CSS("#draft-preview").UntilText("Nothing can be sent yet")
	assert.Contains(t, page.Describing(button), "look at its value")

	form.Row(0).By("combobox", "Type").Choose("true/false")
	form.Row(0).By("combobox", "Value").Choose("true")
	button.UntilAttr("aria-disabled", "false")

	var other string
	page.Eval(`[...document.querySelectorAll("[data-session]")].map(e => e.dataset.session).find(id => id !== "`+session+`")`, &other)
	page.Select(other)
	form.UntilText("You are looking at another session")
	form.UntilText(session)
	form.Submit("Attach")
	page.LastWrite().UntilAttr("data-verdict", "exact")
	page.Select(session)
	assert.Equal(t, "true", page.Row("Flag").Cells["value"])
}
