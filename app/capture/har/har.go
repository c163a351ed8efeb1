// Package har reads and writes HAR 1.2, the archives that browsers and proxies
// save (w3c.github.io/web-performance/specs/HAR).
//
// Start with [Reader] and [Write].
//
// The one rule: what is written is valid for every other viewer, and opened again
// it gives the same observations in the same order. Members named _keytrail, which
// others pass over, hold what HAR has no place for.
//
// It is not a viewer of traffic: of requests to other places than Web Services
// it keeps how many there were.
package har

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/scan"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/capture/stamp"
	"github.com/keytrail/keytrail/app/rawjson"
)

// Begins reports whether a text begins as HAR does: an object whose member log
// begins as that of HAR. Some programs put it into another object or into a list.
func Begins(text []byte) bool {
	for of := ""; ; {
		text = bytes.TrimLeft(text, "[{ \t\r\n")
		if len(text) == 0 {
			return of == "log"
		}
		name, rest, _ := bytes.Cut(text[1:], []byte{'"'})
		if of == "log" {
			return slices.Contains([]string{"version", "creator", "browser", "pages", "entries", "comment"}, string(name)) || bytes.HasPrefix(name, []byte{'_'})
		}
		text = bytes.TrimLeft(rest, " \t\r\n:")
		if len(text) == 0 || text[0] != '{' {
			return false
		}
		of = string(name)
	}
}

// A Reader reads HAR 1.2 entry by entry. A long poll is written where it began
// and answered much later, so observations wait in a queue until nothing earlier
// can come.
type Reader struct {
	to       *capture.Capture
	inside   bool // between the brackets of entries
	over     bool // what follows cannot be read
	logs     int  // whose entries were begun
	base     int  // the last number of those before this one
	looked   int  // the bytes in front of entries that were looked at
	depth    int  // brackets that are open behind them
	log      int  // where the log begins
	within   int  // brackets that are open in front of its members, 0 outside of one
	end      int  // where the outermost bracket behind a log is closed, 0 before
	by       string
	scan     scan.Scanner
	queue    queue
	late     []capture.Observation // brought by polls whose end the file does not say
	found    shape.Found
	entries  int
	exchange int
	bodies   bodies
	bodiless int // replies that had a body which nobody kept
}

// Feed uses what it can of text, whose first byte stands at a position, and returns
// how much; last says that nothing follows.
func (f *Reader) Feed(text []byte, at capture.Position, last bool) (int, error) {
	used := 0
	for n, more := 0, true; more && !f.over; used += n {
		if !f.inside {
			n, more = f.head(text[used:])
			continue
		}
		f.to.Turn() // most entries of a browser are of no interest and add nothing
		n, more = f.entry(text[used:], at.Behind(text[:used]), last)
	}
	if behind := used + f.end; last && !f.over && f.logs == 0 {
		f.stopped(at, text, "the HAR ends before its entries")
	} else if last && f.end > 0 && len(bytes.TrimSpace(text[behind:])) > 0 {
		f.to.Report(at.Behind(text[:behind]).Line, "what stands behind the HAR is left out: it has no entries")
	}
	if last || f.over {
		used = len(text)
	}
	if last {
		f.flush()
	}
	return used, nil
}

// flush lets go of all that waits.
func (f *Reader) flush() {
	f.placeLate(f.queue.end())
	f.queue.release(f.to, time.Time{}, 0)
}

// head looks for the bracket that opens the entries of a log, also of one behind
// another, and returns the offset behind it.
func (f *Reader) head(text []byte) (used int, found bool) {
	for i := f.looked; i < len(text); i++ {
		f.looked = i // a head of many megabytes comes in slices, and is read once
		switch text[i] {
		case '{', '[':
			f.depth++
		case '}', ']':
			if f.depth--; f.depth < f.within {
				f.within = 0
			}
			if f.depth == 0 && f.logs > 0 && f.end == 0 {
				f.end = i + 1
			}
		case '"':
			end, err := rawjson.Skip(text, i)
			if err != nil {
				return 0, false
			}
			rest := bytes.TrimLeft(text[end:], " \t\r\n:")
			if len(rest) == 0 {
				return 0, false // what is behind tells whether it is a key, and of what
			}
			switch behind := len(text) - len(rest); {
			case rest[0] == '{' && f.within == 0 && string(text[i:end]) == `"log"`:
				f.log, f.within = behind, f.depth+1
			case rest[0] == '[' && f.depth == f.within && string(text[i:end]) == `"entries"`:
				f.begin(text[f.log:i])
				return behind + 1, true
			}
			i = end - 1
		}
		f.looked = i + 1
	}
	return 0, false
}

// begin takes in what a log has in front of its entries.
func (f *Reader) begin(head []byte) {
	if f.logs++; f.logs > 1 {
		f.flush()
		f.base = f.to.Last()
	}
	f.inside, f.looked, f.log, f.end = true, 0, 0, 0
	log := append(slices.Clip(bytes.TrimRight(head, " \t\r\n,")), '}')
	if by := creator(log); f.by == "" {
		f.by = by
	} else if by != "" && by != f.by {
		f.by += " and " + by
	}
	f.own(log)
}

// creator returns the name of the program that wrote the HAR, from what stands
// in front of the entries; "" when it stands behind them.
func creator(log []byte) string {
	programs := map[string][2]string{} // names and versions
	err := rawjson.Fields(log, func(m *rawjson.Field) {
		if m.Name == "creator" || m.Name == "browser" {
			programs[m.Name] = readPair(m, "name", "version")
		}
	})
	by := programs["browser"]
	if by[0] == "" {
		by = programs["creator"]
	}
	if err != nil {
		return ""
	}
	return strings.TrimSpace(by[0] + " " + by[1])
}

// entry uses one entry or what stands between entries. more is false when the
// text does not hold another one.
func (f *Reader) entry(text []byte, at capture.Position, last bool) (used int, more bool) {
	rest := bytes.TrimLeft(text, " \t\r\n,")
	skipped := len(text) - len(rest)
	switch {
	case len(rest) == 0:
		if last {
			f.stopped(at, nil, "the HAR ends between its entries")
		}
		return skipped, false
	case rest[0] == ']':
		f.inside = false
		return skipped + 1, true
	}
	if rest[0] != '{' && rest[0] != '[' {
		n := bytes.IndexAny(rest, "{[]")
		if n < 0 && !last && len(rest) < longestJunk {
			return skipped, false
		}
		if n < 0 {
			n = len(rest)
		}
		f.entries++
		f.stray(at.Behind(text[:skipped]), rest[:n], fmt.Sprintf("entry %d: not an object", f.entries))
		return skipped + n, true
	}
	end, state := f.scan.Value(scan.View(rest), last)
	switch state {
	case scan.More:
		return skipped, false
	case scan.Broken:
		f.stopped(at.Behind(text[:skipped]), rest[:end], "the HAR ends inside an entry, which is left out")
		return skipped + end, false
	}
	f.entries++
	if err := f.take(rest[:end], at.Behind(text[:skipped])); err != nil {
		f.stray(at.Behind(text[:skipped]), rest[:end], fmt.Sprintf("entry %d: %v", f.entries, err))
	}
	return skipped + max(end, 1), true
}

// stopped notes where reading stopped and keeps what could not be used.
func (f *Reader) stopped(at capture.Position, rest []byte, why string) {
	f.over = true
	f.stray(at, rest, why)
}

func (f *Reader) stray(at capture.Position, raw []byte, why string) {
	f.to.Report(at.Line, why)
	if len(raw) > 0 {
		f.found.Count(capture.Stray)
		started := stamp.Stated(raw, "startedDateTime")
		f.queue.add(capture.Observation{Kind: capture.Stray, Time: started, Text: fmt.Sprintf("line %d: %s", at.Line, why), Raw: bytes.Clone(raw)}, started)
	}
}

// longestJunk is how many bytes between two entries are waited for, when they are
// no entry.
const longestJunk = 128 << 10

// NewReader returns a reader that adds what it reads to a capture. files returns the
// bodies that stand beside the HAR, and may be nil.
func NewReader(to *capture.Capture, files func(name string) ([]byte, error)) *Reader {
	return &Reader{to: to, bodies: bodies{files: files}}
}
