// Package book keeps everything that was observed, live or from a file:
// sessions with their histories, writes, the traffic, a person's notes, and the
// tape, which is what can be saved.
//
// Start with New and Book.Notified. What GWS answers to a question comes in as a
// Reading, what a file holds through a Replayer. Book.View is what is shown of
// it.
//
// The one rule: one goroutine owns a Book. What View returns, and all that it
// points to, may be shared, so nobody changes it.
//
// It knows no clock, no goroutine and no link: whoever observes something says
// when it was.
package book

import (
	"maps"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
)

// Options say how much a Book may keep. Zero values mean no bound, but for the
// tape, of which nothing is kept then.
type Options struct {
	Window          time.Duration // how long a write may stay unseen before it is judged not-seen; 0 means 15 s
	HistoryBudget   int           // the memory that one session's history may take, in bytes
	HistoriesBudget int           // the same for all of them together
	TapeLength      int           // how many observations the tape keeps, give or take a tenth
	TapeBudget      int           // the memory that they may take, in bytes, give or take a tenth
}

// A Book is the record of what was observed.
type Book struct {
	Number int // the owner's, to tell it from others

	options      Options
	historyBytes int // the memory that all histories take, in bytes

	records   []*record
	byID      map[string]*record
	strays    strays
	traffic   traffic
	notes     []Note
	received  int
	forgotten int  // sessions that ended and were dropped
	ofFile    bool // of a file: no session is dropped
	blind     bool // of a file without requests: whoever made it may have written what it shows
	writes    int
	written   []*record // those that were written to
	exchanges exchanges
	tape      tape
	newest    event      // the newest of any history
	asked     []*Reading // those that are not taken in yet
	sessions  []*Session // what was published last
}

// New returns an empty Book.
func New(o Options) *Book {
	b := &Book{options: o, byID: map[string]*record{}, exchanges: exchanges{writes: map[int]int{}, traffic: map[int]int{}}}
	b.tape.length, b.tape.budget = o.TapeLength, o.TapeBudget
	b.tape.head = b.states
	return b
}

// A View is what is shown of a Book. It and all it points to are immutable.
type View struct {
	Sessions       []*Session      // in the order they became known
	Strays         []history.Event // messages that belong to no session, newest last
	StraysDropped  int             // messages dropped from the front of Strays
	Traffic        []*Exchange     // newest last, bounded
	TrafficDropped int             // exchanges dropped from the front of Traffic
	Received       int             // Bayeux data messages received since the start
	Forgotten      int             // sessions that ended and are no longer kept; the tape still has them
	Notes          []Note          // oldest first
}

// Session returns the session that has that id, or had it before, or nil.
func (v *View) Session(id string) *Session {
	for _, x := range v.Sessions {
		if x.ID == id || x.Was == id && id != "" {
			return x
		}
	}
	return nil
}

// View returns what is known now.
func (b *Book) View() View {
	return View{
		Sessions:       b.Sessions(),
		Strays:         b.strays.snapshot(),
		StraysDropped:  b.strays.dropped,
		Traffic:        b.traffic.snapshot(),
		TrafficDropped: b.traffic.dropped,
		Received:       b.received,
		Forgotten:      b.forgotten,
		Notes:          b.notes,
	}
}

// A Memory is what a book takes and what it may take, in bytes. The oldest of
// what is beyond that is dropped.
type Memory struct {
	Histories, MostHistories int // of all sessions together
	Tape, MostTape           int // what can be saved
}

// Memory returns what the book takes now.
func (b *Book) Memory() Memory {
	m := Memory{Histories: b.historyBytes, MostHistories: b.options.HistoriesBudget, MostTape: b.options.TapeBudget}
	for _, r := range b.tape.reels {
		m.Tape += r.Size()
	}
	return m
}

// record returns that of a session, beginning it where it is new.
func (b *Book) record(id string) *record {
	if s := b.byID[id]; s != nil {
		return s
	}
	s := &record{id: id, log: history.New(b.options.HistoryBudget)}
	s.ledger.Window = b.options.Window
	b.byID[id] = s
	b.records = append(b.records, s)
	return s
}

// Sessions returns every session as it is now, reusing what was returned before
// of those that did not change.
func (b *Book) Sessions() []*Session {
	b.forget()
	same := len(b.sessions) == len(b.records)
	for _, s := range b.records {
		same = same && s.published != nil
	}
	if !same {
		b.sessions = make([]*Session, len(b.records))
		for i, s := range b.records {
			b.sessions[i] = s.snapshot()
		}
	}
	return b.sessions
}

// maxEnded is how many sessions are kept after their end; a page that is open
// for a shift must not grow with every customer.
const maxEnded = 200

// forget drops the sessions that became known first among those that ended and
// that nobody pinned, and counts them.
func (b *Book) forget() {
	ended := 0
	for _, s := range b.records {
		if s.ended && !s.pinned {
			ended++
		}
	}
	if ended <= maxEnded || b.ofFile {
		return
	}
	remaining := make([]*record, 0, len(b.records))
	for _, s := range b.records {
		if s.ended && !s.pinned && ended > maxEnded {
			ended--
			b.forgotten++
			b.historyBytes -= s.log.Size()
			maps.DeleteFunc(b.byID, func(_ string, other *record) bool { return other == s })
			b.written = slices.DeleteFunc(b.written, func(other *record) bool { return other == s })
			continue
		}
		remaining = append(remaining, s)
	}
	b.records = remaining
}

// Missed notes that since then nobody saw what happened to any session, and why.
// What is heard or read of a session next tells of that time, too.
func (b *Book) Missed(since time.Time, how string) {
	for _, s := range b.records {
		if s.unseen.none() && s.known() {
			s.unseen = absence{since: since, how: how}
		}
	}
}

// Alive notes that a poll was answered.
func (b *Book) Alive(at time.Time) {
	for _, s := range b.written {
		s.ledger.Alive(at)
	}
}

// A Note is what a person wrote about an event, a session or nothing special.
type Note struct {
	Time    time.Time
	Session string // "" for none
	Event   int    // its number in the session's history, 0 for none
	Until   int    // the last event of a range that begins with Event, 0 for that one alone
	Text    string // "" for a mark without words
}

// Annotate keeps a person's words.
func (b *Book) Annotate(n Note) {
	about, through := 0, 0
	if s := b.byID[n.Session]; s != nil {
		v := s.log.View()
		about, through = tapedAt(s.taped, v, n.Event), tapedAt(s.taped, v, n.Until)
	}
	b.note(n, about, through)
}

// note keeps a person's words; about and through are the observations that they
// speak of, as the tape numbers them, 0 for none. A range that does not go on in
// its session is its beginning.
func (b *Book) note(n Note, about, through int) {
	if n.Until <= n.Event || through <= about {
		n.Until, through = 0, 0
	}
	b.notes = append(b.notes[:len(b.notes):len(b.notes)], n)
	b.tape.put(capture.Observation{Kind: capture.Note, Time: n.Time, Session: n.Session, Text: n.Text, About: about, Through: through})
}

// Label keeps what a person calls a session and whether it stands on top.
func (b *Book) Label(at time.Time, session, name string, pinned bool) {
	s := b.byID[session]
	if s == nil {
		return
	}
	s.name, s.pinned, s.published = name, pinned, nil
	b.tape.put(s.labelled(at))
}

// labelled is the observation that says what a person calls a session.
func (s *record) labelled(at time.Time) capture.Observation {
	return capture.Observation{Kind: capture.Label, Time: at, Session: s.id, Text: s.name, Pinned: s.pinned}
}

// append records an event of a session under the observation that was taped
// last.
func (b *Book) append(s *record, e history.Event) history.Event {
	b.historyBytes -= s.log.Size()
	e = s.append(e)
	b.historyBytes += s.log.Size()
	s.taped = append(s.taped, b.tape.last)
	s.forgetTaped()
	b.newest = event{s.id, e.N, b.tape.last}
	b.shrink()
	return e
}

// forgetTaped lets go of what belongs to events that the log has dropped.
func (s *record) forgetTaped() {
	v := s.log.View()
	s.taped = s.taped[len(s.taped)-(v.Last()-v.First()+1):]
}

// shares is how many parts the room for all histories is divided into; one is
// dropped at a time.
const shares = 32

// shrink drops the oldest of the longest history when all of them together take
// more than they may.
func (b *Book) shrink() {
	most := b.options.HistoriesBudget
	if most == 0 || b.historyBytes <= most {
		return
	}
	long := b.records[0]
	for _, r := range b.records {
		if r.log.Size() > long.log.Size() {
			long = r
		}
	}
	before := long.log.Size()
	long.log.Shrink(before - most/shares)
	long.forgetTaped()
	long.published = nil
	b.historyBytes -= before - long.log.Size()
}

// states hands put the state of every session that goes on, as a reading would
// show it.
func (b *Book) states(put func(capture.Observation)) {
	for _, s := range b.records {
		if s.known() && !s.ended {
			put(capture.Observation{Kind: capture.Snapshot, Time: s.last, Session: s.id, Raw: s.resource()})
			if s.name != "" || s.pinned {
				put(s.labelled(s.last))
			}
		}
	}
}
