package page

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestPinASessionAndGoToTheOther(t *testing.T) {
	m, _ := modelOf(uitest.StateOf(uitest.Life(t, "x", 40*time.Second, "x"), uitest.Life(t, "o", 60*time.Second, "o")))
	m.Act("session", "x")
	require.True(t, m.Press(Keypress{Key: " ", Pane: scene.SessionsPane}))
	assert.False(t, m.Scene.Rival(), "nothing is compared with itself")
	m.Act("session", "o")
	assert.True(t, m.Scene.Rival())
	assert.Equal(t, "x", m.Scene.A.Session.ID)
}

// The browser keeps the place of what is chosen in a list, whatever stands there now.
func TestTheListNamesTheSessionThatIsA(t *testing.T) {
	life := func(id string) *book.Session { return uitest.Life(t, id, 40*time.Second, id) }
	m, _ := modelOf(uitest.StateOf(life("x"), life("o"), life("p")))
	m.Act("session", "x")
	m.CompareWith("p")
	shown := func() (out []string) {
		for _, e := range m.Effects {
			if e.Target == "#versus" {
				out = append(out, e.Text)
			}
		}
		m.Effects = nil
		return out
	}
	require.Equal(t, []string{"p"}, shown())
	m.Compose()
	assert.Empty(t, shown(), "a list that somebody may have open is left alone")
	m.Act("session", "o")
	assert.Equal(t, []string{"p"}, shown(), "another one is left out")
	m.Draw(uitest.StateOf(life("new"), life("x"), life("o"), life("p")), uitest.Noon)
	assert.Equal(t, []string{"p"}, shown(), "one has come")
	m.Draw(uitest.OnFile(uitest.StateOf(life("x")), 2), uitest.Noon)
	shown()
	m.Draw(uitest.StateOf(life("x"), life("o"), life("p")), uitest.Noon)
	assert.Equal(t, []string{"p"}, shown(), "a file was on the screen")
}

func TestBlameGoesBackThroughTheChanges(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.SelectKey("DISP_KEY")
	m.Press(Keypress{Key: "B", Pane: scene.DataPane})
	assert.Equal(t, 1, m.Scene.At, "event 2 made it what it is")
	assert.Equal(t, "pending", m.Selected().Text())
	m.Blame()
	assert.Equal(t, 1, m.Scene.At, "there was nothing before")
}

func TestTheSliderIsFollowed(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Typed("scrubber", 0, "", "1")
	assert.Equal(t, 1, m.Scene.At)
	seen := m.Sights()
	m.Typed("scrubber", 0, "", "1")
	assert.Equal(t, seen, m.Sights(), "it has not moved")
	m.Draw(uitest.StateOf(uitest.Chat(t)), uitest.Noon)
	assert.Equal(t, 1, m.Scene.At, "what arrives does not move it")
	m.Typed("scrubber", 0, "", "3")
	assert.True(t, m.View.Live())
}

func TestMarksAreVisited(t *testing.T) {
	s := uitest.Usual(t)
	id := s.Sessions[0].ID
	s.Notes = []book.Note{{Session: id, Event: 2, Text: "here"}, {Session: "other", Event: 3}, {Session: id, Event: 1}, {Text: "all"}}
	m, out := modelOf(s)
	assert.Len(t, m.Noted(), 3, "another session's notes are not shown")
	m.Press(Keypress{Key: ",", Pane: scene.DataPane})
	assert.Equal(t, 2, m.Scene.At)
	m.Press(Keypress{Key: ",", Pane: scene.DataPane})
	assert.Equal(t, 1, m.Scene.At)
	m.Press(Keypress{Key: ".", Pane: scene.DataPane})
	assert.Equal(t, 2, m.Scene.At)
	m.Press(Keypress{Key: "m", Pane: scene.DataPane})
	assert.Equal(t, scene.NotesTab, m.View.Tab)
	m.Typed("note", 0, "note", " the customer called ")
	m.Submit("note")
	assert.Equal(t, tracker.Annotate{Session: id, Event: 2, Text: "the customer called"}, (*out)[0])
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.FocusOn, Target: "#log"}, "the next letter is a key again, and no text")
}

func TestARowAsMarkdown(t *testing.T) {
	m, _ := modelOf(uitest.StateOf(uitest.Session(t, "x", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a|b":"one"}`},
		{history.Event{Kind: history.Gap, Since: uitest.Before(40 * time.Second), Time: uitest.Before(11 * time.Second), Author: history.Unknown}, "{\"a|b\":\"t`wo\"}"},
	})))
	m.SelectKey("a|b")
	got := markdown(nil, &m.Scene.Rows[0], m.lastWritten(&m.Scene.Rows[0]))
	assert.Contains(t, got, "| changed | `a\\|b` | `` \"t`wo\" `` | text | `\"one\"` | sometime between 11:59:20 and 11:59:49 | unknown |")
}

func TestTheTrafficFoldsHeartbeats(t *testing.T) {
	m, _ := modelOf(uitest.Comets(t))
	kinds := func() (out []string) {
		for _, r := range m.TrafficRows() {
			switch {
			case r.Folded > 0:
				out = append(out, "folded "+strconv.Itoa(r.Folded))
			case r.Message > 0:
				out = append(out, "message")
			default:
				out = append(out, r.X.Method)
			}
		}
		return out
	}
	assert.Equal(t, []string{"folded 2", "GET", "POST", "message"}, kinds())
	m.Typed("search", 0, "", "userdata")
	assert.Equal(t, []string{"folded 2", "POST", "message"}, kinds(), "found in a body")
	m.Typed("search", 0, "", "")
	m.Act("meta", "")
	assert.Equal(t, []string{"GET", "POST", "message", "message", "message", "POST", "message", "message", "POST", "message", "message"}, kinds(), "every message of every exchange")
	m.Act("bayeux", "3:2")
	assert.Equal(t, 2, m.View.Body)
}
