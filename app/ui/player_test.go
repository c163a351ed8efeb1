package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
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
		return history.Event{Kind: history.Notification, Author: history.Routing, Time: before(9 * time.Hour).Add(d)}
	}
	return stateOf(session(t, "p", story{{at(0), `{"a":1}`}, {at(100 * time.Millisecond), `{"a":2}`},
		{at(8100 * time.Millisecond), `{"a":2,"b":1}`}, {at(8 * time.Hour), `{"a":3,"b":1}`}}))
}

func TestPlayingTheHistory(t *testing.T) {
	m, _ := modelOf(stages(t))
	a := new(alarms)
	m.after = a.after
	require.True(t, m.press(keypress{key: "P", pane: timelinePane}))
	assert.Equal(t, 1, m.scene.at, "from the newest state it begins at the first event")
	m.act("speed", "1")
	a.ring()
	assert.Equal(t, 2, m.scene.at)
	a.ring()
	assert.Equal(t, 3, m.scene.at)
	a.ring()
	assert.Equal(t, 4, m.scene.at)
	assert.True(t, m.player.on)
	a.ring()
	assert.True(t, m.view.live(), "behind the last event it follows the newest state")
	assert.False(t, m.player.on)
	assert.Equal(t, []time.Duration{100 * time.Millisecond, shortestWait, 2 * time.Second, longestWait, shortestWait}, a.waits,
		"real time, then four times as fast, within bounds")
}

func TestWhoMovesTheClockStopsThePlaying(t *testing.T) {
	for _, row := range []struct {
		name string
		do   func(m *model)
		at   int
	}{
		{"pause", func(m *model) { m.act("play", "") }, 1},
		{"an event is clicked", func(m *model) { m.act("event", "3") }, 3},
		{"the slider", func(m *model) { m.typed("scrubber", 0, "", "2") }, 2},
		{"back to live", func(m *model) { m.press(keypress{key: "Escape", pane: dataPane}) }, 4},
		{"another session", func(m *model) { m.act("session", "x") }, 4},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := stages(t)
			s.Sessions = append(s.Sessions, life(t, "x", time.Minute, "x"))
			m, _ := modelOf(s)
			a := new(alarms)
			m.after = a.after
			m.act("session", "p")
			m.act("play", "")
			row.do(m)
			assert.False(t, m.player.on)
			a.ring()
			assert.Equal(t, row.at, m.scene.at, "what was waited for comes to nothing")
		})
	}
}

func TestPlayingTheEventsOfAKey(t *testing.T) {
	m, _ := modelOf(stages(t))
	a := new(alarms)
	m.after = a.after
	m.selectKey("a")
	m.limit()
	m.act("play", "")
	at := []int{m.scene.at}
	for m.player.on {
		a.ring()
		at = append(at, m.scene.at)
	}
	assert.Equal(t, []int{1, 2, 4, 4}, at)
	assert.True(t, m.view.live())
}

func TestNothingPlaysWhereMotionIsUnwanted(t *testing.T) {
	m, _ := modelOf(stages(t))
	m.still = true
	m.act("play", "")
	assert.False(t, m.player.on)
	assert.True(t, m.view.live())
}
