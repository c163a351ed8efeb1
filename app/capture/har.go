package capture

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// isHAR reports whether a text begins as HAR does: an object whose member log
// is an object.
func isHAR(text []byte) bool {
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

// harFormat reads HAR 1.2 (w3c.github.io/web-performance/specs/HAR) entry by
// entry. A long poll is written where it began and answered much later, so
// observations wait in a queue until nothing earlier can come.
type harFormat struct {
	to       *Capture
	inside   bool // between the brackets of entries
	behind   bool // behind them
	looked   int  // the bytes of the head that were looked at
	depth    int  // brackets that are open behind them
	by       string
	scan     scanner
	queue    queue
	late     []Observation // brought by polls of which nobody says when they ended
	found    found
	entries  int
	exchange int
	bodies   bodies
}

func (f *harFormat) feed(text []byte, at position, last bool) (int, error) {
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
		f.to.rest() // most entries of a browser are of no interest and add nothing
		n, more := f.entry(text[used:], at.behind(text[:used]), last)
		used += n
		if !more {
			break
		}
	}
	if last || f.behind {
		used = len(text)
	}
	if last {
		f.settle(f.queue.end())
		f.queue.release(f.to, time.Time{}, 0)
	}
	return used, nil
}

// behind returns the position behind text.
func (p position) behind(text []byte) position {
	return position{p.offset + int64(len(text)), p.line + bytes.Count(text, []byte{'\n'})}
}

// head returns the offset behind the bracket that opens entries, -1 when it is
// not there yet.
func (f *harFormat) head(text []byte) int {
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
					f.notes(log)
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
	err := readMembers(log, func(m *member) {
		if m.name != "creator" && m.name != "browser" {
			return
		}
		var p [2]string
		m.object(func(m *member) {
			switch m.name {
			case "name":
				m.text(&p[0])
			case "version":
				m.text(&p[1])
			}
		})
		programs[m.name] = p
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
func (f *harFormat) entry(text []byte, at position, last bool) (used int, more bool) {
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
		if n < 0 && !last && len(rest) < step {
			return skipped, false
		}
		if n < 0 {
			n = len(rest)
		}
		f.entries++
		f.stray(at.behind(text[:skipped]), rest[:n], fmt.Sprintf("entry %d: not an object", f.entries))
		return skipped + n, true
	}
	end, state := f.scan.value(viewed(rest), last)
	switch state {
	case scanMore:
		return skipped, false
	case scanBroken:
		f.stopped(at.behind(text[:skipped]), rest[:end], "the HAR ends inside an entry, which is left out")
		return skipped + end, false
	}
	f.entries++
	if err := f.take(rest[:end], at.behind(text[:skipped])); err != nil {
		f.stray(at.behind(text[:skipped]), rest[:end], fmt.Sprintf("entry %d: %v", f.entries, err))
	}
	return skipped + max(end, 1), true
}

// stopped notes where reading stopped and keeps what could not be used.
func (f *harFormat) stopped(at position, rest []byte, why string) {
	f.inside, f.behind = false, true
	f.stray(at, rest, why)
}

func (f *harFormat) stray(at position, raw []byte, why string) {
	f.to.Problems = append(f.to.Problems, Problem{at.offset, at.line, why})
	if len(raw) > 0 {
		f.found.strays++
		f.queue.add(Observation{Kind: Stray, Time: stated(raw, "startedDateTime"), Text: fmt.Sprintf("line %d: %s", at.line, why), Raw: bytes.Clone(raw)})
	}
}
