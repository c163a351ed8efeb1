package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// copyActions are all buttons, menu items and keys that copy.
func copyActions() map[string]func(m *page.Model) {
	out := map[string]func(m *page.Model){
		"y": func(m *page.Model) { m.Press(page.Keypress{Key: "y", Pane: scene.DataPane}) },
		"Y": func(m *page.Model) { m.Press(page.Keypress{Key: "Y", Pane: scene.DataPane}) },
	}
	for name, arg := range map[string]string{
		"copy-value": "", "copy-raw": "", "copy-row": "", "copy-pointer": "", "copy-pins": "", "copy-rules": "", "copy-contract": "",
		"copy-id": "0000Wa9CAM6W00J", "copy-body": "response", "copy-code": "0 cURL", "copy-profiles": "", "copy-settings": "", "copy-proxy": "",
	} {
		out[name] = func(m *page.Model) { m.Act(name, arg) }
	}
	return out
}

// What is copied is said once it is on the clipboard, beside what was pressed.
func TestCopyingSaysThatItDid(t *testing.T) {
	for name, do := range copyActions() {
		t.Run(name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(uitest.Busy(t))
			m.Inspect("DISP_KEY")
			if name == "copy-body" {
				m.Act("exchange", "2")
			}
			m.Effects, m.Notices = nil, stage.Notices{}
			var later func()
			m.After = func(d time.Duration, do func()) { later = do }
			do(m)
			require.Len(t, m.Effects, 1)
			e := m.Effects[0]
			require.Equal(t, stage.CopyText, e.Do)
			require.NotEmpty(t, e.Said)
			assert.Empty(t, m.Notices.Beside, "nothing is said before it is known")
			if len(name) > 1 {
				assert.Contains(t, e.Target, "[data-do="+name+"]")
			}
			m.Copied(e, true)
			assert.Equal(t, e.Said, m.Notices.Beside)
			assert.Contains(t, m.Effects, stage.Effect{Do: stage.ShowBeside, Target: "#beside", Text: e.Target})
			uitest.HasMarkup(t, markupOf(t, &noticeArea{Model: m}), e.Said)
			later()
			assert.Empty(t, m.Notices.Beside)
			m.Copied(e, true)
			m.Act("panel", "view")
			assert.Empty(t, m.Notices.Beside, "what it stood beside is covered")
		})
	}
}
