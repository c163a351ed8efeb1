package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// alarms are what a model waits for; a test lets the time pass by hand.
type alarms struct {
	waits []time.Duration
	next  []func()
}

func (a *alarms) after(d time.Duration, do func()) {
	a.waits, a.next = append(a.waits, d), append(a.next, do)
}

// ring lets the time of the last alarm come.
func (a *alarms) ring() { a.next[len(a.next)-1]() }

// stages is a session with four events: 100 ms, 8 s and a night apart.
func stages(t *testing.T) *tracker.State {
	at := func(d time.Duration) history.Event {
		return history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(9 * time.Hour).Add(d)}
	}
	return uitest.StateOf(uitest.Session(t, "p", uitest.Story{{at(0), `{"a":1}`}, {at(100 * time.Millisecond), `{"a":2}`},
		{at(8100 * time.Millisecond), `{"a":2,"b":1}`}, {at(8 * time.Hour), `{"a":3,"b":1}`}}))
}

func TestPlayingTheHistory(t *testing.T) {
	m, _ := modelOf(stages(t))
	a := new(alarms)
	m.After = a.after
	require.True(t, m.Press(Keypress{Key: "P", Pane: scene.TimelinePane}))
	assert.Equal(t, 1, m.Scene.At, "from the newest state it begins at the first event")
	m.Act("speed", "1")
	a.ring()
	assert.Equal(t, 2, m.Scene.At)
	a.ring()
	assert.Equal(t, 3, m.Scene.At)
	a.ring()
	assert.Equal(t, 4, m.Scene.At)
	assert.True(t, m.Player.On)
	a.ring()
	assert.True(t, m.View.Live(), "behind the last event it follows the newest state")
	assert.False(t, m.Player.On)
	assert.Equal(t, []time.Duration{100 * time.Millisecond, 60 * time.Millisecond, 2 * time.Second, 3 * time.Second, 60 * time.Millisecond}, a.waits,
		"real time, then four times as fast, within bounds")
}

func TestWhoMovesTheClockStopsThePlaying(t *testing.T) {
	for _, row := range []struct {
		name string
		do   func(m *Model)
		at   int
	}{
		{"pause", func(m *Model) { m.Act("play", "") }, 1},
		{"an event is clicked", func(m *Model) { m.Act("event", "3") }, 3},
		{"the slider", func(m *Model) { m.Typed("scrubber", 0, "", "2") }, 2},
		{"back to live", func(m *Model) { m.Press(Keypress{Key: "Escape", Pane: scene.DataPane}) }, 4},
		{"another session", func(m *Model) { m.Act("session", "x") }, 4},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := stages(t)
			s.Sessions = append(s.Sessions, uitest.Life(t, "x", time.Minute, "x"))
			m, _ := modelOf(s)
			a := new(alarms)
			m.After = a.after
			m.Act("session", "p")
			m.Act("play", "")
			row.do(m)
			assert.False(t, m.Player.On)
			a.ring()
			assert.Equal(t, row.at, m.Scene.At, "what was waited for comes to nothing")
		})
	}
}

func TestPlayingTheEventsOfAKey(t *testing.T) {
	m, _ := modelOf(stages(t))
	a := new(alarms)
	m.After = a.after
	m.SelectKey("a")
	m.Limit()
	m.Act("play", "")
	at := []int{m.Scene.At}
	for m.Player.On {
		a.ring()
		at = append(at, m.Scene.At)
	}
	assert.Equal(t, []int{1, 2, 4, 4}, at)
	assert.True(t, m.View.Live())
}

func TestNothingPlaysWhereMotionIsUnwanted(t *testing.T) {
	m, _ := modelOf(stages(t))
	m.Still = true
	m.Act("play", "")
	assert.False(t, m.Player.On)
	assert.True(t, m.View.Live())
}
