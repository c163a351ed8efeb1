package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/ui/writing"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestABookIsFoundTheWayItWasLeft(t *testing.T) {
	m, out := modelOf(uitest.Several(t))
	m.Act("session", "0000Wa9CAM69ZK2")
	m.Inspect("a")
	m.Act("panel", string(scene.WritePanel))
	m.Typed("draft", 0, "key", "Mine")
	gen := m.Writing.Draft.Gen

	m.Take(uitest.OnFile(uitest.Usual(t), 2), uitest.Noon)
	assert.Equal(t, "0000Wa9CAM6W00J", m.View.Session)
	assert.False(t, m.View.Picked, "the key was another book's")
	assert.True(t, m.Writing.Draft.Blank(), "a file gets no form that was begun for a customer")
	assert.NotEmpty(t, m.Writing.Locked(), "and sends nothing")

	m.Effects = nil
	m.Take(uitest.Several(t), uitest.Noon)
	assert.Equal(t, "0000Wa9CAM69ZK2", m.View.Session)
	assert.Equal(t, "a", m.View.Key)
	assert.Equal(t, scene.WritePanel, m.View.Panel)
	assert.Equal(t, "Mine", m.Writing.Draft.Rows[0].Key)
	assert.Equal(t, "0000Wa9CAM69ZK2", m.Writing.Draft.OpenedIn)
	assert.Greater(t, m.Writing.Draft.Gen, gen, "the inputs are made anew")
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: writing.RowField(0, "key"), Text: "Mine"}, "and filled")
	assert.Empty(t, *out)

	m.Take(uitest.OnFile(uitest.Usual(t), 3), uitest.Noon)
	assert.NotContains(t, m.away, 2, "a file that was closed is forgotten")
	assert.Contains(t, m.away, 0)
}

// What somebody has entered survives another server, and is for nobody there.
func TestFormsStayWhenAnotherServerIsConnected(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Act("panel", string(scene.WritePanel))
	m.Typed("draft", 0, "key", "Mine")
	m.Act("choose", "SendMessage")
	m.Typed("operate", 0, "text", "hello")
	m.Act("panel", string(scene.ConnectPanel))
	m.Connect.SubmitConnect()
	require.Equal(t, scene.LinkPanel, m.View.Panel)
	other := uitest.Usual(t)
	other.Book, other.Link.Profile.Name = 2, "Another"
	m.Take(other, uitest.Noon)
	assert.Equal(t, scene.LinkPanel, m.View.Panel, "the connection is still told of")
	assert.Equal(t, "Mine", m.Writing.Draft.Rows[0].Key)
	assert.Nil(t, m.Writing.DraftSession(), "the same id may be another customer's")
	assert.Equal(t, "hello", m.Writing.Operating.Values["text"])
	assert.Nil(t, m.Writing.OperateSession(), "nor is it told to that one")
	m.GoBack()
	assert.Equal(t, scene.WritePanel, m.View.Panel)
}

// A session that was over long before the file's end, and one whose times nobody
// knows, show their last change, too.
func TestTheLastEventOfEachSessionIsMarked(t *testing.T) {
	for name, times := range map[string][2]time.Time{
		"long before the end":            {uitest.Before(50 * time.Hour), uitest.Before(49 * time.Hour)},
		"time unknown":                   {{}, {}},
		"the last one's time is unknown": {uitest.Before(time.Hour), {}},
	} {
		t.Run(name, func(t *testing.T) {
			x := uitest.Session(t, "a", uitest.Story{
				{history.Event{Kind: history.Snapshot, Time: times[0]}, `{"k":"1","other":"1"}`},
				{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: times[1]}, `{"k":"2","other":"1"}`},
			})
			m, _ := modelOf(uitest.OnFile(uitest.StateOf(x, uitest.Chat(t)), 2))
			m.Act("session", "a")
			assert.Equal(t, 1, m.Scene.Changed)
			assert.Equal(t, userdata.Changed, m.Scene.Rows[m.Scene.Find("k")].Kind)
		})
	}
}

// Who asks for a panel by name is in it, whether it was there or not.
func TestThePaletteLeadsIntoPanels(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	for range 2 {
		m.OpenPalette()
		m.Typed("palette", 0, "", "key contract")
		m.Effects = nil
		m.Press(Keypress{Key: "Enter", Form: "palette", Typing: true})
		assert.Equal(t, scene.ContractPanel, m.View.Panel)
		assert.Contains(t, m.Effects, stage.Effect{Do: stage.FocusOn, Target: "#detail"})
	}
}

// What the tabs do can be asked for by name.
func TestThePaletteLeadsBetweenTheFiles(t *testing.T) {
	s := uitest.OnFile(uitest.Usual(t), 2)
	second := *s.Opening
	second.N, second.Book = 3, 3
	s.Files = append(s.Files, &second)
	m, out := modelOf(s)
	ask := func(name string) {
		m.OpenPalette()
		m.Typed("palette", 0, "", name)
		m.Press(Keypress{Key: "Enter", Form: "palette", Typing: true})
	}
	ask("show file")
	ask("close file " + second.Name + " (2)")
	ask("back to live")
	assert.Equal(t, sent{tracker.Show{File: 3}, tracker.Close{File: 3}, tracker.Show{}}, *out)

	m, _ = modelOf(uitest.Usual(t))
	m.search("back to live")
	assert.Empty(t, m.Palette.Found, "it is on the screen")
	m.Review(1)
	ask("back to live")
	assert.True(t, m.View.Live())
}

func TestEachFailureIsTold(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	s := uitest.Usual(t)
	s.Files = []*tracker.Opening{{N: 1, Name: "a", Done: true, Err: tracker.ErrTooManyFiles}, {N: 2, Name: "b", Done: true, Err: tracker.ErrCanceled}}
	s.Opening = s.Files[1]
	m.Take(s, uitest.Noon)
	assert.Len(t, m.Notices.Alerts, 2, "also of the file that was not asked for last")
	m.Take(s, uitest.Noon)
	assert.Len(t, m.Notices.Alerts, 2, "once")
}

// How common keys are is said of the sessions on the screen.
func TestKeysAreCountedInTheirBook(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Act("board", "")
	m.Act("board-choose", "")
	assert.True(t, m.Board.Choosing)
	m.Take(uitest.OnFile(uitest.Several(t), 2), uitest.Noon)
	assert.False(t, m.Board.Choosing)
	m.Act("board-choose", "")
	assert.Equal(t, len(m.State.Sessions), m.Board.Counted)
}
