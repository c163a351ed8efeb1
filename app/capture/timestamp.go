package capture

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// timeIn finds the first timestamp with a date in a line of text and returns it
// with where it begins. A time that names no offset from UTC is read as UTC: the
// clock is shown as it is written. Understood are what logs and Web Services
// write: year, month, day, then T, a blank or nothing, then hours to seconds with
// a fraction behind a point, comma or colon, then an offset.
func timeIn(line string) (t time.Time, at int, ok bool) {
	for i := 0; i+18 <= len(line); i++ {
		if i > 0 && isDigit(line[i-1]) || !shaped(line[i:], "0000-00-00") {
			continue
		}
		if s, ok := yearFirst(line[i:]); ok && s.kind == dated {
			return s.time, i, true
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

// A written timestamp says an instant, or less.
type written struct {
	kind  writing
	time  time.Time // of the year 0 where the date is not known
	other time.Time // the other reading of a date whose day and month cannot be told apart
}

type writing uint8

const (
	dated    writing = iota
	dateless         // the time of day alone
	either           // two dates are possible: time and other
)

// stampIn finds the first timestamp in a line, in any form that logs use.
func stampIn(line string) (written, bool) {
	for i := range len(line) {
		if i > 0 && (isWord(line[i-1]) || line[i-1] == ':') {
			continue
		}
		for _, form := range [...]func(string) (written, bool){yearFirst, dayAndMonth, named, ofDay} {
			if s, ok := form(line[i:]); ok {
				return s, true
			}
		}
	}
	if s, ok := epoch(strings.TrimLeft(line, " \t[(\"'")); ok {
		return s, true
	}
	for i := strings.LastIndexByte(line, '['); i >= 0; i = strings.LastIndexByte(line[:i], '[') {
		if s := line[i+1:]; shaped(s, "0000000000.000") { // as fluent-bit shows records
			return epoch(s)
		}
	}
	return written{}, false
}

// epoch reads the seconds since 1970 that s begins with, perhaps with a fraction,
// or thousandths, millionths or billionths, by the number of their digits.
func epoch(s string) (written, bool) {
	end := 0
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	n, err := strconv.ParseInt(s[:end], 10, 64)
	if err != nil || end < len(s) && isWord(s[end]) {
		return written{}, false
	}
	t, ok := sinceEpoch(n, end)
	if fraction := s[end:]; ok && end == 10 && len(fraction) > 1 && fraction[0] == '.' {
		for unit := time.Second / 10; unit > 0 && len(fraction) > 1 && isDigit(fraction[1]); unit /= 10 {
			t, fraction = t.Add(time.Duration(fraction[1]-'0')*unit), fraction[1:]
		}
	}
	return written{time: t}, ok
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
func yearFirst(s string) (written, bool) {
	n := 0
	switch {
	case shaped(s, "0000-00-00"), shaped(s, "0000/00/00"), shaped(s, "0000.00.00"):
		n = 10
	case shaped(s, "00000000") && len(s) > 8 && !isDigit(s[8]):
		n = 8
	default:
		return written{}, false
	}
	day := strings.NewReplacer("-", "", "/", "", ".", "").Replace(s[:n])
	rest := strings.TrimPrefix(s[n:], ",")
	if rest != "" && strings.IndexByte("T _-", rest[0]) >= 0 {
		rest = rest[1:]
	}
	of, offset, _, ok := clock(rest)
	date, err := time.Parse("20060102", day)
	return written{time: date.Add(of - offset)}, ok && err == nil
}

// dayAndMonth reads 02.01.2006, and 01/02/2006 of which nobody knows which is the
// day unless it is above 12.
func dayAndMonth(s string) (written, bool) {
	point := shaped(s, "00.00.0000")
	if !point && !shaped(s, "00/00/0000") {
		return written{}, false
	}
	of, offset, _, ok := clock(strings.TrimLeft(strings.TrimPrefix(s[10:], ","), " T:"))
	if !ok {
		return written{}, false
	}
	month, monthErr := time.Parse("01/02/2006", s[:10])
	day, dayErr := time.Parse("02/01/2006", strings.ReplaceAll(s[:10], ".", "/"))
	month, day = month.Add(of-offset), day.Add(of-offset)
	switch {
	case point || monthErr != nil:
		return written{time: day}, dayErr == nil
	case dayErr != nil || month.Equal(day):
		return written{time: month}, true
	}
	return written{kind: either, time: month, other: day}, true
}

// named reads dates whose month has a name: 02/Jan/2006:15:04:05 (Apache),
// 02-Jan-2006 15:04:05, 2 Jan 2006 15:04:05, Jan 2, 2006 3:04:05 PM, and
// Jan 2 15:04:05 with the year behind or nowhere.
func named(s string) (written, bool) {
	day, rest := leading(s, 2)
	month, rest := monthName(strings.TrimLeft(rest, "/- "))
	if month == 0 {
		return written{}, false
	}
	rest = strings.TrimLeft(rest, "/- ")
	if day == 0 {
		day, rest = leading(rest, 2)
		rest = strings.TrimLeft(rest, ", ")
	}
	year := 0
	if shaped(rest, "0000") && (len(rest) == 4 || !isWord(rest[4])) {
		year, rest = leading(rest, 4)
	}
	of, offset, rest, ok := clock(strings.TrimLeft(rest, ",: "))
	if !ok || day == 0 {
		return written{}, false
	}
	if year == 0 {
		zone, behind, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
		if shaped(zone, "0000") {
			behind = zone
		}
		year, _ = leading(behind, 4)
	}
	if year < 1000 {
		return written{kind: dateless, time: ofYear0(of)}, true
	}
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return written{time: date.Add(of - offset)}, date.Day() == day
}

// stated returns the time that a member of an object says which may be broken,
// the zero time for none.
func stated(raw []byte, name string) time.Time {
	_, rest, _ := bytes.Cut(raw, []byte(`"`+name+`"`))
	t, _, _ := timeIn(string(rest[:min(len(rest), 40)]))
	return t
}

// recordTime returns when a record of a log was made, or a message, by what it
// says itself.
func recordTime(raw []byte) (s written, ok bool) {
	_ = rawjson.Members(raw, func(key string, value []byte) error { // raw was checked
		if key == "instant" { // of Log4j
			if found, is := instant(value); is {
				s, ok = found, true
			}
			return nil
		}
		if !saysWhen(key) || ok && s.kind == dated {
			return nil
		}
		if found, is := timeValue(value); is && (!ok || found.kind == dated) {
			s, ok = found, true
		}
		return nil
	})
	return s, ok
}

// instant reads the seconds since 1970 and the nanoseconds that an object has.
func instant(value []byte) (written, bool) {
	var s, ns int64
	_ = rawjson.Members(value, func(key string, value []byte) error { // it was checked
		switch key {
		case "epochSecond":
			s, _ = rawjson.Int(value)
		case "nanoOfSecond":
			ns, _ = rawjson.Int(value)
		}
		return nil
	})
	t, ok := sinceEpoch(s, len(strconv.FormatInt(s, 10)))
	return written{time: t.Add(time.Duration(min(max(ns, 0), int64(time.Second)-1)))}, ok
}

// saysWhen reports whether the name of a member is one for the time of its
// record, and not for how long something took.
func saysWhen(key string) bool {
	words := nameWords(key)
	if len(words) == 0 {
		return false
	}
	for _, w := range words[:len(words)-1] {
		switch w {
		case "response", "processing", "elapsed", "execution", "wait", "run", "total", "up", "idle", "request", "duration", "expiration", "expiry", "end", "connect":
			return false
		}
	}
	switch last := words[len(words)-1]; last {
	case "time", "timestamp", "datetime", "date", "ts", "t":
		return true
	case "seconds", "millis", "ms", "nanos", "utc", "local":
		return len(words) > 1 && strings.HasPrefix(words[len(words)-2], "time")
	case "uptime", "runtime", "lifetime", "responsetime", "waittime", "totaltime", "endtime":
		return false
	default:
		return strings.HasSuffix(last, "timestamp") || strings.HasSuffix(last, "time")
	}
}

// timeValue reads the time that a member says, in text, in a list of one, or as
// a number since 1970.
func timeValue(value []byte) (written, bool) {
	if value[0] == '[' {
		list := value
		_ = rawjson.Elements(list, func(e []byte) error { value = e; return nil }) // it was checked
	}
	if text, ok := rawjson.Text(value); ok {
		return stampIn(text)
	}
	return epoch(string(value))
}

// leading returns the number of at most so many digits s begins with, and the rest.
func leading(s string, most int) (n int, rest string) {
	i := 0
	for i < len(s) && i < most && isDigit(s[i]) {
		n, i = n*10+int(s[i]-'0'), i+1
	}
	return n, s[i:]
}

// monthName returns the month whose English name s begins with, whole or short.
func monthName(s string) (time.Month, string) {
	for m := time.January; m <= time.December; m++ {
		for _, name := range [...]string{m.String(), m.String()[:3]} {
			if len(s) > len(name) && strings.EqualFold(s[:len(name)], name) && !isLetter(s[len(name)]) {
				return m, s[len(name):]
			}
		}
	}
	return 0, s
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// ofDay reads a time of day alone.
func ofDay(s string) (written, bool) {
	of, _, rest, ok := clock(s)
	if !ok || shaped(s, "000000") || rest != "" && (isWord(rest[0]) || rest[0] == ':') {
		return written{}, false
	}
	return written{kind: dateless, time: ofYear0(of)}, true
}

// ofYear0 is a time of day of which nobody knows the date.
func ofYear0(of time.Duration) time.Time {
	return time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).Add(of)
}

// Dateless reports whether a time is one of day, whose date the source does not
// say: it is of the year 0.
func Dateless(t time.Time) bool { return t.UTC().Year() == 0 }

// clock reads the time of day that s begins with, and its offset from UTC.
func clock(s string) (of, offset time.Duration, rest string, ok bool) {
	h, rest := leading(s, 2)
	var m, sec int
	switch {
	case shaped(rest, ":00:00"):
		m, _ = leading(rest[1:], 2)
		sec, _ = leading(rest[4:], 2)
		rest = rest[6:]
	case shaped(s, "000000") && (len(s) == 6 || !isDigit(s[6])):
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
	if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',' || rest[0] == ':' && shaped(rest, ":000")) && isDigit(rest[1]) {
		unit := time.Second
		for rest = rest[1:]; rest != "" && isDigit(rest[0]); rest = rest[1:] {
			unit /= 10
			of += time.Duration(rest[0]-'0') * unit
		}
	}
	if half := strings.TrimPrefix(rest, " "); len(half) >= 2 && half[1]|0x20 == 'm' && (len(half) == 2 || !isWord(half[2])) && h <= 12 {
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
	case shaped(at[1:], "00:00"):
		n = 6
	case shaped(at[1:], "0000") && (len(at) == 5 || !isDigit(at[5])):
		n = 5
	default:
		return 0, s
	}
	h, _ := leading(at[1:], 2)
	m, _ := leading(at[n-2:], 2)
	offset = time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	if at[0] == '-' {
		offset = -offset
	}
	return offset, at[n:]
}

// A calendar gives times of day their dates, as the other times of a file tell.
type calendar struct{ last time.Time }

// place returns the instant that a timestamp says, of the year 0 where the file
// has not told any date yet.
func (c *calendar) place(s written) time.Time {
	t := s.time
	switch {
	case s.kind == either && sameDay(s.other, c.last):
		t = s.other
	case s.kind == either && !sameDay(t, c.last):
		y, m, d := t.Date()
		t = c.on(ofYear0(t.Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))))
	case s.kind == dateless:
		t = c.on(t)
	}
	if !Dateless(t) {
		c.last = t
	}
	return t
}

// on puts a time of day on the last date that was told, or on the day after where
// the clock has gone round.
func (c *calendar) on(t time.Time) time.Time {
	if c.last.IsZero() {
		return t
	}
	y, m, d := c.last.Date()
	t = time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Add(t.Sub(ofYear0(0)))
	if t.Sub(c.last) < -12*time.Hour {
		return t.AddDate(0, 0, 1)
	}
	return t
}

// before puts a time of day that stood before the first date on that date, or on
// the day before it.
func (c *calendar) before(t time.Time) time.Time {
	if t = c.on(t); t.Sub(c.last) > 12*time.Hour {
		return t.AddDate(0, 0, -1)
	}
	return t
}

func sameDay(a, b time.Time) bool {
	return !b.IsZero() && a.Truncate(24*time.Hour).Equal(b.Truncate(24*time.Hour))
}
