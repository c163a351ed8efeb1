// Package capture holds what was observed of a conversation's data, small and in
// order, and is the program's own file of it, which CAPTURE.md describes.
//
// Start with [Capture], its methods Append and All, and [Write]. Each craft around
// it has a room below: open recognises a file of any kind and reads it by means
// of this package, har or text; mend repairs JSON; redact takes secrets and
// personal data out. They share shape, which tells what a JSON object of Web
// Services is, stamp for timestamps, scan for text that arrives in slices, and
// words for letters and names.
//
// The one rule: whatever leaves the program is a capture that redact.Cut returned.
// Every writer writes what it is given.
//
// The package does not interpret: it says in what order which bytes were seen.
// Sessions, histories and verdicts are made of that by replaying All.
package capture

import (
	"iter"
	"slices"
	"strings"
	"time"
)

// A Kind says what was observed.
type Kind uint8

// The kinds of observations.
const (
	Request      Kind = iota // a request was sent; Raw is its body
	Reply                    // its answer came, or the word that none would; Raw is the body
	Notification             // Raw is the data of one Bayeux message
	Snapshot                 // Raw is one session as it was read or printed
	Gap                      // nothing was received from Since to Time and something may have been missed
	Mark                     // a person marked the observation About
	Note                     // a person or a program wrote Text
	Stray                    // something that was not understood; Raw is it, Text says why
	Label                    // a person called Session by the name Text, or pinned it
)

var kindNames = [...]string{"request", "reply", "notification", "snapshot", "gap", "mark", "note", "stray", "label"}

// String returns the kind's word in the file: "request", "notification", ….
func (k Kind) String() string { return kindNames[k] }

// KindOf returns the kind that a word of the file names.
func KindOf(word string) (Kind, bool) {
	i := slices.Index(kindNames[:], word)
	return Kind(max(i, 0)), i >= 0
}

// An Observation is one thing that was seen. Fields that do not apply, or that
// the source did not say, are zero.
type Observation struct {
	N        int         // its number, from 1 and ascending; Append sets it, a damaged file has gaps
	Kind     Kind        //
	Time     time.Time   // when it was seen; zero when the source does not say, the order still counts
	Since    time.Time   // the beginning of a Gap
	Session  string      // the session it belongs to; prefer it to an id found in URL or Raw
	Exchange int         // the same for a Request and its Reply, from 1; 0 for none
	Method   string      // of a Request
	URL      string      // of a Request, as the source has it: absolute, or a path
	Status   int         // the HTTP status of a Reply; 0 when no response came
	Header   [][2]string // of a Request or Reply, in order
	Channel  string      // the Bayeux channel of a Notification
	Meta     bool        // CometD traffic: what it carries follows as Notifications
	About    int         // the observation that a Mark or Note speaks of, 0 for none
	Through  int         // the last one it speaks of, where it speaks of all from About on; else 0
	Text     string      // the words of a Mark, Note or Gap; the name of a Label; why no reply came; why a Stray is one
	Pinned   bool        // of a Label: the session stands on top
	Raw      []byte      // the bytes as they were seen; nil when there were none
}

// A Capture is an ordered list of observations, kept small: a body is stored as
// what differs from an earlier one. The zero Capture is empty and ready. One
// goroutine may use it at a time.
type Capture struct {
	Header     Header
	Understood string    // one line on what was opened: "HAR 1.2 by Firefox: 12 requests, …"
	Fixes      []Fix     // the repairs that opening took
	Problems   []Problem // what could not be read, and where

	// Rest is called after each few kilobytes of work by whatever fills the capture
	// or goes through it, and a cut of it has it, too: a page lets the browser have its turn
	// there, however long the capture is, or one value in it. It may end the
	// goroutine with runtime.Goexit where nobody wants the result any more. Nil is
	// for those who need no rest.
	Rest func()

	records   *records // nil for none
	packer    packer
	last      int  // the number of the last observation
	reordered bool // Clear was called
}

// A Header says what a capture is.
type Header struct {
	Created   time.Time  // when the file was written; zero before
	Source    string     // what the observations were first read from, "" when they were made live
	Scope     string     // in words: "all", "session 0000Wa9CAM6W00J"
	Redaction *Redaction // what was hidden; nil when only credentials were removed
	Cleaned   bool       // a HAR says that it is an export of ours, without credentials
}

// Append adds o at the end, numbers it and returns its number. It copies what
// it keeps. Characters outside of Raw that are not UTF-8 become U+FFFD.
func (c *Capture) Append(o Observation) int {
	o.N = c.last + 1
	c.Put(o)
	return o.N
}

// Put is Append for an observation that keeps its own number, which must be
// above that of the last one.
func (c *Capture) Put(o Observation) {
	for _, s := range []*string{&o.Session, &o.Method, &o.URL, &o.Channel, &o.Text} {
		*s = strings.ToValidUTF8(*s, "\ufffd")
	}
	o.Header = validHeader(o.Header)
	c.packer.pace.Rest = c.Rest
	c.add(o, c.packer.pack(o), len(o.Raw))
}

// Still returns c as it is now. It shares what c holds, which costs next to
// nothing, and somebody else may go through it while c grows.
func (c *Capture) Still() *Capture {
	still := *c
	still.records, still.packer = c.records.still(), packer{}
	return &still
}

// adopt adds o, whose number is above the last one's and whose bytes are raw,
// with the body that a file had for it.
func (c *Capture) adopt(o Observation, b body, raw string) {
	if b.kind != noBody {
		c.packer.seen.put(o, raw, 0)
	}
	c.add(o, b, len(raw))
}

func (c *Capture) add(o Observation, b body, size int) {
	if c.records == nil {
		c.records = newRecords()
	}
	c.records.add(&o, b)
	c.records.bodies += size
	c.last = o.N
	c.Turn()
}

// Turn calls Rest, where there is one.
func (c *Capture) Turn() {
	if c.Rest != nil {
		c.Rest()
	}
}

func validHeader(h [][2]string) [][2]string {
	var out [][2]string
	for _, f := range h {
		out = append(out, [2]string{strings.ToValidUTF8(f[0], "\ufffd"), strings.ToValidUTF8(f[1], "\ufffd")})
	}
	return out
}

// Len returns the number of observations.
func (c *Capture) Len() int {
	if c.records == nil {
		return 0
	}
	return c.records.n
}

// Bodies returns how many bytes the observations have, see [Observation.Raw].
func (c *Capture) Bodies() int {
	if c.records == nil {
		return 0
	}
	return c.records.bodies
}

// Size returns about how many bytes of memory the observations take.
func (c *Capture) Size() int {
	if c.records == nil {
		return 0
	}
	return c.records.size
}

// Count returns how many observations of a kind there are.
func (c *Capture) Count(k Kind) int {
	n := 0
	for o := range c.Outlines() {
		if o.Kind == k {
			n++
		}
	}
	return n
}

// All iterates over the observations in order, rebuilding the bytes of each.
// The bytes are the caller's. What is added meanwhile is iterated over, too.
func (c *Capture) All() iter.Seq[Observation] {
	return func(yield func(Observation) bool) {
		var seen bases
		for r := (recordReader{records: c.records}); ; {
			c.Turn()
			o, b, ok := r.next(true)
			if !ok {
				return
			}
			if raw, ok := seen.build(o, b); ok {
				o.Raw = []byte(raw)
				seen.put(o, raw, 0)
			}
			c.Turn() // the bytes were copied
			if !yield(o) {
				return
			}
		}
	}
}

// Clear takes everything out of c, which is then filled again in another order.
func (c *Capture) Clear() {
	c.records, c.packer, c.last, c.reordered = nil, packer{}, 0, true
}

// Drain takes the observations out of c and returns them, so that a capture which
// does not end takes no more room as it grows. Those that come next are numbered
// from 1 again.
func (c *Capture) Drain() []Observation {
	list := slices.Collect(c.All())
	c.records, c.packer, c.last = nil, packer{}, 0
	return list
}

// Reordered reports whether c was cleared to put its observations in another
// order: whoever goes through it while it grows begins again.
func (c *Capture) Reordered() bool { return c.reordered }

// Last returns the number of the last observation, 0 for none.
func (c *Capture) Last() int { return c.last }

// Outlines iterates over the observations in order, without their bytes.
func (c *Capture) Outlines() iter.Seq[Observation] {
	return func(yield func(Observation) bool) {
		for r := (recordReader{records: c.records}); ; {
			if o, _, ok := r.next(false); !ok || !yield(o) {
				return
			}
		}
	}
}

// Report adds what could not be read in a line.
func (c *Capture) Report(line int, text string) {
	c.Problems = append(c.Problems, Problem{line, text})
}

// Dateless reports whether a time is a time of day whose date the source does not
// say: its year is 0.
func Dateless(t time.Time) bool { return t.UTC().Year() == 0 }
