package tracker_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// isPoll reports whether a request is a Bayeux poll.
func isPoll(req *wire.Request) bool { return strings.HasSuffix(req.Path, "/connect") }

// swallowed lets the server answer one poll, and has the answer never arrive:
// the connection breaks after a while. It returns what answers so.
func swallowed(x *wiretest.Faulty, after time.Duration) func(context.Context, *wire.Request) (*wire.Response, error) {
	var done atomic.Bool
	f := func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
		if !isPoll(req) || strings.Contains(string(req.Body), `"timeout":0`) || done.Swap(true) {
			return nil, nil
		}
		if _, err := x.Transport.RoundTrip(ctx, req); err != nil {
			return nil, err
		}
		select {
		case <-time.After(after):
		case <-ctx.Done():
		}
		return nil, &wire.NoResponse{Err: errors.New("connection reset")}
	}
	x.Answer(f)
	return f
}

// counts lists the values that the key Counter had one after the other, a gap
// as "gap".
func counts(s *book.Session) (values []string) {
	for n := s.History.First(); n <= s.History.Last(); n++ {
		e, _ := s.History.Event(n)
		if e.Kind == history.Gap {
			values = append(values, "gap")
		}
		for _, c := range e.Changes {
			if c.Key == "Counter" {
				values = append(values, c.New.Literal())
			}
		}
	}
	return values
}

func (r rig) count(id string, n int) {
	r.t.Helper()
	require.NoError(r.t, r.sim.Update(id, "crm", fmt.Sprintf(`{"Counter":%d}`, n)))
}

// With the acknowledge extension the server repeats what a broken poll carried.
// A reading that was made meanwhile shows all of it already, and does not have
// it shown twice or backwards.
func TestWhatIsRepeatedAfterAReadingIsShownOnce(t *testing.T) {
	for _, tt := range []struct {
		name  string
		after time.Duration // from the server's answer to the end of the connection
	}{
		{"broken at once", 0},
		{"broken while the reading is under way", 200 * time.Millisecond},
		{"broken after the reading", 2 * time.Second},
		{"silent for long", time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			withFaultsAt(t, sim.Options{Quiet: true, Ack: true}, tracker.Options{}, func(r rig, x *wiretest.Faulty) {
				id := r.writable().ID
				r.settle(time.Minute)
				r.count(id, 0)
				r.settle(time.Second)
				swallowed(x, tt.after)
				r.count(id, 1) // ends the poll that is held already
				r.settle(10 * time.Millisecond)
				r.count(id, 2)
				r.count(id, 3)
				r.Do(tracker.Reread{})
				s := r.settle(5 * time.Second).Session(id)
				var values []string
				for _, v := range counts(s) {
					if v != "gap" {
						values = append(values, v)
					}
				}
				assert.Equal(r.t, []string{"0", "1", "2", "3"}, values)
				r.settle(2 * time.Minute)
				assert.Equal(r.t, counts(s), counts(r.State().Session(id)), "nothing follows")
			})
		})
	}
}

// A value that another client turns back is a change like any other, however
// often sessions are read at the same time.
func TestAValueThatIsTurnedBackIsAChange(t *testing.T) {
	withFaultsAt(t, sim.Options{Quiet: true, Ack: true}, tracker.Options{}, func(r rig, _ *wiretest.Faulty) {
		id := r.writable().ID
		var want []string
		for _, n := range []int{1, 2, 1, 2, 1} {
			r.count(id, n)
			r.Do(tracker.Reread{})
			r.settle(150 * time.Millisecond)
			want = append(want, fmt.Sprint(n))
		}
		s := r.settle(time.Minute).Session(id)
		assert.Equal(r.t, want, counts(s))
	})
}

// Without the extension it is lost. The reading finds it, and the truth is on
// the screen soon, although no poll ends by itself.
func TestWhatIsLostIsReadAndShownAsAGap(t *testing.T) {
	withFaultsAt(t, sim.Options{Quiet: true}, tracker.Options{}, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		r.settle(time.Minute)
		r.count(id, 0)
		r.settle(time.Second)
		swallowed(x, time.Minute)
		r.count(id, 1)
		r.settle(time.Second)
		r.count(id, 2) // is lost
		r.settle(5 * time.Second)
		r.Do(tracker.Reread{})
		s := r.settle(2 * time.Second)
		assert.Equal(r.t, []string{"0", "1", "gap", "2"}, counts(s.Session(id)))
		assert.Equal(r.t, link.Connected, s.Link.State)
	})
}

// A page that comes back gives its poll up. Where messages were waiting, that
// poll was dead, and what it carried is lost.
func TestADeadPollThatIsGivenUpLeavesAGap(t *testing.T) {
	withFaultsAt(t, sim.Options{Quiet: true}, tracker.Options{}, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		r.settle(time.Minute)
		r.count(id, 0)
		r.settle(time.Second)
		swallowed(x, time.Hour)
		r.count(id, 1)
		r.settle(time.Second)
		r.count(id, 2) // is lost
		r.settle(10 * time.Millisecond)
		r.count(id, 3)
		r.settle(5 * time.Second)
		r.Do(tracker.RetryNow{})
		s := r.settle(2 * time.Second).Session(id)
		assert.Equal(r.t, []string{"0", "1", "3", "gap"}, counts(s))
		gap, _ := s.History.Event(s.History.Last())
		assert.Greater(r.t, gap.Time.Sub(gap.Since), 5*time.Second)
		r.settle(20 * time.Second)
		r.Do(tracker.RetryNow{})
		assert.Len(r.t, counts(r.settle(2*time.Second).Session(id)), 4, "a poll that was only idle leaves none")
	})
}

// A session that changes all the time overtakes every reading. What was lost is
// told all the same, and the readings become rare.
func TestAGapIsToldHoweverBusyTheSessionIs(t *testing.T) {
	withFaultsAt(t, sim.Options{Quiet: true}, tracker.Options{}, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		r.settle(10 * time.Second)
		swallowed(x, 0)
		for n := range 600 {
			r.count(id, n)
			r.settle(100 * time.Millisecond)
		}
		values := counts(r.State().Session(id))
		assert.Contains(r.t, values, "gap")
		reads := 0
		for _, x := range r.State().Traffic {
			if strings.Contains(x.Path, "smssessions") && x.Start.After(time.Now().Add(-30*time.Second)) {
				reads++
			}
		}
		assert.LessOrEqual(r.t, reads, 10, "readings in the last half minute")
		s := r.settle(time.Minute).Session(id)
		assert.Equal(r.t, "599", s.Data.Get("Counter").Literal())
		assert.Equal(r.t, "599", counts(s)[len(counts(s))-1], "nothing is told after the end")
	})
}

// What a reading shows may be in notifications that are still under way. They
// are applied in their order, and the reading is made again.
func TestALateNotificationDoesNotTurnTheDataBack(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
			if !strings.HasSuffix(req.Path, "/connect") {
				return nil, nil
			}
			resp, err := x.Transport.RoundTrip(ctx, req)
			time.Sleep(100 * time.Millisecond)
			return resp, err
		})
		require.NoError(t, r.sim.Update(id, "crm", `{"Counter":0}`))
		r.settle(time.Second)
		require.NoError(t, r.sim.Update(id, "crm", `{"Counter":1}`))
		require.NoError(t, r.sim.Update(id, "crm", `{"Counter":2}`))
		r.Do(tracker.Doubt{URL: link.Notifications, Since: time.Now()})
		s := r.settle(5 * time.Second).Session(id)
		var values []string
		gaps := 0
		for n := 1; n <= s.History.Last(); n++ {
			e, ok := s.History.Event(n)
			require.True(t, ok)
			if e.Kind == history.Gap {
				gaps++
			}
			for _, c := range e.Changes {
				if c.Key == "Counter" {
					values = append(values, c.New.Literal())
				}
			}
		}
		assert.Equal(t, []string{"0", "1", "2"}, values)
		assert.Zero(t, gaps, "everything was received")
	})
}

// repeating is what a browser does with each poll that is not to be answered at
// once: the connection dies when the server has answered, and the same request
// goes out again, of which nobody is told before its end.
func repeating(r rig, x *wiretest.Faulty) {
	x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
		if !isPoll(req) || strings.Contains(string(req.Body), `"timeout":0`) {
			return nil, nil
		}
		made := time.Now()
		if resp, err := x.Transport.RoundTrip(ctx, req); err != nil || !strings.Contains(string(resp.Body), "userData") {
			return resp, err
		}
		sent := time.Now()
		resp, err := x.Transport.RoundTrip(ctx, req)
		r.Do(tracker.Doubt{URL: "https://gws.test" + req.Path, Since: made, Sent: sent})
		return resp, err
	})
}

// What the browser loses by sending a poll again is read within five seconds, and
// how it may have come about is said as the guess that it is. Where the server
// that the page came from looks after that, polls are as long as GWS likes.
func TestWhatARepeatedPollLosesIsReadSoon(t *testing.T) {
	withFaultsAt(t, sim.Options{Quiet: true}, tracker.Options{Link: link.Options{Repeats: true}, RereadEvery: time.Hour}, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		r.settle(time.Minute)
		r.count(id, 0)
		r.settle(10 * time.Second)
		repeating(r, x)
		r.settle(5 * time.Second)
		for n, want := 1, []string{"0"}; n < 9; n++ {
			r.settle(time.Duration(n) * 400 * time.Millisecond) // a poll is just so old
			r.count(id, n)
			want = append(want, "gap", fmt.Sprint(n))
			s := r.settle(5 * time.Second).Session(id)
			require.Equal(r.t, want, counts(s))
			e, _ := s.History.Event(s.History.Last())
			require.Equal(r.t, "missed without a visible failure; perhaps the browser sent a poll twice, since one went out unusually late", e.Note)
		}
	})
}

// polls counts those that are held, in the traffic of the last minute.
func (r rig) polls() (n int) {
	for _, x := range r.State().Traffic {
		if strings.HasSuffix(x.Path, "/connect") && !strings.Contains(string(x.Request), `"timeout":0`) && time.Since(x.Start) < time.Minute {
			n++
		}
	}
	return n
}

func TestPollsAreShortWhereOneMayBeRepeatedUnnoticed(t *testing.T) {
	for _, tt := range []struct {
		name    string
		repeats bool
		ack     bool
		once    bool
		least   int
		most    int
	}{
		{"nobody repeats them", false, false, false, 1, 2},
		{"a browser does", true, false, false, 19, 21},
		{"what is lost comes again", true, true, false, 1, 2},
		{"they go on to GWS once", true, false, true, 1, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			withFaultsAt(t, sim.Options{Quiet: true, Ack: tt.ack}, tracker.Options{Link: link.Options{Repeats: tt.repeats}}, func(r rig, x *wiretest.Faulty) {
				x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
					resp, err := x.Transport.RoundTrip(ctx, req)
					if err == nil && tt.once {
						resp.Header.Add(wire.Once, "known")
					}
					return resp, err
				})
				r.Do(tracker.Connect{})
				r.settle(2 * time.Minute)
				assert.GreaterOrEqual(r.t, r.polls(), tt.least)
				assert.LessOrEqual(r.t, r.polls(), tt.most)
			})
		})
	}
}
