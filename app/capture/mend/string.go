package mend

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/keytrail/keytrail/app/capture/stamp"
)

// blank skips white space and what stands for it in pasted pages: no-break and
// zero-width blanks, comments, and the dots with which samples leave things out.
func (m *mender) blank() {
	for m.pos < len(m.text) {
		rest := m.text[m.pos:]
		switch {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			m.pos++
		case quoteMark(m.text, m.pos):
			n := len(rest) - len(strings.TrimLeft(rest, "> "))
			m.skip(n, "", "the mark of a quoted line")
		case strings.HasPrefix(rest, "\u00a0"):
			m.skip(2, " ", "a no-break blank")
		case strings.HasPrefix(rest, "\ufeff"), strings.HasPrefix(rest, "\u200b"):
			m.skip(3, "", "an invisible character")
		case strings.HasPrefix(rest, "..."), strings.HasPrefix(rest, "…"):
			m.skip(3, "", "something left out of the sample")
		case strings.HasPrefix(rest, "//"), rest[0] == '#':
			line, _, _ := strings.Cut(rest, "\n")
			m.skip(len(line), "", "a comment")
		case strings.HasPrefix(rest, "/*") && strings.Contains(rest, "*/"):
			m.skip(strings.Index(rest, "*/")+2, "", "a comment")
		default:
			return
		}
	}
}

func (m *mender) skip(n int, now, why string) {
	m.fix(m.pos, n, now, why)
	m.pos += n
}

// mostBreaks bounds the line breaks in one string: a quote without a partner
// must not swallow the rest of the text.
const mostBreaks = 64

// str reads the string at pos, with its prefix, and returns its literal's
// inside. key is the member it is the value of, "" for a key.
func (m *mender) str(key string) string {
	prefix, quote := stringStart(m.text, m.pos)
	end, closed := m.stringEnd(m.pos+prefix+1, quote)
	inside := m.text[m.pos+prefix+1 : end]
	var why reasons
	why.add(prefix > 0 && quote < 0x80, "Python's prefix")
	why.add(quote >= 0x80, "a word processor's quotes")
	why.add(quote == '\'', "single quotes")
	why.add(!closed, "a string that is not closed")
	literal := m.escape(inside, quote, &why)
	if joined := joinURI(key, inside, literal); joined != literal {
		why.add(true, "blanks inside a URI")
		literal = joined
	}
	if closed {
		end += quoteLength(m.text, end, quote)
	}
	if len(why) > 0 {
		m.fix(m.pos, end-m.pos, `"`+literal+`"`, strings.Join(why, ", "))
	}
	m.take(end - m.pos)
	return literal
}

// reasons are the repairs of one token, each named once.
type reasons []string

func (r *reasons) add(here bool, why string) {
	for _, w := range *r {
		here = here && w != why
	}
	if here {
		*r = append(*r, why)
	}
}

// stringEnd finds the quote that closes a string whose inside begins at i. A
// quote closes when a delimiter or the end of the line follows it; any other is
// taken for a character that should have been escaped. Without a closing quote
// the string ends with its line.
func (m *mender) stringEnd(i int, quote byte) (end int, closed bool) {
	firstBreak, breaks := len(m.text), 0
	for ; i < len(m.text); i++ {
		m.pace.Spend(1)
		switch c := m.text[i]; {
		case c == '\\':
			i++
		case quoteLength(m.text, i, quote) > 0 && m.closes(i+quoteLength(m.text, i, quote)):
			return i, true
		case c == '\n':
			firstBreak = min(firstBreak, i)
			breaks++
			if breaks > mostBreaks || m.newThing(i+1) {
				return trimBreak(m.text, firstBreak), false
			}
		}
	}
	return trimBreak(m.text, firstBreak), false
}

func trimBreak(s string, i int) int {
	if i > 0 && s[i-1] == '\r' {
		i--
	}
	return i
}

// closes reports whether what stands at i may follow a string.
func (m *mender) closes(i int) bool {
	for i < len(m.text) && (m.text[i] == ' ' || m.text[i] == '\t') {
		i++
	}
	if i >= len(m.text) || strings.IndexByte(",:}])\r\n\"'#", m.text[i]) >= 0 {
		return true
	}
	rest := m.text[i:]
	_, quote := stringStart(m.text, i)
	return quote != 0 || strings.HasPrefix(rest, "=>") || strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "/*") ||
		strings.HasPrefix(rest, "\u00a0") || strings.HasPrefix(rest, "...") || strings.HasPrefix(rest, "…")
}

// newThing reports whether the line at i begins something that cannot be the
// rest of a string: a member, a closing bracket, or the next line of a log.
func (m *mender) newThing(i int) bool {
	line, _, _ := strings.Cut(m.text[i:], "\n")
	m.pace.Spend(len(line))
	if _, at, ok := stamp.In(line[:min(len(line), stamp.Longest)]); ok && at <= 1 {
		return true
	}
	line = strings.TrimSpace(strings.TrimLeft(line, "> "))
	if strings.Trim(line, "}],") == "" && line != "" {
		return true
	}
	prefix, quote := stringStart(line, 0)
	if quote == 0 {
		return false
	}
	if quote >= 0x80 {
		return strings.Contains(line[prefix+1:], "\u201d:")
	}
	_, after, found := strings.Cut(line[prefix+1:], string(quote))
	return found && strings.HasPrefix(strings.TrimLeft(after, " \t"), ":")
}

// escape turns the inside of a string into the inside of a JSON literal. What
// was escaped correctly stays as it stands.
func (m *mender) escape(s string, quote byte, why *reasons) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		m.pace.Spend(1)
		switch c := s[i]; {
		case c == '\\':
			n, now, note := Escape(s[i:])
			why.add(note != "", note)
			out.WriteString(now)
			i += n - 1
		case c == '"':
			why.add(quote == '"', "a quote that was not escaped")
			out.WriteString(`\"`)
		case c == '\n' || c == '\r':
			why.add(true, "a line break inside a string")
			out.WriteString(map[byte]string{'\n': `\n`, '\r': `\r`}[c])
		case c < ' ':
			why.add(true, "a control character inside a string")
			fmt.Fprintf(&out, `\u%04x`, c)
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// Escape reads the escape sequence s begins with: its length, what JSON has
// for it, and what was wrong, "" for nothing.
func Escape(s string) (n int, now, note string) {
	if len(s) == 1 {
		return 1, `\\`, "a backslash that escapes nothing"
	}
	switch c := s[1]; {
	case strings.IndexByte(`"\/bfnrt`, c) >= 0:
		return 2, s[:2], ""
	case c == '\'':
		return 2, "'", "Python's escapes"
	case c == 'u' && hexDigits(s, 2, 4) >= 0:
		return 6, s[:6], ""
	case c == 'x' && hexDigits(s, 2, 2) >= 0:
		return 4, `\u00` + s[2:4], "Python's escapes"
	case c == 'U' && strings.HasPrefix(s[2:], "0000") && hexDigits(s, 6, 4) >= 0:
		return 10, `\u` + s[6:10], "Python's escapes"
	case c == 'U' && hexDigits(s, 2, 8) > 0xffff && hexDigits(s, 2, 8) <= unicode.MaxRune:
		r1, r2 := utf16.EncodeRune(rune(hexDigits(s, 2, 8)))
		return 10, fmt.Sprintf(`\u%04x\u%04x`, r1, r2), "Python's escapes"
	}
	return 1, `\\`, "a backslash that escapes nothing"
}

// hexDigits reads n hexadecimal digits at s[i:], -1 when they are not there.
func hexDigits(s string, i, n int) int64 {
	if len(s) < i+n {
		return -1
	}
	v, err := strconv.ParseUint(s[i:i+n], 16, 32)
	if err != nil {
		return -1
	}
	return int64(v)
}

// joinURI takes the blanks out of a URI that a page has broken, which a blank straight
// behind the scheme proves, or a line break inside: what a program sent may hold a
// blank. Where the key does not say that the value is a URI, only blanks behind a
// colon or slash are taken out.
func joinURI(key, inside, literal string) string {
	scheme, rest, _ := strings.Cut(literal, ":")
	if scheme != "http" && scheme != "https" {
		return literal
	}
	clean := strings.NewReplacer(`\n`, "", `\r`, "", " ", "", "\t", "", "\u00a0", "").Replace
	whole := strings.HasPrefix(rest, "//")
	if !strings.HasPrefix(clean(rest), "//") || whole && !strings.ContainsAny(inside, "\r\n") {
		return literal
	}
	if k := strings.ToLower(key); strings.HasSuffix(k, "uri") || strings.HasSuffix(k, "uris") {
		return clean(literal)
	}
	if whole {
		return literal
	}
	var out strings.Builder
	for i := 0; i < len(literal); i++ {
		behind := strings.HasSuffix(out.String(), ":") || strings.HasSuffix(out.String(), "/")
		if literal[i] != ' ' || !behind {
			out.WriteByte(literal[i])
		}
	}
	return out.String()
}
