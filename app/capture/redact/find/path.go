package find

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/words"
)

// Lets reports whether a segment of a path is what lets its holder in, by the one
// or two in front of it: /password/…, /invite/…, /activate/MQ/….
func (n *Names) Lets(first, second, segment string) bool {
	digit, capital := false, false
	for i := range len(segment) {
		c := segment[i]
		digit, capital = digit || words.IsDigit(c), capital || c >= 'A' && c <= 'Z'
	}
	odd := digit && len(segment) >= 6 || len(segment) >= 24
	if !odd && (len(segment) < 4 || !digit && !capital) {
		return false
	}
	says := n.About(second)
	return says.Secrecy == vocab.AllSecret || odd && (says.Link || n.About(first).Link)
}

// segment hides the segment of a path behind the slash that stands from at to
// behind, if it lets its holder in. What follows // is a server.
func (f *finder) segment(at, behind int) int {
	second, from := f.segmentBefore(at)
	if second == "" {
		return behind
	}
	first, _ := f.segmentBefore(from)
	end := behind
	for end < len(f.s) && end-behind < 4<<10 && (words.IsAlnum(f.s[end]) || f.s[end] >= 0x80 || strings.IndexByte("-._~+=:@$!*", f.s[end]) >= 0 || f.s[end] == '%' && behind == at+1) {
		end++
	}
	if word := strings.TrimRight(f.s[behind:end], ".:!*"); f.names.Lets(first, second, word) {
		return f.hide(behind, behind+len(word), Credential)
	}
	return behind
}

// segmentBefore returns the segment of a path that ends at end and where the slash
// in front of it stands, "" for none.
func (f *finder) segmentBefore(end int) (name string, slash int) {
	for end > 0 && f.s[end-1] == '\\' {
		end--
	}
	from := end
	for from > 0 && end-from < LongestName && (words.IsAlnum(f.s[from-1]) || f.s[from-1] >= 0x80 || strings.IndexByte("-._~$", f.s[from-1]) >= 0) {
		from--
	}
	name = f.s[from:end]
	switch {
	case name == "":
		return "", 0
	case from == 0 || isBlank(f.s[from-1]):
		return name, from
	}
	switch f.s[from-1] {
	case '%':
		for strings.HasPrefix(name, "25") {
			name = name[2:]
		}
		if len(name) > 2 && strings.EqualFold(name[:2], "2f") && f.s[max(0, from-2)] != ':' {
			return name[2:], from - 1
		}
	case '/':
		if before := strings.TrimRight(f.s[max(0, from-9):from-1], `\`); !strings.HasSuffix(before, "/") {
			return name, from - 1
		}
	}
	return "", 0
}
