package screen_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// On a telephone no button speaks of a key, but the one that lists them.
func TestATelephoneHasNoKeys(t *testing.T) {
	page := rig.OpenBrowser(t).Open(t, rig.Start(t, "-sim-quiet").URL, rig.Sized(1440, 900))
	page.WaitConnected()
	page.Grid().Wait()
	selected(page)
	hints := func() (shown []string) {
		page.Eval(`[...document.querySelectorAll("kbd")].filter(k => k.checkVisibility() && k.offsetWidth > 0).map(k => k.textContent)`, &shown)
		return shown
	}
	require.Contains(t, hints(), "e", "with a keyboard Update says its key")
	page.Do("a tablet", chromedp.EmulateViewport(1440, 900, chromedp.EmulateMobile, chromedp.EmulateTouch))
	page.UntilTrue("a page without a mouse", `matchMedia("(hover: none) and (pointer: coarse)").matches`)
	assert.Equal(t, []string{"?"}, hints())
}
