// Package text reads the messages of Web Services wherever they stand in a text:
// JSON Lines, logs of many programs, tickets, e-mails, pages of documentation, and
// commands that somebody copied.
//
// Start with [Reader]; its method object says what becomes of a JSON object.
//
// The one rule: nothing is invented. A text that takes guesses to be read is kept
// as it stands and called not understood, and each repair is listed.
//
// It does not repair by itself: that is package mend's.
package text

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/mend"
	"github.com/keytrail/keytrail/app/capture/scan"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/capture/stamp"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A Reader reads JSON wherever it stands in a text: one value per line, an array,
// a log, or a page with prose. What is not strict JSON goes through package mend.
type Reader struct {
	to       *capture.Capture
	begin    int64 // the offset of the line that is read
	array    bool  // between the brackets of an array that is the whole text
	begun    bool
	waiting  bool // a long value is open and was JSON when last looked at
	scan     scan.Scanner
	context  string // the prose in front of the next value
	timeless int    // how much of it has no time in it, in whole lines
	method   string // of the last request line
	address  string
	calendar stamp.Calendar
	sample   sample
	run      run
	printed  bool   // what cannot be read was told of: maps as programs print them
	part     string // of a line that a container's log has cut
	found    shape.Found
	words    bool // the line that is read has prose in it
	holds    bool // it has a value in it
	mixed    bool // some line has prose in it
	prose    int  // lines that have nothing else
	vain     int  // bytes that were read for commands that were none
	pace     *capture.Pace
	grows    bool // see NewGrowing
}

// contextSize is how much of the prose in front of a value is kept in mind.
const contextSize = 2 << 10

// Feed uses what it can of text, whose first byte stands at a position, and returns
// how much; last says that nothing follows.
func (f *Reader) Feed(text []byte, at capture.Position, last bool) (int, error) {
	used := 0
	for used < len(text) {
		n := f.next(text[used:], at, last)
		if n == 0 {
			return used, nil
		}
		if i := bytes.LastIndexByte(text[used:used+n], '\n'); i >= 0 {
			f.begin = at.Offset + int64(i) + 1
		}
		at.Offset += int64(n)
		at.Line += bytes.Count(text[used:used+n], []byte{'\n'})
		used += n
	}
	if last {
		f.endLine()
		if f.run.newestFirst() && !f.grows {
			f.turn()
		}
		f.sample.flush(f)
	}
	return used, nil
}

// column returns where in its line a position is, from 1.
func (f *Reader) column(at capture.Position) int { return int(at.Offset-f.begin) + 1 }

// next uses one stretch of prose or one value, and returns how long it was, 0
// when more text is needed.
func (f *Reader) next(text []byte, at capture.Position, last bool) int {
	if !f.begun {
		f.begun = true
		if n := f.bracket(text); n > 0 {
			return n
		}
	}
	start := nextValue(scan.View(text), f.pace)
	if start > 0 {
		return f.before(text, start, at, last)
	}
	if how := escapingOf(scan.View(text)); how != unescaped && f.scan == (scan.Scanner{}) {
		return f.field(text, how, at, last)
	}
	if f.scan == (scan.Scanner{}) {
		switch body, n, whole, ok := f.chunked(text, last); {
		case ok && whole && rawjson.Check(bytes.TrimSpace(body)) == nil:
			f.value(bytes.TrimSpace(body), at)
			return n
		case ok && !whole:
			return 0
		}
	}
	looked := f.scan.Pos
	end, state := f.scan.Value(scan.View(text), last)
	f.pace.Spend(max(end, f.scan.Pos) - looked)
	switch {
	case state == scan.More:
		if end = f.abandoned(text); end == 0 {
			return 0
		}
		f.scan = scan.Scanner{}
	case state == scan.Whole && f.whole(text[:end]):
		f.value(text[:end], at)
		return end
	}
	f.repair(text[:end], at)
	return end
}

// whole reports whether a value can be taken as it stands.
func (f *Reader) whole(value []byte) bool {
	f.pace.Spend(2 * len(value))
	return rawjson.Check(value) == nil && !brokenURI(value)
}

// loose is how many bytes of an open value are waited for before it is looked
// at whether it is JSON at all.
const loose = 1 << 20

// hopeless reports whether a value that is still open is broken already, so
// that waiting for its end would swallow the rest of the text.
func (f *Reader) hopeless(text []byte) bool {
	if len(text) < loose || f.waiting {
		return false
	}
	f.pace.Spend(len(text))
	var broken *rawjson.Error
	f.waiting = !errors.As(rawjson.Check(text), &broken) || broken.Offset >= len(text)
	return !f.waiting
}

// abandoned returns how much of a value that is open has no end, 0 where it may
// have one. In a text that is still being written it is the whole lines of a value
// that whoever writes it has given up: what was written behind it waits for nobody.
func (f *Reader) abandoned(text []byte) int {
	if f.hopeless(text) {
		return f.scan.Pos
	}
	if !f.grows || len(text) >= loose {
		return 0
	}
	lines := text[:bytes.LastIndexByte(text, '\n')+1]
	f.pace.Spend(len(lines))
	var broken *rawjson.Error
	if errors.As(rawjson.Check(lines), &broken) && broken.Offset < len(lines) {
		return len(lines)
	}
	return 0
}

// bracket returns the length of the beginning of an array that is the whole
// text, 0 when it is none.
func (f *Reader) bracket(text []byte) int {
	inside := bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\ufeff")), " \t\r\n")
	if len(inside) == 0 || inside[0] != '[' || nextValue(scan.View(inside), f.pace) != 0 {
		return 0
	}
	f.array = true
	return len(text) - len(inside) + 1
}

// nextValue returns where the next value begins, escaped or not, len(text) if none does.
func nextValue(text string, p *capture.Pace) int {
	return mend.NextBracket(text, 0, p, func(s string, i int) bool {
		return mend.Opens(s, i) || mend.Fence(s[i:]) == 0 && escapingOf(s[i:]) != unescaped
	})
}

// before takes the prose and the commands in front of the value at start, and
// returns how long they were. Where there is no value yet, the last line is kept
// back until it is whole, because the time and the request of a value stand in
// it, or, when it is very long, as much of it as a value may have begun in.
func (f *Reader) before(text []byte, start int, at capture.Position, last bool) (used int) {
	end := start
	if !last && start == len(text) {
		if end = bytes.LastIndexByte(text[:max(0, len(text)-mend.LookAround)], '\n') + 1; end == 0 && len(text) > longestLine {
			end = len(text) - mend.LookAround
		}
	}
	looked := 0
	for looked < end {
		i, read := f.commandIn(scan.View(text[looked:start]))
		if i < 0 {
			break
		}
		looked += i
		c, n, ok := f.command(text[looked:], read, last)
		if n == 0 || ok {
			f.skip(string(text[used:looked]))
			used = looked + n
		}
		if n == 0 {
			return used
		}
		looked += n
		if ok {
			f.asks(c)
		}
	}
	if used < end {
		f.toldOfMaps(string(text[used:end]), at.Behind(text[:used]))
		f.skip(string(text[used:end]))
	}
	return max(used, end)
}

// mostVain is how many bytes of one text may be read for commands that turn out
// to be none: in a text that only seems to be full of them nobody looks for more.
const mostVain = 16 << 20

func (f *Reader) commandIn(s string) (at int, read func(string) (command, int, bool)) {
	at = -1
	if f.vain < mostVain {
		at, read = commandIn(s)
	}
	f.pace.Spend(cmp.Or(at+1, len(s)))
	return at, read
}

// toldOfMaps says once that a text has messages as Java prints maps, which does
// not tell texts from numbers, nor where a value ends.
func (f *Reader) toldOfMaps(prose string, at capture.Position) {
	i := strings.Index(prose, "messageType=")
	if i < 0 || f.printed || !strings.Contains(prose[i:], "userData={") {
		return
	}
	f.printed = true
	at = at.Behind([]byte(prose[:i]))
	f.to.Report(at.Line, "messages stand here as Java prints them, {key=value}: texts and numbers look the same, and so do commas in and between values, so that they are not read; have the JSON itself logged")
}

// skip takes prose.
func (f *Reader) skip(prose string) {
	f.pace.Spend(len(prose))
	f.countLines(prose)
	if over := len(f.context) + len(prose) - contextSize; over > 0 {
		f.timeless = max(0, f.timeless-over)
		f.context = f.context[min(over, len(f.context)):]
	}
	f.context += prose[max(0, len(prose)-contextSize):]
}

// countLines counts the lines that hold more than blanks and commas, and no value.
func (f *Reader) countLines(prose string) {
	for i, line := range strings.Split(prose, "\n") {
		if i > 0 {
			f.endLine()
		}
		if strings.Trim(line, " \t\r,[]") != "" {
			f.words, f.mixed = true, true
		}
	}
}

func (f *Reader) endLine() {
	if f.words && !f.holds {
		f.prose++
	}
	f.words, f.holds = false, false
}

// guesses are the repairs that put something there that was not.
var guesses = map[string]bool{"a key without a value": true, "a missing comma": true, "a value without quotes, kept as text": true,
	"an object that is not closed": true, "a list that is not closed": true, "a string that is not closed": true,
	"a brace too many": true, "a bracket too many": true, "a quote that was not escaped": true}

// invented reports whether so much was guessed that nobody wrote the result: more
// than a few repairs for each line, or several in what holds no name that is
// known.
func (f *Reader) invented(p mend.Piece) bool {
	n := 0
	for _, fix := range p.Fixes {
		if guesses[fix.Why] {
			n++
		}
	}
	few := 3 + 2*strings.Count(p.Text, "\n")
	return n > few || n > 1 && !f.understands(p.JSON)
}

// brokenURI reports whether valid JSON holds a URI that a page has broken.
func brokenURI(raw []byte) bool {
	return bytes.Contains(raw, []byte(`"http: //`)) || bytes.Contains(raw, []byte(`"https: //`))
}

// repair reads text tolerantly; its first byte is at at.
func (f *Reader) repair(text []byte, at capture.Position) {
	for _, p := range mend.Repair(string(text), f.pace).Pieces {
		f.pace.Spend(mend.FixCost)
		here := capture.Position{Offset: at.Offset + int64(p.Offset), Line: at.Line + p.Line - 1}
		if p.Kind == mend.Document && f.invented(p) {
			p.Kind, p.Fixes, p.Why = mend.Unread, nil, "not understood: it would take too many repairs to make JSON of it"
		}
		for _, fix := range p.Fixes {
			if fix.Line == 1 {
				fix.Column += f.column(at) - 1
			}
			fix.Offset += int(at.Offset)
			fix.Line += at.Line - 1
			f.to.Fixes = append(f.to.Fixes, fix)
		}
		switch p.Kind {
		case mend.Prose:
			f.skip(p.Text)
		case mend.Document:
			f.value(p.JSON, here)
		case mend.Unread:
			f.holds = true
			f.to.Report(here.Line, p.Why)
			f.add(capture.Observation{Kind: capture.Stray, Time: f.when(), Text: fmt.Sprintf("line %d: %s", here.Line, p.Why), Raw: []byte(p.Text)})
		}
	}
}

// longestLine is how many bytes of a line are waited for in which no value begins.
const longestLine = 128 << 10

// NewReader returns a reader that adds what it reads to a capture.
func NewReader(to *capture.Capture) *Reader {
	return &Reader{to: to, pace: &capture.Pace{Rest: to.Turn}}
}

// NewGrowing is NewReader for a text that is still being written: nothing waits
// for its end, which would tell samples of documentation and lists of the newest
// first.
func NewGrowing(to *capture.Capture) *Reader {
	f := NewReader(to)
	f.grows, f.sample.large = true, true
	return f
}
