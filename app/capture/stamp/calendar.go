package stamp

import (
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// A Calendar gives times of day their dates, as the other times of a file tell.
type Calendar struct{ last time.Time }

// Place returns the instant that a timestamp says, of the year 0 where the file
// has not told any date yet.
func (c *Calendar) Place(s Stamp) time.Time {
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
	if !capture.Dateless(t) {
		c.last = t
	}
	return t
}

// Begun reports whether a date was told.
func (c *Calendar) Begun() bool { return !c.last.IsZero() }

// on puts a time of day on the last date that was told, or on the day after where
// the clock has gone round.
func (c *Calendar) on(t time.Time) time.Time {
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

// Before puts a time of day that stood before the first date on that date, or on
// the day before it.
func (c *Calendar) Before(t time.Time) time.Time {
	if t = c.on(t); t.Sub(c.last) > 12*time.Hour {
		return t.AddDate(0, 0, -1)
	}
	return t
}

func sameDay(a, b time.Time) bool {
	return !b.IsZero() && a.Truncate(24*time.Hour).Equal(b.Truncate(24*time.Hour))
}
