// Package history is a session's append-only log of everything observed.
package history

import (
	"time"

	"github.com/keytrail/keytrail/app/userdata"
)

// A Kind says how something became known.
type Kind uint8

// The kinds. Their String is the data-kind word of the timeline where no notificationType says it better.
const (
	Notification Kind = iota // GWS published it
	Snapshot                 // the first state read when the session became known
	Reread                   // the session was read again and equalled what was known
	Gap                      // an interval that was not observed; Changes happened somewhere inside it
	Write                    // this page sent a write
	Reply                    // the write's reply
	Stray                    // received, but not understood; Raw and Note say what and why
)

func (k Kind) String() string {
	return [...]string{"notification", "snapshot", "reread", "gap", "write", "reply", "stray"}[k]
}

// An Author says who is believed to have made a change.
type Author uint8

// The authors. String: "first seen", "you", "routing", "another client", "unknown".
const (
	FirstSeen Author = iota
	You
	Routing
	AnotherClient
	Unknown
)

func (a Author) String() string {
	return [...]string{"first seen", "you", "routing", "another client", "unknown"}[a]
}

// An Event is one thing observed. Events are numbered from 1 in the order they were observed.
type Event struct {
	N                       int
	Time                    time.Time // when it was observed; the end of the interval for a Gap
	Since                   time.Time // the beginning of the interval for a Gap, else zero
	Kind                    Kind
	Type                    string // notificationType as GWS spelled it, or the operation of a write
	ReferenceID             string // literal of referenceId, "" when there was none
	Author                  Author
	Write                   int    // number of the own write this belongs to, 0 for none
	Note                    string // in words: "TestName joined", why a message was not understood
	Raw                     []byte // the message, kept for Stray events only
	Added, Removed, Changed int    // counts of Changes by kind (Changed counts every kind but those two)
	Changes                 []userdata.Change
}

// A Log is one session's history. One goroutine appends; Views may be read by any.
type Log struct{ _ int }

// New returns a Log that keeps about budget bytes and drops its oldest checkpoints beyond that, recording the drop.
func New(budget int) *Log { return &Log{} }

// Append records e, whose state afterwards is data, and returns it with N, Changes and counts filled in. A nil data means unchanged.
func (l *Log) Append(e Event, data *userdata.Map) Event { return e }

// View returns what the log holds now; later appends do not change it.
func (l *Log) View() View { return View{} }

// A View is an immutable reading of a Log. The zero View is empty.
type View struct{ _ int }

// First and Last return the numbers of the oldest and newest event kept, 0 when empty.
func (v View) First() int { return 0 }
func (v View) Last() int  { return 0 }

// Dropped returns how many events were dropped to stay in the budget.
func (v View) Dropped() int { return 0 }

// Size returns the bytes held, roughly.
func (v View) Size() int { return 0 }

// Event returns event n; ok is false when it was dropped or never was.
func (v View) Event(n int) (e Event, ok bool) { return Event{}, false }

// At returns the state after event n.
func (v View) At(n int) *userdata.Map { return nil }

// Between returns what changed from the state after event a to the state after event b; a may be greater than b.
func (v View) Between(a, b int) []userdata.Change { return nil }

// KeyHistory returns the events that touched key, oldest first, each with only that key's changes.
func (v View) KeyHistory(key string) []Event { return nil }

// LastWriter returns the newest event not after n that touched key. Cheap enough to call for each visible row.
func (v View) LastWriter(key string, n int) (Event, bool) { return Event{}, false }

// Touching returns the numbers of the events that touched key, ascending.
func (v View) Touching(key string) []int { return nil }
