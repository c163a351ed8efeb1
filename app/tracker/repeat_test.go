package tracker_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// Without a server of ours between, a browser may send a write twice, and the
// second may overwrite what somebody else wrote meanwhile: nobody else is named
// as the author of that.
func TestAWriteThatTheBrowserSendsTwice(t *testing.T) {
	for _, tt := range []struct {
		name  string
		polls time.Duration // how late the replies to polls are
		lost  bool          // the reply to the second attempt, too
	}{
		{"the notification comes before the reply", 0, false},
		{"the notification comes after the reply", 200 * time.Millisecond, false},
		{"no reply comes at all", 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			withFaults(t, func(r rig, x *wiretest.Faulty) {
				id := r.writable().ID
				r.settle(35 * time.Second)
				x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
					if isPoll(req) {
						resp, err := x.Transport.RoundTrip(ctx, req)
						time.Sleep(tt.polls)
						return resp, err
					}
					if req.Method != "POST" || !strings.Contains(req.Path, "/smssessions/") {
						return nil, nil
					}
					made := time.Now()
					if _, err := x.Transport.RoundTrip(ctx, req); err != nil {
						return nil, err
					}
					time.Sleep(3 * time.Second) // until the connection dies
					sent := time.Now()
					resp, err := x.Transport.RoundTrip(ctx, req)
					time.Sleep(20 * time.Millisecond)
					if tt.lost {
						return nil, &wire.NoResponse{Err: errors.New("connection reset")}
					}
					time.AfterFunc(10*time.Millisecond, func() {
						r.Do(tracker.Doubt{URL: "https://gws.test" + req.Path, Since: made, Sent: sent})
					})
					return resp, err
				})
				r.Do(attach(id, "K", "ours"))
				r.settle(time.Second)
				require.NoError(r.t, r.sim.Update(id, "crm", `{"K":"theirs"}`))
				s := r.settle(10 * time.Second).Session(id)
				require.Equal(r.t, "ours", s.Data.Get("K").Text())
				var who []string
				for _, e := range s.History.KeyHistory("K") {
					who = append(who, s.Who(e, "K").String())
				}
				assert.Equal(r.t, []string{"you", "another client", "you, possibly repeated"}, who)
				assert.Contains(r.t, s.Writes[0].Reason, "it may have been sent twice by the browser: it came once more after somebody else had changed it")
				again := replayed(r.t, r)
				assert.Equal(r.t, told(s), told(again.Session(id)), "a file shows the same")
				assert.Equal(r.t, s.Writes[0].Reason, again.Session(id).Writes[0].Reason)
			})
		})
	}
}

// A request that waited for a connection is no suspicion, and neither is a
// reading of the session that did: it has the same address.
func TestAWriteThatHadToWaitWasSentOnce(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		r.settle(35 * time.Second)
		x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
			if isPoll(req) || !strings.Contains(req.Path, "/smssessions/") {
				return nil, nil
			}
			made := time.Now()
			time.Sleep(2 * time.Second)
			resp, err := x.Transport.RoundTrip(ctx, req)
			r.Do(tracker.Doubt{URL: "https://gws.test" + req.Path, Since: made, Sent: made.Add(2 * time.Second)})
			return resp, err
		})
		r.Do(attach(id, "K", "ours"))
		r.settle(3 * time.Second)
		r.Do(tracker.Reread{Session: id})
		s := r.settle(10 * time.Second).Session(id)
		assert.NotContains(r.t, s.Writes[0].Reason, "twice")
		e, ok := s.History.LastWriter("K", s.History.Last())
		require.True(r.t, ok)
		assert.Equal(r.t, history.You, s.Who(e, "K"))
	})
}
