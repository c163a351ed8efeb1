package page

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestNamingASession(t *testing.T) {
	m, out := modelOf(uitest.Usual(t))
	m.Press(Keypress{Key: "e", Pane: scene.SessionsPane})
	require.Equal(t, scene.SessionPanel, m.View.Panel)
	m.Typed("session", 0, "name", " the angry one ")
	m.Typed("session", 0, "session-note", "ask Tom")
	m.Submit("session")
	id := "0000Wa9CAM6W00J"
	assert.Equal(t, sent{tracker.Label{Session: id, Name: "the angry one"}, tracker.Annotate{Session: id, Text: "ask Tom"}}, *out)
	*out = nil
	m.Submit("session")
	m.Press(Keypress{Key: "p", Pane: scene.SessionsPane})
	assert.Equal(t, sent{tracker.Label{Session: id, Name: "the angry one"}, tracker.Label{Session: id, Pinned: true}}, *out,
		"the note is kept once; the page shows what the state says")
}

// What was scrolled to in one session means nothing in the next.
func TestAnotherSessionIsSeenFromItsBeginning(t *testing.T) {
	m, _ := modelOf(uitest.Several(t))
	m.SelectSession(m.State.Sessions[1].ID)
	for _, target := range []string{"#grid", "#log"} {
		assert.Contains(t, m.Effects, stage.Effect{Do: stage.ScrollUp, Target: target})
	}
}

func TestPinnedSessionsStandOnTop(t *testing.T) {
	s := uitest.Several(t)
	x := *s.Sessions[0]
	x.Pinned = true
	s.Sessions = append(s.Sessions, uitest.Life(t, "third", time.Minute, "v"), &x)
	order := stage.RailOrder(s.Sessions[1:])
	assert.Equal(t, []string{x.ID, "0000Wa9CAM6W00J", "third"}, []string{order[0].ID, order[1].ID, order[2].ID})
}

// Whichever way leads to a session, the list shows where it stands.
func TestTheSessionOnTheScreenIsInSight(t *testing.T) {
	m, _ := modelOf(uitest.Several(t))
	for _, key := range []string{"Home", "End"} {
		m.Effects = nil
		m.Press(Keypress{Key: key, Pane: scene.SessionsPane})
		assert.Contains(t, m.Effects, stage.Effect{Do: stage.ScrollTo, Target: "[aria-selected=true][data-session]"}, key)
	}
}

// From a session that the list leaves out, as one that the board has led to, the keys
// lead to the first that it has.
func TestKeysLeadFromASessionThatIsNotListed(t *testing.T) {
	s := uitest.Several(t)
	for i := range 101 {
		x := *s.Sessions[0]
		x.ID, x.Ended = strconv.Itoa(i), true
		s.Sessions = append(s.Sessions, &x)
	}
	for _, key := range []string{"j", "k"} {
		m, _ := modelOf(s)
		m.SelectSession("0")
		m.Press(Keypress{Key: key, Pane: scene.SessionsPane})
		assert.Equal(t, stage.RailOrder(s.Sessions)[0].ID, m.View.Session, key)
	}
}

func TestSMSComesBeforeOtherMedia(t *testing.T) {
	call, chat := *uitest.Life(t, "calls/1", time.Minute, "v"), uitest.Life(t, "chat", time.Minute, "v")
	call.Medium = "voice"
	assert.Equal(t, []*book.Session{chat, &call}, stage.RailOrder([]*book.Session{&call, chat}))
}

func TestASessionIsReadByItsID(t *testing.T) {
	ask := func(t *testing.T, id string) (*Model, *sent) {
		m, out := modelOf(uitest.Usual(t))
		m.Act("panel", string(scene.FindPanel))
		m.Typed("find", 0, "id", id)
		m.Submit("find")
		return m, out
	}
	t.Run("one that is listed is shown at once", func(t *testing.T) {
		m, out := ask(t, "0000Wa9CAM6W00J")
		assert.Empty(t, *out)
		assert.Equal(t, scene.NoPanel, m.View.Panel)
	})
	t.Run("nothing", func(t *testing.T) {
		m, out := ask(t, "two words")
		assert.Empty(t, *out)
		assert.NotEmpty(t, m.Writing.Labelling.Problem)
	})
	t.Run("found", func(t *testing.T) {
		m, out := ask(t, "x")
		assert.Equal(t, sent{tracker.Find{Session: "x"}}, *out)
		s := uitest.Usual(t)
		s.Finding = &link.Finding{Session: "x"}
		m.Take(s, uitest.Noon)
		assert.Equal(t, "x", m.Writing.Labelling.Sought, "it is still being read")
		s = uitest.StateOf(uitest.Chat(t), uitest.Life(t, "x", time.Minute, "v"))
		s.Finding = &link.Finding{Session: "x", Done: true}
		m.Take(s, uitest.Noon)
		assert.Equal(t, "x", m.View.Session)
		assert.Equal(t, scene.NoPanel, m.View.Panel)
	})
	t.Run("what came of the id before is not taken for the answer", func(t *testing.T) {
		m, out := ask(t, "x")
		s := uitest.Usual(t)
		s.Finding = &link.Finding{Session: "x", Done: true, Err: link.ErrNoSession}
		m.Take(s, uitest.Noon)
		m.Typed("find", 0, "id", "y")
		m.Submit("find")
		again := *s
		m.Take(&again, uitest.Noon)
		assert.Len(t, *out, 2)
		assert.Equal(t, "y", m.Writing.Labelling.Sought)
		assert.Empty(t, m.Writing.Labelling.Problem)
	})
	for _, row := range []struct {
		name, want string
		err        error
	}{
		{"unknown to GWS", "GWS has no session x", fmt.Errorf("%w: 404", link.ErrNoSession)},
		{"no link", "not connected", errors.New("not connected to any server")},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := ask(t, "x")
			s := uitest.Usual(t)
			s.Finding = &link.Finding{Session: "x", Done: true, Err: row.err}
			m.Take(s, uitest.Noon)
			assert.Contains(t, m.Writing.Labelling.Problem, row.want)
			assert.Equal(t, scene.FindPanel, m.View.Panel)
		})
	}
}

func TestTheAddressMovesThePage(t *testing.T) {
	m, _ := modelOf(uitest.StateOf(uitest.Chat(t), uitest.Life(t, "x", time.Minute, "v")))
	for _, row := range []struct {
		name, fragment, session string
		at                      int
		filter                  string
	}{
		{"another session", "session=x", "x", 4, ""},
		{"an event", "event=2&session=x", "x", 2, ""},
		{"an event of the session on the screen", "event=3", "x", 3, ""},
		{"back to the newest", "session=x", "x", 4, ""},
		{"a filter", "filter=key%3Aboth&session=x", "x", 4, "key:both"},
		{"what cannot be read changes nothing", "%zz", "x", 4, "key:both"},
		{"the first again", "session=0000Wa9CAM6W00J", "0000Wa9CAM6W00J", 3, ""},
	} {
		m.Follow(row.fragment)
		assert.Equal(t, row.session, m.View.Session, row.name)
		assert.Equal(t, row.at, m.Scene.At, row.name)
		assert.Equal(t, row.filter, m.View.Filter, row.name)
	}
	m.SetFilter("value:secret key:DISP*")
	m.Follow("filter=key%3ADISP%2A&session=x")
	assert.Equal(t, "value:secret key:DISP*", m.View.Filter, "the address never held the value, so it does not take it away")
}
