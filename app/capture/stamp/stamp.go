// Package stamp finds the times that logs write in front of a line or in a record.
//
// Start with [Find] for a line, [OfRecord] for an object, and [Calendar], which
// gives times of day their dates.
//
// The one rule: a time that names no offset from UTC is shown as it is written,
// and a date that can be read in two ways is decided by the rest of the file.
//
// It knows no names of time zones, because what they mean depends on the place.
package stamp

import (
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture/words"
)

// In finds the first timestamp with a date in a line of text and returns it with
// where it begins. A time that names no offset from UTC is read as UTC: the clock
// is shown as it is written. It understands what logs and Web Services write:
// year, month, day, then T, a blank or nothing, then hours to seconds with a
// fraction behind a point, comma or colon, then an offset.
func In(line string) (t time.Time, at int, ok bool) {
	for i := 0; i+18 <= len(line); i++ {
		if i > 0 && words.IsDigit(line[i-1]) || !Shaped(line[i:], "0000-00-00") {
			continue
		}
		if s, ok := yearFirst(line[i:]); ok && s.kind == dated {
			return s.time, i, true
		}
	}
	return time.Time{}, 0, false
}

// Shaped reports whether s begins with digits where pattern has 0 and with the
// same bytes elsewhere.
func Shaped(s, pattern string) bool {
	if len(s) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] == '0' && !words.IsDigit(s[i]) || pattern[i] != '0' && s[i] != pattern[i] {
			return false
		}
	}
	return true
}

// A Stamp is a timestamp. It says an instant, or less.
type Stamp struct {
	kind  writing
	time  time.Time // of the year 0 where the date is not known
	other time.Time // the other reading of a date whose day and month cannot be told apart
	order order     // which of the two its numbers show to stand first
}

// An order is how a file writes the dates that have slashes, where it shows that;
// both together where it does not keep to one.
type order uint8

const (
	monthFirst order = 1 << iota
	dayFirst
)

type writing uint8

const (
	dated    writing = iota
	dateless         // the time of day alone
	either           // two dates are possible: time and other
)

// Find finds the first timestamp in a line, in any form that logs use.
func Find(line string) (Stamp, bool) {
	for i := range len(line) {
		if i > 0 && (words.IsWord(line[i-1]) || line[i-1] == ':') {
			continue
		}
		for _, form := range [...]func(string) (Stamp, bool){yearFirst, dayAndMonth, named, ofDay} {
			if s, ok := form(line[i:]); ok {
				return s, true
			}
		}
	}
	if s, ok := epoch(strings.TrimLeft(line, " \t[(\"'")); ok {
		return s, true
	}
	for i := strings.LastIndexByte(line, '['); i >= 0; i = strings.LastIndexByte(line[:i], '[') {
		if s := line[i+1:]; Shaped(s, "0000000000.000") { // as fluent-bit shows records
			return epoch(s)
		}
	}
	return Stamp{}, false
}

// epoch reads the seconds since 1970 that s begins with, perhaps with a fraction,
// or thousandths, millionths or billionths, by the number of their digits.
func epoch(s string) (Stamp, bool) {
	end := 0
	for end < len(s) && words.IsDigit(s[end]) {
		end++
	}
	n, err := strconv.ParseInt(s[:end], 10, 64)
	if err != nil || end < len(s) && words.IsWord(s[end]) {
		return Stamp{}, false
	}
	t, ok := sinceEpoch(n, end)
	if fraction := s[end:]; ok && end == 10 && len(fraction) > 1 && fraction[0] == '.' {
		for unit := time.Second / 10; unit > 0 && len(fraction) > 1 && words.IsDigit(fraction[1]); unit /= 10 {
			t, fraction = t.Add(time.Duration(fraction[1]-'0')*unit), fraction[1:]
		}
	}
	return Stamp{time: t}, ok
}

// sinceEpoch returns the time of a number since 1970, which is none of the years
// that have logs where it is a telephone number, as a rule.
func sinceEpoch(n int64, digits int) (t time.Time, ok bool) {
	switch digits {
	case 10:
		t = time.Unix(n, 0)
	case 13:
		t = time.UnixMilli(n)
	case 16:
		t = time.UnixMicro(n)
	case 19:
		t = time.Unix(0, n)
	default:
		return t, false
	}
	t = t.UTC()
	return t, t.Year() > 2001 && t.Year() < 2040
}

// yearFirst reads 2006-01-02, 2006/01/02 and 20060102 with a time of day behind.
func yearFirst(s string) (Stamp, bool) {
	n := 0
	switch {
	case Shaped(s, "0000-00-00"), Shaped(s, "0000/00/00"), Shaped(s, "0000.00.00"):
		n = 10
	case Shaped(s, "00000000") && len(s) > 8 && !words.IsDigit(s[8]):
		n = 8
	default:
		return Stamp{}, false
	}
	day := strings.NewReplacer("-", "", "/", "", ".", "").Replace(s[:n])
	rest := strings.TrimPrefix(s[n:], ",")
	if rest != "" && strings.IndexByte("T _-", rest[0]) >= 0 {
		rest = rest[1:]
	}
	of, offset, _, ok := clock(rest)
	date, err := time.Parse("20060102", day)
	return Stamp{time: date.Add(of - offset)}, ok && err == nil
}

// dayAndMonth reads 02.01.2006, and 01/02/2006, where only a number above 12
// tells which is the day.
func dayAndMonth(s string) (Stamp, bool) {
	point := Shaped(s, "00.00.0000")
	if !point && !Shaped(s, "00/00/0000") {
		return Stamp{}, false
	}
	of, offset, _, ok := clock(strings.TrimLeft(strings.TrimPrefix(s[10:], ","), " T:"))
	if !ok {
		return Stamp{}, false
	}
	month, monthErr := time.Parse("01/02/2006", s[:10])
	day, dayErr := time.Parse("02/01/2006", strings.ReplaceAll(s[:10], ".", "/"))
	month, day = month.Add(of-offset), day.Add(of-offset)
	switch {
	case point:
		return Stamp{time: day}, dayErr == nil
	case monthErr != nil:
		return Stamp{time: day, order: dayFirst}, dayErr == nil
	case dayErr != nil:
		return Stamp{time: month, order: monthFirst}, true
	case month.Equal(day):
		return Stamp{time: month}, true
	}
	return Stamp{kind: either, time: month, other: day}, true
}

// named reads dates whose month has a name: 02/Jan/2006:15:04:05 (Apache),
// 02-Jan-2006 15:04:05, 2 Jan 2006 15:04:05, Jan 2, 2006 3:04:05 PM, and
// Jan 2 15:04:05 with the year behind or nowhere.
func named(s string) (Stamp, bool) {
	day, rest := leading(s, 2)
	month, rest := monthName(strings.TrimLeft(rest, "/- "))
	if month == 0 {
		return Stamp{}, false
	}
	rest = strings.TrimLeft(rest, "/- ")
	if day == 0 {
		day, rest = leading(rest, 2)
		rest = strings.TrimLeft(rest, ", ")
	}
	year := 0
	if Shaped(rest, "0000") && (len(rest) == 4 || !words.IsWord(rest[4])) {
		year, rest = leading(rest, 4)
	}
	of, offset, rest, ok := clock(strings.TrimLeft(rest, ",: "))
	if !ok || day == 0 {
		return Stamp{}, false
	}
	if year == 0 {
		zone, behind, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
		if Shaped(zone, "0000") {
			behind = zone
		}
		year, _ = leading(behind, 4)
	}
	if year < 1000 {
		return Stamp{kind: dateless, time: ofYear0(of)}, true
	}
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Stamp{time: date.Add(of - offset)}, date.Day() == day
}

// leading returns the number of at most so many digits s begins with, and the rest.
func leading(s string, most int) (n int, rest string) {
	i := 0
	for i < len(s) && i < most && words.IsDigit(s[i]) {
		n, i = n*10+int(s[i]-'0'), i+1
	}
	return n, s[i:]
}

// monthName returns the month whose English name s begins with, whole or short.
func monthName(s string) (time.Month, string) {
	for m := time.January; m <= time.December; m++ {
		for _, name := range [...]string{m.String(), m.String()[:3]} {
			if len(s) > len(name) && strings.EqualFold(s[:len(name)], name) && !words.IsLetter(s[len(name)]) {
				return m, s[len(name):]
			}
		}
	}
	return 0, s
}

// ofDay reads a time of day alone.
func ofDay(s string) (Stamp, bool) {
	of, _, rest, ok := clock(s)
	if !ok || Shaped(s, "000000") || rest != "" && (words.IsWord(rest[0]) || rest[0] == ':') {
		return Stamp{}, false
	}
	return Stamp{kind: dateless, time: ofYear0(of)}, true
}

// ofYear0 is a time of day without a date.
func ofYear0(of time.Duration) time.Time {
	return time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).Add(of)
}

// clock reads the time of day that s begins with, and its offset from UTC.
func clock(s string) (of, offset time.Duration, rest string, ok bool) {
	h, rest := leading(s, 2)
	var m, sec int
	switch {
	case Shaped(rest, ":00:00"):
		m, _ = leading(rest[1:], 2)
		sec, _ = leading(rest[4:], 2)
		rest = rest[6:]
	case Shaped(s, "000000") && (len(s) == 6 || !words.IsDigit(s[6])):
		m, _ = leading(s[2:], 2)
		sec, _ = leading(s[4:], 2)
		rest = s[6:]
	default:
		return 0, 0, s, false
	}
	if len(rest) == len(s) || h > 23 || m > 59 || sec > 60 {
		return 0, 0, s, false
	}
	of = time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec)*time.Second
	if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',' || rest[0] == ':' && Shaped(rest, ":000")) && words.IsDigit(rest[1]) {
		unit := time.Second
		for rest = rest[1:]; rest != "" && words.IsDigit(rest[0]); rest = rest[1:] {
			unit /= 10
			of += time.Duration(rest[0]-'0') * unit
		}
	}
	if half := strings.TrimPrefix(rest, " "); len(half) >= 2 && half[1]|0x20 == 'm' && (len(half) == 2 || !words.IsWord(half[2])) && h <= 12 {
		switch half[0] | 0x20 {
		case 'a':
			of, rest = of-time.Duration(h/12*12)*time.Hour, half[2:]
		case 'p':
			of, rest = of+time.Duration(12-h/12*12)*time.Hour, half[2:]
		}
	}
	offset, rest = zone(rest)
	return of, offset, rest, true
}

// zone reads the offset from UTC that s begins with; no other zone is understood.
func zone(s string) (offset time.Duration, rest string) {
	at := strings.TrimPrefix(s, " ")
	n := 0
	switch {
	case strings.HasPrefix(s, "Z"):
		return 0, s[1:]
	case at == "" || at[0] != '+' && at[0] != '-':
		return 0, s
	case Shaped(at[1:], "00:00") && !strings.HasPrefix(at[6:], ":"):
		n = 6
	case Shaped(at[1:], "0000") && (len(at) == 5 || !words.IsDigit(at[5])):
		n = 5
	case Shaped(s[1:], "00") && s[1:3] <= "14" && (len(s) == 3 || s[3] != ':' && !words.IsWord(s[3])):
		n = 3 // as PostgreSQL writes them
	default:
		return 0, s
	}
	h, _ := leading(at[1:], 2)
	m, _ := leading(strings.TrimPrefix(at[3:n], ":"), 2)
	offset = time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	if at[0] == '-' {
		offset = -offset
	}
	return offset, at[n:]
}

// Date returns the instant of a timestamp that says one by itself, else the zero
// time.
func (s Stamp) Date() time.Time {
	if s.kind != dated {
		return time.Time{}
	}
	return s.time
}

// Longest is how many bytes of a line are looked at for the time that it
// begins with.
const Longest = 40
