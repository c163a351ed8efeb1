package rawjson

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"
)

// Text decodes a JSON string literal. ok is false when b is not one.
//
// Nothing is replaced: a byte that is not UTF-8 stays as it is, and an escape
// for one half of a surrogate pair, \ud800 to \udfff, becomes the three bytes
// that UTF-8 would spell it with if it allowed to. In both cases
// utf8.ValidString(s) is false, which is how a caller knows that s is not
// characters only; Quote makes the same text of it again.
func Text(b []byte) (s string, ok bool) {
	if len(b) < 2 || b[0] != '"' {
		return "", false
	}
	if end, want := str(b, 0); want != "" || end != len(b) {
		return "", false
	}
	return Unquote(b, nil), true
}

// often is after how many bytes, about, a long text tells what was spent on it.
const often = 1 << 15

// Unquote is what [Text] makes of b, which is known to be a JSON string literal. It
// tells spent, unless that is nil, how many bytes it has looked at since it did so
// last.
func Unquote(b []byte, spent func(n int)) string {
	b = b[1 : len(b)-1]
	i := bytes.IndexByte(b, '\\')
	if i < 0 {
		return string(b)
	}
	dst := make([]byte, 0, len(b))
	for told := len(b); i >= 0; i = slash(b) {
		dst = append(dst, b[:i]...)
		dst, b = unescape(dst, b[i:])
		if spent != nil && told-len(b) >= often {
			spent(told - len(b))
			told = len(b)
		}
	}
	if dst = append(dst, b...); len(dst) < cap(dst)/2 {
		return string(dst) // and let go of the rest
	}
	return unsafe.String(unsafe.SliceData(dst), len(dst)) // nobody writes to it any more
}

// slash returns where the first backslash in b stands, -1 for nowhere. In JSON within
// a text the next is near.
func slash(b []byte) int {
	near := min(16, len(b))
	for i, c := range b[:near] {
		if c == '\\' {
			return i
		}
	}
	if i := bytes.IndexByte(b[near:], '\\'); i >= 0 {
		return near + i
	}
	return -1
}

// unescape decodes the escape at the beginning of b, which str has accepted,
// and returns what is behind it.
func unescape(dst, b []byte) (decoded, rest []byte) {
	switch c := b[1]; c {
	case 'b':
		return append(dst, '\b'), b[2:]
	case 'f':
		return append(dst, '\f'), b[2:]
	case 'n':
		return append(dst, '\n'), b[2:]
	case 'r':
		return append(dst, '\r'), b[2:]
	case 't':
		return append(dst, '\t'), b[2:]
	case 'u':
		r, b := hex4(b[2:]), b[6:]
		if !utf16.IsSurrogate(r) {
			return utf8.AppendRune(dst, r), b
		}
		if len(b) >= 6 && b[0] == '\\' && b[1] == 'u' {
			if pair := utf16.DecodeRune(r, hex4(b[2:])); pair != utf8.RuneError {
				return utf8.AppendRune(dst, pair), b[6:]
			}
		}
		return append(dst, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f), b
	default: // One of "\/ stands for itself.
		return append(dst, c), b[2:]
	}
}

func hex4(b []byte) rune {
	var r rune
	for _, c := range b[:4] {
		r = r<<4 | rune(hexDigit(c))
	}
	return r
}

// hexDigit returns the value of a hexadecimal digit, -1 for any other byte.
func hexDigit(c byte) int {
	switch {
	case c-'0' < 10:
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// Int reads an integer literal that fits an int64. ok is false otherwise, also
// for spellings such as 1.0 and 1e0.
func Int(b []byte) (n int64, ok bool) {
	if len(b) == 0 || b[0] != '-' && b[0]-'0' >= 10 {
		return 0, false
	}
	if end, want := number(b, 0); want != "" || end != len(b) {
		return 0, false
	}
	n, err := strconv.ParseInt(string(b), 10, 64)
	return n, err == nil
}

// Quote appends s as a JSON string literal to dst. It escapes what RFC 8259
// wants escaped, U+007F, the line separators U+2028 and U+2029, and halves of
// surrogate pairs as Text spells them; any other byte stands for itself, also
// one that is not UTF-8. So Text of the result is s again.
func Quote(dst []byte, s string) []byte { return QuotePaced(dst, s, nil) }

// QuotePaced is [Quote], and tells spent, unless that is nil, how many bytes it has
// looked at since it did so last.
func QuotePaced(dst []byte, s string, spent func(n int)) []byte {
	dst = append(dst, '"')
	from, told := 0, 0
	for i := 0; i < len(s); {
		if !unquoted[s[i]] {
			i++ // nearly every byte
			continue
		}
		if spent != nil && i-told >= often {
			spent(i - told)
			told = i
		}
		n := special(s[i:])
		if n == 0 || n == 3 && isLowBehindHigh(s, i) {
			i += max(n, 1)
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = appendEscape(dst, s[i:i+n])
		i += n
		from = i
	}
	return append(append(dst, s[from:]...), '"')
}

// unquoted are the bytes that may not stand for themselves in a string, or begin what
// may not.
var unquoted = func() (is [256]bool) {
	for c := range is {
		is[c] = c < ' ' || c >= 0x7f || c == '"' || c == '\\'
	}
	return is
}()

// special returns how many bytes at the beginning of s must be escaped
// together: 3 for a surrogate half or a line separator, 1 for a byte of ASCII
// that may not stand for itself, 0 for none.
func special(s string) int {
	switch c := s[0]; {
	case c < ' ' || c == '"' || c == '\\' || c == 0x7f:
		return 1
	case c == 0xed && len(s) > 2 && s[1] >= 0xa0 && s[1] < 0xc0 && s[2] >= 0x80 && s[2] < 0xc0:
		return 3
	case c == 0xe2 && len(s) > 2 && s[1] == 0x80 && s[2]|1 == 0xa9:
		return 3
	}
	return 0
}

// isLowBehindHigh reports whether the half at s[i] would make a pair with the
// one before it. It must not be escaped then: Text would read one character.
func isLowBehindHigh(s string, i int) bool {
	return s[i] == 0xed && s[i+1] >= 0xb0 && i >= 3 && s[i-3] == 0xed && s[i-2] >= 0xa0 && s[i-2] < 0xb0
}

func appendEscape(dst []byte, s string) []byte {
	r := rune(s[0])
	if len(s) == 3 {
		r = r&0x0f<<12 | rune(s[1])&0x3f<<6 | rune(s[2])&0x3f
	}
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	const hex = "0123456789abcdef"
	return append(dst, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
