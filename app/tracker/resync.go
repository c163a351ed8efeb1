package tracker

import (
	"errors"
	"fmt"
	"time"

	"github.com/keytrail/keytrail/app/gws"
)

// A resync reads sessions again and compares them with what is known. Its
// answer counts for a session only when no notification of that session
// overtook it: otherwise nobody can say which of the two is newer, and the
// session is read once more.

// maxOvertaken is how often in a row a re-read may be overtaken before the
// notifications, which come in order, are believed alone.
const maxOvertaken = 5

// settling is for how long a reading is held back. What it shows may have been
// published as well and be still under way: such a notification then counts as
// one that overtook the reading, and does not seem to turn the data back.
const settling = 300 * time.Millisecond

// settled waits until what was read can be believed. Nothing contradicts the
// first reading of all.
func (l *line) settled(first bool) {
	if !first {
		pause(l, settling)
	}
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
	why, marks := reading{asked: asked, lost: l.lost, how: l.how(), since: l.confirmed}, t.book.mark()
	t.spawn(func() {
		list, err := l.gws.Sessions(l.ctx)
		at := time.Now()
		l.settled(why.since.IsZero())
		t.inbox.post(func() { t.rereadDone(l, marks, list, at, why, err) })
	})
}

// linkLost is the usual way to miss something.
const linkLost = "the link was lost"

// how says in words how something may have been missed.
func (l *line) how() string {
	switch {
	case l.lost.IsZero():
		return ""
	case l.doubted:
		return "the browser sent a poll twice; what the first one carried is lost"
	}
	return linkLost
}

// doubt reads the sessions again because a poll that was made at since seems to
// have been answered into a dead connection.
func (t *Tracker) doubt(since time.Time) {
	l := t.line
	if l == nil || l.confirmed.IsZero() {
		return
	}
	if l.lost.IsZero() {
		l.lost, l.doubted = since, true
	}
	// A reading that is under way may be older than what was lost now.
	t.rereadAll(false)
}

func (t *Tracker) rereadDone(l *line, marks map[string]int, list []gws.Session, at time.Time, why reading, err error) {
	l.reading = false
	if t.line != l {
		return
	}
	if err != nil {
		t.readFailed(l, err)
		return
	}
	t.readWell(l)
	listed := map[string]bool{}
	for i := range list {
		listed[list[i].ID] = true
		if s := t.book.byID[list[i].ID]; s != nil {
			s.fetched = false
		}
		t.compare(l, &list[i], marks[list[i].ID], at, why)
	}
	t.book.unlisted(at, listed, marks, why)
	t.refetch(l, why)
	if why.lost.Equal(l.lost) {
		l.lost, l.doubted = time.Time{}, false
	}
	l.confirmed = at
	t.watchDeadlines()
	if l.readAgain {
		l.readAgain = false
		t.rereadAll(false)
	}
}

// compare takes one session of a reading in, unless it was overtaken.
func (t *Tracker) compare(l *line, g *gws.Session, mark int, at time.Time, why reading) {
	if s := t.book.byID[g.ID]; s != nil {
		if s.touched != mark {
			t.overtaken(l, s, why)
			return
		}
		s.overtaken = 0
	}
	t.book.read(at, g, why)
}

// overtaken reads a session again that changed while it was being read.
func (t *Tracker) overtaken(l *line, s *session, why reading) {
	s.overtaken++
	if s.overtaken > maxOvertaken {
		s.overtaken = 0
		if !why.lost.IsZero() && s.owed.lost.IsZero() {
			s.owed = reading{lost: why.lost, how: why.how} // for what is heard next
		}
		return
	}
	t.rereadOne(l, s.id, why)
}

// rereadOne reads one session again.
func (t *Tracker) rereadOne(l *line, id string, why reading) {
	s := t.book.byID[id]
	if l == nil || l.gws == nil || s == nil {
		return
	}
	mark := s.touched
	t.spawn(func() {
		g, err := l.gws.Session(l.ctx, id)
		at := time.Now()
		l.settled(false)
		t.inbox.post(func() {
			switch {
			case t.line != l:
			case gone(err):
				s.fetched = false
				t.rereadAll(false) // the list says what has ended
			case err != nil:
				t.readFailed(l, err)
			default:
				t.compare(l, &g, mark, at, why)
				t.watchDeadline(s)
			}
		})
	})
}

// reread obeys the command: one session, or all.
func (t *Tracker) reread(id string) {
	if id == "" {
		t.rereadAll(true)
		return
	}
	t.rereadOne(t.line, id, reading{asked: true})
}

// gone reports whether a session is not there any more for this user.
func gone(err error) bool {
	e, ok := errors.AsType[*gws.Error](err)
	return ok && (e.StatusCode == 6 || e.HTTPStatus == 404 && !e.Page)
}

// readFailed complains, unless the link has a problem that explains the failure.
func (t *Tracker) readFailed(l *line, err error) {
	if l.ctx.Err() != nil || t.link.State != Connected && t.link.State != Slow {
		return
	}
	l.unread = true
	t.link.Problem = fmt.Errorf("reading the sessions: %w", err)
}

// readWell withdraws the complaint.
func (t *Tracker) readWell(l *line) {
	if l.unread && (t.link.State == Connected || t.link.State == Slow) {
		t.link.Problem = t.link.subscriptionProblem()
	}
	l.unread = false
}
