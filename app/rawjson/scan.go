package rawjson

import (
	"math/bits"
	"strings"
)

// scan returns the offset behind the value that begins at or behind b[i], or
// the offset of the first fault together with what was expected there. depth
// is the number of lists and objects that are open already.
//
// It is one loop instead of a recursion, so that hostile nesting cannot
// exhaust the stack: bit n of objects says whether level n is an object.
func scan(b []byte, i, depth int, r *Reader) (end int, want string) {
	var objects uint64
	outside := depth
	for {
		if i = space(b, i); i == len(b) {
			return i, wantValue
		}
		switch c := b[i]; c {
		case '{', '[':
			if depth == MaxDepth {
				return i, wantDepth
			}
			object := c == '{'
			objects &^= 1 << (depth & 63)
			if object {
				objects |= 1 << (depth & 63)
			}
			depth++
			i = space(b, i+1)
			if i < len(b) && b[i] == c+2 { // In ASCII, } and ] are two behind { and [.
				i++
				depth--
				break
			}
			if object {
				if i, want = key(b, i); want != "" {
					return i, want
				}
			}
			continue
		default:
			if i, want = scalar(b, i, r); want != "" {
				return i, want
			}
		}
		// A value has ended: close what ends with it, up to the next value.
		for open := true; open; {
			if depth == outside {
				return i, ""
			}
			object := objects>>((depth-1)&63)&1 == 1
			if i, open, want = comma(b, i, object); want != "" {
				return i, want
			}
			if !open {
				depth--
				open = true
				continue
			}
			if object {
				if i, want = key(b, i); want != "" {
					return i, want
				}
			}
			break
		}
	}
}

// scalar returns the offset behind the text, number or word that begins at b[i].
func scalar(b []byte, i int, r *Reader) (end int, want string) {
	switch c := b[i]; {
	case c == '"' && r != nil:
		return r.str(b, i)
	case c == '"':
		return str(b, i)
	case c == '-' || c-'0' < 10:
		return number(b, i)
	case c == 't':
		return word(b, i, "true")
	case c == 'f':
		return word(b, i, "false")
	case c == 'n':
		return word(b, i, "null")
	}
	return i, wantValue
}

// key reads a key and the colon behind it.
func key(b []byte, i int) (end int, want string) {
	if i = space(b, i); i == len(b) || b[i] != '"' {
		return i, wantKey
	}
	if i, want = str(b, i); want != "" {
		return i, want
	}
	if i = space(b, i); i == len(b) || b[i] != ':' {
		return i, wantColon
	}
	return i + 1, ""
}

// comma reads what may follow a value: a comma, then more is true, or the end
// of its object or list.
func comma(b []byte, i int, object bool) (end int, more bool, want string) {
	i = space(b, i)
	closing, want := byte(']'), wantInList
	if object {
		closing, want = '}', wantInObject
	}
	switch {
	case i == len(b):
		return i, false, want
	case b[i] == ',':
		return i + 1, true, ""
	case b[i] == closing:
		return i + 1, false, ""
	}
	return i, false, want
}

// space returns the offset of the first byte at or behind b[i] that is not
// white space.
func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// str returns the offset behind the text whose opening quote is b[i]. Bytes
// beyond ASCII are not looked at: whether they are UTF-8 is for Text to say.
func str(b []byte, i int) (end int, want string) {
	for i = plain(b, i+1); i < len(b); {
		switch c := b[i]; {
		case !ends[c]: // in JSON within a text the next escape is near, else far
			for near := min(i+8, len(b)); i < near && !ends[b[i]]; {
				i++
			}
			if i < len(b) && !ends[b[i]] {
				i = plain(b, i)
			}
		case c == '"':
			return i + 1, ""
		case c == '\\' && i+1 < len(b) && single[b[i+1]]:
			i += 2
		case c == '\\':
			if i, want = escape(b, i); want != "" {
				return i, want
			}
		default:
			return i, wantNoControl
		}
	}
	return i, wantQuote
}

// ends are the bytes that end a text, begin an escape or are control characters;
// single are those that make an escape with the backslash alone.
var ends, single = func() (ends, single [256]bool) {
	for c := range ends {
		ends[c] = c < ' ' || c == '"' || c == '\\'
		single[c] = strings.IndexByte(`"\/bfnrt`, byte(c)) >= 0
	}
	return ends, single
}()

// plain returns an offset at or behind b[i] up to which no byte ends a text,
// begins an escape or is a control character. It looks at eight bytes at once:
// in each test, only the high bits of bytes that may be one of these survive,
// and the lowest of them is always right.
func plain(b []byte, i int) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; len(b)-i >= 8; i += 8 {
		w := b[i : i+8]
		x := uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24 |
			uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
		quote, slash := x^ones*'"', x^ones*'\\'
		found := (quote-ones)&^quote | (slash-ones)&^slash | (x-ones*' ')&^x
		if found &= highs; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	return i
}

// escape returns the offset behind the escape of several bytes that begins at b[i].
func escape(b []byte, i int) (end int, want string) {
	if i+1 == len(b) || b[i+1] != 'u' {
		return i + 1, wantEscape
	}
	for n := 2; n < 6; n++ {
		if i+n == len(b) || hexDigit(b[i+n]) < 0 {
			return i + n, wantHex
		}
	}
	return i + 6, ""
}

// number returns the offset behind the number that begins at b[i]. A zero ends
// its integer part: of 01 only the 0 is a number.
func number(b []byte, i int) (end int, want string) {
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if i, want = digits(b, i); want != "" {
		return i, want
	}
	if i < len(b) && b[i] == '.' {
		if i, want = digits(b, i+1); want != "" {
			return i, want
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		return digits(b, i)
	}
	return i, ""
}

func digits(b []byte, i int) (end int, want string) {
	start := i
	for i < len(b) && b[i]-'0' < 10 {
		i++
	}
	if i == start {
		return i, wantDigit
	}
	return i, ""
}

func word(b []byte, i int, w string) (end int, want string) {
	if len(b)-i < len(w) || string(b[i:i+len(w)]) != w {
		return i, wantValue
	}
	return i + len(w), ""
}
