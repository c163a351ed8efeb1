package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestAClickOpensTheInspectorOverTheTable(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	s := &screen{m: m}
	m.Window = scene.SmallWindow
	m.Press(page.Keypress{Key: "j", Pane: scene.DataPane})
	assert.Equal(t, "closed", s.side(), "who walks through the rows sees them")
	m.Act("row", "1")
	assert.Equal(t, "open", s.side())
	require.True(t, m.Press(page.Keypress{Key: "Escape", Pane: scene.DataPane}))
	assert.Equal(t, "closed", s.side())
	m.Press(page.Keypress{Key: "Enter", Pane: scene.DataPane})
	assert.Equal(t, "open", s.side())
	require.True(t, m.Press(page.Keypress{Key: "Escape", Pane: scene.DetailPane}))
	assert.Equal(t, "closed", s.side())
	m.Window = scene.MediumWindow
	m.Act("row", "1")
	assert.NotEqual(t, scene.DetailPane, m.View.Pane, "it stands beside the table")
}
