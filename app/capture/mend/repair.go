// Package mend makes JSON of what was meant to be JSON: samples with their prose,
// Python's reprs, texts that a page, a ticket or a person has broken.
//
// Start with [Repair], which cuts a text into pieces, and [Piece].
//
// The one rule: no byte is dropped and no repair is made without being listed.
// The pieces put together are the text, and a document's JSON is its text with
// the listed fixes made.
//
// It does not know what a message is, and so not whether a repair makes sense.
package mend

import (
	"sort"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/words"
)

// A Kind says what a Piece of a text is.
type Kind uint8

// The kinds of pieces.
const (
	Prose    Kind = iota // text that holds no JSON
	Document             // a JSON object or array, after the listed fixes
	Unread               // looks like JSON and could not be read; Why says why
)

// A Piece is a stretch of a repaired text.
type Piece struct {
	Kind         Kind
	Offset, Line int           // of its first byte, counted as in Fix
	Text         string        // as it stood
	JSON         []byte        // for a Document: Text with Fixes made, valid by RFC 8259
	Fixes        []capture.Fix // for a Document, by offset
	Why          string        // for an Unread piece
}

// A Result is a whole text in pieces, in order. The Texts of the Pieces put
// together are the text that was given, so nothing is ever dropped.
type Result struct{ Pieces []Piece }

// Repair reads the JSON in a text that may be no JSON at all: samples copied
// from documentation with their prose, Python reprs (None, True, u'…', 12L),
// trailing and missing commas, line breaks inside strings, blanks inside URIs,
// and objects that are never closed. It never fails; what cannot be read comes
// back as an Unread piece. It rests by p, which may be nil.
func Repair(text string, p *capture.Pace) Result {
	r := &repairer{text: text, pace: p}
	for r.pos < len(text) {
		start := NextBracket(text, r.pos, p, Opens)
		r.prose(start)
		if start < len(text) {
			r.document(start)
		}
	}
	return Result{r.pieces}
}

// A repairer walks a text and counts lines as it goes.
type repairer struct {
	text   string
	pos    int
	at     counter
	pieces []Piece
	pace   *capture.Pace
}

func (r *repairer) prose(end int) {
	if end > r.pos {
		r.add(Piece{Kind: Prose}, end)
	}
}

func (r *repairer) document(start int) {
	m := mender{text: r.text, pos: start, last: start, pace: r.pace}
	end, why := m.document()
	if why != "" {
		r.add(Piece{Kind: Unread, Why: why}, end)
		return
	}
	r.add(Piece{Kind: Document, Fixes: m.fixes}, end)
}

// add completes p, which reaches from r.pos to end, with places and JSON.
func (r *repairer) add(p Piece, end int) {
	p.Offset, p.Text = r.pos, r.text[r.pos:end]
	p.Line, _ = r.at.place(r.text, r.pos)
	for i := range p.Fixes {
		f := &p.Fixes[i]
		f.Line, f.Column = r.at.place(r.text, f.Offset)
	}
	if p.Kind == Document {
		p.JSON = splice(p.Text, p.Offset, p.Fixes)
	}
	r.pace.Spend(len(p.Text) + FixCost*(1+len(p.Fixes)))
	r.pieces, r.pos = append(r.pieces, p), end
}

// splice makes the fixes in text, whose first byte has the given offset. The
// JSON of a document is made here and nowhere else, so that no repair can be
// made without being listed.
func splice(text string, offset int, fixes []capture.Fix) []byte {
	out, done := make([]byte, 0, len(text)+16), 0
	for _, f := range fixes {
		at := f.Offset - offset
		out = append(out, text[done:at]...)
		out = append(out, f.Now...)
		done = at + len(f.Was)
	}
	return append(out, text[done:]...)
}

// A counter turns ascending offsets into lines and columns in one walk.
type counter struct{ offset, line, begin int }

func (c *counter) place(text string, offset int) (line, column int) {
	if offset < c.offset {
		*c = counter{}
	}
	between := text[c.offset:offset]
	if n := strings.Count(between, "\n"); n > 0 {
		c.line += n
		c.begin = c.offset + strings.LastIndexByte(between, '\n') + 1
	}
	c.offset = offset
	return c.line + 1, offset - c.begin + 1
}

// NextBracket returns the first bracket from pos on for which is says yes,
// len(s) if there is none.
func NextBracket(s string, pos int, p *capture.Pace, is func(s string, i int) bool) int {
	for pos < len(s) {
		i := strings.IndexAny(s[pos:min(len(s), pos+capture.Stride)], "{[")
		if i < 0 {
			p.Spend(capture.Stride)
			pos += capture.Stride
			continue
		}
		p.Spend(i + bracketCost)
		pos += i
		if is(s, pos) {
			return pos
		}
		pos += bracketRun(s, pos)
	}
	return len(s)
}

// What looking at one bracket costs, and making one repair, in bytes of plain
// text.
const bracketCost, FixCost = LookAround / 4, 256

// bracketRun returns after how many bytes the next bracket may begin something,
// when the one at s[i] does not. Whether a bracket does is told by what stands
// behind the run of its like, as far as that is looked at.
func bracketRun(s string, i int) int {
	end := i + 1
	last := end // behind the last bracket of the run
	for end < len(s) && (s[end] == s[i] || s[end] == ' ' || s[end] == '\t') && end < i+capture.Stride {
		if end++; s[end-1] == s[i] {
			last = end
		}
	}
	switch {
	case s[i] == '{':
		return max(last-i-1, 1)
	case last-i > LookAround:
		return last - i - LookAround/2
	}
	return last - i
}

// LookAround bounds how far around a bracket is looked, in bytes.
const LookAround = 256

// Opens reports whether the bracket at s[i] begins what looks like a JSON object or
// array. A brace in prose, such as the {id} of a URL pattern or the brackets around
// a log level, does not.
func Opens(s string, i int) bool {
	j := i + 1
	list := s[i] == '['
	for j < len(s) && j < i+LookAround && (strings.IndexByte(" \t\r\n", s[j]) >= 0 || list && s[j] == '[' || quoteMark(s, j)) {
		j++
	}
	if Fence(s[i:]) > 0 {
		return false
	}
	if j == len(s) {
		return false
	}
	if strings.HasPrefix(s[j:], "\u00a0") {
		return true
	}
	if _, quote := stringStart(s, j); quote != 0 || list {
		return quote != 0 || s[j] == '{'
	}
	if s[j] == '}' {
		return alone(s, i, j+1)
	}
	return bareKey(s, j) > 0
}

// alone reports whether s[i:j] is all there is in its line.
func alone(s string, i, j int) bool {
	before := s[max(0, i-LookAround):i]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	after, _, _ := strings.Cut(s[j:min(len(s), j+LookAround)], "\n")
	return strings.TrimSpace(before) == "" && strings.TrimSpace(after) == ""
}

// stringStart reports whether a string begins at s[i], perhaps behind one of
// Python's prefixes: the length of the prefix and the quote, or 0, 0.
func stringStart(s string, i int) (prefix int, quote byte) {
	for n := 0; n <= 2 && i+n < len(s); n++ {
		if c := s[i+n]; c == '"' || c == '\'' {
			return n, c
		}
		if n == 0 && strings.HasPrefix(s[i:], "\u201c"[:2]) && i+2 < len(s) {
			switch s[i+2] {
			case 0x9c, 0x9d, 0x9e: // “ ” „
				return 2, curly
			case 0x98, 0x99, 0x9a: // ‘ ’ ‚
				return 2, curlySingle
			}
		}
		if strings.IndexByte("uUbBrR", s[i+n]) < 0 {
			break
		}
	}
	return 0, 0
}

// The quotes of word processors, of which each is three bytes that end in one of
// three: these bytes stand for them.
const (
	curly       = 0x9d
	curlySingle = 0x99
)

// quoteLength returns the length of the quote that s[i:] begins with, when it is
// one that closes a string which began with quote; else 0.
func quoteLength(s string, i int, quote byte) int {
	switch {
	case quote < 0x80:
		if s[i] == quote {
			return 1
		}
	case i+2 < len(s) && s[i] == 0xe2 && s[i+1] == 0x80 && s[i+2] >= quote-1 && s[i+2] <= quote+1:
		return 3
	case quote == curly && s[i] == '"', quote == curlySingle && s[i] == '\'':
		return 1
	}
	return 0
}

// quoteMark reports whether s[i] is the mark before a line that an e-mail quotes.
func quoteMark(s string, i int) bool {
	if s[i] != '>' {
		return false
	}
	for i--; i >= 0 && (s[i] == '>' || s[i] == ' '); i-- {
	}
	return i < 0 || s[i] == '\n'
}

// Fence returns the length of the mark that s begins with, between which a ticket
// shows code: {code}, {code:json|title=x}, {noformat}; 0 for none.
func Fence(s string) int {
	line, _, _ := strings.Cut(s[:min(len(s), LookAround)], "\n")
	end := strings.IndexByte(line, '}')
	if end < 0 {
		return 0
	}
	name, _, _ := strings.Cut(line[1:end], ":")
	switch strings.ToLower(name) {
	case "code", "noformat", "quote", "panel", "color", "expand":
		if !strings.ContainsAny(line[:end], "\"'") {
			return end + 1
		}
	}
	return 0
}

// longestBareKey bounds the look for a key without quotes, in bytes.
const longestBareKey = 64

// bareKey returns the length of the identifier at s[i] when a colon follows it
// in the same line and no slashes follow that: http:// is not a key.
func bareKey(s string, i int) int {
	n := 0
	for i+n < len(s) && n < longestBareKey && words.IsWord(s[i+n]) {
		n++
	}
	if n == 0 || s[i] >= '0' && s[i] <= '9' {
		return 0
	}
	rest := strings.TrimLeft(s[i+n:min(len(s), i+n+longestBareKey)], " \t")
	if !strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "://") {
		return 0
	}
	return n
}

// order sorts fixes by offset. What is inserted at a place comes before what is
// replaced there; insertions at one place stay as they were made.
func order(fixes []capture.Fix) {
	sort.SliceStable(fixes, func(i, j int) bool {
		a, b := fixes[i], fixes[j]
		return a.Offset < b.Offset || a.Offset == b.Offset && a.Was == "" && b.Was != ""
	})
}
