package capture

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// Begins reports whether a text begins with the first line of our own file.
func Begins(text []byte) bool {
	first, _, _ := bytes.Cut(text, []byte{'\n'})
	if h, err := readHead(first); err == nil {
		return h.Keytrail == "capture"
	}
	return bytes.HasPrefix(text, []byte(`{"keytrail":"capture"`)) // cut off in the first line
}

// A Reader reads what Write wrote.
type Reader struct {
	to      *Capture
	headed  bool
	version int
	rebuilt int64
	lost    []Observation // lines that cannot be used and have no place yet
	damaged int           // such lines in all
	begins  bool          // the next line is the first of its file
	apart   bool          // the numbers of this file do not go on where the one before ends
	old     int           // observations with a hash that is not computed any more
}

// Feed uses what it can of text, whose first byte stands at a position, and returns
// how much; last says that nothing follows.
func (f *Reader) Feed(text []byte, at Position, last bool) (used int, err error) {
	defer func() {
		if last || err != nil {
			f.place(math.MaxInt)
		}
	}()
	for {
		i := bytes.IndexByte(text[used:], '\n')
		if i < 0 {
			break
		}
		if err := f.takeLine(text[used:used+i], at.Line); err != nil {
			return used, err
		}
		used += i + 1
		at.Line++
	}
	if rest := bytes.TrimSpace(text[used:]); last && len(rest) > 0 {
		if rawjson.Check(rest) == nil { // only the end of the line is missing, which some editors take away
			return len(text), f.takeLine(rest, at.Line)
		}
		if !f.headed {
			return used, errors.New("capture: open: the capture is cut off in its first line; nothing of it can be read")
		}
		f.to.Report(at.Line, "the file is cut off in this line, which is left out")
		used = len(text)
	}
	return used, nil
}

func (f *Reader) takeLine(text []byte, at int) error {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	if !f.headed || bytes.HasPrefix(text, []byte(`{"keytrail":"capture"`)) {
		return f.head(text)
	}
	l, err := readLine(text)
	if err != nil {
		f.lose(text, at, "not readable: "+err.Error())
		return nil
	}
	known := false
	if l.Kind, known = KindOf(l.Word); !known {
		f.lose(text, at, fmt.Sprintf("kind %q is unknown", l.Word))
		return nil
	}
	return f.rebuild(l, text, at)
}

func (f *Reader) head(text []byte) error {
	h, err := readHead(text)
	if err != nil {
		return fmt.Errorf("capture: open: the first line of the capture is damaged: %w", err)
	}
	if h.Version < 1 || h.Version > Version {
		return fmt.Errorf("capture: open: the file is of version %d and this program reads versions 1 to %d; open it with the program that wrote it", h.Version, Version)
	}
	if !f.headed {
		f.to.Header = h.Header
	}
	f.headed, f.begins = true, true // a recording is many files, one behind the other
	f.version = max(f.version, h.Version)
	return nil
}

// rebuild appends the observation with its bytes, after checking them.
func (f *Reader) rebuild(l line, text []byte, at int) error {
	stored, err := l.body()
	if err != nil {
		f.lose(text, at, "its bytes are not readable: "+err.Error())
		return nil
	}
	raw, ok := f.to.packer.seen.build(l.Observation, stored)
	if f.rebuilt += int64(len(raw)); f.rebuilt > MaxRebuilt {
		return fmt.Errorf("capture: open: line %d: the file rebuilds to more than 8 GiB; reading stopped here", at)
	}
	if f.begins {
		f.begins, f.apart = false, l.N <= f.to.last
	}
	switch {
	case f.apart || l.N <= f.to.last || l.N > rawjson.MaxExact:
		f.lose(text, at, fmt.Sprintf("its number %d is not above the one before it", l.N))
	case stored.kind != noBody && !ok:
		f.lose(text, at, fmt.Sprintf("it builds on observation %d, which is not there", l.From))
	case stored.kind != noBody && !f.whole(l, raw):
		f.lose(text, at, "its bytes do not have the hash that was recorded")
	default:
		f.place(l.N)
		f.to.adopt(l.Observation, stored, raw)
	}
	return nil
}

// whole compares the bytes of a line with its hash. The hash of versions 1 and 2
// is not computed, and Source says so.
func (f *Reader) whole(l line, raw string) bool {
	if l.CRC32 == "" && l.SHA256 != "" {
		f.old++
		return true
	}
	return sum([]byte(raw)) == strings.ToLower(l.CRC32)
}

// lose keeps a line that cannot be used as a Stray, so that it is seen.
func (f *Reader) lose(text []byte, at int, why string) {
	f.damaged++
	f.to.Report(at, why)
	f.lost = append(f.lost, Observation{Kind: Stray, Time: stated(text), Text: fmt.Sprintf("line %d of the capture: %s", at, why), Raw: bytes.Clone(text)})
}

// place adds what was lost in front of a number, as far as there is room: a line that
// was put in pushes none of the others out.
func (f *Reader) place(before int) {
	for len(f.lost) > 0 && f.to.last+1 < before {
		f.to.Append(f.lost[0])
		f.lost = f.lost[1:]
	}
}

// Source says in one line what was understood.
func (f *Reader) Source() string {
	s := fmt.Sprintf("a capture of version %d: %d observations", f.version, f.to.Len()-f.damaged+len(f.lost))
	if f.damaged > 0 {
		s += fmt.Sprintf(", %d of its lines damaged", f.damaged)
	}
	if f.old > 0 {
		s += fmt.Sprintf("; %d have a hash of versions 1 and 2, which is not checked", f.old)
	}
	return s
}

// stated returns the time that a damaged line still says, the zero time for none.
func stated(line []byte) time.Time {
	_, behind, _ := bytes.Cut(line, []byte(`"time":"`))
	text, _, _ := bytes.Cut(behind, []byte{'"'})
	t, _ := time.Parse(time.RFC3339, string(text))
	return t
}

// NewReader returns a reader that adds what it reads to a capture.
func NewReader(to *Capture) *Reader { return &Reader{to: to} }
