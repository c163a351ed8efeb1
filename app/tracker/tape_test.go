package tracker_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// A range of events is understood without what was before it, and changes what
// the same events changed live.
func TestARangeIsUnderstoodByItself(t *testing.T) {
	inBubble(t, sim.Options{Rate: 10, Seed: 4}, func(r rig) {
		id := r.writable().ID
		r.settle(20 * time.Second)
		r.Do(tracker.Operate{Session: id, Operation: "UpdateUserData", Data: userdata.Of(
			userdata.Entry{Key: "Range", Value: userdata.TextValue("1")})})
		live := r.settle(20 * time.Second).Session(id)
		first, last := 5, live.History.Last()-3
		require.Greater(t, last, first+5)
		whole, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		scope := redact.ScopeSession(id)
		scope.Keep = func(o capture.Observation) bool {
			return o.Session == id && o.N > live.Taped(first-1) && o.N <= live.Taped(last)
		}
		scope.Before = live.Before(first)
		cut, _ := redact.Cut(whole, redact.Export{Plain: true, Scope: scope})

		var opened report.Session
		for _, s := range book.Replay(cut) {
			require.Equal(t, id, s.ID)
			opened = s
		}
		require.Equal(t, last-first+2, opened.History.Last(), "the state before, and each event of the range")
		for n := first; n <= last; n++ {
			want, _ := live.History.Event(n)
			got, _ := opened.History.Event(n - first + 2)
			assert.Equal(t, want.Changes, got.Changes, "event %d", n)
			assert.Equal(t, want.Kind, got.Kind, "event %d", n)
			assert.Equal(t, string(live.History.At(n).Canonical()), string(opened.History.At(n-first+2).Canonical()), "event %d", n)
		}
	})
}

// What a file holds of 50 notifications of 1,000 keys, with the polls that
// brought them, takes a fiftieth of the messages.
func TestATapeIsSmall(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true, Sessions: 1, Keys: 1000, Seed: 6}, func(r rig) {
		id := r.writable().ID
		for i := range 50 {
			r.Do(tracker.Operate{Session: id, Operation: "UpdateUserData", Data: userdata.Of(
				userdata.Entry{Key: "Counter", Value: userdata.TextValue(fmt.Sprint("value ", i))})})
			r.settle(time.Second)
		}
		whole, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		raw, polls := 0, 0
		for o := range whole.All() {
			if o.Kind == capture.Notification {
				raw += len(o.Raw)
			}
			if o.Kind == capture.Reply && o.Meta {
				polls++
			}
		}
		var file bytes.Buffer
		cut, _ := redact.Cut(whole, redact.Export{Plain: true})
		require.NoError(t, capture.Write(&file, cut))
		ratio := float64(raw) / float64(file.Len())
		t.Logf("%d bytes of notifications in a file of %d with %d polls: %.0f times smaller", raw, file.Len(), polls, ratio)
		assert.Greater(t, polls, 50)
		assert.GreaterOrEqual(t, ratio, 50.0)
	})
}

// TestLongTape turns several reels and drops some: what is left must be
// understood without what was dropped.
func TestLongTape(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options tracker.Options
	}{
		{"of many observations", tracker.Options{Book: book.Options{TapeLength: 200}}},
		{"of much memory", tracker.Options{Book: book.Options{TapeBudget: 100_000}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubbleWith(t, sim.Options{Rate: 100, Seed: 5, Sessions: 3}, tt.options, func(r rig) {
				live := r.settle(10 * time.Second)
				require.Greater(t, live.Received, 500)
				whole, err := r.Tape(r.t.Context(), 0)
				require.NoError(t, err)
				require.Less(t, whole.Len(), live.Received)
				now := map[string]*book.Session{}
				for _, s := range r.State().Sessions {
					now[s.ID] = s
				}
				checked := 0
				for _, s := range book.Replay(whole) {
					if x := now[s.ID]; x != nil && !x.Ended {
						assert.Equal(t, string(x.Data.Canonical()), string(s.Data.Canonical()), s.ID)
						checked++
					}
				}
				assert.NotZero(t, checked)
			})
		})
	}
}

func TestAFollowerIsHandedEverythingOnce(t *testing.T) {
	inBubble(t, sim.Options{Rate: 5, Seed: 2}, func(r rig) {
		next, stop := r.Follow()
		whole, pieces := new(capture.Capture), 0
		for i := range 6 {
			c, anew, err := next(r.t.Context())
			require.NoError(t, err)
			assert.Equal(t, i == 0, anew)
			if c.Len() > 0 {
				pieces++
			}
			for o := range c.All() {
				whole.Append(o)
			}
			r.settle(2 * time.Second)
		}
		assert.Greater(t, pieces, 2)
		tape, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		var want, got []string
		for o := range tape.All() {
			want = append(want, string(o.Raw))
		}
		for o := range whole.All() {
			got = append(got, string(o.Raw))
		}
		assert.Equal(t, want[:len(got)], got)

		r.Do(tracker.Open{Name: "x", Reader: bytes.NewReader([]byte(`{"id":"a","state":"Chatting","userData":{"k":"v"}}`))})
		r.settle(time.Second)
		c, anew, err := next(r.t.Context())
		require.NoError(t, err)
		assert.False(t, anew)
		assert.NotZero(t, c.Len(), "what is live goes on being recorded")
		for o := range c.All() {
			assert.NotContains(t, string(o.Raw), `"id":"a"`, "a file is not recorded")
		}
		stop()
	})
}

// A write on the tape has the header that it went out with, and its reply the one
// that came, as other requests have; secrets are masked there, too.
func TestAWriteOnTheTapeKeepsItsHeaders(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		r.Do(attach(id, "K", "v"))
		x := r.settle(time.Second).Traffic
		sent := x[slices.IndexFunc(x, func(x *book.Exchange) bool { return x.Method == "POST" && x.Session == id })]
		require.Contains(t, sent.Sent, [2]string{"Content-Type", "application/json"})
		require.NotEmpty(t, sent.Header)

		whole, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		headers := func(c *capture.Capture) (list [][][2]string) {
			for o := range c.All() {
				if o.Session == id && (o.Kind == capture.Request || o.Kind == capture.Reply) {
					list = append(list, o.Header)
				}
			}
			return list
		}
		assert.Equal(t, [][][2]string{sent.Sent, sent.Header}, headers(whole))

		cut, _ := redact.Cut(whole, redact.Export{Plain: true})
		var file bytes.Buffer
		require.NoError(t, capture.Write(&file, cut))
		r.Do(tracker.Open{Name: "a file", Reader: &file})
		require.True(t, r.settle(10*time.Second).Opening.Done)
		again, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		assert.Equal(t, headers(cut), headers(again), "and so it has in a file that is saved again")
	})
}
