package find

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// displayName looks for the name of whose address stands between from and to, not
// before done: Jane Doe <jane@customer.example>, jane@customer.example (Jane Doe). See
// RFC 5322, section 3.4; a phrase counts without quotes, too, and up to four words of it.
func (f *finder) displayName(done, from, to int) {
	if rest := f.s[to:min(len(f.s), to+LongestName)]; strings.HasPrefix(rest, " (") {
		if end := strings.IndexByte(rest, ')'); end > 2 {
			f.spans = append(f.spans, Span{From: to + 2, To: to + end, Label: Name})
		}
	}
	if from == 0 || f.s[from-1] != '<' {
		return
	}
	done = max(done, from-1-LongestName)
	s := strings.TrimRight(f.s[done:from-1], " \t\"'\\")
	begin := strings.LastIndexAny(s, "\"<>:;=([{|\r\n") + 1
	parts := strings.SplitAfter(s[begin:], " ")
	parts = parts[max(0, len(parts)-4):]
	// What leads to a name in a sentence is written small, and the name is not; but
	// in quotes or with nothing in front of it it may be.
	first := slices.IndexFunc(parts, func(word string) bool {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsLetter(r) && !unicode.IsLower(r)
	})
	quoted := begin > 0 && s[begin-1] == '"'
	if first < 0 && (quoted || done+begin == 0 && len(parts) < 3) {
		first = 0
	}
	if first >= 0 {
		if name := strings.Join(parts[first:], ""); name != "" {
			f.spans = append(f.spans, Span{From: done + len(s) - len(name), To: done + len(s), Label: Name})
		}
	}
}
