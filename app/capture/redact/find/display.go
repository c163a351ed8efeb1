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
	start := max(done, from-1-LongestName)
	s := strings.TrimRight(f.s[start:from-1], " \t\"'\\")
	begin := strings.LastIndexAny(s, "\"<>:;=([{|\r\n") + 1
	parts := strings.SplitAfter(s[begin:], " ")
	parts = parts[max(0, len(parts)-4):]
	// The words of a sentence that lead to a name begin with small letters, and the
	// name does not; in quotes, or where nothing leads to it, it may.
	first := slices.IndexFunc(parts, func(word string) bool {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsLetter(r) && !unicode.IsLower(r)
	})
	quoted := begin > 0 && s[begin-1] == '"'
	if first < 0 && (quoted || start+begin == 0 && len(parts) < 3) {
		first = 0
	}
	if first >= 0 {
		if name := strings.Join(parts[first:], ""); name != "" {
			f.spans = append(f.spans, Span{From: start + len(s) - len(name), To: start + len(s), Label: Name})
		}
	}
}
