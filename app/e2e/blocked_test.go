package e2e_test

import (
	"testing"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// A browser that blocks cookies throws where localStorage is read. The page
// then keeps nothing, and does its job.
func TestWithoutStorage(t *testing.T) {
	program := rig.Start(t, "-sim-quiet")
	page := rig.OpenBrowser(t).Open(t, program.URL, rig.Running(`Object.defineProperty(window, "localStorage", {
		configurable: true, get() { throw new DOMException("denied", "SecurityError") } })`))
	page.WaitConnected()
	page.Select(page.Writable())
	form := page.AttachForm()
	form.Fill(0, "Blocked", "text", "yes")
	form.Submit("Attach")
	page.LastWrite().UntilAttr("data-verdict", "exact")
}
