package e2e_test

import (
	"testing"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// A newcomer sees what can become of a write, in the exported site, which has the
// simulator in the page.
func TestTour(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Host(t, rig.Export(t, "-sim-quiet"), "/tools/keytrail/"))
	page.WaitConnected()
	page.By("button", "Take the tour, 3 minutes").Click()
	verdicts := map[string]string{
		"": "Proven exact", "coerce": "Proven, coerced", "differ": "Differs", "drop": "Partly", "overwrite": "Overwritten", "refuse": "Rejected",
	}
	for i, way := range []string{"", "coerce", "differ", "drop", "overwrite", "refuse"} {
		if i > 0 {
			page.By("button", "Next").Click()
		}
		page.By("button", "Do it").Click()
		page.CSS(".tour-verdict").UntilText(verdicts[way])
	}
	page.CSS(".top-simulator").UntilText("Simulator: refuse")
	page.CSS(".top-simulator").Click()
	page.By("button", "Behave again").Click()
	page.Until("the simulator to behave", func() (bool, string) {
		text := page.CSS(".top-simulator").Text()
		return text == "Simulator▾", text
	})
}
