package wording

import (
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// Clock returns the time of day with milliseconds, in zone.
func Clock(t time.Time, zone *time.Location) string {
	switch {
	case t.IsZero():
		return "time unknown"
	case capture.Dateless(t):
		return t.UTC().Format("15:04:05.000") // as it was written
	}
	return t.In(zone).Format("15:04:05.000")
}

// Elapsed returns the time from one instant to another; ok is false where one of
// them is not known, or its date is not.
func Elapsed(from, to time.Time) (d time.Duration, ok bool) {
	ok = !from.IsZero() && !to.IsZero() && capture.Dateless(from) == capture.Dateless(to)
	return to.Sub(from), ok
}

// Span returns how long something lasted, in its two largest units: "340 ms",
// "12 s", "3 m 4 s", "2 h 10 m".
func Span(d time.Duration) string {
	n := func(unit, of time.Duration, name string) string {
		if k := int(d % of / unit); k > 0 {
			return " " + strconv.Itoa(k) + " " + name
		}
		return ""
	}
	switch {
	case d < time.Second:
		return strconv.Itoa(int(d/time.Millisecond)) + " ms"
	case d < time.Minute:
		return strconv.Itoa(int(d/time.Second)) + " s"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " m" + n(time.Second, time.Minute, "s")
	case d < 48*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + " h" + n(time.Minute, time.Hour, "m")
	}
	return strconv.Itoa(int(d/(24*time.Hour))) + " d" + n(time.Hour, 24*time.Hour, "h")
}

// Stamp returns the full time with its offset, for a title.
func Stamp(t time.Time, zone *time.Location) string {
	switch {
	case t.IsZero():
		return ""
	case capture.Dateless(t):
		return Clock(t, zone) + ", date unknown"
	}
	return t.In(zone).Format("2006-01-02 15:04:05.000 -07:00")
}

// Age returns how long ago t was at now: "2 s", "3 m", "12 h", "4 d"; "" where
// that is not known.
func Age(t, now time.Time) string {
	d, ok := Elapsed(t, now)
	if !ok {
		return ""
	}
	d = max(d, 0)
	switch {
	case d < time.Minute:
		return strconv.Itoa(int(d/time.Second)) + " s"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " m"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + " h"
	}
	return strconv.Itoa(int(d/(24*time.Hour))) + " d"
}

// Lapse returns the time between two events with its unit: "+142 ms", "+9.1 s",
// "+3 m 4 s".
func Lapse(d time.Duration) string {
	return "+" + Took(max(d, 0))
}

// Took returns how long something took: "18 ms", "1.2 s", "3 m 4 s".
func Took(d time.Duration) string {
	switch ms := d.Round(time.Millisecond); { // what is rounded up to a unit is written in it
	case ms < time.Second:
		return Span(ms)
	case d.Round(time.Second/10) < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	}
	return Span(d.Round(time.Second))
}

// Lasted returns how long it took from one time to another, "" where one of them
// is not known.
func Lasted(from, to time.Time) string {
	if d, ok := Elapsed(from, to); ok {
		return Took(d)
	}
	return ""
}

// Size returns a number of bytes in the unit that suits it, in decimal units.
func Size(n int) string {
	switch {
	case n < 1000:
		return Plural(n, "byte")
	case n < 99_950: // what is rounded up to a unit is written in it
		return strconv.FormatFloat(float64(n)/1e3, 'f', 1, 64) + " kB"
	case n >= 999_950_000:
		return strconv.FormatFloat(float64(n)/1e9, 'f', 1, 64) + " GB"
	}
	return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
}

// Plural returns "1 key", "2 keys".
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Group(n) + " " + noun + "s"
}

// Holding says how many of all clauses hold: "1 of 3 holds".
func Holding(good, all int) string {
	return strconv.Itoa(good) + " of " + strconv.Itoa(all) + Either(good == 1, " holds", " hold")
}

// Group returns n with thin spaces between groups of three digits.
func Group(n int) string {
	s := strconv.Itoa(n)
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

// Tail returns the last n characters of an identifier behind an ellipsis.
func Tail(id string, n int) string {
	r := []rune(id)
	if len(r) <= n {
		return id
	}
	return "…" + string(r[len(r)-n:])
}

// Clip returns at most n bytes of s, cut between characters, and the number of
// bytes that were left out.
func Clip(s string, n int) (string, int) {
	if len(s) <= n {
		return s, 0
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n], len(s) - n
}

// Capital returns s with its first letter, one of ASCII, in upper case.
func Capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// Atoi returns the number s writes in decimal, 0 when it writes none.
func Atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// Clipped is Clip with an ellipsis for what was left out.
func Clipped(s string, n int) string {
	kept, cut := Clip(s, n)
	if cut > 0 {
		kept += "…"
	}
	return kept
}

// Short is a key in 60 bytes at most.
func Short(key string) string { return Clipped(key, 60) }

// Either is yes where cond holds, and no otherwise.
func Either(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

// Period ends a sentence that may have its end already.
func Period(s string) string {
	if s == "" || s[len(s)-1] == '.' || s[len(s)-1] == '!' || s[len(s)-1] == '?' {
		return s
	}
	return s + "."
}
