// Package report writes what leaves for people and for tests: a report in
// Markdown, the history of a key as CSV, JSON Patches, what a test may expect,
// and the difference of two states.
//
// Start with a [Session], which replaying a capture gives, and with the Write
// functions.
//
// The one rule: only what redact.Cut returned, and was replayed from that, may be
// written. Nothing is hidden here; all that is in it leaves.
//
// What it writes is not read again: captures and HAR files are, by the packages
// below capture.
package report

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Session is one session as replaying a capture shows it. Only a session
// that was replayed from what redact.Cut returned may leave.
type Session struct {
	ID, State string
	Data      *userdata.Map // userData at the end
	History   history.View
	Writes    []*proof.Proof
	Remarks   []Remark
	Who       func(e history.Event, key string) history.Author // who made an event's change of a key; nil takes the event's author for all of them
	Rest      func()                                           // called between events, as that of a Capture; nil for nothing
}

// A Remark is what a person wrote about an event of a session, about the events
// from one to another, or about the session.
type Remark struct {
	Time        time.Time
	First, Last int    // the events; Last is 0 for one, First too for none
	Text        string // "" for a mark without words
}

// who says who is believed to have made an event's change of a key.
func (s Session) who(e history.Event, key string) history.Author {
	if s.Who == nil {
		return e.Author
	}
	return s.Who(e, key)
}

// events iterates over the events that the history kept, oldest first.
func (s Session) events(yield func(history.Event) bool) {
	for n := max(s.History.First(), 1); n <= s.History.Last(); n++ {
		e, ok := s.History.Event(n)
		if !ok {
			continue
		}
		if s.Rest != nil {
			s.Rest()
		}
		if !yield(e) {
			return
		}
	}
}

// quoted appends s as a JSON text.
func quoted(b []byte, s string) []byte { return append(b, userdata.TextValue(s).Literal()...) }

// plural returns "1 key", "2 keys".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// origin begins the JSON object that says what a file of one session is and where it
// comes from.
func origin(what string, head capture.Header, s Session) []byte {
	b := quoted(fmt.Appendf(nil, `{"keytrail":%q,"version":1,"session":`, what), s.ID)
	b = quoted(append(b, `,"scope":`...), cmp.Or(head.Scope, "all"))
	return strconv.AppendBool(append(b, `,"redacted":`...), head.Redaction != nil)
}

// stamp writes a time with milliseconds, "" when it is unknown.
func stamp(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case capture.Dateless(t):
		return t.UTC().Format("15:04:05.000")
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}
