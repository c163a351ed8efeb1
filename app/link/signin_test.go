package link_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
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
			x := &wiretest.Faulty{Transport: &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}}
			connected(t, x, func(r rig) {
				var asked atomic.Int64
				x.Answer(func(context.Context, *wire.Request) (*wire.Response, error) {
					asked.Add(1)
					return tt.answer, tt.err
				})
				r.connect()
				s := r.settle(5 * time.Minute)
				require.Equal(r.t, link.Reconnecting, s.State)
				assert.False(r.t, s.Next.Before(time.Now()), "the next attempt is told")
				assert.GreaterOrEqual(r.t, int(asked.Load()), tt.least)
				assert.LessOrEqual(r.t, int(asked.Load()), tt.most)
				x.Answer(nil)
				assert.Equal(r.t, link.Connected, r.settle(tt.within).State)
			})
		})
	}
}

// That one channel is refused is told, whatever becomes of the others.
func TestARefusedChannelStaysAProblem(t *testing.T) {
	for _, channels := range [][]string{{"/meta/none", "/v2/me/*"}, {"/v2/me/*", "/meta/none"}} {
		connected(t, &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}, func(r rig) {
			r.post(func() {
				r.link.Connect(r.ctx, settings.Profile{BaseURL: "https://gws.example.com", Channels: channels}, link.Credentials{}, r.book)
			})
			s := r.settle(100 * time.Millisecond)
			assert.Equal(r.t, link.Connected, s.State)
			assert.ErrorContains(r.t, s.Problem, "/meta/none")
		})
	}
}

// A page that is visible or online again, or a person, does not wait.
func TestSignInIsTriedAtOnceWhenAsked(t *testing.T) {
	x := &wiretest.Faulty{Transport: &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}}
	connected(t, x, func(r rig) {
		x.Answer(func(context.Context, *wire.Request) (*wire.Response, error) {
			return &wire.Response{Status: 500, Body: []byte("out of order")}, nil
		})
		r.connect()
		r.settle(5 * time.Minute)
		x.Answer(nil)
		r.post(r.link.Wake)
		assert.Equal(r.t, link.Connected, r.settle(0).State)
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
	var sent atomic.Int64
	there := counted{withholding{Transport: &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}, hide: everyRequest}, &sent}
	connected(t, there, func(r rig) {
		require.Equal(t, link.Reconnecting, r.settle(time.Minute).State)
		assert.LessOrEqual(t, int(sent.Load()), 60, "no more than one a second")
	})
}

// A page that went away takes up where it left off, one that was disconnected does
// not.
func TestASuspendedLinkIsTakenUp(t *testing.T) {
	connected(t, &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}, func(r rig) {
		require.Equal(t, link.Connected, r.settle(time.Second).State)
		r.post(r.link.Suspend)
		assert.Equal(t, link.Offline, r.settle(time.Second).State)
		r.post(r.link.Wake)
		assert.Equal(t, link.Connected, r.settle(time.Second).State)
		r.post(r.link.Disconnect)
		r.post(r.link.Wake)
		assert.Equal(t, link.Offline, r.settle(time.Second).State)
	})
}
