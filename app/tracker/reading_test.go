package tracker_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// A reading that fails is made again, sooner than the next precautionary one.
func TestAReadingThatFailsIsRepeated(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		reads := 0
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if !isRead(req) {
				return nil, nil
			}
			if reads++; reads > 3 {
				return nil, nil
			}
			return &wire.Response{Status: 500, Body: []byte("out of order")}, nil
		})
		r.Do(tracker.Reread{})
		s := r.settle(10 * time.Second)
		assert.NoError(r.t, s.Link.Problem)
		assert.Equal(r.t, 4, reads)
	})
}

// Keys that a reading lists in another order than notifications do are no news.
func TestTheOrderOfKeysInAReadingIsNoGap(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if !isRead(req) {
				return nil, nil
			}
			return &wire.Response{Status: 200, Body: fmt.Appendf(nil,
				`{"statusCode":0,"smssessions":[{"id":%q,"state":"Chatting","userData":{"b":2,"a":1}}]}`, id)}, nil
		})
		require.NoError(r.t, r.sim.Publish("/v2/me/smssessions", fmt.Appendf(nil,
			`{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":%q,"state":"Chatting","userData":{"a":1,"b":2}}}`, id)))
		before := r.settle(time.Second).Session(id).History.Last()
		after := r.settle(5 * time.Minute).Session(id)
		assert.Equal(r.t, before, after.History.Last())
		assert.Equal(r.t, `{"a":1,"b":2}`, string(after.Data.Bytes()))
	})
}

// emptied is the reply to a poll without what it brings.
func emptied(t *testing.T, resp *wire.Response) *wire.Response {
	t.Helper()
	var all, kept []json.RawMessage
	require.NoError(t, json.Unmarshal(resp.Body, &all))
	for _, m := range all {
		if strings.Contains(string(m), `"/meta/`) {
			kept = append(kept, m)
		}
	}
	body, err := json.Marshal(kept)
	require.NoError(t, err)
	return &wire.Response{Status: resp.Status, Header: resp.Header, Body: body}
}

// What the server never told is found by the next precautionary reading, within
// a minute, and shown as what it is.
func TestWhatIsNeverToldIsFoundWithinAMinute(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		r.settle(10 * time.Second)
		x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
			if !isPoll(req) {
				return nil, nil
			}
			resp, err := x.Transport.RoundTrip(ctx, req)
			if err != nil || resp.Status != 200 {
				return resp, err
			}
			return emptied(r.t, resp), nil
		})
		r.count(id, 1)
		r.settle(30 * time.Second) // the poll that was held already has brought it
		r.count(id, 2)
		s := r.settle(time.Minute).Session(id)
		assert.Equal(r.t, "2", s.Data.Get("Counter").Literal())
		e, _ := s.History.LastWriter("Counter", s.History.Last())
		assert.Equal(r.t, history.Gap, e.Kind)
		assert.Equal(r.t, history.Unknown, e.Author)
		assert.Contains(r.t, e.Note, "missed without a visible failure")
		assert.LessOrEqual(r.t, e.Time.Sub(e.Since), time.Minute+time.Second)
	})
}

// A reading that hangs on a dead connection keeps the truth back neither for
// ever nor once the link works again.
func TestAReadingThatHangsIsGivenUp(t *testing.T) {
	for _, tt := range []struct {
		name   string
		wake   bool
		within time.Duration
	}{
		{"in time", false, 15 * time.Second},
		{"when the page comes back", true, 2 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			withFaults(t, func(r rig, x *wiretest.Faulty) {
				id, hung := r.writable().ID, false
				r.settle(10 * time.Second)
				inner := swallowed(x, time.Hour)
				x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
					if isRead(req) && !hung {
						hung = true
						<-ctx.Done()
						return nil, &wire.NoResponse{Err: ctx.Err()}
					}
					return inner(ctx, req)
				})
				r.count(id, 1)
				r.settle(time.Second)
				r.count(id, 2) // is lost
				r.settle(10 * time.Millisecond)
				r.Do(tracker.Reread{})
				r.settle(5 * time.Second)
				if tt.wake {
					r.Do(tracker.RetryNow{})
				}
				s := r.settle(tt.within)
				assert.Equal(r.t, "2", s.Session(id).Data.Get("Counter").Literal())
				assert.NoError(r.t, s.Link.Problem)
			})
		})
	}
}

// The writes to a session reach the server in the order in which they were asked
// for, however long one takes.
func TestWritesToASessionGoOutOneAfterTheOther(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if strings.Contains(string(req.Body), `"K":"first"`) {
				time.Sleep(3 * time.Second)
			}
			return nil, nil
		})
		r.Do(attach(id, "K", "first"))
		r.Do(attach(id, "K", "second"))
		s := r.settle(10 * time.Second).Session(id)
		assert.Equal(r.t, "second", s.Data.Get("K").Text())
		require.Len(r.t, s.Writes, 2)
		require.NotNil(r.t, s.Writes[0].Reply)
		require.NotNil(r.t, s.Writes[1].Reply)
		assert.False(r.t, s.Writes[1].Reply.Time.Before(s.Writes[0].Reply.Time))
	})
}

// The order in which a connection is made: signing in, which brings the CSRF
// token, then the notifications, and the sessions when those flow.
func TestTheOrderOfConnecting(t *testing.T) {
	withFaults(t, func(r rig, _ *wiretest.Faulty) {
		r.Do(tracker.Connect{Profile: settings.Profile{BaseURL: "https://other", StartSession: true}})
		var order []string
		for _, x := range r.settle(time.Second).Traffic {
			order = append(order, x.Method+" "+strings.TrimPrefix(x.Path, "/api/v2"))
		}
		require.GreaterOrEqual(r.t, len(order), 6)
		assert.Equal(r.t, []string{"GET /me?subresources=*", "POST /notifications/handshake", "POST /notifications", "POST /notifications/connect"}, order[:4])
		assert.Contains(r.t, order[4:], "GET /me/smssessions?fields=*")
		assert.Contains(r.t, order[4:], "POST /me", "the contact-centre session is asked for last")
	})
}

// A reading that shows a state of which nobody told says that something was
// missed, even if the newest state is known by the time that it can be judged.
func TestAStateThatOnlyAReadingHasShownIsAGap(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		r.count(id, 1)
		r.settle(10 * time.Second)
		x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
			if !isPoll(req) {
				return nil, nil
			}
			resp, err := x.Transport.RoundTrip(ctx, req)
			if err == nil && strings.Contains(string(resp.Body), `"Counter":2`) {
				resp.Body = []byte(strings.ReplaceAll(string(resp.Body), `"data":`, `"nothing":`))
			}
			return resp, err
		})
		r.count(id, 0) // ends the poll that is held already
		r.settle(time.Second)
		r.count(id, 2)
		r.settle(time.Second)
		r.Do(tracker.Reread{})
		r.settle(400 * time.Millisecond)
		r.count(id, 3)
		s := r.settle(10 * time.Second).Session(id)
		assert.Equal(r.t, []string{"1", "0", "3", "gap"}, counts(s))
	})
}
