package scan

import (
	"io"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// A ByteOrder reads a unit of UTF-16; nil is that of UTF-8, which has none.
type ByteOrder func(b []byte) rune

// LittleEndian has the lower byte first.
func LittleEndian(b []byte) rune { return rune(b[0]) | rune(b[1])<<8 }

// BigEndian has the higher byte first.
func BigEndian(b []byte) rune { return rune(b[1]) | rune(b[0])<<8 }

// OrderOf recognises UTF-16 by its byte order mark or, since what is opened
// begins with ASCII, by the zeros beside that.
func OrderOf(head []byte) ByteOrder {
	switch {
	case len(head) < 2:
		return nil
	case head[0] == 0xff && head[1] == 0xfe, head[0] != 0 && head[0] < 0x80 && head[1] == 0:
		return LittleEndian
	case head[0] == 0xfe && head[1] == 0xff, head[0] == 0 && head[1] != 0 && head[1] < 0x80:
		return BigEndian
	}
	return nil
}

// NoUTF8 says how text of unknown encoding was read.
const NoUTF8 = "is no UTF-8 and was read as Latin-1 (Windows-1252); letters beyond ASCII may be wrong"

// A UTF8 reads text as UTF-8: UTF-16 in either order, and Latin-1 for bytes that
// are not UTF-8, which it counts.
type UTF8 struct {
	In     io.Reader
	Order  ByteOrder
	begun  bool   // a unit of UTF-16 was read
	head   []byte // read and not recoded
	out    []byte // recoded and not handed out
	Latin  int    // bytes that were taken for Latin-1
	failed error  // of In
}

// Read implements io.Reader.
func (r *UTF8) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		if r.failed != nil {
			return 0, r.failed
		}
		r.head, r.failed = more(r.head, r.In, len(p))
		if r.Order == nil {
			r.eight()
		} else {
			r.sixteen()
		}
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// more appends to b what one reading of in brings, for which it has room for size
// bytes or more.
func more(b []byte, in io.Reader, size int) ([]byte, error) {
	size = max(size, 4096)
	b = slices.Grow(b, size)
	n, err := in.Read(b[len(b) : len(b)+size])
	return b[:len(b)+n], err
}

// eight passes UTF-8 on, and a byte that is none as the character that Windows
// has for it.
func (r *UTF8) eight() {
	whole := len(r.head)
	for back := 1; r.failed == nil && back < utf8.UTFMax && back <= len(r.head); back++ {
		if tail := r.head[len(r.head)-back:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				whole -= back
			}
			break
		}
	}
	text := r.head[:whole]
	if utf8.Valid(text) {
		r.out = append([]byte(nil), text...)
	} else {
		r.out = nil
		for len(text) > 0 {
			c, n := utf8.DecodeRune(text)
			if c == utf8.RuneError && n == 1 {
				r.Latin++
				c = windows(text[0])
			}
			r.out, text = utf8.AppendRune(r.out, c), text[n:]
		}
	}
	r.head = append(r.head[:0], r.head[whole:]...)
}

// windows returns the character that the byte stands for in Windows-1252, which
// is what most call Latin-1.
func windows(b byte) rune {
	const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"
	if b < 0x80 || b >= 0xa0 {
		return rune(b)
	}
	return []rune(high)[b-0x80]
}

func (r *UTF8) sixteen() {
	r.out = nil
	i := 0
	for ; i+1 < len(r.head); i += 2 {
		c := r.Order(r.head[i:])
		if utf16.IsSurrogate(c) {
			if i+3 >= len(r.head) {
				if r.failed == nil {
					break // the other half is still to come
				}
			} else if pair := utf16.DecodeRune(c, r.Order(r.head[i+2:])); pair != utf8.RuneError {
				c, i = pair, i+2
			}
		}
		if c != 0xfeff || r.begun { // not the byte order mark
			r.out = utf8.AppendRune(r.out, c)
		}
		r.begun = true
	}
	r.head = append(r.head[:0], r.head[i:]...)
	if r.failed != nil && len(r.head) > 0 {
		r.out = append(r.out, "\ufffd"...) // half a unit
		r.head = nil
	}
}
