package html

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/ui/rows"
)

// Exact returns s as text nodes whose text content is s, character for
// character. Characters that cannot be seen (control and format characters,
// white space at either end or beside other white space) sit in a span with
// the sign to show in data-sign; the style sheet draws the sign instead.
func Exact(s string) []app.UI { return Shown(ExactText(s)...) }

// ExactText is exact for a row of a list.
func ExactText(s string) []*rows.Node { return ExactPart(s, 0, len(s)) }

// ExactPart is ExactText for s[start:end]. What can be seen of a character depends
// on its neighbours, also on those that are not part of it.
func ExactPart(s string, start, end int) []*rows.Node {
	if plain(s) {
		return []*rows.Node{rows.Text(s[start:end])}
	}
	var out []*rows.Node
	first := start
	for i, r := range s[first:end] {
		i += first
		glyph := signOf(s, i, r)
		if glyph == "" || i < start {
			continue
		}
		if start < i {
			out = append(out, rows.Text(s[start:i]))
		}
		n := SizeAt(s, i)
		out = append(out, rows.Word("span", "unseen", s[i:i+n]).Data("sign", glyph))
		start = i + n
	}
	if start < end {
		out = append(out, rows.Text(s[start:end]))
	}
	return out
}

// ExactMarked is ExactText with what the filter found in s marked.
func ExactMarked(s string, find []string) []*rows.Node { return ExactFound(s, find, 0, len(s)) }

// ExactFound is ExactMarked for s[start:end]. What is found may reach beyond it.
func ExactFound(s string, find []string, start, end int) []*rows.Node {
	var out []*rows.Node
	part := func(from, to int, marked bool) {
		from, to = max(from, start), min(to, end)
		switch {
		case from >= to && s != "":
		case marked:
			out = append(out, rows.El("mark", "grid-mark", ExactPart(s, from, to)...))
		default:
			out = append(out, ExactPart(s, from, to)...)
		}
	}
	at := 0
	for len(find) > 0 && at < len(s) {
		from, n := -1, 0
		for _, f := range find {
			if i := query.Index(s[at:], f); i >= 0 && (from < 0 || at+i < from) {
				from, n = at+i, len(f)
			}
		}
		if from < 0 {
			break
		}
		part(at, from, false)
		part(from, from+n, true)
		at = from + n
	}
	part(at, len(s), false)
	return out
}

// SizeAt returns how many bytes the character at s[i:] has, also one half of a
// surrogate pair, which is none: see rawjson.Text.
func SizeAt(s string, i int) int {
	if surrogateAt(s, i) != 0 {
		return 3
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return n
}

// surrogateAt returns the half of a surrogate pair at s[i:], 0 for anything else.
func surrogateAt(s string, i int) rune {
	if len(s) < i+3 || s[i] != 0xED || s[i+1]&0xE0 != 0xA0 || s[i+2]&0xC0 != 0x80 {
		return 0
	}
	return 0xD000 | rune(s[i+1]&0x3F)<<6 | rune(s[i+2]&0x3F)
}

// plain reports that nothing in s needs a sign. Most values are printable
// ASCII, for which bytes are enough.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < '!' || c > '~' {
			return unmarked(s)
		}
	}
	return true
}

func unmarked(s string) bool {
	for i, r := range s {
		if signOf(s, i, r) != "" {
			return false
		}
	}
	return true
}

// signOf returns what to show for the character r at s[i:], "" for itself.
func signOf(s string, i int, r rune) string {
	switch {
	case r == ' ':
		if i == 0 || i == len(s)-1 || s[i-1] == ' ' || s[i+1] == ' ' {
			return "·"
		}
		return ""
	case r == '\t':
		return "→"
	case r == '\n':
		return "↵"
	case r == '\r':
		return "␍"
	case r < ' ':
		return string(rune(0x2400) + r)
	case r == 0x7F:
		return "␡"
	case r == utf8.RuneError:
		return brokenSign(s, i)
	case r == 0x200D: // joins emoji; a sign would tear them apart
		return ""
	case unicode.Is(unicode.Cf, r), unicode.IsControl(r), unicode.Is(unicode.Zs, r), r == 0x2028, r == 0x2029:
		return fmt.Sprintf("U+%04X", r)
	}
	return ""
}

// brokenSign names what is no character, which all would look alike: half of a
// surrogate pair, or a byte that is not UTF-8.
func brokenSign(s string, i int) string {
	if half := surrogateAt(s, i); half != 0 {
		return fmt.Sprintf("U+%04X", half)
	}
	if _, n := utf8.DecodeRuneInString(s[i:]); n > 1 {
		return "" // the replacement mark itself
	}
	return fmt.Sprintf("0x%02X", s[i])
}
