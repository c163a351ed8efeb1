package e2e_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

var screenshotsDir = flag.String("screenshots", "", "write the pictures of the screen to `DIR`")

// TestScreenshots takes the pictures that the README shows, and those to look
// at after every change that can be seen.
func TestScreenshots(t *testing.T) {
	if *screenshotsDir == "" {
		t.Skip("pictures are taken with -screenshots DIR")
	}
	dir, err := filepath.Abs(*screenshotsDir)
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	program := rig.Start(t)
	browser := rig.OpenBrowser(t)
	for _, shot := range []struct {
		name          string
		width, height int64
		theme         string
		pose          func(p *rig.Page)
	}{
		{"main", 1440, 900, "light", proven},
		{"dark", 1440, 900, "dark", proven},
		{"review", 1440, 900, "light", func(p *rig.Page) {
			proven(p)
			p.Grid().Click()
			p.Keys("[[")
		}},
		{"narrow", 390, 844, "light", func(p *rig.Page) {}},
	} {
		t.Run(shot.name, func(t *testing.T) {
			page := browser.Open(t, program.URL, rig.Sized(shot.width, shot.height), rig.Preferring("prefers-color-scheme", shot.theme))
			page.WaitConnected()
			page.Grid().Wait()
			shot.pose(page)
			page.Screenshot(filepath.Join(dir, shot.name+".png"))
		})
	}
}

// proven attaches the two keys of the documentation's example and has the proof.
func proven(p *rig.Page) {
	p.Select(p.Writable())
	form := p.AttachForm()
	form.Fill(0, "UserData1", "text", "DATA1")
	form.Fill(1, "UserData2", "number", "123456789")
	form.Submit("Attach")
	p.LastWrite().UntilAttr("data-verdict", "exact")
	p.Keys(kb.Escape)
}
