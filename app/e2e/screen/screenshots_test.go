package screen_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
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
	simulated := rig.Start(t)
	peer := rig.StartPeer(t)
	other := rig.SignIn(t, peer.URL)
	real := rig.Start(t, "-upstream", peer.URL)
	browser := rig.OpenBrowser(t)
	t.Run("panel", func(t *testing.T) { panelPicture(t, rig.StartPeer(t), filepath.Join(dir, "panel.png")) })
	for _, shot := range []struct {
		name          string
		program       *rig.Program
		width, height int64
		theme         string
		pose          func(p *rig.Page)
	}{
		{"main", simulated, 1440, 900, "light", proven},
		{"dark", simulated, 1440, 900, "dark", proven},
		{"narrow", simulated, 390, 844, "light", func(*rig.Page) {}},
		{"review", simulated, 1440, 900, "light", func(p *rig.Page) {
			proven(p)
			p.CSS(`[data-event="2"]`).Click()
			p.CSS(`[data-mode="review"]`).Wait()
		}},
		{"compare", simulated, 1440, 900, "light", func(p *rig.Page) {
			p.Select(p.Writable())
			p.By("button", "Compare").Click()
			with := p.CSS("#versus")
			var second string
			with.Call(&second, `function () { return this.options[1].label }`)
			with.Choose(second)
			p.CSS(`[data-change="changed"]`).Wait()
		}},
		{"in-flight", real, 1440, 900, "light", func(p *rig.Page) {
			session := other.Writable(t).ID
			// Accepted and never carried out: the write has nothing to be seen by.
			peer.Answer(t, rig.Answer{Method: "POST", Path: "/api/v2/me/smssessions/" + session, Times: 1, Status: 200, Body: `{"statusCode":0}`})
			p.Select(session)
			form := p.AttachForm()
			form.Fill(0, "UserData1", "text", "DATA1")
			form.Submit("Attach")
			p.LastWrite().UntilText("Accepted")
		}},
		{"gap", real, 1440, 900, "light", func(p *rig.Page) {
			p.ExpectNetworkErrors()
			session := other.Writable(t).ID
			p.Select(session)
			peer.Do(t, "forget", nil, nil)
			require.NoError(t, other.Update(session, `{"Written while nobody listened":"yes"}`))
			p.CSS(`[data-kind="gap"]`).Wait()
		}},
	} {
		t.Run(shot.name, func(t *testing.T) {
			page := browser.Open(t, shot.program.URL, rig.Sized(shot.width, shot.height), rig.Preferring("prefers-color-scheme", shot.theme))
			page.WaitConnected()
			page.Grid().Wait()
			shot.pose(page)
			page.Screenshot(filepath.Join(dir, shot.name+".png"))
		})
	}
}

// The panel of the developer tools, with a write of the page's own.
func panelPicture(t *testing.T, peer *rig.Peer, path string) {
	tools := rig.Inspect(t, rig.Extension(t), peer.URL+"/agent/agent.html")
	agent, panel := tools.Inspected, tools.Panel
	agent.Do("reload", chromedp.Reload())
	agent.UntilTrue("the desktop", "window.ready")
	tools.Theme("default")
	tools.Low(420)
	other := rig.SignIn(t, peer.URL)
	session := other.Writable(t).ID
	panel.Select(session)
	require.NoError(t, other.Update(session, `{"CustomerSegment":"gold"}`))
	panel.CSS("[data-event][data-changed]").Wait()
	agent.Eval(`window.write("`+session+`", { operationName: "UpdateUserData", userData: { UserData1: "DATA1", UserData2: 123456789 } })`, nil)
	panel.OpenWrite().UntilAttr("data-verdict", "exact")
	panel.Row("UserData2")
	tools.Screenshot(path)
}

// proven attaches the two keys of the documentation's example and has the proof.
func proven(p *rig.Page) {
	p.Select(p.Writable())
	form := p.AttachForm()
	form.Fill(0, "UserData1", "text", "DATA1")
	form.Fill(1, "UserData2", "number", "123456789")
	form.Submit("Attach")
	p.LastWrite().UntilAttr("data-verdict", "exact")
}
