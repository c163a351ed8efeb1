package capture

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// textFormat reads JSON wherever it stands in a text: one value per line, an
// array, a log, or a page with prose. What is not strict JSON goes through
// Repair.
type textFormat struct {
	to       *Capture
	begin    int64 // the offset of the line that is read
	array    bool  // between the brackets of an array that is the whole text
	begun    bool
	waiting  bool // a long value is open and was JSON when last looked at
	scan     scanner
	context  string // the prose in front of the next value
	timeless int    // how much of it has no time in it, in whole lines
	method   string // of the last request line
	address  string
	calendar calendar
	sample   sample
	run      run
	printed  bool   // what cannot be read was told of: maps as programs print them
	part     string // of a line that a container's log has cut
	found    found
	prose    int // lines
	vain     int // bytes that were read for commands that were none
	pace     *pace
}

// contextSize is how much of the prose in front of a value is kept in mind.
const contextSize = 2 << 10

func (f *textFormat) feed(text []byte, at position, last bool) (int, error) {
	used := 0
	for used < len(text) {
		n, err := f.next(text[used:], at, last)
		if err != nil || n == 0 {
			return used, err
		}
		if i := bytes.LastIndexByte(text[used:used+n], '\n'); i >= 0 {
			f.begin = at.offset + int64(i) + 1
		}
		at.offset += int64(n)
		at.line += bytes.Count(text[used:used+n], []byte{'\n'})
		used += n
	}
	if last {
		if f.run.newestFirst() {
			f.turn()
		}
		f.sample.flush(f)
	}
	return used, nil
}

// column returns where in its line a position is, from 1.
func (f *textFormat) column(at position) int { return int(at.offset-f.begin) + 1 }

// next uses one stretch of prose or one value, and returns how long it was, 0
// when more text is needed.
func (f *textFormat) next(text []byte, at position, last bool) (int, error) {
	if !f.begun {
		f.begun = true
		if n := f.bracket(text); n > 0 {
			return n, nil
		}
	}
	start := nextValue(viewed(text), f.pace)
	if start > 0 {
		return f.before(text, start, at, last), nil
	}
	if how := escapingOf(viewed(text)); how != unescaped && f.scan == (scanner{}) {
		return f.field(text, how, at, last), nil
	}
	if f.scan == (scanner{}) {
		switch body, n, whole, ok := f.chunked(text, last); {
		case ok && whole && rawjson.Check(bytes.TrimSpace(body)) == nil:
			f.value(bytes.TrimSpace(body), at)
			return n, nil
		case ok && !whole:
			return 0, nil
		}
	}
	looked := f.scan.pos
	end, state := f.scan.value(viewed(text), last)
	f.pace.spend(max(end, f.scan.pos) - looked)
	switch {
	case state == scanMore && f.hopeless(text):
		end = f.scan.pos
		f.scan = scanner{}
	case state == scanMore:
		return 0, nil
	case state == scanWhole && f.whole(text[:end]):
		f.value(text[:end], at)
		return end, nil
	}
	f.repair(text[:end], at)
	return end, nil
}

// whole reports whether a value can be taken as it stands.
func (f *textFormat) whole(value []byte) bool {
	f.pace.spend(2 * len(value))
	return rawjson.Check(value) == nil && !brokenURI(value)
}

// loose is how many bytes of an open value are waited for before it is looked
// at whether it is JSON at all.
const loose = 1 << 20

// hopeless reports whether a value that is still open is broken already, so
// that waiting for its end would swallow the rest of the text.
func (f *textFormat) hopeless(text []byte) bool {
	if len(text) < loose || f.waiting {
		return false
	}
	f.pace.spend(len(text))
	var broken *rawjson.Error
	f.waiting = !errors.As(rawjson.Check(text), &broken) || broken.Offset >= len(text)
	return !f.waiting
}

// bracket returns the length of the beginning of an array that is the whole
// text, 0 when it is none.
func (f *textFormat) bracket(text []byte) int {
	inside := bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\ufeff")), " \t\r\n")
	if len(inside) == 0 || inside[0] != '[' || nextValue(viewed(inside), f.pace) != 0 {
		return 0
	}
	f.array = true
	return len(text) - len(inside) + 1
}

// nextValue is nextDocument for text that may have escaped values in it, too.
func nextValue(text string, p *pace) int {
	return nextBracket(text, 0, p, func(s string, i int) bool {
		return opens(s, i) || fence(s[i:]) == 0 && escapingOf(s[i:]) != unescaped
	})
}

// before takes the prose and the commands in front of the value at start, and
// returns how long they were. Where there is no value yet, the last line is kept
// back until it is whole, because the time and the request of a value stand in
// it, or, when it is very long, as much of it as a value may have begun in.
func (f *textFormat) before(text []byte, start int, at position, last bool) (used int) {
	end := start
	if !last && start == len(text) {
		if end = bytes.LastIndexByte(text[:max(0, len(text)-lookAround)], '\n') + 1; end == 0 && len(text) > step {
			end = len(text) - lookAround
		}
	}
	looked := 0
	for looked < end {
		i, read := f.commandIn(viewed(text[looked:start]))
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
		f.toldOfMaps(string(text[used:end]), at.behind(text[:used]))
		f.skip(string(text[used:end]))
	}
	return max(used, end)
}

// mostVain is how many bytes of one text may be read for commands that turn out
// to be none: in a text that only seems to be full of them nobody looks for more.
const mostVain = 16 << 20

func (f *textFormat) commandIn(s string) (at int, read func(string) (command, int, bool)) {
	at = -1
	if f.vain < mostVain {
		at, read = commandIn(s)
	}
	f.pace.spend(cmp.Or(at+1, len(s)))
	return at, read
}

// toldOfMaps says once that a text has messages as Java prints maps, which does
// not tell texts from numbers, nor where a value ends.
func (f *textFormat) toldOfMaps(prose string, at position) {
	i := strings.Index(prose, "messageType=")
	if i < 0 || f.printed || !strings.Contains(prose[i:], "userData={") {
		return
	}
	f.printed = true
	at = at.behind([]byte(prose[:i]))
	f.to.Problems = append(f.to.Problems, Problem{at.offset, at.line,
		"messages stand here as Java prints them, {key=value}: texts and numbers look the same, and so do commas in and between values, so that they are not read; have the JSON itself logged"})
}

// skip takes prose.
func (f *textFormat) skip(prose string) {
	f.pace.spend(len(prose))
	f.prose += countLines(prose)
	if over := len(f.context) + len(prose) - contextSize; over > 0 {
		f.timeless = max(0, f.timeless-over)
		f.context = f.context[min(over, len(f.context)):]
	}
	f.context += prose[max(0, len(prose)-contextSize):]
}

// countLines counts the lines that hold more than blanks and commas.
func countLines(prose string) int {
	n := 0
	for line := range strings.SplitSeq(prose, "\n") {
		if strings.Trim(line, " \t\r,[]") != "" {
			n++
		}
	}
	return n
}

// guesses are the repairs that put something there that was not.
var guesses = map[string]bool{"a key without a value": true, "a missing comma": true, "a value without quotes, kept as text": true,
	"an object that is not closed": true, "a list that is not closed": true, "a string that is not closed": true,
	"a brace too many": true, "a bracket too many": true, "a quote that was not escaped": true}

// invented reports whether so much was guessed that the result is nobody's: more
// than a few repairs for each line, or several in what holds no name that is
// known.
func (f *textFormat) invented(p Piece) bool {
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
func (f *textFormat) repair(text []byte, at position) {
	for _, p := range repair(string(text), f.pace).Pieces {
		f.pace.spend(fixCost)
		here := position{at.offset + int64(p.Offset), at.line + p.Line - 1}
		if p.Kind == Document && f.invented(p) {
			p.Kind, p.Fixes, p.Why = Unread, nil, "not understood: it would take too many repairs to make JSON of it"
		}
		for _, fix := range p.Fixes {
			if fix.Line == 1 {
				fix.Column += f.column(at) - 1
			}
			fix.Offset += int(at.offset)
			fix.Line += at.line - 1
			f.to.Fixes = append(f.to.Fixes, fix)
		}
		switch p.Kind {
		case Prose:
			f.skip(p.Text)
		case Document:
			f.value(p.JSON, here)
		case Unread:
			f.to.Problems = append(f.to.Problems, Problem{here.offset, here.line, p.Why})
			f.add(Observation{Kind: Stray, Time: f.when(), Text: fmt.Sprintf("line %d: %s", here.line, p.Why), Raw: []byte(p.Text)})
		}
	}
}
