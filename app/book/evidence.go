package book

import (
	"cmp"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// read takes one session of a reading in.
func (b *Book) read(at time.Time, g *gws.Session, why Reason) {
	next, changes, err := b.data(g.ID).next(g.UserData)
	if err != nil {
		b.stray(at, gws.Notification{SessionID: g.ID, NotificationType: "reading"}, "", g.UserData, err)
		return
	}
	s := b.record(g.ID)
	b.overdue(s, s.notBefore(at)) // before anything of the session is another
	first := !s.whole
	s.whole = true
	e := history.Event{Time: s.notBefore(at), Kind: history.Reread, Author: history.Unknown, Note: s.merge(g)}
	if !reordered(changes) || why.Asked {
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

// saw takes in a reading that showed a state which notifications have told of,
// too, and which is no longer the newest.
func (b *Book) saw(at time.Time, s *record, why Reason) {
	e := history.Event{Time: s.notBefore(at), Kind: history.Reread, Author: history.Unknown}
	if e, worth := b.explain(s, e, why); worth {
		b.tape.put(capture.Observation{Kind: capture.Snapshot, Time: e.Time, Session: s.id, Raw: s.resource()})
		b.append(s, e)
	}
}

// explain says how what a reading showed came about, and whether that is worth an
// event: a precautionary reading that found nothing new is not.
func (b *Book) explain(s *record, e history.Event, why Reason) (explained history.Event, worth bool) {
	gap, overdue := s.longest(why), b.overdue(s, e.Time)
	s.unseen, s.unread = absence{}, absence{}
	how := ""
	switch {
	case e.Kind == history.Snapshot:
	case !gap.none() && overdue:
		e.Since = gap.since
	case !gap.none():
		e.Kind, e.Since, how = history.Gap, gap.since, gap.how
	case len(e.Changes) > 0 || e.Note != "":
		// The link seemed well and yet something was missed: it happened
		// since the last time the state was confirmed.
		e.Kind, e.Since, how = history.Gap, s.confirmedSince(why), cmp.Or(why.How, Unnoticed)
	}
	e.Note = joined(how, e.Note)
	s.confirmed = e.Time
	if e.Kind == history.Gap {
		s.ledger.Missed(e.Since, e.Time)
		b.tape.put(capture.Observation{Kind: capture.Gap, Time: e.Time, Since: e.Since, Session: s.id, Text: how})
	}
	return e, e.Kind != history.Reread || why.Asked
}

// notBefore keeps the events of a session in the order of their times.
func (s *record) notBefore(at time.Time) time.Time {
	if !at.IsZero() && at.Before(s.last) {
		return s.last
	}
	return at
}

// reordered reports whether the keys came in another order and nothing else is
// new. A server may list them otherwise than it publishes them, so this alone is
// told only to whoever asked.
func reordered(changes []userdata.Change) bool {
	return len(changes) > 0 && !slices.ContainsFunc(changes, func(c userdata.Change) bool { return c.Kind != userdata.Reordered })
}

// shows reports whether a reading has the same userData as a map.
func shows(g *gws.Session, data *userdata.Map) bool {
	_, changes, err := version{data}.next(g.UserData)
	return err == nil && (len(changes) == 0 || reordered(changes))
}

// agrees reports whether all that a reading tells of the session is known.
func (s *record) agrees(g *gws.Session) bool {
	return s.whole && shows(g, s.data) &&
		(g.State == "" || g.State == s.state && s.ended == gws.MediumOf(s.id).Terminal(g.State)) &&
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
func (s *record) pass() {
	if n := len(s.trail); n > 0 && s.trail[n-1].n == s.touched {
		return
	}
	s.trail = append(s.trail[max(0, len(s.trail)-maxTrail+1):], pass{s.touched, s.data})
}

// passed reports whether a reading shows a state that the session went through
// since it had mark notifications.
func (s *record) passed(g *gws.Session, mark int) bool {
	return slices.ContainsFunc(s.trail, func(p pass) bool { return p.n >= mark && shows(g, p.data) })
}

func (s *record) confirmedSince(why Reason) time.Time {
	if s.confirmed.IsZero() {
		return why.Confirmed
	}
	return s.confirmed
}
