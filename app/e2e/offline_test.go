package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// version returns the version of the page that is shown.
func version(page *rig.Page) (v string) {
	page.Eval(`document.querySelector("meta[name=keytrail-version]").content`, &v)
	return v
}

// caches returns the names of the caches.
func caches(page *rig.Page) (names []string) {
	page.Eval(`caches.keys()`, &names)
	return names
}

// settled waits until the worker keeps the page for visits without a network.
func settled(page *rig.Page) {
	page.T.Helper()
	page.Until("an active worker", func() (bool, string) {
		var state string
		page.Eval(`navigator.serviceWorker.getRegistration().then(r => r?.active?.state ?? "none")`, &state)
		return state == "activated", state
	})
}

func reload(page *rig.Page) {
	page.T.Helper()
	page.Do("reload", chromedp.Reload())
	page.WaitReady()
	page.WaitConnected()
}

// After the first visit the page needs no server any more: it starts, and does
// its job with the simulator that it carries.
func TestVisitWithoutANetwork(t *testing.T) {
	url, _, stop := rig.Publish(t, rig.Export(t, "-sim-quiet"))
	browser := rig.OpenBrowser(t)
	page := browser.Open(t, url)
	page.WaitConnected()
	settled(page)
	stop()

	reload(page)
	var controlled bool
	page.Eval(`navigator.serviceWorker.controller !== null`, &controlled)
	assert.True(t, controlled, "the page comes from the worker")
	page.Select(page.Writable())
	form := page.AttachForm()
	form.Fill(0, "Offline", "text", "yes")
	form.Submit("Attach")
	page.LastWrite().UntilAttr("data-verdict", "exact")
	assert.Equal(t, "yes", page.Row("Offline").Cells["value"])
	assert.False(t, page.CSS("#notice:not([hidden])").Exists(), "nothing to announce")

	for _, address := range []string{"index.html", "?keys=3"} {
		other := browser.Open(t, url+address, rig.Beside(page))
		other.WaitConnected()
	}
}

// What keeps the page for visits without a network speaks to the page's own
// server only, when it is installed and when it answers for it.
func TestTheServiceWorkerStaysAtHome(t *testing.T) {
	program := rig.Start(t, "-sim-quiet")
	page := rig.OpenBrowser(t).Open(t, program.URL)
	page.WaitConnected()
	settled(page)
	assert.NotEmpty(t, page.GuardWorker(), "it has filled its cache")
	reload(page)
	reload(page)
}

// A new version is announced and waits: reloading stays with the old one, and
// so does putting it off, until somebody asks for it. Then the old copy goes.
func TestNewVersionIsAnnouncedAndNotForced(t *testing.T) {
	url, current, stop := rig.Publish(t, rig.Export(t, "-sim-quiet"))
	page := rig.OpenBrowser(t).Open(t, url)
	page.WaitConnected()
	settled(page)
	first := version(page)
	old := caches(page)
	require.Len(t, old, 1)

	current.Store(new(http.FileServer(http.Dir(rig.Export(t, "-sim-quiet", "-sim-seed", "7")))))
	for _, visit := range []string{"the one that finds it", "one later"} {
		reload(page)
		page.CSS("#notice:not([hidden])").UntilText("A new version of Keytrail is ready.")
		assert.Equal(t, first, version(page), "%s", visit)
		page.By("button", "Later").Click()
		assert.False(t, page.CSS("#notice:not([hidden])").Exists())
		assert.Subset(t, caches(page), old)
	}

	reload(page)
	page.CSS("#notice:not([hidden])").By("button", "Reload").Click()
	page.UntilTrue("the new version", `document.querySelector("meta[name=keytrail-version]")?.content !== "`+first+`"`)
	page.WaitReady()
	second := version(page)
	page.Until("the old copy to go", func() (bool, string) {
		names := caches(page)
		return len(names) == 1 && strings.HasSuffix(names[0], " "+second), strings.Join(names, " · ")
	})

	page.Eval(`location.hash = "board=wall"`, nil)
	page.CSS(".wall [data-row]").Wait()
	current.Store(new(http.FileServer(http.Dir(rig.Export(t, "-sim-quiet", "-sim-seed", "8")))))
	page.Eval(`navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => true)`, nil)
	page.UntilTrue("the wall takes the new version without anybody", `document.querySelector(".wall [data-row]") && document.querySelector("meta[name=keytrail-version]").content !== "`+second+`"`)
	second = version(page)
	settled(page)

	stop()
	reload(page)
	assert.Equal(t, second, version(page), "without a network, too")
}
