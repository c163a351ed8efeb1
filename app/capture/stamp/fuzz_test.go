package stamp_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture/stamp"
)

// FuzzFind reads times in lines of any kind, and in lines that are known to have
// one: what was written there is found, whatever stands behind it.
func FuzzFind(f *testing.F) {
	for _, line := range []string{
		"2026-01-05 10:00:00,123 INFO [poll-7] x", "[05/Jan/2026:10:00:00 +0000] \"GET /\"", "Jan 5, 2026 9:00:07 AM log", "1772442005123 {", "@09:00:02.0000 [0]",
		"[20260105 09:00:03:115 EDT (http-nio)]", "03/02/2026 09:00:06.000", "[0] app: [1772442005.000000001, {", "24:00:00", "9999-12-31T23:59:60-2359",
	} {
		f.Add(line, int64(1767607200))
	}
	layouts := []string{"2006-01-02T15:04:05Z", "2006-01-02 15:04:05,000", "2006/01/02 15:04:05", "20060102 15:04:05", "02/Jan/2006:15:04:05 +0000", "02.01.2006 15:04:05"}
	f.Fuzz(func(t *testing.T, line string, seconds int64) {
		at, begin, ok := stamp.In(line)
		if ok {
			assert.True(t, stamp.Shaped(line[begin:], "0000-00-00"), "%q at %d", line, begin)
			assert.LessOrEqual(t, at.Year(), 10000)
		}
		stamp.Find(line)

		then := time.Unix(seconds&(1<<32-1), 0).UTC()
		for _, layout := range layouts {
			written := then.Format(layout)
			s, ok := stamp.Find(written + " x " + line)
			require.True(t, ok, written)
			assert.True(t, then.Equal(new(stamp.Calendar).Place(s)), "%q with %q behind it", written, line)
		}
	})
}
