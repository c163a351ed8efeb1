package tracker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/gws"
)

// A resync reads sessions again and compares them with what is known. What GWS
// answers is believed only when the polls have told all that was published
// before it; see hold.go.

// The time that a request may take before it is given up: it may hang on a dead
// connection, and nothing else would be read meanwhile. A write has longer, for
// nobody knows what becomes of one that is given up.
const (
	readLimit  = 10 * time.Second
	writeLimit = 30 * time.Second
)

// resync reads every session again because the link works again. A reading that
// has been under way for a while may hang on the link that did not.
func (t *Tracker) resync(l *line) {
	if l.reading && time.Since(l.readSince) > time.Second {
		l.stopRead()
	}
	t.rereadAll(false)
}

// rereadAll reads every session again.
func (t *Tracker) rereadAll(asked bool) {
	l := t.line
	if l == nil || l.gws == nil {
		return
	}
	if l.reading {
		l.readAgain = true
		return
	}
	l.reading = true
	ctx, cancel := context.WithTimeout(l.ctx, readLimit)
	l.stopRead, l.readSince = cancel, time.Now()
	r := t.book.Ask(book.Reason{Asked: asked, Lost: l.lost, How: l.how(), Confirmed: l.confirmed}, true)
	t.spawn(func() {
		var err error
		r.Sessions, err = l.gws.Sessions(ctx)
		cancel()
		r.At = t.clock.now()
		t.inbox.post(func() { t.allRead(l, r, err) })
	})
}

// allRead holds the answer, unless it is the first of all, which nothing
// contradicts.
func (t *Tracker) allRead(l *line, r *book.Reading, err error) {
	switch {
	case t.line != l:
		r.Drop()
	case err != nil:
		r.Drop()
		t.listRead(l)
		t.readFailed(l, err)
	case r.Confirmed.IsZero():
		t.readWell(l)
		t.take(l, r)
		t.listRead(l)
	default:
		t.after(settling, func() {
			t.hold(l, r)
			t.listRead(l)
		})
	}
}

// listRead ends the reading of the list, begins the one that was asked for
// meanwhile, and otherwise lets the polls go on.
func (t *Tracker) listRead(l *line) {
	if t.line != l {
		return
	}
	l.reading = false
	if l.readAgain {
		l.readAgain = false
		t.rereadAll(false)
		return
	}
	for _, done := range l.waiting {
		close(done)
	}
	l.waiting = nil
}

// catchUp keeps the next poll back until the sessions have been read: that poll
// then brings whatever the reading may have shown too early.
func (t *Tracker) catchUp(ctx context.Context, l *line) {
	done := make(chan struct{})
	t.inbox.post(func() {
		if t.line == l && l.reading {
			l.waiting = append(l.waiting, done)
			return
		}
		close(done)
	})
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// linkLost is the usual way to miss something.
const linkLost = "the link was lost"

// how says in words how something may have been missed.
func (l *line) how() string {
	switch {
	case !l.lost.IsZero():
		return linkLost
	case l.doubted:
		return book.Unnoticed + "; perhaps the browser sent a poll twice, since one went out unusually late"
	}
	return ""
}

// doubt reads the sessions again because a poll that was made at since seems to
// have been answered into a dead connection. It may as well have waited for a
// connection: only a reading that tells something new makes a gap.
func (t *Tracker) doubt(since time.Time) {
	l := t.line
	if l == nil || l.confirmed.IsZero() {
		return
	}
	l.tell(tellDoubt, since, "", nil)
	l.doubted = true
	// A reading that is under way may be older than what was lost now.
	t.rereadAll(false)
}

// rereadOne reads one session again.
func (t *Tracker) rereadOne(l *line, id string, why book.Reason) {
	if l == nil || l.gws == nil || !t.book.Has(id) {
		return
	}
	r := t.book.Ask(why, false)
	t.spawn(func() {
		ctx, cancel := context.WithTimeout(l.ctx, readLimit)
		defer cancel()
		g, err := l.gws.Session(ctx, id)
		r.Sessions, r.At = []gws.Session{g}, t.clock.now()
		t.inbox.post(func() { t.oneRead(l, id, r, err) })
	})
}

func (t *Tracker) oneRead(l *line, id string, r *book.Reading, err error) {
	switch {
	case t.line != l:
		r.Drop()
	case gone(err):
		r.Drop()
		t.book.Unfetch(id)
		t.rereadAll(false) // the list says what has ended
	case err != nil:
		r.Drop()
		t.readFailed(l, err)
	default:
		t.after(settling, func() { t.hold(l, r) })
	}
}

// reread obeys the command: one session, or all.
func (t *Tracker) reread(id string) {
	if id == "" {
		t.rereadAll(true)
		return
	}
	t.rereadOne(t.line, id, book.Reason{Asked: true})
}

// gone reports whether a session is not there any more for this user.
func gone(err error) bool {
	e, ok := errors.AsType[*gws.Error](err)
	return ok && (e.StatusCode == 6 || e.HTTPStatus == 404 && !e.Page)
}

// readFailed complains and tries again, unless the reading was given up or the
// link has a problem that explains the failure: its end will ask for a reading.
func (t *Tracker) readFailed(l *line, err error) {
	if l.ctx.Err() != nil || errors.Is(err, context.Canceled) || t.link.State != Connected && t.link.State != Slow {
		return
	}
	t.link.Problem = fmt.Errorf("reading the sessions: %w", err)
	l.misread++
	if l.rereadDue {
		return
	}
	l.rereadDue = true
	t.after(min(time.Duration(l.misread)*firstWait, maxWait), func() {
		l.rereadDue = false
		if t.line == l && l.misread > 0 {
			t.rereadAll(false)
		}
	})
}

// readWell withdraws the complaint.
func (t *Tracker) readWell(l *line) {
	if l.misread > 0 && (t.link.State == Connected || t.link.State == Slow) {
		t.link.Problem = t.link.subscriptionProblem()
	}
	l.misread = 0
}
