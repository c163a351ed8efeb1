package page

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestHideOptions(t *testing.T) {
	var rows []scene.Row
	for key, kind := range map[string]userdata.ChangeKind{"RTargetTypeSelected": userdata.Changed, "RTargetTypeOld": userdata.Same, "RTargetRule": userdata.Same, "Subject": userdata.Same} {
		class, _ := userdata.Rules{}.Classify(key)
		rows = append(rows, scene.Row{RowID: scene.RowID{Key: key, Dup: 1}, Class: class, Mark: &scene.Mark{Kind: kind}})
	}
	var got []string
	for _, o := range hideOptions("RTargetTypeSelected", userdata.Routing, rows) {
		got = append(got, o.Pattern+" "+strconv.Itoa(o.Keys)+" "+strconv.Itoa(o.Changed))
	}
	assert.Equal(t, []string{"RTargetTypeSelected 1 1", "RTarget 3 1", "RTargetType 2 1", "routing 3 1"}, got)
}

// What is typed as rules and not applied yet goes along with what is hidden beside it.
func TestHidingKeepsTheRulesThatAreBeingTyped(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Typed("rules", 0, "text", "hide prefix RVQ")
	m.HideKeys(HideOption{Match: userdata.Exact, Pattern: "Subject", Keys: 1})
	m.HideKeys(HideOption{Match: userdata.Exact, Pattern: "Subject", Keys: 1})
	m.HideKeys(HideOption{Class: true, Pattern: "other", Keys: 1})
	assert.Equal(t, "hide prefix RVQ\nhide exact Subject\nhide class other\n", m.TextOf("rules"))
	assert.Len(t, m.View.Book.Hides, 1, "the same one is listed once")
	m.Act("drop-hide", "0")
	assert.Equal(t, "hide prefix RVQ\nhide class other\n", m.TextOf("rules"))
	m.SetRules(m.TextOf("rules"))
	assert.Equal(t, "hide class other\nhide prefix RVQ\n", m.TextOf("rules"))
}

func TestCtrlEnterAppliesWhatIsTyped(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	for _, form := range []string{"rules", "pins", "contract"} {
		m.Typed(form, 0, "", map[string]string{"rules": "hide exact b", "pins": "a", "contract": "a number"}[form])
		assert.True(t, m.Press(Keypress{Key: "Enter", Ctrl: true, Form: form}), form)
	}
	assert.Equal(t, "hide exact b\n", m.View.Book.Rules.String())
	assert.Equal(t, []string{"a"}, m.View.Pins)
	assert.Equal(t, "a number", m.View.Contract)
}

func TestPrefsOutliveThePageWithoutValues(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.SetLens(2)
	m.SetDensity("compact")
	m.SetTimes("UTC")
	m.TogglePin("Subject")
	m.ToggleWatch("DISP_KEY")
	m.ToggleStop(0)
	m.SetContract("DISP_KEY text")
	m.Act("letters", "off")
	for _, f := range []string{"key:RT* changed:2m", "was:secret", "secret", "class:routing value:secret"} {
		m.SetFilter(f)
		m.SaveFilter()
	}
	require.Len(t, m.View.Saved, 4, "in this page all of them are kept")
	text := m.View.Prefs.Text()
	assert.NotContains(t, text, "secret")
	var stored string
	for _, e := range m.Effects {
		if e.Do == stage.Store {
			stored = e.Text
		}
	}
	assert.Equal(t, text, stored)

	again, _ := modelOf(uitest.Usual(t))
	again.Restore(stored)
	assert.Equal(t, text, again.View.Prefs.Text())
	assert.Equal(t, []string{"key:RT* changed:2m"}, again.View.Saved)
	assert.Equal(t, []scene.Watch{{Key: "DISP_KEY", Stop: true}}, again.View.Watches)
	for _, junk := range []string{"%zz", "lens=x&density=y&rules=hide+me", strings.Repeat("pin=a&", 3)} {
		again.Restore(junk)
		assert.Zero(t, again.View.Lens)
	}
}

func TestTheAddressLeadsToThePlaceAndHoldsNoValue(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Review(2)
	m.SetLens(1)
	m.SetFilter(`key:RT* secret was:secret value:secret ever:secret -class:business`)
	got := m.Fragment()
	assert.Equal(t, "event=2&filter=key%3ART%2A+-class%3Abusiness&lens=Routing&session=0000Wa9CAM6W00J", got)

	late, _ := modelOf(uitest.StateOf())
	late.Follow(got)
	assert.Empty(t, late.View.Session, "the session is not known yet")
	late.Take(uitest.Usual(t), uitest.Noon)
	assert.Equal(t, got, late.Fragment())
	assert.Equal(t, 2, late.Scene.At)
	late.Follow("session=nobody&event=-3&lens=9&filter=%zz")
	assert.Equal(t, 2, late.Scene.At, "an address that makes no sense changes nothing")
}

func TestWatchedChangesThatNobodySawStandInTheTitle(t *testing.T) {
	events := uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(time.Second)}, `{"a":"secret"}`},
	}
	m, _ := modelOf(uitest.StateOf(uitest.Session(t, "session-x", events[:1])))
	m.ToggleWatch("a")
	m.Act("desktop", "on")
	m.Insight(false)
	m.Effects = nil
	m.Take(uitest.StateOf(uitest.Session(t, "session-x", events)), uitest.Noon)
	assert.Equal(t, "(1) Keytrail", m.Title())
	require.Len(t, m.Effects, 1)
	assert.Equal(t, stage.Notify, m.Effects[0].Do)
	assert.Equal(t, "A watched key changed in session …on-x: a", m.Effects[0].Text, "no value leaves the page")
	m.Insight(true)
	assert.Equal(t, "Keytrail", m.Title())
}

// What was typed and not applied is there again when its form is.
func TestAFormThatWasCoveredHasWhatWasTyped(t *testing.T) {
	for _, row := range []struct {
		panel             scene.Panel
		form, field, into string
	}{
		{scene.NoisePanel, "rules", "", "#rules-text"},
		{scene.PinsPanel, "pins", "", "#pins-text"},
		{scene.ContractPanel, "contract", "", "#contract-text"},
		{scene.SessionPanel, "session", "name", "#session-name"},
		{scene.SessionPanel, "session", "session-note", "#session-note"},
	} {
		t.Run(row.into, func(t *testing.T) {
			m, _ := modelOf(uitest.Usual(t))
			m.Act("panel", string(row.panel))
			m.Typed(row.form, 0, row.field, "hide prefix x")
			m.Act("panel", string(scene.FindPanel))
			m.Typed("find", 0, "id", m.View.Session)
			m.Effects = nil
			m.Submit("find")
			require.Equal(t, row.panel, m.Form())
			assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: row.into, Text: "hide prefix x"})
			if row.form != "session" {
				m.Act("copy-"+row.form, "")
				assert.Equal(t, "hide prefix x", m.Effects[len(m.Effects)-1].Text, "what is seen is what is copied")
			}
			m.Submit(row.form)
			m.Act("close-panel", "")
			m.Effects = nil
			m.Act("panel", string(row.panel))
			if row.form != "session" {
				assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: row.into, Text: m.TextOf(row.form)})
				assert.Empty(t, m.Texts, "it was applied")
			}
		})
	}
}

func TestChipsChangeTheFilter(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.SetFilter(`pending  class:routing "a b"`)
	m.Act("turn-term", "1")
	assert.Equal(t, `pending  -class:routing "a b"`, m.View.Filter)
	m.Act("turn-term", "1")
	m.Act("drop-term", "0")
	assert.Equal(t, `class:routing "a b"`, m.View.Filter)
	m.Act("drop-term", "1")
	m.Act("conditions", "")
	m.Act("menu-do", strconv.Itoa(slices.IndexFunc(m.Menu.Items, func(x Entry) bool { return x.Name == "type:text" })))
	assert.Equal(t, `class:routing type:text`, m.View.Filter)
	m.Act("save-filter", "")
	m.ClearFilter()
	m.Act("saved", "0")
	assert.Equal(t, `class:routing type:text`, m.View.Filter)
	m.Act("forget-filter", "0")
	assert.Empty(t, m.View.Saved)
	m.Act("drop-term", "7")
}

func TestThePaletteFindsAndRuns(t *testing.T) {
	for _, row := range []struct {
		query string
		want  func(m *Model) bool
	}{
		{"lens super", func(m *Model) bool { return m.View.Lens == 3 }},
		{"key disp", func(m *Model) bool { return m.View.Key == "DISP_KEY" }},
		{"changed keys", func(m *Model) bool { return m.View.ChangedOnly }},
		{"key contract", func(m *Model) bool { return m.View.Panel == scene.ContractPanel }},
		{"session w00j", func(m *Model) bool { return m.View.Session == "0000Wa9CAM6W00J" }},
		{"nothing is called this", func(m *Model) bool { return len(m.Palette.Found) == 0 }},
	} {
		t.Run(row.query, func(t *testing.T) {
			m, _ := modelOf(uitest.Usual(t))
			require.True(t, m.Press(Keypress{Key: "k", Ctrl: true, Typing: true}))
			m.Typed("palette", 0, "", row.query)
			m.Press(Keypress{Key: "ArrowDown", Form: "palette", Typing: true})
			m.Press(Keypress{Key: "ArrowUp", Form: "palette", Typing: true})
			m.Press(Keypress{Key: "Enter", Form: "palette", Typing: true})
			assert.True(t, row.want(m))
		})
	}
}

func TestEveryCommandOfThePaletteIsOne(t *testing.T) {
	table := newTable()
	for _, c := range table.entries() {
		does := func(before func(m *Model)) bool {
			m, sent := modelOf(uitest.Usual(t))
			m.SelectKey("Subject")
			before(m)
			was := looks(m, sent)
			m.Act(c.Do, c.Arg)
			return looks(m, sent) != was
		}
		assert.True(t, does(func(m *Model) { m.SetFilter("key:x"); m.Review(2) }) || does(func(m *Model) { m.Act("speed", "1"); m.Act("tab", "writes") }), "%s does nothing", c.Name)
	}
}

// The first row has the focus before any was chosen: the keys are about it.
func TestKeysAreAboutTheRowWithTheFocus(t *testing.T) {
	for _, key := range []string{"w", "p", "i", "e", "h", "y", "f", "B", "{", "Delete", "Enter"} {
		m, _ := modelOf(uitest.Usual(t))
		require.False(t, m.View.Picked)
		first := m.Scene.Rows[0].Key
		m.Press(Keypress{Key: key, Pane: scene.DataPane})
		assert.Equal(t, first, m.View.Key, key)
		m, _ = modelOf(uitest.Usual(t))
		m.Press(Keypress{Key: key, Pane: scene.TimelinePane})
		assert.False(t, m.View.Picked, key)
	}
	m, _ := modelOf(uitest.Usual(t))
	require.True(t, m.Press(Keypress{Key: "ContextMenu", Pane: scene.DataPane}))
	assert.Equal(t, "Key "+m.Scene.Rows[0].Key, m.Menu.Title)
}

func TestLettersCanBeSwitchedOff(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Act("letters", "off")
	assert.False(t, m.Press(Keypress{Key: "c", Pane: scene.DataPane}))
	assert.False(t, m.Press(Keypress{Key: "?", Pane: scene.DataPane}))
	assert.True(t, m.Press(Keypress{Key: "ArrowDown", Pane: scene.DataPane}))
	assert.True(t, m.Press(Keypress{Key: "k", Ctrl: true, Pane: scene.DataPane}))
}

func TestTimes(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	at := uitest.Before(3*time.Second + 120*time.Millisecond)
	assert.Equal(t, "11:59:56.880", m.Clock(at))
	m.SetTimes("UTC")
	assert.Equal(t, "11:59:56.880Z", m.Clock(at))
	m.SetTimes("relative")
	assert.Equal(t, "3 s ago", m.Clock(at))
	assert.Equal(t, "time unknown", m.Clock(time.Time{}))
}

func TestALensThatOnlyReadsSendsNothing(t *testing.T) {
	m, out := modelOf(uitest.Usual(t))
	m.SetLens(3)
	m.Typed("draft", 0, "key", "a")
	m.Writing.SubmitWrite()
	assert.Empty(t, *out)
	assert.Contains(t, m.Writing.Locked(), "only reads")
	m.SetLens(0)
	m.Writing.SubmitWrite()
	assert.Len(t, *out, 1)
}
