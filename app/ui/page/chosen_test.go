package page

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestChoosingRows(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	space := func(key string, shift bool) []string {
		m.SelectKey(key)
		require.True(t, m.Press(Keypress{Key: " ", Shift: shift, Pane: scene.DataPane}))
		return m.View.Chosen
	}
	keys := func(from, to string) (out []string) {
		for _, r := range m.Scene.Rows[m.Scene.Find(from) : m.Scene.Find(to)+1] {
			out = append(out, r.Key)
		}
		return out
	}
	assert.Equal(t, []string{"UserData2"}, space("UserData2", false))
	assert.ElementsMatch(t, keys("UserData2", "TempReservation"), space("TempReservation", true), "a stretch, with both its ends")
	assert.NotContains(t, space("DISP_KEY", false), "DISP_KEY", "once more takes it out")
	assert.False(t, m.Press(Keypress{Key: " ", Pane: scene.DataPane, Do: "sort"}), "a button is pressed by it")
	m.Act("session", "")
	assert.Empty(t, m.View.Chosen)
}

// Who comes into the table with Tab has the focus on its first row, as yet unselected.
func TestTheRowWithTheFocusIsTaken(t *testing.T) {
	for _, k := range []Keypress{{Key: " "}, {Key: " ", Shift: true}, {Key: "Y"}} {
		m, _ := modelOf(uitest.Usual(t))
		k.Pane = scene.DataPane
		require.False(t, m.View.Picked)
		require.True(t, m.Press(k))
		assert.Equal(t, m.Scene.Rows[0].Key, m.View.Key)
		assert.NotContains(t, m.Notices.Status, "first")
		if k.Key == " " {
			assert.Equal(t, []string{m.Scene.Rows[0].Key}, m.View.Chosen)
		}
	}
}

func TestWhatIsDoneWithChosenRows(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Export.Tape = uitest.Taped
	m.SelectKey("UserData1")
	m.ChooseRow(false)
	m.SelectKey("DISP_KEY")
	m.ChooseRow(false)
	m.SelectKey("Subject")
	m.Effects = nil
	m.Press(Keypress{Key: "Y", Pane: scene.DataPane})
	text := m.Effects[0].Text
	assert.Equal(t, 4, strings.Count(text, "\n"), "a head and two rows")
	assert.Contains(t, text, "`DISP_KEY`")
	assert.NotContains(t, text, "Subject")

	m.Act("export-chosen", "")
	s, problem := m.Export.Chosen()
	assert.Empty(t, problem)
	assert.Equal(t, "2 chosen keys of session 0000Wa9CAM6W00J", s.Words)
	assert.True(t, s.Keys("UserData1"))
	assert.False(t, s.Keys("Subject"))
	m.Act("choose-none", "")
	_, problem = m.Export.Chosen()
	assert.Contains(t, problem, "Choose rows in the table first")
}
