package screen_test

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

//go:embed geometry.js
var geometry string

var geometryDir = flag.String("geometry", "", "write a picture of each size and situation to `DIR`")

var sizes = [][2]int64{
	{320, 640}, {390, 844}, {768, 1024}, {1024, 700}, {1280, 720}, {1440, 900}, {1600, 960}, {1920, 1080}, {2560, 1440}, {3840, 2160},
}

// At every size, in both themes and whatever is on the screen: the panes stand
// beside each other, inside of the window, and what can be pressed can be reached.
func TestGeometry(t *testing.T) {
	program, browser := rig.Start(t, "-sim-quiet"), rig.OpenBrowser(t)
	site := rig.Host(t, rig.Export(t, "-sim-quiet"), "/keytrail/")
	for _, theme := range []string{"light", "dark"} {
		for _, situation := range []struct {
			name, url string
			pose      func(p *rig.Page)
		}{
			{"live", program.URL, func(*rig.Page) {}},
			{"site", site, func(p *rig.Page) {
				p.Eval(`document.querySelector(".top [data-arg=connect]").click()`, nil)
				p.CSS("#connect").Wait()
			}},
			{"form", program.URL, func(p *rig.Page) { press(p, "Attach data") }},
			{"inspector", program.URL, selected},
			{"review", program.URL, func(p *rig.Page) {
				proven(p)
				p.Eval(`document.querySelector('[data-event="1"]').click()`, nil)
				p.CSS(`[data-mode="review"]`).Wait()
			}},
			{"board", program.URL, func(p *rig.Page) {
				p.Eval(`document.querySelector("[data-do=board]").click()`, nil)
				p.CSS("[data-row]").Wait()
			}},
			{"wall", program.URL, func(p *rig.Page) {
				p.Eval(`location.hash = "board=wall"`, nil)
				p.CSS(".wall [data-row]").Wait()
			}},
			{"compare", program.URL, func(p *rig.Page) {
				press(p, "Compare")
				p.CSS("#versus").Wait()
			}},
			{"away", program.URL, func(p *rig.Page) {
				p.ExpectNetworkErrors()
				p.Offline(true)
				other := rig.SignIn(t, program.URL) // ends the poll that is held
				require.NoError(t, other.Update(other.Writable(t).ID, `{"Away":"1"}`))
				p.CSS(`[data-link="reconnecting"]`).Wait()
			}},
			{"file", program.URL, func(p *rig.Page) { opened(p, "log.txt", "") }},
			{"dated", program.URL, func(p *rig.Page) {
				opened(p, "night shift, third line, the customer who called twice.log", "2024-03-05T11:58:12.035Z ")
				selected(p)
			}},
		} {
			if testing.Short() && theme == "dark" && situation.name != "inspector" {
				continue // colours move nothing; the one that is left looks at contrast
			}
			t.Run(theme+" "+situation.name, func(t *testing.T) {
				page := browser.Open(t, situation.url, rig.Sized(1440, 900), rig.Preferring("prefers-color-scheme", theme))
				page.WaitConnected()
				page.Grid().Wait()
				situation.pose(page)
				for _, size := range sizes {
					if situation.name == "wall" && size[0] < 1280 {
						continue // it is for what hangs there
					}
					page.Do("resize", chromedp.EmulateViewport(size[0], size[1]))
					shows := []string{""}
					if size[0] < 900 && situation.name != "board" && situation.name != "wall" {
						shows = []string{"sessions", "data", "detail", "timeline"}
					}
					for _, show := range shows {
						if show != "" {
							page.Eval(fmt.Sprintf(`document.querySelector('.panes-item[data-arg=%s]').click()`, show), nil)
						}
						page.Eval(drawn, nil)
						if situation.name == "inspector" && 900 <= size[0] && size[0] < 1280 {
							page.Until("the details over the table", func() (open bool, _ string) {
								selected(page)
								page.Eval(`document.querySelector(".detail").checkVisibility()`, &open)
								return open, ""
							})
						}
						var wrong []string
						page.Eval("("+geometry+")()", &wrong)
						where := fmt.Sprintf("%s-%s-%dx%d%s", situation.name, theme, size[0], size[1], show)
						assert.Empty(t, wrong, where)
						if situation.name == "inspector" {
							assertAccessible(t, page, where)
						}
						if *geometryDir != "" {
							page.Screenshot(filepath.Join(*geometryDir, where+".png"))
						}
					}
				}
			})
		}
	}
}

// drawn is a promise of what has been drawn after the window or the page changed.
const drawn = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))`

// press presses a button by name, wherever it stands.
func press(p *rig.Page, name string) {
	p.By("button", name).Activate()
}

// opened opens a log of two messages. The second brings more than a row can tell,
// and characters that cannot be seen.
func opened(p *rig.Page, name, before string) {
	path := filepath.Join(p.T.TempDir(), name)
	log := ""
	for _, unseen := range []string{"", "\u200b\n "} {
		ref := strings.Repeat("0", 20) + unseen + "00000"
		log += before + rig.Notification(p.T, "0000760IZBLM3Ia8", map[string]any{"DISP_KEY": "resolved", "Ref": ref, "Ref2": ref, "Ref3": ref}) + "\n"
	}
	require.NoError(p.T, os.WriteFile(path, []byte(log), 0o644))
	p.CSS("#file").Upload(path)
	p.CSS(`[data-link="file"]`).Wait()
}

// selected selects the first key of the table.
func selected(p *rig.Page) {
	p.CSS("tr[data-key]").Activate()
	p.CSS(".inspector-title").Wait()
}
