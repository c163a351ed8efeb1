package wording

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

const day = 24 * time.Hour

func TestTimesInWords(t *testing.T) {
	noon := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		d               time.Duration
		span, age, took string
	}{
		{-time.Second, "-1000 ms", "0 s", "-1000 ms"},
		{999 * time.Millisecond, "999 ms", "0 s", "999 ms"},
		{time.Second - 1, "999 ms", "0 s", "1.0 s"},
		{59_949 * time.Millisecond, "59 s", "59 s", "59.9 s"},
		{91_500 * time.Millisecond, "1 m 31 s", "1 m", "1 m 32 s"},
		{time.Second, "1 s", "1 s", "1.0 s"},
		{time.Minute - 1, "59 s", "59 s", "1 m"},
		{time.Minute, "1 m", "1 m", "1 m"},
		{time.Hour - 1, "59 m 59 s", "59 m", "1 h"},
		{time.Hour, "1 h", "1 h", "1 h"},
		{2*day - 1, "47 h 59 m", "47 h", "2 d"},
		{2 * day, "2 d", "2 d", "2 d"},
		{2*day + 5*time.Hour, "2 d 5 h", "2 d", "2 d 5 h"},
	} {
		assert.Equal(t, []string{tt.span, tt.age, tt.took}, []string{Span(tt.d), Age(noon.Add(-tt.d), noon), Took(tt.d)}, tt.d)
	}
	assert.Equal(t, []string{"+0 ms", "+59.0 s", "+1 m", "+1 m"}, []string{Lapse(-time.Second), Lapse(59 * time.Second), Lapse(59_960 * time.Millisecond), Lapse(time.Minute)})
	assert.Empty(t, Age(time.Time{}, noon))
	assert.Empty(t, Lasted(noon, time.Time{}))
}

func TestNumbersInWords(t *testing.T) {
	for n, want := range map[int]string{1: "1 byte", 999: "999 bytes", 1000: "1.0 kB", 99_949: "99.9 kB", 99_950: "0.1 MB", 100_000: "0.1 MB", 999_949_999: "999.9 MB", 999_950_000: "1.0 GB", 12_300_000: "12.3 MB", 1_000_000_000: "1.0 GB"} {
		assert.Equal(t, want, Size(n))
	}
	for n, want := range map[int]string{0: "0 keys", 1: "1 key", 9999: "9999 keys", 10_000: "10\u2009000 keys", 1_234_567: "1\u2009234\u2009567 keys"} {
		assert.Equal(t, want, Plural(n, "key"))
	}
}

func TestTextsAreCutBetweenCharacters(t *testing.T) {
	assert.Equal(t, []string{"abc", "…bcd", "…é2"}, []string{Tail("abc", 3), Tail("abcd", 3), Tail("aé2", 2)})
	assert.Equal(t, []string{"aé", "aé", "a…", "…"}, []string{Clipped("aé", 4), Clipped("aé", 3), Clipped("aé", 2), Clipped("é", 1)})
	assert.Equal(t, []string{"", "Key", "Zip", "~x", "9"}, []string{Capital(""), Capital("key"), Capital("zip"), Capital("~x"), Capital("9")})
	assert.Equal(t, []string{"", "a.", "a.", "a!", "a?"}, []string{Period(""), Period("a"), Period("a."), Period("a!"), Period("a?")})
}

// What the traffic shows is left out of an error, and nothing else of it.
func TestErrorsInWords(t *testing.T) {
	for text, want := range map[string]string{
		"gws: POST /api/v2/me: odd":        "Something failed: odd. Try again; if it stays, look at the traffic below.",
		"link: gws: POST /api/v2/me: odd":  "Something failed: link: odd. Try again; if it stays, look at the traffic below.",
		"gws: me: odd":                     "Something failed: gws: me: odd. Try again; if it stays, look at the traffic below.",
		"bayeux: POST /api/v2/me: strange": "Something failed: bayeux: POST /api/v2/me: strange. Try again; if it stays, look at the traffic below.",
	} {
		assert.Equal(t, want, Explain(errors.New(text)))
	}
	assert.Contains(t, Explain(fmt.Errorf("read: %w", context.DeadlineExceeded)), "did not answer in time")
	assert.NotEqual(t, AdviceFor("HTTP 503"), AdviceFor("port 15030"))
	assert.Equal(t, AdviceFor("HTTP 503"), AdviceFor("port 15030: 503"))
}
