package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestADraftIsCheckedBeforeItIsSent(t *testing.T) {
	for _, x := range []struct {
		name string
		op   int
		rows []draft.Row
		want []draft.FieldError // texts are not compared
	}{
		{"good", draft.AttachOp, []draft.Row{{Key: "a", Kind: "text"}, {Key: "b", Kind: "number", Text: "123456789"}}, nil},
		{"empty key", draft.AttachOp, []draft.Row{{Kind: "text", Text: "x"}}, []draft.FieldError{{Row: 0, Field: "key"}}},
		{"same key twice", draft.AttachOp, []draft.Row{{Key: "a", Kind: "text"}, {Key: "a", Kind: "text"}}, []draft.FieldError{{Row: 1, Field: "key"}}},
		{"a removed row does not count", draft.AttachOp, []draft.Row{{Key: "a", Kind: "text", Gone: true}, {Key: "a", Kind: "text"}}, nil},
		{"not a number", draft.AttachOp, []draft.Row{{Key: "a", Kind: "number", Text: "12a"}}, []draft.FieldError{{Row: 0, Field: "value"}}},
		{"no number at all", draft.AttachOp, []draft.Row{{Key: "a", Kind: "number"}}, []draft.FieldError{{Row: 0, Field: "value"}}},
		{"text is not a number", draft.AttachOp, []draft.Row{{Key: "a", Kind: "number", Text: `"1"`}}, []draft.FieldError{{Row: 0, Field: "value"}}},
		{"not true or false", draft.AttachOp, []draft.Row{{Key: "a", Kind: "true/false", Text: "yes"}}, []draft.FieldError{{Row: 0, Field: "value"}}},
		{"broken JSON", draft.UpdateOp, []draft.Row{{Key: "a", Kind: "JSON", Text: `{"a":`}}, []draft.FieldError{{Row: 0, Field: "value"}}},
		{"deletion needs no value", draft.DeleteOp, []draft.Row{{Key: "a", Kind: "number", Text: "no"}}, nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			m, out := modelOf(uitest.Usual(t))
			m.Writing.Draft.Op, m.Writing.Draft.Rows = x.op, x.rows
			m.Writing.SubmitWrite()
			var got []draft.FieldError
			for _, e := range m.Writing.Draft.Errors() {
				assert.NotEmpty(t, e.Text)
				got = append(got, draft.FieldError{Row: e.Row, Field: e.Field})
			}
			assert.Equal(t, x.want, got)
			assert.Equal(t, x.want == nil, len(*out) == 1, "sent if and only if nothing is wrong")
		})
	}
}

func TestAttachDataSendsExactValues(t *testing.T) {
	m, out := modelOf(uitest.Usual(t))
	m.Act("panel", "write")
	m.Typed("draft", 0, "key", "UserData1")
	m.Typed("draft", 0, "value", " DATA1 ")
	m.Act("add-row", "")
	m.Typed("draft", 1, "key", "UserData2")
	m.Typed("draft", 1, "type", "number")
	m.Typed("draft", 1, "value", "12345678901234567890.10")
	assert.Equal(t, "Attach 2 keys", m.Writing.Draft.SubmitLabel())
	require.True(t, m.Press(Keypress{Key: "Enter", Ctrl: true, Form: "draft", Typing: true}))

	require.Len(t, *out, 1)
	c := (*out)[0].(tracker.Operate)
	assert.Equal(t, "AttachUserData", c.Operation)
	assert.Equal(t, "0000Wa9CAM6W00J", c.Session)
	assert.Equal(t, " DATA1 ", c.Data.Get("UserData1").Text(), "white space of a text is the person's")
	assert.Equal(t, "12345678901234567890.10", c.Data.Get("UserData2").Literal())

	m.Writing.SubmitWrite()
	assert.Len(t, *out, 1, "not sent again while the reply is to come")
}

func TestTheDraftIsKeptUntilTheServerAccepts(t *testing.T) {
	for _, x := range []struct {
		name  string
		reply *proof.Proof
		kept  bool
	}{
		{"no reply yet", &proof.Proof{Write: proof.Write{N: 2}}, true},
		{"refused", &proof.Proof{Write: proof.Write{N: 2}, Verdict: proof.Rejected, Reason: "the server refused it with statusCode 2"}, true},
		{"accepted", &proof.Proof{Write: proof.Write{N: 2}, Reply: &proof.Reply{}}, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			m, _ := modelOf(uitest.Usual(t))
			m.Typed("draft", 0, "key", "a")
			m.Writing.SubmitWrite()
			after := uitest.Chat(t)
			after.Writes = append(after.Writes, x.reply)
			m.Take(uitest.StateOf(after), uitest.Noon)
			assert.Equal(t, x.kept, m.Writing.Draft.Rows[0].Key == "a")
			if x.name == "refused" {
				assert.False(t, m.Writing.Draft.Sent, "it can be sent again")
				require.Len(t, m.Notices.Alerts, 1)
				assert.Contains(t, m.Notices.Alerts[0].Text, "statusCode 2")
				assert.NotContains(t, m.Notices.Alerts[0].Text, "draft", "which may be gone before this is put away")
			}
		})
	}
}

func TestRemovingARowLeavesTheOthersWhereTheyAre(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Writing.AddRow()
	m.Writing.AddRow()
	m.Writing.RemoveRow(1)
	assert.Equal(t, []int{0, 2}, m.Writing.Draft.Live())
	m.Writing.RemoveRow(0)
	m.Writing.RemoveRow(2)
	assert.Len(t, m.Writing.Draft.Live(), 1, "the last row stays")
}

func TestReviewNeverStopsRecording(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Press(Keypress{Key: "[", Pane: scene.DataPane})
	assert.Equal(t, 2, m.Scene.At)
	assert.Equal(t, userdata.Absent, m.Scene.Data.Get("UserData1").Kind(), "the state of then")
	m.Take(uitest.StateOf(uitest.Chat(t)), uitest.Noon)
	assert.Equal(t, 2, m.Scene.At, "a new state does not move it")
	m.Press(Keypress{Key: "End", Pane: scene.TimelinePane})
	assert.True(t, m.View.Live())
	assert.Equal(t, "DATA1", m.Scene.Data.Get("UserData1").Text())

	m.Typed("scrubber", 0, "", "1")
	assert.Equal(t, 1, m.Scene.At)
	m.Typed("scrubber", 0, "", "3")
	assert.True(t, m.View.Live(), "the end of the scrubber is live")
}

func TestKeysWorkWhereTheFocusIs(t *testing.T) {
	for _, x := range []struct {
		name string
		key  Keypress
		took bool
		want func(m *Model) bool
	}{
		{"down", Keypress{Key: "j", Pane: scene.DataPane}, true, func(m *Model) bool { return m.View.Key == m.Scene.Rows[0].Key && m.View.Picked }},
		{"end", Keypress{Key: "End", Pane: scene.DataPane}, true, func(m *Model) bool { return m.View.Key == m.Scene.Rows[len(m.Scene.Rows)-1].Key }},
		{"next change", Keypress{Key: "n", Pane: scene.DataPane}, true, func(m *Model) bool { return m.View.Picked }},
		{"changed only", Keypress{Key: "c", Pane: scene.DataPane}, true, func(m *Model) bool { return m.View.ChangedOnly }},
		{"attach", Keypress{Key: "a", Pane: scene.DataPane}, true, func(m *Model) bool { return m.View.Panel == scene.WritePanel }},
		{"filter", Keypress{Key: "/", Pane: scene.TimelinePane}, true, func(m *Model) bool { return len(m.Effects) > 0 && m.Effects[0].Target == stage.FilterField }},
		{"filter from nowhere", Keypress{Key: "/"}, true, func(m *Model) bool { return len(m.Effects) > 0 && m.Effects[0].Target == stage.FilterField }},
		{"help", Keypress{Key: "?", Pane: scene.DataPane}, true, func(m *Model) bool { return m.Effects[0].Do == stage.ShowModal }},
		{"letters in a field", Keypress{Key: "c", Pane: scene.DataPane, Typing: true}, false, func(m *Model) bool { return !m.View.ChangedOnly }},
		{"letters outside of lists", Keypress{Key: "c"}, false, func(m *Model) bool { return !m.View.ChangedOnly }},
		{"the browser's own", Keypress{Key: "a", Ctrl: true, Pane: scene.DataPane}, false, func(m *Model) bool { return m.View.Panel == scene.NoPanel }},
		{"older event", Keypress{Key: "j", Pane: scene.TimelinePane}, true, func(m *Model) bool { return m.View.At == 2 }},
		{"escape in a dialog closes that", Keypress{Key: "Escape", Modal: true}, false, func(m *Model) bool { return true }},
		{"a button in the table is pressed by the browser", Keypress{Key: "Enter", Pane: scene.DataPane, Do: "sort"}, false, func(m *Model) bool { return m.View.Pane == scene.DataPane }},
		{"tab is never taken", Keypress{Key: "Tab", Pane: scene.DataPane}, false, func(m *Model) bool { return true }},
		{"other operation", Keypress{Key: "ArrowRight", Do: "operation"}, true, func(m *Model) bool { return m.Writing.Draft.Op == draft.UpdateOp }},
	} {
		t.Run(x.name, func(t *testing.T) {
			m, out := modelOf(uitest.Usual(t))
			m.Effects = nil
			assert.Equal(t, x.took, m.Press(x.key))
			assert.True(t, x.want(m))
			assert.Empty(t, *out, "no letter sends anything")
		})
	}
}

func TestEscapeUndoesTheNarrowestThing(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Review(1)
	m.TogglePanel(scene.WritePanel)
	m.SetFilter("x")
	esc := Keypress{Key: "Escape", Form: "filter", Typing: true}
	require.True(t, m.Press(esc))
	assert.Empty(t, m.View.Filter)
	require.True(t, m.Press(esc))
	assert.Equal(t, scene.NoPanel, m.View.Panel)
	require.True(t, m.Press(esc))
	assert.True(t, m.View.Live())
	assert.False(t, m.Press(esc))
	m.TogglePanel(scene.WritePanel)
	m.SearchTraffic("x")
	require.True(t, m.Press(Keypress{Key: "Escape", Form: "search", Typing: true}))
	assert.Empty(t, m.View.Search)
	for _, form := range []string{"search", "note"} {
		m.Effects = nil
		require.True(t, m.Press(Keypress{Key: "Escape", Form: form, Typing: true}), form)
		assert.Equal(t, []stage.Effect{{Do: stage.FocusOn, Target: "#log"}}, m.Effects, form)
	}
	assert.Equal(t, scene.WritePanel, m.View.Panel, "the form is in another pane")
}

// Letters with Alt open the browser's menus, and keys with Ctrl and Shift are its own.
func TestKeysOfTheBrowserAreLeftToIt(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	for _, key := range []string{"e", "a", "f", "h", "ü"} {
		assert.False(t, m.Press(Keypress{Key: key, Alt: true, Pane: scene.DataPane}), key)
	}
	for _, key := range []string{"k", "K", "s", "o"} {
		assert.False(t, m.Press(Keypress{Key: key, Ctrl: true, Shift: true, Pane: scene.DataPane}), key)
	}
	m.Review(1)
	assert.True(t, m.Press(Keypress{Key: "]", Alt: true, Pane: scene.DataPane}), "a sign that some keyboards have with Alt")
}

// What is said over and over again while somebody types is told as it was last.
func TestTheLatestIsSaid(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Say("one")
	m.Say("two")
	m.SayLatest("1 of 9")
	m.SayLatest("3 of 9")
	m.Tick(uitest.Noon.Add(stage.Quiet))
	assert.Equal(t, "two. 3 of 9", m.Notices.Status)
	m.Say("next")
	m.Tick(uitest.Noon.Add(3 * stage.Quiet))
	assert.Equal(t, "next", m.Notices.Status)
}

func TestUnreadCountsWhatNobodyLookedAt(t *testing.T) {
	first := uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1,"b":1}`}}
	m, _ := modelOf(uitest.StateOf(uitest.Chat(t), uitest.Session(t, "other", first)))
	assert.Zero(t, m.Unread["other"].Total(), "what a session brings along is no news")
	more := append(first[:1:1], uitest.Story{{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(time.Second)}, `{"a":2,"c":1}`}}...)
	m.Take(uitest.StateOf(uitest.Chat(t), uitest.Session(t, "other", more)), uitest.Noon)
	u := m.Unread["other"]
	assert.Equal(t, [...]int{1, 1, 1}, [...]int{u.Added, u.Changed, u.Removed})
	assert.False(t, u.Gap)
	more = append(more, uitest.Story{{history.Event{Kind: history.Gap, Since: uitest.Before(time.Second), Time: uitest.Noon, Author: history.Unknown}, ""}}...)
	m.Take(uitest.StateOf(uitest.Chat(t), uitest.Session(t, "other", more)), uitest.Noon)
	assert.True(t, u.Gap)
	assert.Equal(t, 3, u.Total(), "nothing is counted twice")
	m.Act("session", "other")
	assert.Zero(t, m.Unread["other"].Total())
}

func TestAnnouncementsAreFew(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Say("one")
	assert.Equal(t, "one", m.Notices.Status)
	m.Say("two")
	m.Say("three")
	assert.Equal(t, "one", m.Notices.Status, "not twice within three seconds")
	m.Tick(uitest.Noon.Add(stage.Quiet))
	assert.Equal(t, "two. three", m.Notices.Status)
}

// What ended unseen, or went to somebody else, is not said to have ended as it was last.
func TestASessionThatIsNotListedAnyMoreIsAnnounced(t *testing.T) {
	for unlisted, want := range map[bool]string{false: "This session has ended: Chatting", true: "This session is not listed any more"} {
		m, _ := modelOf(uitest.Usual(t))
		x := *m.State.Sessions[0]
		x.Ended, x.Unlisted = true, unlisted
		m.Take(uitest.StateOf(&x), uitest.Noon.Add(time.Minute))
		assert.Contains(t, m.Notices.Status, want)
	}
}

// Those who listen hear how many events came and what they did to which keys.
func TestEventsAreAnnounced(t *testing.T) {
	for _, row := range []struct {
		name string
		came []string // values of DISP_KEY
		want string
	}{
		{"a change", []string{`"a"`, `"b"`}, "1 event: DISP_KEY and other changed"},
		{"a removal", []string{`"a"`, ""}, "1 event: other changed, DISP_KEY removed"},
		{"several, and a key twice", []string{`"a"`, "", `"b"`}, "2 events: DISP_KEY added, other changed, DISP_KEY removed"},
	} {
		m, _ := modelOf(uitest.Later(t, row.came[:1]...))
		m.Take(uitest.Later(t, row.came...), uitest.Noon.Add(time.Minute))
		assert.Equal(t, row.want, m.Notices.Status, row.name)
	}
	x := uitest.Chat(t)
	m, _ := modelOf(uitest.StateOf(x))
	log := history.New(0)
	for n := 1; n <= x.History.Last(); n++ {
		e, _ := x.History.Event(n)
		log.Append(e, x.History.At(n))
	}
	log.Append(history.Event{Kind: history.Write, Write: 2, Author: history.You, Time: uitest.Noon}, nil)
	log.Append(history.Event{Kind: history.Notification, Type: "NewMessages", Time: uitest.Noon}, nil)
	y := *x
	y.History = log.View()
	m.Take(uitest.StateOf(&y), uitest.Noon.Add(time.Minute))
	assert.Equal(t, "1 event: no data change", m.Notices.Status, "what you sent is no news")
}
