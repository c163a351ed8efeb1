package page

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestEdgesByKey(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Window = scene.MediumWindow
	now := func(name string) int {
		e, ok := scene.SizeNamed(name)
		require.True(t, ok)
		return m.Pixels(e)
	}
	press := func(key, name string) {
		require.True(t, m.Press(Keypress{Key: key, Do: "size", Arg: name}), key)
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

	m.Window = scene.LargeWindow
	assert.Equal(t, 240, now("rail"), "another room, another choice")
	m.Window = scene.MediumWindow
	assert.Equal(t, m.View.Extents, scene.ParsePrefs(m.View.Prefs.Text()).Extents, "what is set outlives the page")
	press("Enter", "rail")
	assert.Equal(t, 240, now("rail"))
}

func TestFoldedPanesComeBack(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Window = scene.MediumWindow
	for _, p := range stage.Foldable {
		m.Act("fold-pane", p.Name)
	}
	assert.Equal(t, "rail detail time", m.FoldedPanes())
	assert.Equal(t, m.View.Extents, scene.ParsePrefs(m.View.Prefs.Text()).Extents)
	m.TogglePanel(scene.WritePanel)
	assert.Equal(t, "rail time", m.FoldedPanes(), "what was asked for is shown")
	m.GoTab(scene.WritesTab)
	assert.Equal(t, "rail", m.FoldedPanes())
	m.Press(Keypress{Key: "F6", Pane: scene.TimelinePane})
	assert.Equal(t, scene.DataPane, m.View.Pane, "what is folded is passed over")
	m.Act("fold-pane", "rail")
	assert.Empty(t, m.FoldedPanes())
	m.Scene.Rows = nil
	m.Press(Keypress{Key: "F6"})
	assert.Equal(t, scene.DetailPane, m.View.Pane, "and so is a table without a row")
}
