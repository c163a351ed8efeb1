// Package simjson is how the simulator reads and writes JSON (RFC 8259). It must not
// share the clients' reading of it, and encoding/json with what that needs would be a
// fortieth of the page's program.
package simjson

import "unicode/utf8"

// deepest is how many objects and arrays may stand in each other: a browser's
// stack is small.
const deepest = 500

// Valid reports whether b is one JSON value.
func Valid(b []byte) bool {
	end, ok := checkValue(b, skipSpace(b, 0), 0)
	return ok && skipSpace(b, end) == len(b)
}

// checkValue returns the index behind the value that begins at b[i].
func checkValue(b []byte, i, depth int) (end int, ok bool) {
	if i == len(b) || depth > deepest {
		return i, false
	}
	switch c := b[i]; {
	case c == '{' || c == '[':
		return checkParts(b, i, depth)
	case c == '"':
		return checkString(b, i)
	case c == '-' || isDigit(c):
		return checkNumber(b, i)
	}
	for _, w := range [...]string{"true", "false", "null"} {
		if len(b)-i >= len(w) && string(b[i:i+len(w)]) == w {
			return i + len(w), true
		}
	}
	return i, false
}

// checkParts checks an object or an array.
func checkParts(b []byte, i, depth int) (end int, ok bool) {
	object, closing := b[i] == '{', b[i]+2 // in ASCII, two behind the opening one
	if i = skipSpace(b, i+1); i < len(b) && b[i] == closing {
		return i + 1, true
	}
	for ; i < len(b); i = skipSpace(b, i+1) {
		if object {
			if b[i] != '"' {
				return i, false
			}
			if i, ok = checkString(b, i); !ok {
				return i, false
			}
			if i = skipSpace(b, i); i == len(b) || b[i] != ':' {
				return i, false
			}
			i = skipSpace(b, i+1)
		}
		if i, ok = checkValue(b, i, depth+1); !ok {
			return i, false
		}
		if i = skipSpace(b, i); i < len(b) && b[i] == closing {
			return i + 1, true
		}
		if i == len(b) || b[i] != ',' {
			return i, false
		}
	}
	return i, false
}

func checkString(b []byte, i int) (end int, ok bool) {
	for i++; i < len(b) && b[i] >= ' '; i++ {
		switch b[i] {
		case '"':
			return i + 1, true
		case '\\':
			if i++; i == len(b) {
				return i, false
			}
			switch b[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if _, ok := hex4(b[i+1:]); !ok {
					return i, false
				}
				i += 4
			default:
				return i, false
			}
		}
	}
	return i, false
}

func checkNumber(b []byte, i int) (end int, ok bool) {
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if i, ok = checkDigits(b, i); !ok {
		return i, false
	}
	if i < len(b) && b[i] == '.' {
		if i, ok = checkDigits(b, i+1); !ok {
			return i, false
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		return checkDigits(b, i)
	}
	return i, true
}

func checkDigits(b []byte, i int) (end int, ok bool) {
	start := i
	for i < len(b) && isDigit(b[i]) {
		i++
	}
	return i, i > start
}

func isDigit(c byte) bool { return c-'0' < 10 }

func hex4(b []byte) (r rune, ok bool) {
	if len(b) < 4 {
		return 0, false
	}
	for _, c := range b[:4] {
		switch {
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// Text decodes a JSON string; false if raw is something else. What is no
// character, half of a pair or a byte that is not UTF-8, becomes U+FFFD.
func Text(raw []byte) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	if end, ok := checkString(raw, 0); !ok || end != len(raw) {
		return "", false
	}
	out := make([]byte, 0, len(raw))
	for b := raw[1 : len(raw)-1]; len(b) > 0; {
		r, n := character(b)
		out = utf8.AppendRune(out, r)
		b = b[n:]
	}
	return string(out), true
}

// character decodes the first character of a string's inside.
func character(b []byte) (r rune, size int) {
	if b[0] != '\\' {
		return utf8.DecodeRune(b)
	}
	if b[1] != 'u' {
		for i, c := range []byte("bfnrt") {
			if b[1] == c {
				return rune("\b\f\n\r\t"[i]), 2
			}
		}
		return rune(b[1]), 2
	}
	r, _ = hex4(b[2:])
	if r >= 0xd800 && r < 0xdc00 && len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
		if low, _ := hex4(b[8:]); low >= 0xdc00 && low < 0xe000 {
			return (r-0xd800)<<10 | (low - 0xdc00) + 0x10000, 12
		}
	}
	return r, 6 // AppendRune writes half of a pair as U+FFFD
}

// Quote encodes a string, with < and > as they are.
func Quote(s string) []byte {
	out := append(make([]byte, 0, len(s)+2), '"')
	for _, r := range s { // a byte that is not UTF-8 comes as U+FFFD
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, `\n`...)
		case r == '\r':
			out = append(out, `\r`...)
		case r == '\t':
			out = append(out, `\t`...)
		case r < ' ' || r == '\u2028' || r == '\u2029':
			const hex = "0123456789abcdef"
			out = append(out, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return append(out, '"')
}
