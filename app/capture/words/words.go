// Package words compares letters and names as people do who look for a word:
// without regard to case, width, accents and escapes.
//
// Start with [Of], the words of a name, and [Fold], a text as it is compared.
//
// The one rule: what is written is never the folded text, which only says where
// to look.
//
// It does not know what a word means.
package words

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain returns the character that r is compared as: full-width letters and
// digits are those of ASCII, blanks and dashes of any width are one, an arrow from a
// name to its value is =, and what cannot be seen is -1. Others are themselves.
func plain(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r >= '\u2010' && r <= '\u2015', r == '\u2212':
		return '-'
	case r == '→', r == '⇒':
		return '='
	case r == '\u00a0', r == '\u3000', r >= '\u2000' && r <= '\u200a', r == '\u202f', r == '\u205f':
		return ' '
	case r == '\u034f', r == '\u115f', r == '\u1160', r == '\u3164', r >= '\ufe00' && r <= '\ufe0f', unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// Fold returns s as it is compared, and for each byte of that, and for its end,
// where in s it came from; nil when s is that already. Characters that are
// written as escapes of JSON, JavaScript or HTML are themselves: who looks for
// password finds \u0070assword.
func Fold(s string, rest func()) (string, []int32) {
	escapes := strings.Contains(s, `\u`) || strings.Contains(s, `\x`) || strings.IndexByte(s, '&') >= 0 && strings.IndexByte(s, ';') >= 0
	at := 0
	for len(s)-at >= 8 {
		if w := s[at : at+8]; w[0]|w[1]|w[2]|w[3]|w[4]|w[5]|w[6]|w[7] >= utf8.RuneSelf {
			break
		}
		if at += 8; at&(often-1) == 0 {
			rest()
		}
	}
	for at < len(s) && s[at] < utf8.RuneSelf {
		at++
	}
	if !escapes && (at == len(s) || strings.IndexFunc(s[at:], func(r rune) bool { return plain(r) != r }) < 0) {
		return s, nil
	}
	var b strings.Builder
	from := make([]int32, 0, len(s)+1)
	put := func(text string, i int) {
		b.WriteString(text)
		for range len(text) {
			from = append(from, int32(i))
		}
	}
	for i, due := 0, often; i < len(s); {
		if i >= due {
			rest()
			due = i + often
		}
		if escapes && (s[i] == '\\' || s[i] == '&') {
			if text, n := meantBy(s[i:]); n > 0 {
				put(text, i)
				i += n
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if p := plain(r); p != r && p >= 0 {
			put(string(p), i)
		} else if p >= 0 {
			b.WriteString(s[i : i+size])
			for k := range size {
				from = append(from, int32(i+k))
			}
		}
		i += size
	}
	return b.String(), append(from, int32(len(s)))
}

// meantBy returns the character that s begins with as an escape, however many
// backslashes it has, and the length of that; 0 for none, or for one that would
// mean something else by itself. A quote keeps its backslashes.
func meantBy(s string) (text string, n int) {
	near := s[:min(len(s), 64)]
	slashes := len(near) - len(strings.TrimLeft(near, `\`))
	rest, digits, base, end := s[slashes:], 0, 16, ""
	switch {
	case slashes > 0 && strings.HasPrefix(rest, "u"):
		rest, digits = rest[1:], 4
	case slashes > 0 && strings.HasPrefix(rest, "x"):
		rest, digits = rest[1:], 2
	case slashes == 0 && (strings.HasPrefix(rest, "&#x") || strings.HasPrefix(rest, "&#X")):
		rest, end = rest[3:], ";"
	case slashes == 0 && strings.HasPrefix(rest, "&#"):
		rest, base, end = rest[2:], 10, ";"
	default:
		return entity(near)
	}
	if end != "" {
		digits = strings.IndexByte(rest[:min(len(rest), 9)], ';')
	}
	if digits <= 0 || digits > len(rest) {
		return "", 0
	}
	code, err := strconv.ParseUint(rest[:digits], base, 32)
	r := plain(rune(code))
	n = len(s) - len(rest) + digits + len(end)
	switch {
	case err != nil || code > unicode.MaxRune:
		return "", 0
	case r < 0:
		return "", n
	case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("_-.:=@ ", r):
		return string(r), n
	case slashes > 0 && strings.ContainsRune("<>&", r):
		return string(r), n
	case slashes > 0 && (r == '"' || r == '\''):
		return s[:slashes] + string(r), n
	}
	return "", 0
}

// entity returns the character that s begins with as a named one of HTML, and the
// length of that, where it is a letter, whose mark counts for nothing where names are
// compared, a blank, or what joins a name to its value.
func entity(s string) (text string, n int) {
	end := strings.IndexByte(s[:min(len(s), 9)], ';')
	if s[0] != '&' || end < 3 {
		return "", 0
	}
	switch name := s[1:end]; name {
	case "nbsp":
		return " ", end + 1
	case "colon":
		return ":", end + 1
	case "equals":
		return "=", end + 1
	case "szlig":
		return "ss", end + 1
	default:
		for _, mark := range [...]string{"uml", "acute", "grave", "circ", "tilde", "cedil", "ring"} {
			if name[1:] == mark {
				return name[:1], end + 1
			}
		}
	}
	return "", 0
}

// accents are what letters with marks are compared as in names.
var accents = strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "ß", "ss", "à", "a", "á", "a", "â", "a", "ã", "a", "ç", "c", "è", "e", "é", "e",
	"ê", "e", "ë", "e", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ó", "o", "ô", "o", "ú", "u", "ù", "u", "û", "u", "œ", "oe")

// Of returns the words of a name in lower case and without accents: those of
// pinCode, PIN_code and "Pin code" are pin and code.
func Of(name string) []string {
	return strings.Fields(spaced(name))
}

// spaced writes the words of a name with blanks between them.
func spaced(name string) string {
	var few [64]rune
	runes := few[:0]
	for _, r := range name {
		if r = plain(r); r >= 0 && (r < utf8.RuneSelf || !unicode.Is(unicode.Mn, r)) {
			runes = append(runes, r)
		}
	}
	b, accented := make([]byte, 0, 2*len(name)), false
	last := ' '
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = ' '
		case unicode.IsUpper(r) && (unicode.IsLower(last) || unicode.IsUpper(last) && begins(runes[i+1:])):
			b = append(b, ' ')
		}
		last, accented = r, accented || r >= utf8.RuneSelf
		b = utf8.AppendRune(b, unicode.ToLower(r))
	}
	if accented {
		return accents.Replace(string(b))
	}
	return string(b)
}

// begins reports whether a word begins with the capital letter before rest: its
// small letters follow, and not just the s of several.
func begins(rest []rune) bool {
	return len(rest) > 0 && unicode.IsLower(rest[0]) && !(rest[0] == 's' && (len(rest) == 1 || !unicode.IsLower(rest[1])))
}

// often is after how many bytes folding lets others have their turn, a power of two.
const often = 1 << 15
