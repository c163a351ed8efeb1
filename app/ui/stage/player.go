package stage

import (
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A Player shows the history event by event, as far apart as they came or a
// number of times faster.
type Player struct {
	On    bool
	Speed int // index in [Speeds]
	turn  int // counts the waits; one that is not the newest is void
}

// Speeds are how many times faster than it was the history can be played.
var Speeds = [...]int{1, 4, 16, 64}

// The bounds of the wait for the next event: nobody can follow less, and
// nobody wants to sit through a night in which nothing came.
const (
	shortestWait = 60 * time.Millisecond
	longestWait  = 3 * time.Second
)

// TogglePlay begins to play where the table stands, in the newest state from
// the first event on, or stops there.
func (m *Stage) TogglePlay() {
	switch {
	case m.Player.On:
		m.StopPlaying()
		m.Say("Playback stopped at event " + strconv.Itoa(m.Scene.At))
		return
	case m.Still:
		m.Say("This system asks for less motion, so nothing plays by itself. [ and ] go from event to event.")
		return
	case m.Scene.Last == 0:
		m.Say("There is no event to play")
		return
	}
	if m.View.Live() {
		m.Review(m.beginning())
	}
	m.Say("Playing at " + SpeedName(m.Player.Speed))
	m.Player.On = true
	m.awaitNext()
}

// beginning is the first event that is played.
func (m *Stage) beginning() int {
	if list := m.listed(); len(list) > 0 {
		return list[0]
	}
	return m.Scene.First
}

// following is the event that is played next, 0 behind the newest.
func (m *Stage) following() int {
	if m.View.Limited {
		return scene.Near(m.listed(), m.Scene.At, 1)
	}
	if m.Scene.At >= m.Scene.Last {
		return 0
	}
	return m.Scene.At + 1
}

// awaitNext has the next event shown when its time has come.
func (m *Stage) awaitNext() {
	p := &m.Player
	p.turn++
	turn := p.turn
	m.After(m.pause(), func() { m.playNext(turn) })
}

// pause is how long the event on the screen stays there.
func (m *Stage) pause() time.Duration {
	h := m.Scene.Session.History
	now, _ := h.Event(m.Scene.At)
	next, ok := h.Event(m.following())
	if !ok {
		return shortestWait
	}
	d, _ := wording.Elapsed(now.Time, next.Time)
	d /= time.Duration(Speeds[m.Player.Speed])
	return min(max(d, shortestWait), longestWait)
}

func (m *Stage) playNext(turn int) {
	if !m.Player.On || m.Player.turn != turn || m.Scene.Session == nil {
		return
	}
	n := m.following()
	m.Review(n) // which stops the playing, as whoever moves the clock does
	if n == 0 {
		m.Say("Played to the newest event")
		return
	}
	m.Player.On = true
	m.awaitNext()
}

// StopPlaying leaves the table where it stands.
func (m *Stage) StopPlaying() { m.Player.On = false }

// SetSpeed chooses one of [Speeds], also while it plays.
func (m *Stage) SetSpeed(i int) {
	if i < 0 || i >= len(Speeds) {
		return
	}
	m.Player.Speed = i
	if m.Player.On {
		m.awaitNext()
	}
}

// SpeedName is the i-th speed of the player in words.
func SpeedName(i int) string { return strconv.Itoa(Speeds[i]) + "×" }

// Scrub follows the scrubber; its end is the newest state.
func (m *Stage) Scrub(text string) {
	m.StopPlaying()
	n := wording.Atoi(text)
	if n >= m.Scene.Last {
		n = 0
	}
	if n != m.View.At {
		m.Review(n)
	}
}
