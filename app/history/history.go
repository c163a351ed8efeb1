// Package history is a session's append-only log of everything observed:
// notifications, replies, re-reads, gaps and our own writes.
//
// Start with New and Log.Append, and with Log.View to read: View.At is the
// state after an event, and View.LastWriter who wrote a key.
//
// The one rule: one goroutine appends. Views are immutable and may be read by
// any goroutine, whatever is appended meanwhile.
//
// It does not judge: authors and kinds are what the caller says they are.
package history

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/userdata"
)

// A Kind says how something became known.
type Kind uint8

// The kinds. Their String is the data-kind word of the timeline where no
// notificationType says it better.
const (
	Notification Kind = iota // GWS published it
	Snapshot                 // the first state read when the session became known
	Reread                   // the session was read again and equalled what was known
	Gap                      // an interval that was not observed; Changes happened somewhere inside it
	Write                    // this page sent a write
	Reply                    // the write's reply
	Stray                    // received, but not understood or Foreign; Raw and Note say what and why
)

// String returns "notification", "snapshot", "reread", "gap", "write",
// "reply", "stray".
func (k Kind) String() string {
	return [...]string{"notification", "snapshot", "reread", "gap", "write", "reply", "stray"}[k]
}

// An Author says who is believed to have made a change.
type Author uint8

// The authors.
const (
	FirstSeen Author = iota // stood there when the session became known
	You
	Routing
	AnotherClient
	Unknown
	Repeated // you, if the browser sent a write of yours a second time
)

// String returns "first seen", "you", "routing", "another client", "unknown",
// "you, possibly repeated".
func (a Author) String() string {
	return [...]string{"first seen", "you", "routing", "another client", "unknown", "you, possibly repeated"}[a]
}

// An Event is one thing observed. Events are numbered from 1 in the order they
// were observed. Whoever gets one must not change its slices.
type Event struct {
	N           int
	Time        time.Time // when it was observed; the end of the interval for a Gap
	Since       time.Time // the beginning of the interval for a Gap, else zero
	Kind        Kind
	Author      Author
	Foreign     bool   // a Stray that is in order, but about no interaction
	Reordered   bool   // the keys came in another order
	Type        string // notificationType as GWS spelled it, or the operation of a write
	ReferenceID string // literal of referenceId, "" when there was none
	State       string // the session's state behind it, as GWS spelled it; "" when unknown
	Write       int    // number of our own write that this belongs to, 0 for none
	Note        string // in words: "TestName joined", why a message was not understood
	Raw         []byte // the message, kept for Stray events only

	// Counts of Changes by kind; Changed counts every kind but those two. A
	// map whose keys only came in another order has no Changes: only Reordered
	// says so.
	Added, Removed, Changed int
	Changes                 []userdata.Change
}

// Brought reports whether an event shows what a session brought along when it
// became known. It was there before, so nothing of it was added.
func (e Event) Brought() bool { return e.Kind == Snapshot || e.Author == FirstSeen }

// Change returns the event's first change of a key; ok is false where there is
// none.
func (e Event) Change(key string) (c userdata.Change, ok bool) {
	i := slices.IndexFunc(e.Changes, func(c userdata.Change) bool { return c.Key == key })
	if i < 0 {
		return c, false
	}
	return e.Changes[i], true
}

// count fills the counts in from Changes.
func (e *Event) count() {
	e.Added, e.Removed, e.Changed = 0, 0, 0
	for _, c := range e.Changes {
		switch {
		case c.Path == "" && c.Kind == userdata.Added:
			e.Added++
		case c.Path == "" && c.Kind == userdata.Removed:
			e.Removed++
		default:
			e.Changed++
		}
	}
}
