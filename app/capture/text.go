package capture

import (
	"bytes"
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
	array    bool // between the brackets of an array that is the whole text
	begun    bool
	waiting  bool // a long value is open and was JSON when last looked at
	scan     scanner
	context  string // the prose in front of the next value
	method   string // of the last request line
	address  string
	calendar calendar
	sample   sample
	found    found
	prose    int // lines
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
		at.offset += int64(n)
		at.line += bytes.Count(text[used:used+n], []byte{'\n'})
		used += n
	}
	if last {
		f.sample.flush(f)
	}
	return used, nil
}

// next uses one stretch of prose or one value, and returns how long it was, 0
// when more text is needed.
func (f *textFormat) next(text []byte, at position, last bool) (int, error) {
	if !f.begun {
		f.begun = true
		if n := f.bracket(text); n > 0 {
			return n, nil
		}
	}
	start := nextValue(text)
	switch i, read := commandIn(string(text[:start])); {
	case i > 0:
		return f.skip(string(text[:i]), true), nil
	case i == 0:
		return f.command(text, read, at, last), nil
	}
	if start > 0 {
		return f.skip(string(text[:start]), last || start < len(text) || len(text) > step), nil
	}
	if how := escapingOf(string(text[:min(len(text), lookAround)])); how != unescaped && f.scan == (scanner{}) {
		return f.field(text, how, at, last), nil
	}
	end, state := f.scan.value(text, last)
	switch {
	case state == scanMore && f.hopeless(text):
		end = f.scan.pos
		f.scan = scanner{}
	case state == scanMore:
		return 0, nil
	case state == scanWhole && rawjson.Check(text[:end]) == nil && !brokenURI(text[:end]):
		f.value(text[:end], at)
		return end, nil
	}
	f.repair(text[:end], at)
	return end, nil
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
	var broken *rawjson.Error
	f.waiting = !errors.As(rawjson.Check(text), &broken) || broken.Offset >= len(text)
	return !f.waiting
}

// bracket returns the length of the beginning of an array that is the whole
// text, 0 when it is none.
func (f *textFormat) bracket(text []byte) int {
	inside := bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\ufeff")), " \t\r\n")
	if len(inside) == 0 || inside[0] != '[' || nextValue(inside) != 0 {
		return 0
	}
	f.array = true
	return len(text) - len(inside) + 1
}

// nextValue is nextDocument for text of any length.
func nextValue(text []byte) int {
	for i := 0; i < len(text); i++ {
		n := bytes.IndexAny(text[i:], "{[")
		if n < 0 {
			break
		}
		i += n
		from := max(0, i-lookAround)
		window := string(text[from:min(len(text), i+2*lookAround)])
		if opens(window, i-from) || fence(window[i-from:]) == 0 && escapingOf(window[i-from:]) != unescaped {
			return i
		}
	}
	return len(text)
}

// skip takes prose. Its last line is kept back until it is whole, because the
// time and the request of a value stand in it.
func (f *textFormat) skip(prose string, whole bool) int {
	n := len(prose)
	if !whole {
		n = strings.LastIndexAny(prose, "\n") + 1
	}
	f.context += prose[:n]
	f.prose += countLines(prose[:n])
	if len(f.context) > contextSize {
		f.context = f.context[len(f.context)-contextSize:]
	}
	return n
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
	for _, p := range Repair(text).Pieces {
		here := position{at.offset + int64(p.Offset), at.line + p.Line - 1}
		if p.Kind == Document && f.invented(p) {
			p.Kind, p.Fixes, p.Why = Unread, nil, "not understood: it would take too many repairs to make JSON of it"
		}
		for _, fix := range p.Fixes {
			fix.Offset += int(at.offset)
			fix.Line += at.line - 1
			f.to.Fixes = append(f.to.Fixes, fix)
		}
		switch p.Kind {
		case Prose:
			f.skip(p.Text, true)
		case Document:
			f.value(p.JSON, here)
		case Unread:
			f.to.Problems = append(f.to.Problems, Problem{here.offset, here.line, p.Why})
			f.add(Observation{Kind: Stray, Time: f.when(), Text: fmt.Sprintf("line %d: %s", here.line, p.Why), Raw: []byte(p.Text)})
		}
	}
}
