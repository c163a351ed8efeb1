package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A player shows the history event by event, as far apart as they came or a
// number of times faster.
type player struct {
	on    bool
	speed int // index in speeds
	turn  int // counts the waits; one that is not the newest is void
}

// speeds are how many times faster than it was the history can be played.
var speeds = [...]int{1, 4, 16, 64}

// The bounds of the wait for the next event: nobody can follow less, and
// nobody wants to sit through a night in which nothing came.
const (
	shortestWait = 60 * time.Millisecond
	longestWait  = 3 * time.Second
)

// togglePlay begins to play where the table stands, in the newest state from
// the first event on, or stops there.
func (m *model) togglePlay() {
	switch {
	case m.player.on:
		m.stopPlaying()
		m.say("Playback stopped at event " + itoa(m.scene.at))
		return
	case m.still:
		m.say("This system asks for less motion, so nothing plays by itself. [ and ] go from event to event.")
		return
	case m.scene.last == 0:
		m.say("There is no event to play")
		return
	}
	if m.view.live() {
		m.review(m.beginning())
	}
	m.say("Playing at " + speedName(m.player.speed))
	m.player.on = true
	m.awaitNext()
	m.touch(timelinePart)
}

// beginning is the first event that is played.
func (m *model) beginning() int {
	if list := m.listed(); len(list) > 0 {
		return list[0]
	}
	return m.scene.first
}

// following is the event that is played next, 0 behind the newest.
func (m *model) following() int {
	if m.view.limited {
		return near(m.listed(), m.scene.at, 1)
	}
	if m.scene.at >= m.scene.last {
		return 0
	}
	return m.scene.at + 1
}

// awaitNext has the next event shown when its time has come.
func (m *model) awaitNext() {
	p := &m.player
	p.turn++
	turn := p.turn
	m.after(m.pause(), func() { m.playNext(turn) })
}

// pause is how long the event on the screen stays there.
func (m *model) pause() time.Duration {
	h := m.scene.session.History
	now, _ := h.Event(m.scene.at)
	next, ok := h.Event(m.following())
	if !ok {
		return shortestWait
	}
	d, _ := elapsed(now.Time, next.Time)
	d /= time.Duration(speeds[m.player.speed])
	return min(max(d, shortestWait), longestWait)
}

func (m *model) playNext(turn int) {
	if !m.player.on || m.player.turn != turn || m.scene.session == nil {
		return
	}
	n := m.following()
	m.review(n) // which stops the playing, as whoever moves the clock does
	if n == 0 {
		m.say("Played to the newest event")
		return
	}
	m.player.on = true
	m.awaitNext()
}

// stopPlaying leaves the table where it stands.
func (m *model) stopPlaying() {
	if m.player.on {
		m.player.on = false
		m.touch(timelinePart)
	}
}

// setSpeed chooses one of speeds, also while it plays.
func (m *model) setSpeed(i int) {
	if i < 0 || i >= len(speeds) {
		return
	}
	m.player.speed = i
	if m.player.on {
		m.awaitNext()
	}
	m.touch(timelinePart)
}

func speedName(i int) string { return itoa(speeds[i]) + "×" }

// playerBar is the scrubber with what plays it.
func playerBar(m *model) app.UI {
	p := &m.player
	glyph, name := "▶", "Play"
	if p.on {
		glyph, name = "❚❚", "Pause"
	}
	title := "Show the events as far apart as they came; silence beyond 3 s is cut short"
	if m.still {
		title = "This system asks for less motion: [ and ] go from event to event"
	}
	return el("div", "player",
		when(button("btn btn--quiet player-play", "play", "", sign("player-sign", glyph), app.Text(name+" "), kbd("P")).Attr("title", title),
			m.scene.last == 0 || m.still, "disabled"),
		button("btn btn--quiet player-speed", "speed", itoa((p.speed+1)%len(speeds)), sr("Speed "), app.Text(speedName(p.speed))).
			Attr("title", "Speed of the playback: 1, 4, 16 or 64 times as fast as it was"),
		scrubber(m))
}
