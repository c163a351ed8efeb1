package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
)

// A resync reads sessions again and compares them with what is known. Its
// answer counts for a session only when no notification of that session
// overtook it: otherwise nobody can say which of the two is newer, and the
// session is read once more.

// maxOvertaken is how often in a row a re-read may be overtaken before the
// notifications, which come in order, are believed alone.
const maxOvertaken = 5

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
	why, marks := reading{asked: asked, lost: l.lost}, t.marks()
	t.spawn(func() {
		list, err := l.gws.Sessions(l.ctx)
		at := time.Now()
		t.inbox.post(func() { t.rereadDone(l, marks, list, at, why, err) })
	})
}

// marks remembers how many notifications each session had when a re-read began.
func (t *Tracker) marks() map[string]int {
	m := make(map[string]int, len(t.sessions))
	for _, s := range t.sessions {
		m[s.id] = s.touched
	}
	return m
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
	listed := map[string]bool{}
	for i := range list {
		listed[list[i].ID] = true
		t.compare(l, &list[i], marks[list[i].ID], at, why)
	}
	t.unlisted(l, listed, marks, at)
	if why.lost.Equal(l.lost) {
		l.lost = time.Time{}
	}
	l.confirmed = at
	if l.readAgain {
		l.readAgain = false
		t.rereadAll(false)
	}
}

// compare takes one session of a re-read in.
func (t *Tracker) compare(l *line, g *gws.Session, mark int, at time.Time, why reading) {
	s := t.session(g.ID)
	if s.touched != mark {
		t.overtaken(l, s, why)
		return
	}
	next, changes, err := nextData(s.data, g.UserData)
	if err != nil {
		s.append(history.Event{Time: at, Kind: history.Stray, Type: "re-read", Note: err.Error(), Raw: g.UserData})
		return
	}
	first := !s.known()
	e := history.Event{Time: at, Kind: history.Reread, Changes: changes, Author: history.Unknown}
	e.Note = s.merge(g)
	s.data = next
	switch {
	case first:
		e.Kind, e.Author, e.Note = history.Snapshot, history.FirstSeen, joined("first read", e.Note)
	case !why.lost.IsZero():
		e.Kind, e.Since = history.Gap, why.lost
		e.Note = joined(fmt.Sprintf("the link was lost for %s", at.Sub(why.lost).Round(time.Millisecond)), e.Note)
	case len(changes) > 0 || e.Note != "":
		// The link seemed well and yet something was missed: it happened
		// since the last time the state was confirmed.
		e.Kind, e.Since = history.Gap, s.confirmedSince(l)
		e.Note = joined("missed without a visible failure", e.Note)
	}
	s.overtaken = 0
	s.confirmed = at
	if e.Kind == history.Reread && !why.asked {
		return // a precautionary re-read that found nothing new is no event
	}
	e = s.append(e)
	if e.Kind == history.Gap {
		s.ledger.Missed(e.Since, at)
	}
	o := s.shown(g)
	o.Reread = true
	t.observed(s, e, o)
}

// A reading says why sessions are read again.
type reading struct {
	asked bool      // by a person or for a write: worth an event even when all is as it was
	lost  time.Time // when the link was lost, zero if it was not
}

func (s *session) confirmedSince(l *line) time.Time {
	if s.confirmed.IsZero() {
		return l.confirmed
	}
	return s.confirmed
}

// overtaken reads a session again that changed while it was being read.
func (t *Tracker) overtaken(l *line, s *session, why reading) {
	s.overtaken++
	if s.overtaken > maxOvertaken {
		s.overtaken = 0
		return
	}
	t.rereadOne(l, s.id, why)
}

// unlisted marks the sessions that GWS no longer lists: they ended unseen.
func (t *Tracker) unlisted(l *line, listed map[string]bool, marks map[string]int, at time.Time) {
	for _, s := range t.sessions {
		if listed[s.id] || s.ended || s.touched != marks[s.id] || !s.known() {
			continue
		}
		s.ended, s.capabilities = true, nil
		s.append(history.Event{
			Time: at, Since: s.confirmedSince(l), Kind: history.Gap, Author: history.Unknown,
			Note: "no longer listed by GWS; it ended or went to somebody else",
		})
	}
}

// rereadOne reads one session again.
func (t *Tracker) rereadOne(l *line, id string, why reading) {
	s := t.byID[id]
	if l == nil || l.gws == nil || s == nil {
		return
	}
	mark := s.touched
	t.spawn(func() {
		g, err := l.gws.Session(l.ctx, id)
		at := time.Now()
		t.inbox.post(func() {
			if t.line != l {
				return
			}
			if err != nil {
				t.readFailed(l, err)
				return
			}
			t.compare(l, &g, mark, at, why)
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

func (t *Tracker) readFailed(l *line, err error) {
	if l.ctx.Err() != nil || context.Cause(l.ctx) != nil {
		return
	}
	t.link.Problem = fmt.Errorf("reading the sessions: %w", err)
}
