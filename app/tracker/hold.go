package tracker

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/gws"
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

// A rereading is an answer of GWS about one session or all of them, on its way
// into the book.
type rereading struct {
	why   reading
	book  *book
	marks map[string]int // the notifications that each session had when it was asked for
	list  []gws.Session
	whole bool      // the list is that of all sessions
	at    time.Time // when the answer came
	held  time.Time // since when it waits for the polls
}

// ask begins a reading. From now on the states that the sessions pass through
// are kept, to be compared with the answer.
func (b *book) ask(why reading) *rereading {
	r := &rereading{why: why, book: b, marks: map[string]int{}}
	b.asked = append(b.asked, r)
	for _, s := range b.sessions {
		r.marks[s.id] = s.touched
		s.pass()
	}
	return r
}

// drop ends a reading.
func (r *rereading) drop() {
	b := r.book
	b.asked = slices.DeleteFunc(b.asked, func(other *rereading) bool { return other == r })
	if len(b.asked) > 0 {
		return
	}
	for _, s := range b.sessions {
		s.trail = nil
	}
}

// hold takes a reading in that tells nothing new, and keeps another one until
// the polls allow to judge it.
func (t *Tracker) hold(l *line, r *rereading) {
	if t.line != l {
		r.drop()
		return
	}
	if r.whole {
		t.readWell(l)
	}
	if !r.news() {
		t.take(l, r)
		return
	}
	r.held = t.clock.now()
	l.held = append(l.held, r)
	t.after(nudging, func() { t.nudge(l, r) })
	t.after(patience, func() { t.losePatience(l, r) })
}

// news reports whether a reading tells something that is not known.
func (r *rereading) news() bool {
	for i := range r.list {
		if s := r.book.byID[r.list[i].ID]; s == nil || !s.agrees(&r.list[i]) {
			return true
		}
	}
	return len(r.unlisted()) > 0
}

// unlisted returns the sessions that go on and are not in the list, but for
// those that changed while it was read.
func (r *rereading) unlisted() (missing []*session) {
	for _, s := range r.book.sessions {
		listed := slices.ContainsFunc(r.list, func(g gws.Session) bool { return g.ID == s.id })
		if r.whole && !listed && !s.ended && !s.fetched && s.touched == r.marks[s.id] && s.known() {
			missing = append(missing, s)
		}
	}
	return missing
}

// nudge asks for a poll that is answered at once.
func (t *Tracker) nudge(l *line, r *rereading) {
	switch {
	case t.line != l || !slices.Contains(l.held, r):
	case t.link.State != Connected && t.link.State != Slow: // one will come by itself
	case t.link.Heartbeat.After(r.held):
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
func (t *Tracker) losePatience(l *line, r *rereading) {
	if !slices.Contains(l.held, r) {
		return
	}
	l.held = slices.DeleteFunc(l.held, func(other *rereading) bool { return other == r })
	if t.line != l {
		r.drop()
		return
	}
	l.unsure = r.held
	t.take(l, r)
}

// polled takes the readings in that the answer to a poll, sent at asked, allows
// to judge.
func (t *Tracker) polled(l *line, asked time.Time) {
	held := l.held
	l.held = nil
	for _, r := range held {
		if asked.Before(r.held) {
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
func (t *Tracker) take(l *line, r *rereading) {
	defer r.drop()
	for i := range r.list {
		if s := t.book.byID[r.list[i].ID]; s != nil && r.whole {
			s.fetched = false
		}
		t.compare(l, &r.list[i], r)
	}
	if r.whole {
		t.book.end(r)
		t.refetch(l, r.why)
		if r.why.lost.Equal(l.lost) {
			l.lost, l.doubted = time.Time{}, false
		}
		l.confirmed = r.at
	}
	t.watchDeadlines()
}

// compare takes one session of a reading in. Where notifications came after the
// reading was asked for, nobody can say which of the two is newer, unless the
// reading shows a state that they have told.
func (t *Tracker) compare(l *line, g *gws.Session, r *rereading) {
	s, mark := t.book.byID[g.ID], r.marks[g.ID]
	switch {
	case s == nil || s.touched == mark || s.agrees(g):
		t.book.read(r.at, g, r.why)
		if s != nil {
			s.overtaken = 0
		}
	case r.at.Before(s.confirmed):
		// A newer reading was taken in first; this one tells nothing any more.
		if r.why.asked {
			t.overtaken(l, s, reading{asked: true})
		}
	case s.passed(g, mark):
		// Nothing was lost before it. The newest state is still to be confirmed.
		t.book.saw(r.at, s, r.why)
		t.overtaken(l, s, reading{})
	default:
		t.overtaken(l, s, r.untold(s))
	}
}

// untold is why a reading is repeated that shows a state which is neither the
// newest nor one that notifications told of. All that could tell of it have
// come when a poll has been waited for: then it was missed.
func (r *rereading) untold(s *session) reading {
	why := r.why
	if why.lost.IsZero() && !r.held.IsZero() && len(s.trail) < maxTrail {
		why.lost, why.how = s.confirmedSince(why), firstOf(why.how, missed)
	}
	return why
}

// overtaken reads a session again that changed while it was being read, and
// remembers what that reading is to tell of.
func (t *Tracker) overtaken(l *line, s *session, why reading) {
	s.overtaken++
	if s.debt.lost.IsZero() {
		s.debt = reading{lost: why.lost, how: why.how}
	}
	wait := min(max(time.Duration(s.overtaken-hasty)*firstWait, 0), maxWait)
	t.after(wait, func() {
		if t.line == l {
			t.rereadOne(l, s.id, reading{asked: why.asked, since: l.confirmed})
		}
	})
}
