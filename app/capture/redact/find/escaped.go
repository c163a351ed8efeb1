package find

import (
	"slices"
	"strconv"
	"strings"
)

// escaped looks a second time at what is written with the escapes of URLs (RFC 3986,
// 2.1) or of HTML, as what it means: an address in a form, an element in an element.
// The first look has found what ends with an escape.
func (f *finder) escaped(word bool) {
	f.names.pace.Spend(len(f.s))
	if i := strings.IndexByte(f.s, '&'); i >= 0 && slices.ContainsFunc(entities[:], func(e string) bool { return strings.Contains(f.s[i:], e[1:]) }) {
		f.meaning(0, len(f.s), word, '+')
	}
	f.names.pace.Spend(len(f.s))
	for i := 0; ; {
		n := strings.IndexByte(f.s[i:], '%')
		if n < 0 {
			return
		}
		from, to := strings.LastIndexAny(f.s[i:i+n], escapeless)+1+i, len(f.s)
		if end := strings.IndexAny(f.s[i+n:], escapeless); end >= 0 {
			to = i + n + end
		}
		f.meaning(from, to, word, ' ')
		i = to
	}
}

// escapeless are the characters between which a URL stands in a text.
const escapeless = " \t\r\n\"'<>"

// entities are those of HTML for signs, behind the signs.
var entities = [...]string{"<&lt;", ">&gt;", `"&quot;`, "&&amp;", "'&apos;", "'&#39;", `"&#34;`, "<&#60;", ">&#62;"}

// meaning finds what is to be hidden in what a part of the text means, where a plus
// means what plus is.
func (f *finder) meaning(from, to int, word bool, plus byte) {
	s, at := f.meant(f.s[from:to], plus)
	if at == nil {
		return
	}
	inside := finder{names: f.names, personal: f.personal, s: s}
	inside.credentials()
	if f.personal {
		inside.people(word)
	}
	for _, p := range inside.spans {
		p.From, p.To = from+int(at[p.From]), from+int(at[p.To])
		f.spans = append(f.spans, p)
	}
}

// meant returns what s means, escapes in escapes too, and for each byte of that, and
// for its end, where in s it came from; nil where it means itself.
func (f *finder) meant(s string, plus byte) (plain string, at []int32) {
	for range 3 {
		out, from := make([]byte, 0, len(s)), make([]int32, 0, len(s)+1)
		for i, due := 0, 0; i < len(s); {
			if i >= due {
				due = f.names.pace.Due(i, len(s))
			}
			c, n := s[i], 1
			switch c {
			case '%':
				if code, err := strconv.ParseUint(s[min(i+1, len(s)):min(i+3, len(s))], 16, 8); err == nil && i+3 <= len(s) {
					c, n = byte(code), 3
				}
			case '+':
				c = plus
			case '&':
				for _, e := range entities {
					if strings.HasPrefix(s[i:], e[1:]) {
						c, n = e[0], len(e)-1
					}
				}
			}
			begin := int32(i)
			if at != nil {
				begin = at[i]
			}
			out, from = append(out, c), append(from, begin)
			i += n
		}
		if len(out) == len(s) { // at most blanks are others
			return s, at
		}
		end := int32(len(s))
		if at != nil {
			end = at[len(s)]
		}
		s, at = string(out), append(from, end)
	}
	return s, at
}
