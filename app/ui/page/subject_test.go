package page

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestKeysMoveThroughWritesAndTraffic(t *testing.T) {
	m, _ := modelOf(uitest.Busy(t))
	m.Act("tab", "traffic")
	for _, want := range []int{4, 3, 2, 2} { // the newest first; the heartbeat is folded away
		require.True(t, m.Press(Keypress{Key: "j", Pane: scene.TimelinePane}))
		assert.Equal(t, want, m.View.Exchange)
	}
	assert.Empty(t, m.View.Back)
	m.Act("tab", "writes")
	require.True(t, m.Press(Keypress{Key: "End", Pane: scene.TimelinePane}))
	assert.Equal(t, 1, m.View.Write)
	assert.True(t, m.View.Live(), "no event was asked for")
}

// The letter behind g leads somewhere, and no later one.
func TestWhatComesBehindGIsTheNextKeyAlone(t *testing.T) {
	for name, between := range map[string]func(m *Model){
		"Escape":           func(m *Model) { m.Press(Keypress{Key: "Escape", Pane: scene.DataPane}) },
		"a button":         func(m *Model) { m.Act("tab", "changes") },
		"a key everywhere": func(m *Model) { m.Press(Keypress{Key: "F6", Pane: scene.DataPane}) },
		"a text":           func(m *Model) { m.Press(Keypress{Key: "x", Form: "filter", Typing: true}) },
	} {
		m, _ := modelOf(uitest.Busy(t))
		require.True(t, m.Press(Keypress{Key: "g", Pane: scene.DataPane}))
		between(m)
		m.Press(Keypress{Key: "r", Pane: scene.DataPane})
		assert.NotEqual(t, scene.TrafficTab, m.View.Tab, name)
	}
	m, _ := modelOf(uitest.Busy(t))
	m.Press(Keypress{Key: "g", Pane: scene.DataPane})
	assert.True(t, m.Press(Keypress{Key: "r", Pane: scene.DataPane}))
	assert.Equal(t, scene.TrafficTab, m.View.Tab)
}

func TestWhatIsClosedUncoversWhatWasBelow(t *testing.T) {
	m, _ := modelOf(uitest.Busy(t))
	m.Act("panel", "write")
	m.Act("row", "0")
	m.Act("exchange", "2")
	require.True(t, m.Press(Keypress{Key: "Escape"}))
	assert.True(t, m.View.Keyed)
	assert.False(t, m.Press(Keypress{Key: "Escape"}), "a key stays selected")
	m.Act("panel", "write")
	m.Act("close-panel", "")
	assert.True(t, m.View.Keyed)
	assert.Empty(t, m.View.Back)
}

func TestThePaletteDoesNotCloseWhatItIsAskedFor(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Act("panel", "write")
	m.Palette.Found = []Entry{{"Attach data", "panel", string(scene.WritePanel)}}
	m.runCommand(0)
	assert.Equal(t, scene.WritePanel, m.View.Panel)
}

func TestAnotherSessionTakesItsThingsAway(t *testing.T) {
	m, _ := modelOf(uitest.Several(t))
	m.SelectSession("0000Wa9CAM6W00J")
	m.Act("panel", "view")
	m.Act("write", "1")
	m.Act("row", "0")
	m.SelectSession("0000Wa9CAM69ZK2")
	assert.Equal(t, scene.Subject{}, m.View.Subject)
	assert.Equal(t, []scene.Subject{{Panel: scene.ViewPanel}}, m.View.Back)
}

// A form whose inputs are made anew has the texts that it would send.
func TestAFormThatComesBackHasItsTexts(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Act("panel", "operate")
	m.Act("choose", "SendMessage")
	m.Typed("operate", 0, "text", "hello")
	m.Act("close-panel", "")
	m.Effects = nil
	m.Act("panel", "operate")
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: "#operate [data-field=text]", Text: "hello"})
}
