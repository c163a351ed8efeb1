package ui

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestHidingFromTheRowIsCountedAndTakenBack(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.SelectKey("UserData1")
	require.True(t, m.Press(page.Keypress{Key: "i", Pane: scene.DataPane}))
	require.Equal(t, "UserData", m.HideOptions[1].Pattern)
	before, beforeChanged := m.Scene.Hidden()
	m.Act("hide", "1")
	hidden, changed := m.Scene.Hidden()
	assert.Equal(t, []int{before + 2, beforeChanged + 2}, []int{hidden, changed})
	assert.NotContains(t, keysOf(m), "UserData1")
	assert.Contains(t, markupOf(t, &table.Grid{Model: m}), `data-hidden-changed="`+strconv.Itoa(changed)+`"`)

	m.Act("unhide", "1")
	assert.Contains(t, keysOf(m), "UserData1", "one click shows them")
	m.Act("unhide", "1")
	m.Press(page.Keypress{Key: "I", Pane: scene.DataPane})
	hidden, _ = m.Scene.Hidden()
	assert.Zero(t, hidden)
	m.Press(page.Keypress{Key: "I", Pane: scene.DataPane})
	m.Act("drop-hide", "0")
	assert.Contains(t, keysOf(m), "UserData1")
	again := scene.ParsePrefs(m.View.Prefs.Text())
	assert.Equal(t, m.View.Prefs.Text(), again.Text())
}

func TestAPinnedKeyStaysOnTopAndIsNeverHidden(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.SelectKey("RStrategyName")
	m.Press(page.Keypress{Key: "p", Pane: scene.DataPane})
	m.SelectKey("Subject")
	m.Press(page.Keypress{Key: "p", Pane: scene.DataPane})
	assert.Equal(t, []string{"RStrategyName", "Subject"}, keysOf(m)[:2])
	m.Press(page.Keypress{Key: "p", Pane: scene.DataPane})
	assert.NotEqual(t, "Subject", keysOf(m)[1])
}

func TestALensFoldsWhatItsPersonDoesNotLookFor(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.Press(page.Keypress{Key: "2", Pane: scene.DataPane})
	assert.Contains(t, keysOf(m), "RTargetTypeSelected")
	m.Press(page.Keypress{Key: "4", Pane: scene.DataPane})
	assert.Equal(t, []string{"UserData1", "UserData2", "DISP_KEY", "Subject"}, keysOf(m))
	hidden, changed := m.Scene.Hidden()
	assert.Equal(t, []int{7, 3}, []int{hidden, changed}, "what the lens leaves out is counted")
	m.Press(page.Keypress{Key: "1", Pane: scene.DataPane})
	assert.Contains(t, keysOf(m), "UserData1")
}

func TestABreakFreezesTheViewAndNotTheRecording(t *testing.T) {
	events := uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1,"b":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(3 * time.Second)}, `{"a":2,"b":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(2 * time.Second)}, `{"a":2,"b":2}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(1 * time.Second)}, `{"a":2,"b":3}`},
	}
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "x", events[:1])))
	m.ToggleWatch("b")
	m.Act("stop-on", "0")
	m.Take(uitest.StateOf(uitest.Session(t, "x", events[:2])), uitest.Noon)
	assert.True(t, m.View.Live(), "another key is no reason to stop")
	m.Take(uitest.StateOf(uitest.Session(t, "x", events)), uitest.Noon)
	assert.Equal(t, 3, m.Scene.At, "the first change of the watched key")
	assert.Equal(t, 4, m.Scene.Last, "what came after it is recorded")
	assert.Contains(t, markupOf(t, &table.WatchStrip{Model: m}), "Stopped: b changed in event 3")
	m.Act("live", "")
	assert.Equal(t, "3", m.Scene.Data.Get("b").Text())
	assert.NotContains(t, markupOf(t, &table.WatchStrip{Model: m}), "Stopped")
}

// A word in front of a colon that is no field is looked for as text, which is said.
func TestAConditionOfNoFieldSaysSo(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.SelectKey("DISP_KEY")
	m.Act("watch", "")
	m.Typed("watch", 0, "text", "state:Chatting")
	m.Act("panel", string(scene.WatchPanel))
	got := markupOf(t, &forms.SidePanel{Model: m})
	assert.Contains(t, got, "“state:” is no condition, so “state:Chatting” is looked for as text. Kept until")
}

func TestRulesThatCannotBeReadAreToldPlainly(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.Act("panel", string(scene.NoisePanel))
	m.SetRules("hide prefix RVQ\nroutin MyKey")
	got := markupOf(t, &forms.SidePanel{Model: m})
	assert.Contains(t, got, "Line 2: unknown class")
	assert.NotContains(t, got, "serdata: rules:")
}
