package capture_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
)

// What a capture takes in comes back as it was, whatever its zone, its numbers and its
// size; what is added while somebody goes through it is seen, and what it was before
// stays as it was.
func TestWhatIsTakenInComesBack(t *testing.T) {
	noon := capturetest.Noon
	list := []capture.Observation{
		{N: 3, Time: noon, Session: "00aA", Raw: []byte("{}")},
		{N: 4, Kind: capture.Reply, Time: noon.In(time.Local), Status: -1, Header: [][2]string{{"A", ""}, {"", "b"}, {"A", "c"}}},
		{N: 9, Kind: capture.Gap, Time: noon.In(time.FixedZone("", 5*3600+30*60+7)), Since: time.Date(1969, 12, 31, 23, 59, 59, 999_999_999, time.UTC)},
		{N: 10, Kind: capture.Stray, Time: time.Date(0, 1, 1, 8, 30, 0, 1, time.UTC), Text: "a time of day", Raw: []byte{}},
		{N: 11, Kind: capture.Request, Exchange: 7, Method: "GET", URL: "/api?" + strings.Repeat("x", 300<<10), Meta: true},
		{N: 12, Kind: capture.Label, Session: "00aA", Text: "ünlich", Pinned: true},
		{N: 13, Kind: capture.Note, Session: "00aB", About: 3, Through: 12, Channel: "/me"},
	}
	c := &capture.Capture{}
	for _, o := range list[:3] {
		c.Put(o)
	}
	still := c.Still()
	var got []capture.Observation
	for o := range c.All() {
		if got = append(got, o); o.N == list[2].N {
			for _, more := range list[3:] {
				c.Put(more)
			}
		}
	}
	require.Equal(t, list, got)
	assert.Equal(t, list[:3], capturetest.All(still))
	assert.Equal(t, 3, still.Len())
	assert.Equal(t, len(list), c.Len())
	var outlines []int
	for o := range c.Outlines() {
		assert.Nil(t, o.Raw)
		outlines = append(outlines, o.N)
	}
	assert.Equal(t, []int{3, 4, 9, 10, 11, 12, 13}, outlines)
	c.Clear()
	assert.Empty(t, capturetest.All(c))
}

// A page is held up while the collector goes through what it keeps: of thousands of
// observations there is little that it has to look at.
func TestTheCollectorHasLittleToLookAt(t *testing.T) {
	objects := func() int {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapObjects)
	}
	c := &capture.Capture{}
	before := objects()
	for i := range 10_000 {
		c.Append(capture.Observation{Kind: capture.Reply, Time: time.Unix(int64(i), 0), Session: fmt.Sprintf("s%d", i%50), Exchange: i, Status: 200,
			URL: fmt.Sprintf("/api/v2/me/%d", i), Header: [][2]string{{"Date", fmt.Sprint(i)}}, Raw: fmt.Appendf(nil, `{"n":%d,"same":"%s"}`, i, strings.Repeat("x", 99))})
	}
	kept := objects() - before
	assert.Less(t, kept, 1000)
	assert.Equal(t, 10_000, c.Len())
}
