package book

import (
	"cmp"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
)

// A Reason says why sessions are read again.
type Reason struct {
	Asked     bool      // by a person or for a write: worth an event even when all is as it was
	Lost      time.Time // since when something may have been missed, zero if nothing was
	How       string    // in words, how that came about, or may have
	Confirmed time.Time // when all sessions were last known to be true, zero for never
}

// A Reading is an answer of GWS about one session or all of them, on its way
// into a Book. Begin it with [Book.Ask] before the question goes out, fill in
// what came, and end it with Take or Drop.
type Reading struct {
	Reason
	Whole    bool          // the list is that of all sessions
	Others   bool          // and of the other media that are listed
	Sessions []gws.Session // the answer
	At       time.Time     // when it came
	Held     time.Time     // since when it waits for the polls that may tell the same, zero if it does not

	book  *Book
	marks map[string]int // the notifications that each session had when it was asked for
}

// Ask begins a reading of one session, or of all for "". From now on the states
// that the sessions pass through are kept, to be compared with the answer.
func (b *Book) Ask(why Reason, session string) *Reading {
	r := &Reading{Reason: why, Whole: session == "", book: b, marks: map[string]int{}}
	b.asked = append(b.asked, r)
	about := b.records
	if s := b.byID[session]; s != nil {
		about = []*record{s}
	}
	for _, s := range about {
		r.marks[s.id] = s.touched
		s.pass()
	}
	return r
}

// Drop ends a reading.
func (r *Reading) Drop() {
	b := r.book
	b.asked = slices.DeleteFunc(b.asked, func(other *Reading) bool { return other == r })
	if len(b.asked) > 0 {
		return
	}
	for _, s := range b.records {
		s.trail = nil
	}
}

// News reports whether a reading tells something that is not known.
func (r *Reading) News() bool {
	for i := range r.Sessions {
		if s := r.book.byID[r.Sessions[i].ID]; s == nil || !s.agrees(&r.Sessions[i]) {
			return true
		}
	}
	return len(r.unlisted()) > 0
}

// unlisted returns the sessions that go on and are not in the list, but for
// those that changed while it was read.
func (r *Reading) unlisted() (missing []*record) {
	if !r.Whole {
		return nil
	}
	listed := map[string]bool{}
	for i := range r.Sessions {
		listed[r.Sessions[i].ID] = true
	}
	for _, s := range r.book.records {
		covered := r.Others || gws.MediumOf(s.id).SMS()
		if covered && !listed[s.id] && !s.ended && !s.fetched && s.touched == r.marks[s.id] && s.known() {
			missing = append(missing, s)
		}
	}
	return missing
}

// unlistable reports whether no list tells if an interaction goes on, so that it
// is read by its id.
func unlistable(key string) bool { return !gws.MediumOf(key).Listed }

// A Repetition is a session that is to be read once more.
type Repetition struct {
	Session string
	Asked   bool // see [Reason]
	Times   int  // how many readings in a row it changed under
}

// Take takes a reading in and returns the sessions that changed meanwhile.
func (r *Reading) Take() (again []Repetition) {
	defer r.Drop()
	for i := range r.Sessions {
		g := &r.Sessions[i]
		s := r.book.byID[g.ID]
		if s != nil && r.Whole {
			s.fetched = false
		}
		if why, overtaken := r.compare(s, g); overtaken {
			again = append(again, s.overtakenBy(why))
		}
	}
	if r.Whole {
		r.end()
	}
	return again
}

// compare takes one session of a reading in. Where notifications came after the
// reading was asked for, nobody can say which of the two is newer, unless the
// reading shows a state that they have told. Otherwise it is to be repeated.
func (r *Reading) compare(s *record, g *gws.Session) (why Reason, overtaken bool) {
	switch {
	case s == nil || s.touched == r.marks[g.ID] || s.agrees(g):
		r.book.read(r.At, g, r.Reason)
		if s != nil {
			s.overtaken = 0
		}
		return Reason{}, false
	case r.At.Before(s.confirmed):
		// A newer reading was taken in first; this one tells nothing any more.
		return Reason{Asked: true}, r.Asked
	case s.passed(g, r.marks[g.ID]):
		// Nothing was lost before it. The newest state is still to be confirmed.
		r.book.saw(r.At, s, r.Reason)
		return Reason{}, true
	}
	return r.untold(s), true
}

// untold is why a reading is repeated that shows a state which is neither the
// newest nor one that notifications told of. All that could tell of it have
// come when a poll has been waited for: then it was missed.
func (r *Reading) untold(s *record) Reason {
	why := r.Reason
	if why.Lost.IsZero() && !r.Held.IsZero() && len(s.trail) < maxTrail {
		why.Lost, why.How = s.confirmedSince(why), cmp.Or(why.How, Unnoticed)
	}
	return why
}

// overtakenBy notes that a session changed while it was being read, and what
// the next reading is to tell of.
func (s *record) overtakenBy(why Reason) Repetition {
	s.overtaken++
	if s.unread.none() {
		s.unread = absence{since: why.Lost, how: why.How}
	}
	return Repetition{Session: s.id, Asked: why.Asked, Times: s.overtaken}
}

// Unlisted is the type of a gap's event that stands for what became of a session
// unseen: GWS does not list it any more.
const Unlisted = "not listed"

// end marks the sessions that GWS no longer lists: they ended unseen, after the last
// that was heard of them.
func (r *Reading) end() {
	b := r.book
	for _, s := range r.unlisted() {
		s.ended, s.unlisted, s.capabilities = true, true, nil
		e := history.Event{
			Time: s.notBefore(r.At), Since: s.confirmedSince(r.Reason), Kind: history.Gap, Type: Unlisted, Author: history.Unknown,
			Note: "no longer listed by GWS; it ended or went to somebody else",
		}
		if s.last.After(e.Since) {
			e.Since = s.last
		}
		b.tape.put(capture.Observation{Kind: capture.Gap, Time: e.Time, Since: e.Since, Session: s.id, Text: e.Note})
		b.append(s, e)
		s.unseen = absence{since: e.Since, how: e.Note}
	}
}

// Found takes in a session that was read by its id because no list has it. What a
// list or a notification has brought meanwhile is newer than this reading.
func (b *Book) Found(at time.Time, g *gws.Session) {
	if s := b.byID[g.ID]; s != nil && s.known() {
		return
	}
	b.read(at, g, Reason{Asked: true})
	if s := b.byID[g.ID]; s != nil {
		s.fetched = true
	}
}

// Fetched returns the sessions that are read by their ids, because no list has
// had them.
func (b *Book) Fetched() (ids []string) {
	for _, s := range b.records {
		if s.fetched && !s.ended && gws.SessionPath(s.id) != "" {
			ids = append(ids, s.id)
		}
	}
	return ids
}

// Unfetch leaves it to the list from now on whether a session goes on.
func (b *Book) Unfetch(session string) {
	if s := b.byID[session]; s != nil {
		s.fetched = false
	}
}

// Has reports whether a session is known.
func (b *Book) Has(session string) bool { return b.byID[session] != nil }
