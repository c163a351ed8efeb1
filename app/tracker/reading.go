package tracker

import (
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
)

// A reading says why sessions are read again.
type reading struct {
	asked bool      // by a person or for a write: worth an event even when all is as it was
	lost  time.Time // since when something may have been missed, zero if nothing was
	how   string    // in words, how that came about
	since time.Time // when all sessions were last known to be true, zero for never
}

// read takes one session of a reading in.
func (b *book) read(at time.Time, g *gws.Session, why reading) {
	next, changes, err := b.data(g.ID).next(g.UserData)
	if err != nil {
		b.stray(at, gws.Notification{SessionID: g.ID, NotificationType: "reading"}, "", g.UserData, err)
		return
	}
	s := b.session(g.ID)
	first := !s.whole
	s.whole = true
	if why.lost.IsZero() {
		why.lost, why.how = s.owed.lost, s.owed.how
	}
	s.owed = reading{}
	e := history.Event{Time: at, Kind: history.Reread, Changes: changes, Author: history.Unknown}
	e.Note = s.merge(g)
	s.data = next
	how := ""
	switch {
	case first:
		e.Kind, e.Author, e.Note = history.Snapshot, history.FirstSeen, joined("first read", e.Note)
	case !why.lost.IsZero():
		e.Kind, e.Since = history.Gap, why.lost
		how = why.how
	case len(changes) > 0 || e.Note != "":
		// The link seemed well and yet something was missed: it happened
		// since the last time the state was confirmed.
		e.Kind, e.Since = history.Gap, s.confirmedSince(why)
		how = "missed without a visible failure"
	}
	e.Note = joined(how, e.Note)
	s.confirmed = at
	if e.Kind == history.Reread && !why.asked {
		return // a precautionary reading that found nothing new is no event
	}
	if e.Kind == history.Gap {
		s.ledger.Missed(e.Since, at)
		b.tape.put(capture.Observation{Kind: capture.Gap, Time: at, Since: e.Since, Session: s.id, Text: how})
	}
	b.tape.put(capture.Observation{Kind: capture.Snapshot, Time: at, Session: s.id, Raw: g.Raw})
	e = b.append(s, e)
	o := s.shown(g)
	o.Reread = true
	s.observed(e, o)
}

func (s *session) confirmedSince(why reading) time.Time {
	if s.confirmed.IsZero() {
		return why.since
	}
	return s.confirmed
}

// unlisted marks the sessions that GWS no longer lists: they ended unseen.
// Those that changed while the list was being read are left alone.
func (b *book) unlisted(at time.Time, listed map[string]bool, marks map[string]int, why reading) {
	for _, s := range b.sessions {
		if listed[s.id] || s.ended || s.fetched || s.touched != marks[s.id] || !s.known() {
			continue
		}
		s.ended, s.capabilities = true, nil
		e := history.Event{
			Time: at, Since: s.confirmedSince(why), Kind: history.Gap, Author: history.Unknown,
			Note: "no longer listed by GWS; it ended or went to somebody else",
		}
		b.tape.put(capture.Observation{Kind: capture.Gap, Time: at, Since: e.Since, Session: s.id, Text: e.Note})
		b.append(s, e)
		s.owed = reading{lost: e.Since, how: e.Note}
	}
}
