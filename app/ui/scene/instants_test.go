package scene

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestSessionsAreAligned(t *testing.T) {
	x, o := uitest.Life(t, "x", 40*time.Second, "x").History, uitest.Life(t, "o", 60*time.Second, "o").History
	for _, row := range []struct {
		name, reason string
		at           int
		how          Alignment
		event        int
		why          string
	}{
		{"newest", "whatever is shown here", 1, byNewest, 4, "its newest"},
		{"same time", "x began as o was at its third event", 1, byClock, 3, "at the same time"},
		{"same state", "what it was when it left Chatting", 2, byState, 3, "the end of its time in Chatting"},
		{"same state, the first", "", 1, byState, 1, "the end of its time in Invited"},
	} {
		t.Run(row.name, func(t *testing.T) {
			event, why := aligned(x, row.at, o, row.how)
			assert.Equal(t, row.event, event, row.reason)
			assert.Equal(t, row.why, why)
		})
	}
	n, why := aligned(o, 1, x, byClock)
	assert.Zero(t, n)
	assert.Equal(t, "nothing is known of it at that time", why)
	timeless := uitest.Session(t, "t", uitest.Story{{history.Event{Kind: history.Snapshot}, `{"a":1}`}})
	n, why = aligned(x, 1, timeless.History, byClock)
	assert.Zero(t, n, "a time that is not known is not the same")
	assert.Equal(t, "nothing is known of it at that time", why)
	elsewhere := uitest.Session(t, "e", uitest.Story{{history.Event{Kind: history.Snapshot, State: "Revoked", Time: uitest.Noon}, `{"a":1}`}})
	n, why = aligned(elsewhere.History, 1, x, byState)
	assert.Zero(t, n)
	assert.Equal(t, "it was never seen in Revoked", why)
	long := history.New(1)
	for range 3 {
		long.Append(history.Event{Kind: history.Notification, State: "Chatting"}, uitest.Parse(t, `{"a":1}`))
	}
	_, why = aligned(elsewhere.History, 1, long.View(), byState)
	assert.Equal(t, "no event that is kept of it was in Revoked", why, "what was dropped may have been")
}

func TestFindingsInWords(t *testing.T) {
	for _, row := range []struct {
		name  string
		f     Findings
		rival bool
		want  string
	}{
		{"nothing", Findings{keys: 412, hiddenKeys: 27}, false, "No differences between A and B (412 keys compared, 27 hidden also equal)"},
		{"nothing hidden", Findings{keys: 1}, true, "No differences between A and B (1 key compared)"},
		{"order", Findings{keys: 2, reordered: true}, true, "No differences between A and B (2 keys compared), but their order differs"},
		{"instants", Findings{keys: 9, added: 1, changed: 2}, false, "1 added, 0 removed, 2 changed, 6 equal"},
		{"sessions", Findings{keys: 9, removed: 3, hiddenKeys: 4, hiddenChange: 2}, true, "0 only in B, 3 only in A, 0 differ, 6 equal; 2 of these differences hidden"},
	} {
		t.Run(row.name, func(t *testing.T) { assert.Equal(t, row.want, row.f.Verdict(row.rival)) })
	}
}

// A key that stands twice is one of those that are compared.
func TestKeysAreComparedOnce(t *testing.T) {
	x := uitest.Session(t, "x", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1,"b":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Noon}, `{"a":1,"a":2,"b":1}`},
	})
	s := Compose(x, &View{Standpoint: Standpoint{Base: 1}}, uitest.Noon, false, &Classes{})
	assert.Equal(t, "0 added, 0 removed, 1 changed, 1 equal", s.Found.Verdict(false))
}

func TestAlong(t *testing.T) {
	list := []int{2, 5, 9}
	for _, x := range []struct{ n, by, want int }{{2, 1, 5}, {5, 1, 9}, {9, 1, 0}, {1, 1, 2}, {3, 1, 5}, {9, -1, 5}, {3, -1, 2}, {2, -1, 2}, {1, -1, 2}, {2, 15, 0}, {12, -15, 2}, {5, -15, 2}} {
		assert.Equal(t, x.want, Along(list, x.n, x.by), "%d from %d", x.by, x.n)
	}
	assert.Zero(t, Along(nil, 3, 1))
}

func TestDisplaced(t *testing.T) {
	for _, x := range []struct {
		list []int
		want int
	}{{nil, 0}, {[]int{0, 1, 2}, 0}, {[]int{2, 0, 1}, 1}, {[]int{3, 2, 1, 0}, 3}, {[]int{1, 3, 3, 2}, 1}} {
		assert.Equal(t, x.want, displaced(x.list), "%v", x.list)
	}
}
