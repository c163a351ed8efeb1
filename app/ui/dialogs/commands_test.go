package dialogs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// Every key that the help shows does something somewhere, in the pane that its
// line names if it names one.
func TestEveryKeyOfTheHelpWorks(t *testing.T) {
	names := map[string]page.Keypress{"↓": {Key: "ArrowDown"}, "↑": {Key: "ArrowUp"}, "PgUp": {Key: "PageUp"}, "PgDn": {Key: "PageDown"},
		"Space": {Key: " "}, "Menu": {Key: "ContextMenu"}, "Esc": {Key: "Escape"}}
	works := func(k page.Keypress, does string) bool {
		for start, p := range map[string]scene.Pane{"in the sessions:": scene.SessionsPane, "in the table:": scene.DataPane, "in the timeline:": scene.TimelinePane, "on the board:": scene.BoardPane} {
			if strings.HasPrefix(does, "in the ") && !strings.HasPrefix(does, start) {
				continue
			}
			m, _ := pagetest.ModelOf(uitest.Usual(t))
			m.SelectKey("DISP_KEY")
			m.Review(2)
			if start == "in the timeline:" {
				m, _ = pagetest.ModelOf(uitest.StateOf(uitest.Written(t)))
				m.Review(5) // which proves a write
			}
			if k.Pane = p; strings.Contains(does, "send the draft") {
				k.Form = "draft"
			}
			if m.Press(k) {
				return true
			}
		}
		return false
	}
	for _, s := range page.Shortcuts() {
		keys, does := s.Keys, s.Does
		letters, going := strings.CutPrefix(does, "then ")
		letters, _, _ = strings.Cut(letters, ":")
		var shift, ctrl bool
		for _, word := range strings.Fields(keys) {
			if word == "Shift" || word == "Ctrl/⌘" {
				shift, ctrl = word == "Shift", word == "Ctrl/⌘"
				continue
			}
			k, known := names[word]
			if !known {
				k.Key = word
			}
			if k.Shift, k.Ctrl = shift, ctrl; ctrl && len(k.Key) == 1 {
				k.Key = strings.ToLower(k.Key)
			}
			shift, ctrl = false, false
			assert.True(t, works(k, does), "%q of %q: %s", word, keys, does)
		}
		for _, letter := range strings.Fields(letters) {
			if !going {
				break
			}
			m, _ := pagetest.ModelOf(uitest.Usual(t))
			require.True(t, m.Press(page.Keypress{Key: keys, Pane: scene.DataPane}))
			assert.True(t, m.Press(page.Keypress{Key: letter, Pane: scene.DataPane}), letter)
		}
	}
}
