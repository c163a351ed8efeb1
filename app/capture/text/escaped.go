package text

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/mend"
	"github.com/keytrail/keytrail/app/capture/scan"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/capture/stamp"
	"github.com/keytrail/keytrail/app/rawjson"
)

// An escaping is how JSON is written inside a quoted field.
type escaping uint8

const (
	unescaped escaping = iota
	backslash          // {\"a\":1}, in logs
	doubled            // {""a"":1}, in CSV
	hexed              // {\x22a\x22:1}, in logs of web servers
	entities           // {&quot;a&quot;:1}, in pages
)

// quoteOf is how each of them writes a quote.
var quoteOf = [...]string{backslash: `\"`, doubled: `""`, hexed: `\x22`, entities: "&quot;"}

// escapingOf tells how the object or list is escaped that s begins with.
func escapingOf(s string) escaping {
	s = strings.TrimLeft(s[:min(len(s), mend.LookAround)], "{[ \t")
	for strings.HasPrefix(s, `\n`) || strings.HasPrefix(s, `\r`) || strings.HasPrefix(s, `\t`) {
		s = strings.TrimLeft(s[2:], "{[ \t")
	}
	quotes := strings.TrimLeft(s, `\`)
	switch {
	case strings.HasPrefix(s, quoteOf[hexed]):
		return hexed
	case strings.HasPrefix(strings.TrimLeft(s, "{[ \t\r\n"), "&"):
		if c, _ := entity(strings.TrimLeft(s, "{[ \t\r\n")); c == '"' {
			return entities
		}
	case len(quotes) < len(s) && strings.HasPrefix(quotes, `"`):
		return backslash
	case strings.HasPrefix(s, `""`) && len(s) > 2 && strings.IndexByte(`: `+"\t", s[2]) < 0:
		return doubled
	}
	return unescaped
}

// unescape returns what an escaped field says from here on, and how long it is. It ends
// with the quote that is not escaped, or with the line. whole is false when more
// text may belong to it.
func unescape(s string, how escaping) (plain string, n int, whole bool) {
	var out strings.Builder
	if how == entities {
		return unmarked(s)
	}
	for n < len(s) {
		switch c := s[n]; {
		case how == hexed && strings.HasPrefix(s[n:], `\x`) && n+4 <= len(s):
			if code, err := strconv.ParseUint(s[n+2:n+4], 16, 8); err == nil {
				out.WriteByte(byte(code))
				n += 4
				continue
			}
			out.WriteByte(c)
		case how != doubled && (c == '\n' || c == '"'):
			return decoded(out.String(), how), n, true
		case how == backslash && c == '\\' && n+1 < len(s):
			out.WriteString(s[n : n+2])
			n += 2
			continue
		case how == doubled && c == '"':
			if n+1 == len(s) {
				return out.String(), n, false
			}
			if s[n+1] != '"' {
				return out.String(), n, true
			}
			n++
			out.WriteByte('"')
		default:
			out.WriteByte(c)
		}
		n++
	}
	return decoded(out.String(), how), n, false
}

// unmarked is unescape for the text of a page: it ends where its brackets are
// closed, or with the next tag.
func unmarked(s string) (plain string, n int, whole bool) {
	var out strings.Builder
	depth, quoted := 0, false
	for n < len(s) {
		c, length := entity(s[n:])
		if length == 0 {
			length = 1
			if c = rune(s[n]); c == '<' {
				return out.String(), n, true
			}
			out.WriteByte(s[n])
		} else {
			out.WriteRune(c)
		}
		n += length
		switch {
		case quoted && c == '\\' && n < len(s) && s[n] != '&':
			out.WriteByte(s[n])
			n++
		case quoted && c == '\\':
			if escaped, length := entity(s[n:]); length > 0 {
				out.WriteRune(escaped)
				n += length
			}
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth <= 0 {
				return out.String(), n, true
			}
		}
	}
	return out.String(), n, false
}

// entity returns the character that s begins with as pages write it, and how long
// that is, 0 for none.
func entity(s string) (c rune, n int) {
	if s == "" || s[0] != '&' {
		return 0, 0
	}
	n = strings.IndexByte(s[:min(len(s), 10)], ';')
	if n < 2 {
		return 0, 0
	}
	name := s[1:n]
	if number, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(strings.ToLower(number), "x"); ok {
			number, base = hex, 16
		}
		code, err := strconv.ParseUint(number, base, 21)
		if err != nil {
			return 0, 0
		}
		return rune(code), n + 1
	}
	for _, known := range [...]struct {
		name string
		c    rune
	}{{"quot", '"'}, {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"apos", '\''}, {"nbsp", ' '}} {
		if name == known.name {
			return known.c, n + 1
		}
	}
	return 0, 0
}

// decoded undoes backslashes: those of JSON or, where there are others, before
// quotes and backslashes only.
func decoded(s string, how escaping) string {
	if how != backslash {
		return s
	}
	quoted := []byte(`"` + strings.ReplaceAll(s, "\t", `\t`) + `"`)
	if plain, ok := rawjson.Text(quoted); ok && rawjson.Check(quoted) == nil {
		return plain
	}
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(s)
}

// field takes the messages of an escaped field that text begins with. It returns
// 0 when more text is needed.
func (f *Reader) field(text []byte, how escaping, at capture.Position, last bool) int {
	s := string(text[:min(len(text), loose)])
	plain, n, whole := unescape(s, how)
	f.pace.Spend(4 * n)
	if !whole && !last && len(text) < loose {
		return 0
	}
	if f.inside(plain, f.when(), at, 0) {
		f.undone(how, at)
		f.context, f.timeless = "", 0
		return max(n, 1)
	}
	n = max(strings.LastIndexAny(s[:n], "{["), 1) // all before that was looked at
	f.skip(s[:n])
	return n
}

// undone lists that a quoted field was taken for what stands in it.
func (f *Reader) undone(how escaping, at capture.Position) {
	fix := capture.Fix{Offset: int(at.Offset), Line: at.Line, Column: f.column(at), Was: quoteOf[how], Now: `"`, Why: "the marks of a quoted field"}
	f.to.Fixes = append(f.to.Fixes, fix)
}

// deepest is how many times text may stand in text.
const deepest = 8

// inside takes the messages that stand somewhere in a text that a value holds,
// and reports whether there are any. A time before a message counts more than
// when.
func (f *Reader) inside(text string, when time.Time, at capture.Position, depth int) (found bool) {
	if depth > deepest || strings.IndexByte(text, '{') < 0 {
		return false
	}
	outer, timeless := f.context, f.timeless
	defer func() { f.context, f.timeless = outer, timeless }()
	for len(text) > 0 {
		start := nextValue(text, f.pace)
		f.context, f.timeless, text = text[:start], 0, text[start:]
		if text == "" {
			break
		}
		here := when
		if t := f.when(); !t.IsZero() {
			here = t
		}
		if how := escapingOf(text); how != unescaped {
			plain, n, _ := unescape(text, how)
			f.pace.Spend(4 * n)
			if f.inside(plain, here, at, depth+1) {
				f.undone(how, at)
				found = true
			}
			text = text[max(n, 1):]
			continue
		}
		var ends scan.Scanner
		end, _ := ends.Value(text, true)
		raw := []byte(text[:end])
		f.pace.Spend(3 * end)
		if rawjson.Check(raw) != nil {
			for _, p := range mend.Repair(string(raw), f.pace).Pieces {
				if p.Kind == mend.Document && f.understands(p.JSON) {
					for _, fix := range p.Fixes {
						fix.Offset, fix.Line, fix.Column = int(at.Offset), at.Line, f.column(at)
						f.to.Fixes = append(f.to.Fixes, fix)
					}
					found = f.nested(p.JSON, here, at, depth) || found
				}
			}
		} else {
			found = f.nested(raw, here, at, depth) || found
		}
		text = text[end:]
	}
	return found
}

// understands reports whether one of the objects of a value is a message.
func (f *Reader) understands(raw []byte) (ok bool) {
	_ = eachObject(raw, func(e []byte) {
		s, err := shape.Of(e)
		ok = ok || err == nil && s.Understood()
	})
	return ok
}

// eachObject calls f with an object, or with those of a list.
func eachObject(raw []byte, f func([]byte)) error {
	if raw[0] == '[' {
		return rawjson.Elements(raw, func(e []byte) error { return eachObject(bytes.TrimSpace(e), f) })
	}
	if shape.IsObject(raw) {
		f(raw)
	}
	return nil
}

// nested takes the messages in a value, at any depth, and reports whether there
// are any.
func (f *Reader) nested(raw []byte, when time.Time, at capture.Position, depth int) (found bool) {
	if depth > deepest {
		return false
	}
	if text, ok := rawjson.Text(raw); ok {
		return f.inside(text, when, at, depth+1)
	}
	switch raw[0] {
	case '[':
		_ = rawjson.Elements(raw, func(e []byte) error { // raw was checked
			found = f.nested(e, when, at, depth) || found
			return nil
		})
	case '{':
		if s, err := shape.Of(raw); err == nil && s.Understood() {
			f.object(raw, when, at)
			return true
		}
		return f.wrapped(raw, when, at, depth)
	}
	return found
}

// requestOf returns what a record says of a request: method and URL, which may be
// an object with its parts.
func requestOf(raw []byte) (method, address string) {
	_ = rawjson.Fields(raw, func(m *rawjson.Field) { // it was checked
		switch strings.ToLower(m.Name) {
		case "method", "httpmethod", "requestmethod":
			m.Text(&method)
		case "url", "uri", "requesturl", "requesturi":
			if !shape.IsObject(m.Value) {
				m.Text(&address)
				break
			}
			m.Object(func(part *rawjson.Field) {
				if part.Name == "raw" {
					part.Text(&address)
				}
			})
		}
		m.Err = nil
	})
	if method == "" || !shape.OfInterest(address) {
		return "", ""
	}
	return strings.ToUpper(method), address
}

// wrapped takes the messages that a record of a log or container holds, as JSON
// or as text. The record's own time counts, unless the message has one.
func (f *Reader) wrapped(raw []byte, when time.Time, at capture.Position, depth int) (found bool) {
	if s, ok := stamp.OfRecord(raw); ok {
		when = f.place(s)
	}
	if method, address := requestOf(raw); address != "" {
		f.method, f.address = method, address
	}
	if line, ok := f.dockerLine(raw); ok {
		return line == "" || f.inside(line, when, at, depth+1)
	}
	_ = rawjson.Members(raw, func(key string, value []byte) error {
		found = f.nested(value, when, at, depth) || found
		return nil
	})
	return found
}
