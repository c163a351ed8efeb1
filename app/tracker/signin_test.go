package tracker_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
)

// A server that is down when the page opens is asked often enough to be met
// within two seconds of its return, and one that is in trouble less and less.
func TestSignInWaitsForTheServer(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer *wire.Response
		err    error
		within time.Duration
		least  int // requests in the first five minutes
		most   int
	}{
		{"nobody there", nil, &wire.NoResponse{Err: errors.New("connection refused")}, 2 * time.Second, 150, 300},
		{"nobody behind the gateway", &wire.Response{Status: 502, Body: []byte("bad gateway")}, nil, 2 * time.Second, 150, 300},
		{"a server in trouble", &wire.Response{Status: 500, Body: []byte("out of order")}, nil, 15 * time.Second, 20, 35},
	} {
		t.Run(tt.name, func(t *testing.T) {
			withFaults(t, func(r rig, x *faulty) {
				var asked atomic.Int64
				x.set(func(context.Context, *wire.Request) (*wire.Response, error) {
					asked.Add(1)
					return tt.answer, tt.err
				})
				r.Do(tracker.Connect{})
				s := r.settle(5 * time.Minute)
				require.Equal(r.t, tracker.Reconnecting, s.Link.State)
				assert.False(r.t, s.Link.Next.Before(time.Now()), "the next attempt is told")
				assert.GreaterOrEqual(r.t, int(asked.Load()), tt.least)
				assert.LessOrEqual(r.t, int(asked.Load()), tt.most)
				x.set(nil)
				assert.Equal(r.t, tracker.Connected, r.settle(tt.within).Link.State)
			})
		})
	}
}

// A page that is visible or online again, or a person, does not wait.
func TestSignInIsTriedAtOnceWhenAsked(t *testing.T) {
	withFaults(t, func(r rig, x *faulty) {
		x.set(func(context.Context, *wire.Request) (*wire.Response, error) {
			return &wire.Response{Status: 500, Body: []byte("out of order")}, nil
		})
		r.Do(tracker.Connect{})
		r.settle(5 * time.Minute)
		x.set(nil)
		r.Do(tracker.RetryNow{})
		assert.Equal(r.t, tracker.Connected, r.settle(0).Link.State)
	})
}

// counted counts what a browser sends to another origin, where a look whether
// anybody is there can be told from a request.
type counted struct {
	withholding
	sent *atomic.Int64
}

func (c counted) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	c.sent.Add(1)
	return c.withholding.RoundTrip(ctx, req)
}

func (c counted) Probe(ctx context.Context, path string) error {
	c.sent.Add(1)
	return c.withholding.Probe(ctx, path)
}

func TestAServerThatIsAwayIsAskedOnceAnAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int64
		there := counted{withholding{Transport: &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}, hide: everyRequest}, &sent}
		r := rig{t: t, Tracker: tracker.New(tracker.Options{Dial: func(settings.Profile) (wire.Transport, error) { return there, nil }})}
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { r.Run(ctx) })
		r.Do(tracker.Connect{})
		s := r.settle(time.Minute)
		require.Equal(t, tracker.Reconnecting, s.Link.State)
		assert.LessOrEqual(t, int(sent.Load()), 60, "no more than one a second")
		cancel()
		running.Wait()
	})
}
