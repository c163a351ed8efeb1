package gws_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/gws"
)

// What is read as a time is that time however it is spelled.
func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"2026-01-05T10:00:00.000+0000", "2026-01-05 10:00:00", "2026-01-05T10:00:00Z", "2026-01-05 10:00:00.5 +0200", "0000-00-00 00:00:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		read, ok := gws.ParseTime(s)
		if !ok {
			return
		}
		if read.Year() < 0 || read.Year() > 9999 {
			return // an offset has led out of what four digits can say
		}
		for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999 Z0700", "2006-01-02T15:04:05.999999999"} {
			again, ok := gws.ParseTime(read.Format(layout))
			require.True(t, ok, "%q of %q", read.Format(layout), s)
			assert.True(t, read.Equal(again), "%q: %v, then %v", s, read, again)
		}
	})
}
