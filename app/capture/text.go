package capture

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// textFormat reads JSON wherever it stands in a text: one value per line, an
// array, a log, or a page with prose. What is not strict JSON goes through
// Repair.
type textFormat struct {
	to      *Capture
	array   bool // between the brackets of an array that is the whole text
	begun   bool
	waiting bool // a long value is open and was JSON when last looked at
	scan    scanner
	context string // the prose in front of the next value
	sample  sample
	found   found
	prose   int // lines
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
	if start > 0 {
		return f.skip(string(text[:start]), last || start < len(text) || len(text) > step), nil
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
	const window = 1 << 10
	for i := 0; i < len(text); i++ {
		n := bytes.IndexAny(text[i:], "{[")
		if n < 0 {
			break
		}
		i += n
		line := max(bytes.LastIndexByte(text[:i], '\n')+1, i-window)
		if opens(string(text[line:min(len(text), i+window)]), i-line) {
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

// brokenURI reports whether valid JSON holds a URI that a page has broken.
func brokenURI(raw []byte) bool {
	return bytes.Contains(raw, []byte(`"http: //`)) || bytes.Contains(raw, []byte(`"https: //`))
}

// repair reads text tolerantly; its first byte is at at.
func (f *textFormat) repair(text []byte, at position) {
	for _, p := range Repair(text).Pieces {
		here := position{at.offset + int64(p.Offset), at.line + p.Line - 1}
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
			f.add(Observation{Kind: Stray, Text: fmt.Sprintf("line %d: %s", here.line, p.Why), Raw: []byte(p.Text)})
		}
	}
}

// value takes one JSON value that stands behind f.context.
func (f *textFormat) value(raw []byte, at position) {
	when := f.when()
	f.waiting = false
	if raw[0] == '[' {
		_ = rawjson.Elements(raw, func(e []byte) error { // raw was checked
			f.object(e, when, at)
			return nil
		})
	} else {
		f.object(raw, when, at)
	}
	f.context = ""
}

// when returns the timestamp in front of a value: in its own line, or else the
// last one before it.
func (f *textFormat) when() time.Time {
	lines := strings.Split(f.context, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if t, _, ok := timeIn(lines[i]); ok {
			return t
		}
	}
	return time.Time{}
}

// requestLine finds what a text says of a request: method and URL.
var requestLine = regexp.MustCompile(`\b(GET|POST|PUT|DELETE)[ \t]+(\S*/(?:me|users|notifications|smssessions)(?:/[^\s{}]*|\?\S*)?)(?:\s|$)`)

// object takes one JSON object.
func (f *textFormat) object(raw []byte, when time.Time, at position) {
	s, err := shapeOf(raw)
	method, address := "", ""
	if m := requestLine.FindAllStringSubmatch(f.context, -1); m != nil {
		method, address = m[len(m)-1][1], m[len(m)-1][2]
	}
	switch {
	case err != nil:
		f.stray(raw, when, at, "not a JSON object")
	case s.operation != nil:
		f.add(Observation{Kind: Request, Time: when, Method: firstOf(method, "POST"), URL: address, Session: sessionOf(address), Raw: raw})
	case s.bayeux():
		f.bayeux(raw, s, when)
	case s.messageType != nil:
		f.add(notification(when, "", raw))
	case s.statusCode != nil:
		if method == "GET" {
			f.add(Observation{Kind: Request, Time: when, Method: method, URL: address, Session: sessionOf(address)})
		}
		f.add(Observation{Kind: Reply, Time: when, Status: 200, Session: sessionOf(address), Raw: raw})
		f.addAll(snapshots(when, s.sessions))
	case s.session():
		f.addAll(snapshots(when, [][]byte{raw}))
	case isObject(s.data):
		f.object(s.data, when, at)
	case len(s.sessions) > 0:
		f.addAll(snapshots(when, s.sessions))
	default:
		f.stray(raw, when, at, "neither a request, a reply, a notification nor a session")
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// bayeux takes one Bayeux message.
func (f *textFormat) bayeux(raw []byte, s shape, when time.Time) {
	channel, _ := rawjson.Text(s.channel)
	if s.data != nil && !strings.HasPrefix(channel, "/meta/") {
		f.add(notification(when, channel, s.data))
		return
	}
	f.add(Observation{Kind: Reply, Time: when, Channel: channel, Meta: true, Raw: raw})
}

func (f *textFormat) stray(raw []byte, when time.Time, at position, why string) {
	f.add(Observation{Kind: Stray, Time: when, Text: fmt.Sprintf("line %d: %s", at.line, why), Raw: raw})
}

func (f *textFormat) addAll(list []Observation) {
	for _, o := range list {
		f.add(o)
	}
}

func (f *textFormat) add(o Observation) {
	f.found.count(o.Kind)
	f.sample.add(f, o)
}

func (f *textFormat) source() string {
	kind := "text with JSON in it"
	switch {
	case f.prose == 0 && f.array:
		kind = "a JSON array"
	case f.prose == 0:
		kind = "JSON values"
	}
	s := kind + ": " + f.found.String()
	if f.prose > 0 {
		s += fmt.Sprintf("; %s of other text", plural(f.prose, "line"))
	}
	if n := len(f.to.Fixes); n > 0 {
		s += fmt.Sprintf("; %s", plural(n, "repair"))
	}
	return s
}
