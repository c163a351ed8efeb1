package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEdgesByKey(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.window = mediumWindow
	now := func(name string) int {
		e, ok := sizeNamed(name)
		require.True(t, ok)
		return m.pixels(e)
	}
	press := func(key, name string) {
		require.True(t, m.press(keypress{key: key, do: "size", arg: name}), key)
	}
	press("ArrowRight", "rail")
	assert.Equal(t, 256, now("rail"))
	press("ArrowLeft", "detail")
	assert.Equal(t, 360, now("detail"), "its edge is on the left")
	press("ArrowUp", "time")
	assert.Equal(t, 264, now("time"), "its edge is on top")
	press("ArrowRight", "key")
	assert.Equal(t, 196, now("key"))
	press("Home", "was")
	assert.Equal(t, 60, now("was"))
	press("End", "log-time")
	assert.Equal(t, 500, now("log-time"))

	m.window = largeWindow
	assert.Equal(t, 240, now("rail"), "another room, another choice")
	m.window = mediumWindow
	assert.Equal(t, m.view.extents, parsePrefs(m.view.prefs.text()).extents, "what is set outlives the page")
	press("Enter", "rail")
	assert.Equal(t, 240, now("rail"))
}

func TestFoldedPanesComeBack(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.window = mediumWindow
	for _, p := range foldable {
		m.act("fold-pane", p.name)
	}
	assert.Equal(t, "rail detail time", m.foldedPanes())
	assert.Equal(t, m.view.extents, parsePrefs(m.view.prefs.text()).extents)
	m.togglePanel(writePanel)
	assert.Equal(t, "rail time", m.foldedPanes(), "what was asked for is shown")
	m.goTab(writesTab)
	assert.Equal(t, "rail", m.foldedPanes())
	m.press(keypress{key: "F6", pane: timelinePane})
	assert.Equal(t, dataPane, m.view.pane, "what is folded is passed over")
	m.act("fold-pane", "rail")
	assert.Empty(t, m.foldedPanes())
}

func TestNothingUnknownIsSet(t *testing.T) {
	assert.Empty(t, parseExtents([]string{"", "large rail", "large rail=-1", "large rail=x", "large nothing=3", "other rail=100", "large rail=99999999", "rail=100"}))
	assert.Equal(t, extents{"large rail": 300, "small time folded": 1}, parseExtents([]string{"large rail=300", "small time folded=1"}))
}

func TestAClickOpensTheInspectorOverTheTable(t *testing.T) {
	m, _ := modelOf(usual(t))
	s := &screen{m: m}
	m.window = smallWindow
	m.press(keypress{key: "j", pane: dataPane})
	assert.Equal(t, "closed", s.side(), "who walks through the rows sees them")
	m.act("row", "1")
	assert.Equal(t, "open", s.side())
	require.True(t, m.press(keypress{key: "Escape", pane: dataPane}))
	assert.Equal(t, "closed", s.side())
	m.press(keypress{key: "Enter", pane: dataPane})
	assert.Equal(t, "open", s.side())
	require.True(t, m.press(keypress{key: "Escape", pane: detailPane}))
	assert.Equal(t, "closed", s.side())
	m.window = mediumWindow
	m.act("row", "1")
	assert.NotEqual(t, detailPane, m.view.pane, "it stands beside the table")
}
