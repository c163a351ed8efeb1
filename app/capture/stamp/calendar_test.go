package stamp_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/stamp"
)

// The lines of a file together tell its dates. A line that leaves two readings open
// has the time of day alone, and none of a neighbour's dates.
func TestCalendar(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"an offset in hours", []string{"2026-03-05 10:00:00.5+02 LOG", "2026-03-05 10:00:00-07", "2026-03-05 10:00:00 -7 open"},
			[]string{"2026-03-05 08:00:00.5", "2026-03-05 17:00:00", "2026-03-05 10:00:00"}},
		{"a range, and a word behind a plus", []string{"2026-03-05 10:00:00-12:30:00", "2026-03-05 10:00:00+12x", "2026-03-05 10:00:00-15 x"}, []string{"2026-03-05 10:00:00", "2026-03-05 10:00:00", "2026-03-05 10:00:00"}},
		{"times of day go on", []string{"2026-03-05 23:00:00", "23:59:59", "00:00:01", "01:00:00"},
			[]string{"2026-03-05 23:00:00", "2026-03-05 23:59:59", "2026-03-06 00:00:01", "2026-03-06 01:00:00"}},
		{"times of day with no date", []string{"23:59:59", "00:00:01"}, []string{"23:59:59", "00:00:01"}},
		{"the day first, as one line shows", []string{"28/02/2026 12:00:00", "01/03/2026 09:00:00", "05/03/2026 09:00:00"},
			[]string{"2026-02-28 12:00:00", "2026-03-01 09:00:00", "2026-03-05 09:00:00"}},
		{"the month first, as one line shows", []string{"02/28/2026 12:00:00", "03/01/2026 09:00:00", "03/05/2026 09:00:00"},
			[]string{"2026-02-28 12:00:00", "2026-03-01 09:00:00", "2026-03-05 09:00:00"}},
		{"the day first, as another time of that day shows", []string{"2026-03-01 08:00:00", "01/03/2026 09:00:00", "05/03/2026 09:00:00"},
			[]string{"2026-03-01 08:00:00", "2026-03-01 09:00:00", "2026-03-05 09:00:00"}},
		{"the month first, as another time of that day shows", []string{"2026-03-01 08:00:00", "03/01/2026 09:00:00", "03/05/2026 09:00:00"},
			[]string{"2026-03-01 08:00:00", "2026-03-01 09:00:00", "2026-03-05 09:00:00"}},
		{"nothing shows which is first", []string{"2026-02-20 08:00:00", "01/03/2026 09:00:00", "05.03.2026 10:00:00", "10:00:01"},
			[]string{"2026-02-20 08:00:00", "09:00:00", "2026-03-05 10:00:00", "2026-03-05 10:00:01"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c stamp.Calendar
			var got []string
			for _, line := range tt.lines {
				s, ok := stamp.Find(line)
				require.True(t, ok, line)
				at, layout := c.Place(s), "2006-01-02 15:04:05.999"
				if capture.Dateless(at) {
					layout = "15:04:05.999"
				}
				got = append(got, at.Format(layout))
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// What stood before the first date is of that day or the one before, unless it has a
// date of its own that nobody can read.
func TestBeforeTheFirstDate(t *testing.T) {
	var c stamp.Calendar
	place := func(line string) time.Time {
		s, ok := stamp.Find(line)
		require.True(t, ok, line)
		return c.Place(s)
	}
	evening, morning, undecided := place("23:59:59"), place("00:00:01"), place("11/02/2026 12:00:00")
	assert.False(t, c.Begun())
	place("13/02/2026 00:00:02")
	assert.True(t, c.Begun())
	assert.Equal(t, time.Date(2026, 2, 12, 23, 59, 59, 0, time.UTC), c.Before(evening))
	assert.Equal(t, time.Date(2026, 2, 13, 0, 0, 1, 0, time.UTC), c.Before(morning))
	assert.True(t, capture.Dateless(c.Before(undecided)))
}
