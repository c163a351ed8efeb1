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
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/scan"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/capture/stamp"
	"github.com/keytrail/keytrail/app/rawjson"
)

// Begins reports whether a text begins as HAR does: an object whose member log
// is an object.
func Begins(text []byte) bool {
	rest, ok := bytes.CutPrefix(text, []byte{'{'})
	if !ok {
		return false
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if rest, ok = bytes.CutPrefix(rest, []byte(`"log"`)); !ok {
		return false
	}
	rest = bytes.TrimLeft(rest, " \t\r\n:")
	return len(rest) > 0 && rest[0] == '{'
}

// A Reader reads HAR 1.2 entry by entry. A long poll is written where it began
// and answered much later, so observations wait in a queue until nothing earlier
// can come.
type Reader struct {
	to       *capture.Capture
	inside   bool // between the brackets of entries
	behind   bool // behind them
	looked   int  // the bytes of the head that were looked at
	depth    int  // brackets that are open behind them
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
	if !f.inside && !f.behind {
		n := f.head(text)
		if n < 0 {
			if last {
				f.stopped(at, text, "the HAR ends before its entries")
				return len(text), nil
			}
			return 0, nil
		}
		used = n
	}
	for f.inside {
		f.to.Turn() // most entries of a browser are of no interest and add nothing
		n, more := f.entry(text[used:], at.Behind(text[:used]), last)
		used += n
		if !more {
			break
		}
	}
	if last || f.behind {
		used = len(text)
	}
	if last {
		f.placeLate(f.queue.end())
		f.queue.release(f.to, time.Time{}, 0)
	}
	return used, nil
}

// head returns the offset behind the bracket that opens entries, -1 when it is
// not there yet.
func (f *Reader) head(text []byte) int {
	for i := f.looked; i < len(text); i++ {
		f.looked = i // a head of many megabytes comes in slices, and is read once
		switch text[i] {
		case '{', '[':
			f.depth++
		case '}', ']':
			f.depth--
		case '"':
			end, err := rawjson.Skip(text, i)
			if err != nil {
				return -1
			}
			if f.depth == 2 && string(text[i:end]) == `"entries"` {
				if len(bytes.TrimLeft(text[end:], " \t\r\n:")) == 0 {
					return -1 // what is behind the key tells whether it is the one
				}
				if n := bracketBehind(text[end:]); n > 0 {
					f.inside = true
					log := opened(text[:i])
					f.by = creator(log)
					f.own(log)
					return end + n
				}
			}
			i = end - 1
		}
		f.looked = i + 1
	}
	return -1
}

// bracketBehind returns the length of the colon and bracket s begins with, 0
// when it does not.
func bracketBehind(s []byte) int {
	rest := bytes.TrimLeft(s, " \t\r\n")
	if rest, ok := bytes.CutPrefix(rest, []byte{':'}); ok {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if len(rest) > 0 && rest[0] == '[' {
			return len(s) - len(rest) + 1
		}
	}
	return 0
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
		f.inside, f.behind = false, true
		return skipped + 1, false
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
	f.inside, f.behind = false, true
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
