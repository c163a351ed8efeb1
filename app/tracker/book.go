package tracker

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
)

// A book is everything that was observed: it takes observations in, live ones
// and replayed ones alike, and knows no clock, no link and no goroutine.
type book struct {
	n      int           // its number, 0 for one that no tracker shows
	window time.Duration // of the ledgers
	budget int           // of the histories, in bytes each
	total  int           // of all of them, 0 for none
	kept   int           // by all of them, in bytes

	sessions  []*session
	byID      map[string]*session
	strays    strays
	traffic   traffic
	notes     []Note
	received  int
	forgotten int  // sessions that ended and were dropped
	keepEnded bool // drop no session: the book shows a file
	writes    int
	exchanges exchanges
	tape      tape
	newest    event        // the newest of any history
	asked     []*rereading // the re-reads that are not taken in yet
	listing   []*Session   // what was last published
}

func newBook(o Options) *book {
	b := &book{window: o.Window, budget: o.HistoryBudget, total: o.HistoriesBudget, byID: map[string]*session{}}
	b.tape.length, b.tape.budget = o.TapeLength, o.TapeBudget
	b.tape.head = b.states
	return b
}

// session returns the record of a session, beginning it where it is new.
func (b *book) session(id string) *session {
	if s := b.byID[id]; s != nil {
		return s
	}
	s := &session{id: id, log: history.New(b.budget)}
	s.ledger.Window = b.window
	b.byID[id] = s
	b.sessions = append(b.sessions, s)
	return s
}

// snapshot returns the published form of every session, reusing that of the
// sessions that did not change.
func (b *book) snapshot() []*Session {
	b.forget()
	same := len(b.listing) == len(b.sessions)
	for _, s := range b.sessions {
		same = same && s.published != nil
	}
	if !same {
		b.listing = make([]*Session, len(b.sessions))
		for i, s := range b.sessions {
			b.listing[i] = s.snapshot()
		}
	}
	return b.listing
}

// maxEnded is how many sessions are kept after their end; a page that is open
// for a shift must not grow with every customer.
const maxEnded = 200

// forget drops the sessions that became known first among those that ended and
// that nobody pinned, and counts them.
func (b *book) forget() {
	ended := 0
	for _, s := range b.sessions {
		if s.ended && !s.pinned {
			ended++
		}
	}
	if ended <= maxEnded || b.keepEnded {
		return
	}
	kept := make([]*session, 0, len(b.sessions))
	for _, s := range b.sessions {
		if s.ended && !s.pinned && ended > maxEnded {
			ended--
			b.forgotten++
			b.kept -= s.log.Size()
			delete(b.byID, s.id)
			continue
		}
		kept = append(kept, s)
	}
	b.sessions = kept
}

// owe notes for every session that since then nobody saw what happened to it,
// and how that came about. What is heard or read of it next tells of that time,
// too.
func (b *book) owe(since time.Time, how string) {
	for _, s := range b.sessions {
		if s.owed.lost.IsZero() && s.known() {
			s.owed = reading{lost: since, how: how}
		}
	}
}

// alive notes that a poll was answered.
func (b *book) alive(at time.Time) {
	for _, s := range b.sessions {
		s.ledger.Alive(at)
	}
}

// note keeps a person's words; about and through are the observations that they
// speak of, as the tape numbers them, 0 for none. A range that does not go on in
// its session is its beginning.
func (b *book) note(n Note, about, through int) {
	n.N = len(b.notes) + 1
	if n.Until <= n.Event || through <= about {
		n.Until, through = 0, 0
	}
	b.notes = append(b.notes[:len(b.notes):len(b.notes)], n)
	b.tape.put(capture.Observation{Kind: capture.Note, Time: n.Time, Session: n.Session, Text: n.Text, About: about, Through: through})
}

// label keeps what a person calls a session.
func (b *book) label(at time.Time, l Label) {
	s := b.byID[l.Session]
	if s == nil {
		return
	}
	s.name, s.pinned, s.published = l.Name, l.Pinned, nil
	b.tape.put(s.labelled(at))
}

// labelled is the observation that says what a person calls a session.
func (s *session) labelled(at time.Time) capture.Observation {
	return capture.Observation{Kind: capture.Label, Time: at, Session: s.id, Text: s.name, Pinned: s.pinned}
}

// append records an event of a session under the observation that was taped
// last.
func (b *book) append(s *session, e history.Event) history.Event {
	b.kept -= s.log.Size()
	e = s.append(e)
	b.kept += s.log.Size()
	s.taped = append(s.taped, b.tape.last)
	s.forgetTaped()
	b.newest = event{s.id, e.N, b.tape.last}
	b.shrink()
	return e
}

// forgetTaped lets go of what belongs to events that the log has dropped.
func (s *session) forgetTaped() {
	v := s.log.View()
	s.taped = s.taped[len(s.taped)-(v.Last()-v.First()+1):]
}

// shares is into how many parts what all histories may take is divided, to drop
// one at a time.
const shares = 32

// shrink drops the oldest of the longest history when all of them together take
// more than they may.
func (b *book) shrink() {
	if b.total == 0 || b.kept <= b.total {
		return
	}
	long := slices.MaxFunc(b.sessions, func(x, y *session) int { return x.log.Size() - y.log.Size() })
	before := long.log.Size()
	long.log.Shrink(before - b.total/shares)
	long.forgetTaped()
	long.published = nil
	b.kept -= before - long.log.Size()
}

// states puts the state of every session that goes on, in the words of a
// reading.
func (b *book) states(put func(capture.Observation)) {
	for _, s := range b.sessions {
		if s.known() && !s.ended {
			put(capture.Observation{Kind: capture.Snapshot, Time: s.last, Session: s.id, Raw: s.resource()})
			if s.name != "" || s.pinned {
				put(s.labelled(s.last))
			}
		}
	}
}
