package ui

import (
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// clock returns the time of day with milliseconds, in zone.
func clock(t time.Time, zone *time.Location) string {
	switch {
	case t.IsZero():
		return "time unknown"
	case capture.Dateless(t):
		return t.UTC().Format("15:04:05.000") // as it was written
	}
	return t.In(zone).Format("15:04:05.000")
}

// elapsed returns the time from one instant to another; ok is false where one of
// them is not known, or its date is not.
func elapsed(from, to time.Time) (d time.Duration, ok bool) {
	ok = !from.IsZero() && !to.IsZero() && capture.Dateless(from) == capture.Dateless(to)
	return to.Sub(from), ok
}

// span2 returns how long something lasted, in its two largest units: "340 ms",
// "12 s", "3 m 4 s", "2 h 10 m".
func span2(d time.Duration) string {
	n := func(unit, of time.Duration, name string) string {
		if k := int(d % of / unit); k > 0 {
			return " " + itoa(k) + " " + name
		}
		return ""
	}
	switch {
	case d < time.Second:
		return itoa(int(d/time.Millisecond)) + " ms"
	case d < time.Minute:
		return itoa(int(d/time.Second)) + " s"
	case d < time.Hour:
		return itoa(int(d/time.Minute)) + " m" + n(time.Second, time.Minute, "s")
	case d < 48*time.Hour:
		return itoa(int(d/time.Hour)) + " h" + n(time.Minute, time.Hour, "m")
	}
	return itoa(int(d/(24*time.Hour))) + " d" + n(time.Hour, 24*time.Hour, "h")
}

// stamp returns the full time with its offset, for a title.
func stamp(t time.Time, zone *time.Location) string {
	switch {
	case t.IsZero():
		return ""
	case capture.Dateless(t):
		return clock(t, zone) + ", date unknown"
	}
	return t.In(zone).Format("2006-01-02 15:04:05.000 -07:00")
}

// age returns how long ago t was at now: "2 s", "3 m", "12 h", "4 d"; "" where
// that is not known.
func age(t, now time.Time) string {
	d, ok := elapsed(t, now)
	if !ok {
		return ""
	}
	d = max(d, 0)
	switch {
	case d < time.Minute:
		return itoa(int(d/time.Second)) + " s"
	case d < time.Hour:
		return itoa(int(d/time.Minute)) + " m"
	case d < 48*time.Hour:
		return itoa(int(d/time.Hour)) + " h"
	}
	return itoa(int(d/(24*time.Hour))) + " d"
}

// lapse returns the time between two events with its unit: "+142 ms", "+9.1 s",
// "+3 m 4 s".
func lapse(d time.Duration) string {
	if d >= time.Minute {
		return "+" + span2(d)
	}
	return "+" + took(max(d, 0))
}

// took returns how long something took: "18 ms", "1.2 s".
func took(d time.Duration) string {
	if d < time.Second {
		return itoa(int(d.Round(time.Millisecond)/time.Millisecond)) + " ms"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
}

// lasted returns how long it took from one time to another, "" where one of them
// is not known.
func lasted(from, to time.Time) string {
	if d, ok := elapsed(from, to); ok {
		return took(d)
	}
	return ""
}

// size returns a number of bytes in the unit that suits it, in decimal units.
func size(n int) string {
	switch {
	case n < 1000:
		return plural(n, "byte")
	case n < 100_000:
		return strconv.FormatFloat(float64(n)/1e3, 'f', 1, 64) + " kB"
	}
	if n >= 1e9 {
		return strconv.FormatFloat(float64(n)/1e9, 'f', 1, 64) + " GB"
	}
	return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
}

// plural returns "1 key", "2 keys".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return group(n) + " " + noun + "s"
}

// group returns n with thin spaces between groups of three digits.
func group(n int) string {
	s := itoa(n)
	if len(s) < 5 {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString("\u2009")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// tail returns the last n characters of an identifier behind an ellipsis.
func tail(id string, n int) string {
	r := []rune(id)
	if len(r) <= n {
		return id
	}
	return "…" + string(r[len(r)-n:])
}

// clip returns at most n bytes of s, cut between characters, and the number of
// bytes that were left out.
func clip(s string, n int) (string, int) {
	if len(s) <= n {
		return s, 0
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n], len(s) - n
}

// capital returns s with its first letter, one of ASCII, in upper case.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// atoi returns the number s writes in decimal, 0 when it writes none.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
