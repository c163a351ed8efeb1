package stamp

import (
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// A Calendar gives times of day their dates, as the other times of a file tell.
type Calendar struct {
	last  time.Time
	order order // as the lines have shown it
}

// undecided is the zone of a time of day that has a date of its own, which can be
// read in two ways: it is not that of another line.
var undecided = time.FixedZone("undecided", 0)

// Place returns the instant that a timestamp says, of the year 0 where the file
// has not told any date yet, or not which of two it is.
func (c *Calendar) Place(s Stamp) time.Time {
	t := s.time
	c.order |= s.order
	switch {
	case s.kind == either && sameDay(s.other, c.last):
		t = s.other
		c.order |= dayFirst
	case s.kind == either && sameDay(t, c.last):
		c.order |= monthFirst
	case s.kind == either && c.order == dayFirst:
		t = s.other
	case s.kind == either && c.order != monthFirst:
		y, m, d := t.Date()
		t = ofYear0(t.Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))).In(undecided)
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
	if t.Location() == undecided {
		return t
	}
	if t = c.on(t); t.Sub(c.last) > 12*time.Hour {
		return t.AddDate(0, 0, -1)
	}
	return t
}

func sameDay(a, b time.Time) bool {
	return !b.IsZero() && a.Truncate(24*time.Hour).Equal(b.Truncate(24*time.Hour))
}
