package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestHideOptions(t *testing.T) {
	var rows []row
	for key, kind := range map[string]userdata.ChangeKind{"RTargetTypeSelected": userdata.Changed, "RTargetTypeOld": userdata.Same, "RTargetRule": userdata.Same, "Subject": userdata.Same} {
		class, _ := userdata.Rules{}.Classify(key)
		rows = append(rows, row{rowID: rowID{key, 1}, class: class, mark: &mark{kind: kind}})
	}
	var got []string
	for _, o := range hideOptions("RTargetTypeSelected", userdata.Routing, rows) {
		got = append(got, o.pattern+" "+itoa(o.keys)+" "+itoa(o.changed))
	}
	assert.Equal(t, []string{"RTargetTypeSelected 1 1", "RTarget 3 1", "RTargetType 2 1", "routing 3 1"}, got)
}

func TestHidingFromTheRowIsCountedAndTakenBack(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.selectKey("UserData1")
	require.True(t, m.press(keypress{key: "i", pane: dataPane}))
	require.Equal(t, "UserData", m.hideOptions[1].pattern)
	before, beforeChanged := m.scene.hidden()
	m.act("hide", "1")
	hidden, changed := m.scene.hidden()
	assert.Equal(t, []int{before + 2, beforeChanged + 2}, []int{hidden, changed})
	assert.NotContains(t, keysOf(m), "UserData1")
	assert.Contains(t, html(t, &grid{Model: m}), `data-hidden-changed="`+itoa(changed)+`"`)

	m.act("unhide", "1")
	assert.Contains(t, keysOf(m), "UserData1", "one click shows them")
	m.act("unhide", "1")
	m.press(keypress{key: "I", pane: dataPane})
	hidden, _ = m.scene.hidden()
	assert.Zero(t, hidden)
	m.press(keypress{key: "I", pane: dataPane})
	m.act("drop-hide", "0")
	assert.Contains(t, keysOf(m), "UserData1")
	again := parsePrefs(m.view.prefs.text())
	assert.Equal(t, m.view.prefs.text(), again.text())
}

func TestAPinnedKeyStaysOnTopAndIsNeverHidden(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.selectKey("RStrategyName")
	m.press(keypress{key: "p", pane: dataPane})
	m.selectKey("Subject")
	m.press(keypress{key: "p", pane: dataPane})
	assert.Equal(t, []string{"RStrategyName", "Subject"}, keysOf(m)[:2])
	m.press(keypress{key: "p", pane: dataPane})
	assert.NotEqual(t, "Subject", keysOf(m)[1])
}

func TestALensFoldsWhatItsPersonDoesNotLookFor(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.press(keypress{key: "2", pane: dataPane})
	assert.Contains(t, keysOf(m), "RTargetTypeSelected")
	m.press(keypress{key: "4", pane: dataPane})
	assert.Equal(t, []string{"UserData1", "UserData2", "DISP_KEY", "Subject"}, keysOf(m))
	hidden, changed := m.scene.hidden()
	assert.Equal(t, []int{7, 3}, []int{hidden, changed}, "what the lens leaves out is counted")
	m.press(keypress{key: "1", pane: dataPane})
	assert.Contains(t, keysOf(m), "UserData1")
}

func TestPrefsOutliveThePageWithoutValues(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.setLens(2)
	m.setDensity("compact")
	m.setTimes("UTC")
	m.togglePin("Subject")
	m.toggleWatch("DISP_KEY")
	m.toggleStop(0)
	m.setContract("DISP_KEY text")
	m.act("letters", "off")
	for _, f := range []string{"key:RT* changed:2m", "was:secret", "secret", "class:routing value:secret"} {
		m.setFilter(f)
		m.saveFilter()
	}
	require.Len(t, m.view.saved, 4, "in this page all of them are kept")
	text := m.view.prefs.text()
	assert.NotContains(t, text, "secret")
	var stored string
	for _, e := range m.effects {
		if e.do == store {
			stored = e.text
		}
	}
	assert.Equal(t, text, stored)

	again, _ := modelOf(usual(t))
	again.restore(stored)
	assert.Equal(t, text, again.view.prefs.text())
	assert.Equal(t, []string{"key:RT* changed:2m"}, again.view.saved)
	assert.Equal(t, []watch{{key: "DISP_KEY", stop: true}}, again.view.watches)
	for _, junk := range []string{"%zz", "lens=x&density=y&rules=hide+me", strings.Repeat("pin=a&", 3)} {
		again.restore(junk)
		assert.Zero(t, again.view.lens)
	}
}

func TestTheAddressLeadsToThePlaceAndHoldsNoValue(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.review(2)
	m.setLens(1)
	m.setFilter(`key:RT* secret was:secret value:secret ever:secret -class:business`)
	got := m.fragment()
	assert.Equal(t, "event=2&filter=key%3ART%2A+-class%3Abusiness&lens=Routing&session=0000Wa9CAM6W00J", got)

	late, _ := modelOf(stateOf())
	late.follow(got)
	assert.Empty(t, late.view.session, "the session is not known yet")
	late.take(usual(t), noon)
	assert.Equal(t, got, late.fragment())
	assert.Equal(t, 2, late.scene.at)
	late.follow("session=nobody&event=-3&lens=9&filter=%zz")
	assert.Equal(t, 2, late.scene.at, "an address that makes no sense changes nothing")
}

func TestABreakFreezesTheViewAndNotTheRecording(t *testing.T) {
	events := story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"a":1,"b":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(3 * time.Second)}, `{"a":2,"b":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(2 * time.Second)}, `{"a":2,"b":2}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(1 * time.Second)}, `{"a":2,"b":3}`},
	}
	m, _ := modelOf(stateOf(session(t, "x", events[:1])))
	m.toggleWatch("b")
	m.act("stop-on", "0")
	m.take(stateOf(session(t, "x", events[:2])), noon)
	assert.True(t, m.view.live(), "another key is no reason to stop")
	m.take(stateOf(session(t, "x", events)), noon)
	assert.Equal(t, 3, m.scene.at, "the first change of the watched key")
	assert.Equal(t, 4, m.scene.last, "what came after it is recorded")
	assert.Contains(t, html(t, &watchStrip{Model: m}), "Stopped: b changed in event 3")
	m.act("live", "")
	assert.Equal(t, "3", m.scene.data.Get("b").Text())
	assert.NotContains(t, html(t, &watchStrip{Model: m}), "Stopped")
}

func TestWatchedChangesThatNobodySawStandInTheTitle(t *testing.T) {
	events := story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"a":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(time.Second)}, `{"a":"secret"}`},
	}
	m, _ := modelOf(stateOf(session(t, "session-x", events[:1])))
	m.toggleWatch("a")
	m.act("desktop", "on")
	m.insight(false)
	m.effects = nil
	m.take(stateOf(session(t, "session-x", events)), noon)
	assert.Equal(t, "(1) Keytrail", m.title())
	require.Len(t, m.effects, 1)
	assert.Equal(t, notify, m.effects[0].do)
	assert.Equal(t, "A watched key changed in session …on-x: a", m.effects[0].text, "no value leaves the page")
	m.insight(true)
	assert.Equal(t, "Keytrail", m.title())
}

func TestChipsChangeTheFilter(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.setFilter(`pending  class:routing "a b"`)
	m.act("turn-term", "1")
	assert.Equal(t, `pending  -class:routing "a b"`, m.view.filter)
	m.act("turn-term", "1")
	m.act("drop-term", "0")
	assert.Equal(t, `class:routing "a b"`, m.view.filter)
	m.act("drop-term", "1")
	m.typed("condition", 0, "", "type:text")
	assert.Equal(t, `class:routing type:text`, m.view.filter)
	m.act("save-filter", "")
	m.clearFilter()
	m.act("saved", "0")
	assert.Equal(t, `class:routing type:text`, m.view.filter)
	m.act("forget-filter", "0")
	assert.Empty(t, m.view.saved)
	m.act("drop-term", "7")
}

func TestThePaletteFindsAndRuns(t *testing.T) {
	for _, row := range []struct {
		query string
		want  func(m *model) bool
	}{
		{"lens super", func(m *model) bool { return m.view.lens == 3 }},
		{"key disp", func(m *model) bool { return m.view.key == "DISP_KEY" }},
		{"changed keys", func(m *model) bool { return m.view.changedOnly }},
		{"key contract", func(m *model) bool { return m.view.panel == contractPanel }},
		{"session w00j", func(m *model) bool { return m.view.session == "0000Wa9CAM6W00J" }},
		{"nothing is called this", func(m *model) bool { return len(m.palette.found) == 0 }},
	} {
		t.Run(row.query, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			require.True(t, m.press(keypress{key: "k", ctrl: true, typing: true}))
			m.typed("palette", 0, "", row.query)
			m.press(keypress{key: "ArrowDown", form: "palette", typing: true})
			m.press(keypress{key: "ArrowUp", form: "palette", typing: true})
			m.press(keypress{key: "Enter", form: "palette", typing: true})
			assert.True(t, row.want(m))
		})
	}
}

func TestEveryCommandOfThePaletteIsOne(t *testing.T) {
	for _, c := range entries() {
		m, _ := modelOf(usual(t))
		m.selectKey("Subject")
		m.setFilter("key:x")
		m.review(2)
		versions, effects := m.version, len(m.effects)
		m.act(c.do, c.arg)
		assert.True(t, m.version != versions || len(m.effects) > effects, "%s does nothing", c.name)
	}
}

func TestLettersCanBeSwitchedOff(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.act("letters", "off")
	assert.False(t, m.press(keypress{key: "c", pane: dataPane}))
	assert.False(t, m.press(keypress{key: "?", pane: dataPane}))
	assert.True(t, m.press(keypress{key: "ArrowDown", pane: dataPane}))
	assert.True(t, m.press(keypress{key: "k", ctrl: true, pane: dataPane}))
}

func TestTimes(t *testing.T) {
	m, _ := modelOf(usual(t))
	at := before(3*time.Second + 120*time.Millisecond)
	assert.Equal(t, "11:59:56.880", m.clock(at))
	m.setTimes("UTC")
	assert.Equal(t, "11:59:56.880Z", m.clock(at))
	m.setTimes("relative")
	assert.Equal(t, "3 s ago", m.clock(at))
	assert.Equal(t, "time unknown", m.clock(time.Time{}))
}

func TestALensThatOnlyReadsSendsNothing(t *testing.T) {
	m, out := modelOf(usual(t))
	m.setLens(3)
	m.typed("draft", 0, "key", "a")
	m.submitWrite()
	assert.Empty(t, *out)
	assert.Contains(t, m.refusal(m.scene.session), "only reads")
	m.setLens(0)
	m.submitWrite()
	assert.Len(t, *out, 1)
}

func TestRulesThatCannotBeReadAreToldPlainly(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.act("panel", string(noisePanel))
	m.setRules("hide prefix RVQ\nroutin MyKey")
	got := html(t, &sidePanel{Model: m})
	assert.Contains(t, got, "Line 2: unknown class")
	assert.NotContains(t, got, "serdata: rules:")
}
