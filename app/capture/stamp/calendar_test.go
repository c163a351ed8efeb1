package stamp_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/stamp"
)

// The lines of a file together tell its dates.
func TestCalendar(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"an offset in hours", []string{"2026-03-05 10:00:00.5+02 LOG", "2026-03-05 10:00:00-07", "2026-03-05 10:00:00 -7 open"},
			[]string{"2026-03-05 08:00:00.5", "2026-03-05 17:00:00", "2026-03-05 10:00:00"}},
		{"a range, and a word behind a plus", []string{"2026-03-05 10:00:00-12:30:00", "2026-03-05 10:00:00+12x", "2026-03-05 10:00:00-15 x"}, []string{"2026-03-05 10:00:00", "2026-03-05 10:00:00", "2026-03-05 10:00:00"}},
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
