package ui

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
)

func TestNamingASession(t *testing.T) {
	m, out := modelOf(usual(t))
	m.press(keypress{key: "e", pane: sessionsPane})
	require.Equal(t, sessionPanel, m.view.panel)
	m.typed("session", 0, "name", " the angry one ")
	m.typed("session", 0, "session-note", "ask Tom")
	m.submit("session")
	id := "0000Wa9CAM6W00J"
	assert.Equal(t, sent{tracker.Label{Session: id, Name: "the angry one"}, tracker.Annotate{Session: id, Text: "ask Tom"}}, *out)
	*out = nil
	m.submit("session")
	m.press(keypress{key: "p", pane: sessionsPane})
	assert.Equal(t, sent{tracker.Label{Session: id, Name: "the angry one"}, tracker.Label{Session: id, Pinned: true}}, *out,
		"the note is kept once; the page shows what the state says")
}

func TestPinnedSessionsStandOnTop(t *testing.T) {
	s := several(t)
	x := *s.Sessions[0]
	x.Pinned = true
	s.Sessions = append(s.Sessions, life(t, "third", time.Minute, "v"), &x)
	order := railOrder(s.Sessions[1:])
	assert.Equal(t, []string{x.ID, "0000Wa9CAM6W00J", "third"}, []string{order[0].ID, order[1].ID, order[2].ID})
}

func TestWhatIsPastedAsAnID(t *testing.T) {
	for text, want := range map[string]string{
		" 0000Wa9CAM6W00J\n": "0000Wa9CAM6W00J",
		`"0000Wa9CAM6W00J"`:  "0000Wa9CAM6W00J",
		"https://gws.example.com/api/v2/me/smssessions/0000Wa9CAM6W00J?fields=*": "0000Wa9CAM6W00J",
		"": "",
	} {
		assert.Equal(t, want, wantedID(text), text)
	}
}

func TestASessionIsReadByItsID(t *testing.T) {
	ask := func(t *testing.T, id string) (*model, *sent) {
		m, out := modelOf(usual(t))
		m.act("panel", string(findPanel))
		m.typed("find", 0, "id", id)
		m.submit("find")
		return m, out
	}
	t.Run("one that is listed is shown at once", func(t *testing.T) {
		m, out := ask(t, "0000Wa9CAM6W00J")
		assert.Empty(t, *out)
		assert.Equal(t, noPanel, m.view.panel)
	})
	t.Run("nothing", func(t *testing.T) {
		m, out := ask(t, "two words")
		assert.Empty(t, *out)
		assert.NotEmpty(t, m.labelling.problem)
	})
	t.Run("found", func(t *testing.T) {
		m, out := ask(t, "x")
		assert.Equal(t, sent{tracker.Find{Session: "x"}}, *out)
		s := usual(t)
		s.Finding = &link.Finding{Session: "x"}
		m.take(s, noon)
		assert.Equal(t, "x", m.labelling.sought, "it is still being read")
		s = stateOf(chat(t), life(t, "x", time.Minute, "v"))
		s.Finding = &link.Finding{Session: "x", Done: true}
		m.take(s, noon)
		assert.Equal(t, "x", m.view.session)
		assert.Equal(t, noPanel, m.view.panel)
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
			s := usual(t)
			s.Finding = &link.Finding{Session: "x", Done: true, Err: row.err}
			m.take(s, noon)
			assert.Contains(t, m.labelling.problem, row.want)
			assert.Equal(t, findPanel, m.view.panel)
		})
	}
}

func TestForgottenSessionsAreCounted(t *testing.T) {
	s := usual(t)
	s.Forgotten = 12
	m, _ := modelOf(s)
	assert.Contains(t, html(t, &sessionList{Model: m}), "12 ended sessions dropped to stay within memory")
}

func TestTheAddressMovesThePage(t *testing.T) {
	m, _ := modelOf(stateOf(chat(t), life(t, "x", time.Minute, "v")))
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
		m.follow(row.fragment)
		assert.Equal(t, row.session, m.view.session, row.name)
		assert.Equal(t, row.at, m.scene.at, row.name)
		assert.Equal(t, row.filter, m.view.filter, row.name)
	}
	m.setFilter("value:secret key:DISP*")
	m.follow("filter=key%3ADISP%2A&session=x")
	assert.Equal(t, "value:secret key:DISP*", m.view.filter, "the address never held the value, so it does not take it away")
}
