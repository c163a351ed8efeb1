package tracker_test

import (
	"bytes"
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
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// A network that falls silent says nothing, and what was said then is true when
// it is back.
func TestSilenceBehindAReplyProvesNothing(t *testing.T) {
	for _, ack := range []bool{false, true} {
		t.Run(fmt.Sprint("ack ", ack), func(t *testing.T) {
			withFaultsAt(t, sim.Options{Quiet: true, Ack: ack}, tracker.Options{}, func(r rig, x *wiretest.Faulty) {
				id := r.writable().ID
				r.settle(40 * time.Second)
				back := make(chan struct{})
				var silent atomic.Bool
				x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
					if req.Method == "POST" && strings.Contains(req.Path, "/smssessions/") {
						resp, err := x.Transport.RoundTrip(ctx, req)
						silent.Store(true)
						return resp, err
					}
					var resp *wire.Response
					var err error
					if isPoll(req) && !silent.Load() {
						resp, err = x.Transport.RoundTrip(ctx, req)
					}
					if !silent.Load() {
						return resp, err
					}
					select {
					case <-back:
						return nil, &wire.NoResponse{Err: errors.New("connection reset")}
					case <-ctx.Done():
						return nil, &wire.NoResponse{Err: ctx.Err()}
					}
				})
				r.settle(31 * time.Second) // the poll that is held goes through it
				r.Do(attach(id, "K", "v"))
				for range 24 {
					p := r.settle(time.Second).Session(id).Writes[0]
					require.NotEqual(r.t, proof.NotSeen, p.Verdict, p.Reason)
					require.NotContains(r.t, p.Reason, "healthy")
				}
				assert.NotEqual(r.t, proof.Exact, r.State().Session(id).Writes[0].Verdict)
				x.Answer(nil)
				close(back)
				p := r.settle(20 * time.Second).Session(id).Writes[0]
				assert.Equal(r.t, proof.Exact, p.Verdict, p.Reason)
			})
		})
	}
}

// A write that the server forgets is told so within its window, also where no
// poll would have ended by itself.
func TestNotSeenIsSaidOfAHealthyLink(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		r.settle(35 * time.Second)
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if req.Method == "POST" && strings.Contains(req.Path, "/smssessions/") {
				return &wire.Response{Status: 200, Body: []byte(`{"statusCode":0}`)}, nil
			}
			return nil, nil
		})
		r.Do(attach(id, "K", "v"))
		p := r.settle(16 * time.Second).Session(id).Writes[0]
		assert.Equal(r.t, proof.NotSeen, p.Verdict, p.Reason)
		assert.Contains(r.t, p.Reason, "in 15 s with the link healthy")
		whole, err := r.Tape(r.t.Context(), 0)
		require.NoError(r.t, err)
		cut, _ := redact.Cut(whole, redact.Export{Created: time.Now(), Plain: true, Scope: redact.ScopeSession(id)})
		assert.Equal(r.t, p.Reason, book.Replay(cut)[0].Writes[0].Reason, "the session alone says the same")
		var file bytes.Buffer
		require.NoError(r.t, capture.Write(&file, cut))
		again, err := capturetest.File(r.t.Context(), &file, int64(file.Len()), nil)
		require.NoError(r.t, err)
		assert.Equal(r.t, p.Reason, book.Replay(again)[0].Writes[0].Reason, "and so does its file")
		require.NoError(r.t, r.sim.Update(id, "gws", `{"K":"v"}`))
		p = r.settle(time.Second).Session(id).Writes[0]
		assert.Equal(r.t, proof.Exact, p.Verdict, p.Reason)
		assert.Contains(r.t, p.Reason, "taken back")
	})
}

// Of a write whose reply was lost nobody knows whose value it is that comes.
func TestTheSameValueOfAnotherClientIsNotYours(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if req.Method == "POST" && strings.Contains(req.Path, "/smssessions/") {
				return nil, &wire.NoResponse{Err: errors.New("Failed to fetch")}
			}
			return nil, nil
		})
		id := r.writable().ID
		r.Do(attach(id, "K", "v"))
		r.settle(time.Second)
		require.NoError(r.t, r.sim.Update(id, "crm", `{"K":"v"}`))
		s := r.settle(time.Second).Session(id)
		assert.Equal(r.t, proof.CannotTell, s.Writes[0].Verdict, s.Writes[0].Reason)
		e, ok := s.History.LastWriter("K", s.History.Last())
		require.True(r.t, ok)
		assert.Equal(r.t, history.Unknown, s.Who(e, "K"))
		assert.Equal(r.t, history.AnotherClient, s.Who(e, "Other"))
	})
}

// An outage lasts as long as it lasts, whatever somebody does to the clock.
func TestAGapHasItsLengthWhenTheClockIsSetBack(t *testing.T) {
	var back atomic.Int64
	options := tracker.Options{Wall: func() time.Time { return time.Now().Add(-time.Duration(back.Load())) }}
	inBubbleWith(t, sim.Options{Quiet: true}, options, func(r rig) {
		id := r.writable().ID
		r.settle(10 * time.Second)
		r.Do(tracker.Suspend{})
		r.settle(time.Minute)
		back.Store(int64(time.Hour))
		require.NoError(r.t, r.sim.Update(id, "crm", `{"WhileAway":"1"}`))
		r.settle(time.Minute)
		r.Do(tracker.RetryNow{})
		s := r.settle(5 * time.Second).Session(id)
		e, ok := s.History.LastWriter("WhileAway", s.History.Last())
		require.True(r.t, ok)
		assert.Equal(r.t, history.Gap, e.Kind)
		assert.InDelta(r.t, 130, e.Time.Sub(e.Since).Seconds(), 15)
		r.Do(attach(id, "K", "v"))
		p := r.settle(time.Second).Session(id).Writes[0]
		assert.Equal(r.t, proof.Exact, p.Verdict, p.Reason)
		assert.GreaterOrEqual(r.t, p.Seen.Sub(p.Write.Sent), time.Duration(0))
	})
}

// Who made another value of a key than the one that was just written, nobody can
// say: something on the way may have altered it.
func TestAnAlteredValueIsNobodysForCertain(t *testing.T) {
	inBubbleWith(t, sim.Options{Quiet: true, Misbehave: []string{sim.Differ}}, tracker.Options{}, func(r rig) {
		id := r.writable().ID
		r.Do(attach(id, "K", "v"))
		s := r.settle(time.Second).Session(id)
		require.Equal(r.t, proof.Differs, s.Writes[0].Verdict, s.Writes[0].Reason)
		e, ok := s.History.LastWriter("K", s.History.Last())
		require.True(r.t, ok)
		assert.Equal(r.t, history.Unknown, s.Who(e, "K"))
		assert.Equal(r.t, s.Writes[0].Write.N, e.Write)
	})
}
