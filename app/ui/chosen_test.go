package ui

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestChoosingRows(t *testing.T) {
	m, _ := modelOf(usual(t))
	space := func(key string, shift bool) []string {
		m.selectKey(key)
		require.True(t, m.press(keypress{key: " ", shift: shift, pane: dataPane}))
		return m.view.chosen
	}
	keys := func(from, to string) (out []string) {
		for _, r := range m.scene.rows[m.scene.find(from) : m.scene.find(to)+1] {
			out = append(out, r.key)
		}
		return out
	}
	assert.Equal(t, []string{"UserData2"}, space("UserData2", false))
	assert.ElementsMatch(t, keys("UserData2", "TempReservation"), space("TempReservation", true), "a stretch, with both its ends")
	assert.NotContains(t, space("DISP_KEY", false), "DISP_KEY", "once more takes it out")
	assert.False(t, m.press(keypress{key: " ", pane: dataPane, do: "sort"}), "a button is pressed by it")
	m.act("session", "")
	assert.Empty(t, m.view.chosen)
}

func TestWhatIsDoneWithChosenRows(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.tape = taped
	m.selectKey("UserData1")
	m.chooseRow(false)
	m.selectKey("DISP_KEY")
	m.chooseRow(false)
	m.selectKey("Subject")
	m.effects = nil
	m.press(keypress{key: "Y", pane: dataPane})
	text := m.effects[0].text
	assert.Equal(t, 4, strings.Count(text, "\n"), "a head and two rows")
	assert.Contains(t, text, "`DISP_KEY`")
	assert.NotContains(t, text, "Subject")

	m.act("export-chosen", "")
	s, problem := m.scope()
	assert.Empty(t, problem)
	assert.Equal(t, "2 chosen keys of session 0000Wa9CAM6W00J", s.Words)
	assert.True(t, s.Keys("UserData1"))
	assert.False(t, s.Keys("Subject"))
	m.act("choose-none", "")
	_, problem = m.scope()
	assert.Equal(t, noChoice, problem)
}
