package tracker

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
)

// What a reading shows may have been published as well and be still under way:
// in a poll that is slow, or one that broke off and whose messages the server
// repeats. Applied at once, the reading would make such a notification turn the
// data back. So a reading that tells something new is held until a poll that
// was sent after it has been answered: all notifications of what it shows have
// come then, or are lost.

const (
	// settling is for how long GWS may take to publish what a reading shows
	// already.
	settling = 300 * time.Millisecond
	// nudging is how long a reading waits for a poll to end by itself, before one
	// is sent that is answered at once.
	nudging = 500 * time.Millisecond
	// patience is how long it waits at most: the truth is not kept back because
	// no poll comes through.
	patience = 5 * time.Second
	// hasty is how often in a row a reading that was overtaken is repeated at
	// once. Then pauses follow, or a session that changes all the time would be
	// read all the time.
	hasty = 5
)

// hold takes a reading in that tells nothing new, and keeps another one until
// the polls allow to judge it.
func (t *Tracker) hold(l *line, r *book.Reading) {
	if t.line != l {
		r.Drop()
		return
	}
	if r.Whole {
		t.readWell(l)
	}
	if !r.News() {
		t.take(l, r)
		return
	}
	r.Held = t.clock.now()
	l.held = append(l.held, r)
	t.after(nudging, func() { t.nudge(l, r) })
	t.after(patience, func() { t.losePatience(l, r) })
}

// nudge asks for a poll that is answered at once.
func (t *Tracker) nudge(l *line, r *book.Reading) {
	switch {
	case t.line != l || !slices.Contains(l.held, r):
	case t.link.State != Connected && t.link.State != Slow: // one will come by itself
	case t.link.Heartbeat.After(r.Held):
		// Polls end; the next one tells.
		t.after(nudging, func() { t.nudge(l, r) })
	default:
		t.hurryPoll(l)
	}
}

// hurryPoll has a poll sent that is answered at once, in place of the open one.
func (t *Tracker) hurryPoll(l *line) {
	if l.commons != nil && !l.leads {
		l.commons.Post(tell(tellWake, t.clock.now(), "", nil))
		return
	}
	l.bayeux.Wake()
}

// losePatience takes a reading in although a notification of what it shows may
// still come. When none can come any more, the sessions are read once more.
func (t *Tracker) losePatience(l *line, r *book.Reading) {
	if !slices.Contains(l.held, r) {
		return
	}
	l.held = slices.DeleteFunc(l.held, func(other *book.Reading) bool { return other == r })
	if t.line != l {
		r.Drop()
		return
	}
	l.unsure = r.Held
	t.take(l, r)
}

// polled takes the readings in that the answer to a poll, sent at asked, allows
// to judge.
func (t *Tracker) polled(l *line, asked time.Time) {
	held := l.held
	l.held = nil
	for _, r := range held {
		if asked.Before(r.Held) {
			l.held = append(l.held, r)
			continue
		}
		t.take(l, r)
	}
	if !l.unsure.IsZero() && !asked.Before(l.unsure) {
		l.unsure = time.Time{}
		t.rereadAll(false)
	}
}

// take takes a reading in.
func (t *Tracker) take(l *line, r *book.Reading) {
	for _, again := range r.Take() {
		t.repeat(l, again)
	}
	if r.Whole {
		t.refetch(l, r.Reason)
		if r.Lost.Equal(l.lost) {
			l.lost, l.doubted = time.Time{}, false
		}
		l.confirmed = r.At
	}
	t.watchDeadline()
}

// repeat reads a session again that changed while it was being read.
func (t *Tracker) repeat(l *line, r book.Repetition) {
	wait := min(max(time.Duration(r.Times-hasty)*firstWait, 0), maxWait)
	t.after(wait, func() {
		if t.line == l {
			t.rereadOne(l, r.Session, book.Reason{Asked: r.Asked, Confirmed: l.confirmed})
		}
	})
}
