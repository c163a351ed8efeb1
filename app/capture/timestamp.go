package capture

import (
	"strings"
	"time"
)

// timeIn finds the first timestamp in a line of text and returns it with where
// it begins. A time that names no zone is read as UTC. Understood are what logs
// and Web Services write: year-month-day, then T, a blank or nothing, then
// hours to seconds with a fraction behind a point or comma, then a zone.
func timeIn(line string) (t time.Time, at int, ok bool) {
	for i := 0; i+19 <= len(line)+1; i++ {
		if i > 0 && isDigit(line[i-1]) || !shaped(line[i:], "0000-00-00") {
			continue
		}
		if t, ok := clock(line[i:]); ok {
			return t, i, true
		}
	}
	return time.Time{}, 0, false
}

// shaped reports whether s begins with digits where pattern has 0 and with the
// same bytes elsewhere.
func shaped(s, pattern string) bool {
	if len(s) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] == '0' && !isDigit(s[i]) || pattern[i] != '0' && s[i] != pattern[i] {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// clock reads the timestamp s begins with.
func clock(s string) (time.Time, bool) {
	date, rest := s[:10], s[10:]
	if rest != "" && (rest[0] == 'T' || rest[0] == ' ') {
		rest = rest[1:]
	}
	if !shaped(rest, "00:00:00") {
		return time.Time{}, false
	}
	text, rest := date+"T"+rest[:8], rest[8:]
	if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') && isDigit(rest[1]) {
		n := 1
		for n < len(rest) && n < 10 && isDigit(rest[n]) {
			n++
		}
		text, rest = text+"."+rest[1:n], rest[n:]
	}
	t, err := time.Parse("2006-01-02T15:04:05Z07:00", text+zone(strings.TrimPrefix(rest, " ")))
	return t.UTC(), err == nil
}

// zone returns the zone s begins with as RFC 3339 spells it, Z when there is none.
func zone(s string) string {
	switch {
	case s == "" || s[0] != '+' && s[0] != '-':
		return "Z"
	case shaped(s[1:], "00:00"):
		return s[:6]
	case shaped(s[1:], "0000"):
		return s[:3] + ":" + s[3:5]
	}
	return "Z"
}
