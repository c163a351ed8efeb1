package tracker

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// A reading says why sessions are read again.
type reading struct {
	asked bool      // by a person or for a write: worth an event even when all is as it was
	lost  time.Time // since when something may have been missed, zero if nothing was
	how   string    // in words, how that came about
	since time.Time // when all sessions were last known to be true, zero for never
	until time.Time // when others were heard again, zero where nobody knows
	told  bool      // the time up to until is in the history
}

// missed is how something is missed where nothing failed.
const missed = "missed without a visible failure"

// read takes one session of a reading in.
func (b *book) read(at time.Time, g *gws.Session, why reading) {
	next, changes, err := b.data(g.ID).next(g.UserData)
	if err != nil {
		b.stray(at, gws.Notification{SessionID: g.ID, NotificationType: "reading"}, "", g.UserData, err)
		return
	}
	s := b.session(g.ID)
	b.overdue(s, s.notBefore(at)) // before anything of the session is another
	first := !s.whole
	s.whole = true
	e := history.Event{Time: s.notBefore(at), Kind: history.Reread, Author: history.Unknown, Note: s.merge(g)}
	if !reordered(changes) || why.asked {
		s.data, e.Changes = next, changes
	}
	if len(e.Changes) > 0 || e.Note != "" {
		s.touched++
		if len(b.asked) > 0 {
			s.pass() // another reading, asked for before, may show the same
		}
	}
	if first {
		e.Kind, e.Author, e.Note = history.Snapshot, history.FirstSeen, joined("first read", e.Note)
	}
	e, worth := b.explain(s, e, why)
	if !worth {
		return
	}
	b.tape.put(capture.Observation{Kind: capture.Snapshot, Time: e.Time, Session: s.id, Raw: g.Raw})
	e = b.append(s, e)
	o := s.shown(g)
	o.Reread = true
	s.observed(e, o)
}

// saw takes in that a reading showed a state which notifications have told of,
// too, and which is no longer the newest.
func (b *book) saw(at time.Time, s *session, why reading) {
	e := history.Event{Time: s.notBefore(at), Kind: history.Reread, Author: history.Unknown}
	if e, worth := b.explain(s, e, why); worth {
		b.tape.put(capture.Observation{Kind: capture.Snapshot, Time: e.Time, Session: s.id, Raw: s.resource()})
		b.append(s, e)
	}
}

// explain says how it came to what a reading showed, and whether that is worth
// an event: a precautionary reading that found nothing new is none.
func (b *book) explain(s *session, e history.Event, why reading) (explained history.Event, worth bool) {
	owed, overdue := s.owing(why), b.overdue(s, e.Time)
	s.owed, s.debt = reading{}, reading{}
	how := ""
	switch {
	case e.Kind == history.Snapshot:
	case !owed.lost.IsZero() && overdue:
		e.Since = owed.lost
	case !owed.lost.IsZero():
		e.Kind, e.Since, how = history.Gap, owed.lost, owed.how
	case len(e.Changes) > 0 || e.Note != "":
		// The link seemed well and yet something was missed: it happened
		// since the last time the state was confirmed.
		e.Kind, e.Since, how = history.Gap, s.confirmedSince(why), firstOf(why.how, missed)
	}
	e.Note = joined(how, e.Note)
	s.confirmed = e.Time
	if e.Kind == history.Gap {
		s.ledger.Missed(e.Since, e.Time)
		b.tape.put(capture.Observation{Kind: capture.Gap, Time: e.Time, Since: e.Since, Session: s.id, Text: how})
	}
	return e, e.Kind != history.Reread || why.asked
}

// overdue puts the time that nobody saw, and that ended before at, into the
// history of a session: what was received since is not a part of it.
func (b *book) overdue(s *session, at time.Time) bool {
	o := &s.owed
	if o.until.IsZero() || !at.After(o.until) {
		return false
	}
	if !o.told {
		b.append(s, history.Event{Time: o.until, Since: o.lost, Kind: history.Gap, Type: Unread, Author: history.Unknown, Note: o.how})
		o.told = true
	}
	return true
}

// Unread is the type of a gap's event that stands for the interval alone: the
// session was not read when it ended.
const Unread = "not read"

// owing returns what is to be told about the longest time that nobody saw.
func (s *session) owing(why reading) reading {
	for _, other := range [...]reading{s.owed, s.debt} {
		if !other.lost.IsZero() && (why.lost.IsZero() || other.lost.Before(why.lost)) {
			why = other
		}
	}
	return why
}

// notBefore keeps the events of a session in the order of their times.
func (s *session) notBefore(at time.Time) time.Time {
	if !at.IsZero() && at.Before(s.last) {
		return s.last
	}
	return at
}

// reordered reports whether the keys came in another order and nothing else is
// new. A server may list them otherwise than it publishes them, so this alone is
// told only to who asked.
func reordered(changes []userdata.Change) bool {
	return len(changes) > 0 && !slices.ContainsFunc(changes, func(c userdata.Change) bool { return c.Kind != userdata.Reordered })
}

// shows reports whether a reading has the same userData as a map.
func shows(g *gws.Session, data *userdata.Map) bool {
	_, changes, err := version{data}.next(g.UserData)
	return err == nil && (len(changes) == 0 || reordered(changes))
}

// agrees reports whether a reading tells nothing that is not known of the session.
func (s *session) agrees(g *gws.Session) bool {
	return s.whole && shows(g, s.data) &&
		(g.State == "" || g.State == s.state && s.ended == gws.Terminal(g.State)) &&
		(g.Comment == nil || *g.Comment == s.comment) &&
		(g.Participants == nil || len(movements(s.participants, participants(g.Participants))) == 0)
}

// A pass is a state that a session went through while it was being read.
type pass struct {
	n    int // notifications up to it
	data *userdata.Map
}

// maxTrail bounds the states that are kept of a session; each is a whole map.
const maxTrail = 64

// pass keeps the state as it is now.
func (s *session) pass() {
	if n := len(s.trail); n > 0 && s.trail[n-1].n == s.touched {
		return
	}
	s.trail = append(s.trail[max(0, len(s.trail)-maxTrail+1):], pass{s.touched, s.data})
}

// passed reports whether a reading shows a state that the session went through
// since it had mark notifications.
func (s *session) passed(g *gws.Session, mark int) bool {
	return slices.ContainsFunc(s.trail, func(p pass) bool { return p.n >= mark && shows(g, p.data) })
}

func (s *session) confirmedSince(why reading) time.Time {
	if s.confirmed.IsZero() {
		return why.since
	}
	return s.confirmed
}

// end marks the sessions that GWS no longer lists: they ended unseen.
func (b *book) end(r *rereading) {
	for _, s := range r.unlisted() {
		s.ended, s.capabilities = true, nil
		e := history.Event{
			Time: s.notBefore(r.at), Since: s.confirmedSince(r.why), Kind: history.Gap, Author: history.Unknown,
			Note: "no longer listed by GWS; it ended or went to somebody else",
		}
		b.tape.put(capture.Observation{Kind: capture.Gap, Time: e.Time, Since: e.Since, Session: s.id, Text: e.Note})
		b.append(s, e)
		s.owed = reading{lost: e.Since, how: e.Note}
	}
}
