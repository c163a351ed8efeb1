package tracker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// withFaults runs f with a tracker in front of two simulators: one behind a
// faulty transport, where it is connected, and another at https://other.
func withFaults(t *testing.T, f func(r rig, x *wiretest.Faulty)) {
	t.Helper()
	withFaultsAt(t, sim.Options{Quiet: true}, tracker.Options{}, f)
}

// withFaultsAt does so with options of the simulator's and the tracker's.
func withFaultsAt(t *testing.T, o sim.Options, opts tracker.Options, f func(r rig, x *wiretest.Faulty)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		s := sim.New(o)
		x := &wiretest.Faulty{Transport: &wire.Jar{Transport: s}}
		other := &wire.Jar{Transport: sim.New(sim.Options{Quiet: true, Sessions: 1, Seed: 9})}
		opts.Link.Dial = func(p settings.Profile) (wire.Transport, error) {
			if p.BaseURL == "https://other" {
				return other, nil
			}
			return x, nil
		}
		r := rig{t: t, sim: s, Tracker: tracker.New(opts)}
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()
		running.Go(func() { r.Run(ctx) })
		r.Do(tracker.Connect{})
		r.settle(time.Second)
		f(r, x)
	})
}

// isRead reports whether a request reads the list of sessions.
func isRead(req *wire.Request) bool {
	return req.Method == "GET" && strings.Contains(req.Path, "/me/smssessions")
}

func attach(id, key, value string) tracker.Operate {
	return tracker.Operate{Session: id, Operation: "AttachUserData", Data: userdata.Of(
		userdata.Entry{Key: key, Value: userdata.TextValue(value)})}
}

func TestWhatAnOldServerAnswersDoesNotReachTheNewOnesScreen(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
			if req.Method == "POST" && strings.Contains(req.Path, "/smssessions/") {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			return nil, nil
		})
		r.Do(attach(id, "K", "v"))
		r.settle(time.Second)
		r.Do(tracker.Connect{Profile: settings.Profile{BaseURL: "https://other"}})
		s := r.settle(5 * time.Second)
		require.Equal(t, link.Connected, s.Link.State)
		assert.Nil(t, s.Session(id), "the session belongs to the server before")
		for _, e := range s.Traffic {
			assert.Empty(t, e.Failure, "%d %s", e.N, e.Path)
			assert.NotContains(t, string(e.Request), "disconnect", "the goodbye went to the server before")
		}
	})
}

func TestAReadingThatSucceedsEndsTheComplaint(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if isRead(req) {
				return &wire.Response{Status: 500, Body: []byte("out of order")}, nil
			}
			return nil, nil
		})
		r.Do(tracker.Reread{})
		s := r.settle(time.Second)
		require.Equal(t, link.Connected, s.Link.State)
		require.ErrorContains(t, s.Link.Problem, "out of order")
		x.Answer(nil)
		r.Do(tracker.Reread{})
		assert.NoError(t, r.settle(time.Second).Link.Problem)
	})
}

func TestASessionThatIsListedAgainGoesOn(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if isRead(req) {
				return &wire.Response{Status: 200, Body: []byte(`{"statusCode":0,"smssessions":[]}`)}, nil
			}
			return nil, nil
		})
		r.Do(tracker.Reread{})
		require.True(t, r.settle(time.Second).Session(id).Ended)
		x.Answer(nil)
		r.Do(tracker.Reread{})
		s := r.settle(time.Second).Session(id)
		assert.False(t, s.Ended)
		assert.True(t, s.Can("AttachUserData"))
	})
}

func TestASessionThatIsGoneEnds(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			switch {
			case isRead(req) && strings.Contains(req.Path, id):
				return &wire.Response{Status: 404, Body: []byte(`{"statusCode":6,"statusMessage":"not found"}`)}, nil
			case isRead(req):
				return &wire.Response{Status: 200, Body: []byte(`{"statusCode":0,"smssessions":[]}`)}, nil
			}
			return nil, nil
		})
		r.Do(tracker.Reread{Session: id})
		s := r.settle(time.Second)
		assert.True(t, s.Session(id).Ended)
		assert.NoError(t, s.Link.Problem)
	})
}

func TestAFailedAttemptDoesNotForgetSinceWhenNobodyListened(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		r.Do(tracker.Disconnect{})
		r.settle(time.Second)
		require.NoError(t, r.sim.Update(id, "crm", `{"WhileAway":"1"}`))
		x.Answer(func(context.Context, *wire.Request) (*wire.Response, error) {
			return &wire.Response{Status: 401, Body: []byte(`{"statusCode":20}`)}, nil
		})
		r.Do(tracker.Connect{})
		require.Equal(t, link.SignedOut, r.settle(time.Minute).Link.State)
		x.Answer(nil)
		r.Do(tracker.Connect{})
		s := r.settle(5 * time.Second).Session(id)
		e, ok := s.History.LastWriter("WhileAway", s.History.Last())
		require.True(t, ok)
		require.Equal(t, history.Gap, e.Kind)
		assert.GreaterOrEqual(t, e.Time.Sub(e.Since), time.Minute)
		assert.Contains(t, e.Note, "the link was lost")
	})
}

func TestAWriteIsNotUnseenWhileNobodyLooks(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if req.Method == "POST" && strings.Contains(req.Path, "/smssessions/") {
				return &wire.Response{Status: 200, Body: []byte(`{"statusCode":0}`)}, nil
			}
			return nil, nil
		})
		r.Do(attach(id, "K", "v"))
		r.settle(time.Second)
		r.Do(tracker.Suspend{})
		s := r.settle(time.Minute)
		assert.Equal(t, proof.Waiting, s.Session(id).Writes[0].Verdict)
		require.NoError(t, r.sim.Update(id, "gws", `{"K":"v"}`))
		r.Do(tracker.RetryNow{})
		s = r.settle(30 * time.Second)
		assert.Equal(t, proof.Exact, s.Session(id).Writes[0].Verdict, s.Session(id).Writes[0].Reason)
	})
}

func TestAPageInPlaceOfAnAnswer(t *testing.T) {
	for _, tt := range []struct {
		status int
		state  link.State
		kind   link.ObstacleKind
		reason string
	}{
		{200, link.SignedOut, link.WebPage, "single sign-on answers with its own page"},
		{401, link.SignedOut, link.NoCredentials, ""},
		{403, link.SignedOut, link.WebPage, "a gateway in front asks to sign in"},
		{404, link.Refused, link.NoSuchPlace, "a file server's page says that nothing is there; signing in would not help"},
		{503, link.Reconnecting, link.ServerFault, "a proxy's page about a server that is down"},
	} {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			withFaults(t, func(r rig, x *wiretest.Faulty) {
				x.Answer(func(context.Context, *wire.Request) (*wire.Response, error) {
					return &wire.Response{Status: tt.status, Body: []byte("<!doctype html><title>Hello</title>")}, nil
				})
				r.Do(tracker.Connect{})
				l := r.settle(time.Second).Link
				assert.Equal(t, tt.state, l.State, tt.reason)
				var o *link.Obstacle
				require.ErrorAs(t, l.Problem, &o)
				assert.Equal(t, tt.kind, o.Kind, tt.reason)
			})
		})
	}
}

// A link that was lost leaves an interval that nobody observed. The first
// notification after it shows what happened then and what happened now at once.
func TestANotificationBeforeTheReadingTellsOfTheGap(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		back, reading := make(chan struct{}), make(chan struct{})
		x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
			until := back
			if isRead(req) {
				until = reading
			}
			select {
			case <-until:
			case <-ctx.Done():
			}
			return nil, nil
		})
		r.sim.Expire()
		require.NoError(t, r.sim.Update(id, "crm", `{"WhileAway":"1"}`))
		close(back)
		require.Equal(t, link.Connected, r.settle(40*time.Second).Link.State)
		require.NoError(t, r.sim.Update(id, "crm", `{"Now":"2"}`))
		r.settle(time.Second)
		close(reading)
		s := r.settle(time.Second).Session(id)
		for _, key := range []string{"WhileAway", "Now"} {
			e, ok := s.History.LastWriter(key, s.History.Last())
			require.True(t, ok, key)
			assert.Equal(t, history.Gap, e.Kind, key)
			assert.Equal(t, history.Unknown, e.Author, key)
			assert.False(t, e.Since.IsZero(), key)
		}
		again := replayed(r.t, r)
		assert.Equal(t, told(s), told(again.Session(id)), "a file shows the same")
	})
}

// replayed returns the state that the tape of a tracker shows.
func replayed(t *testing.T, r rig) *tracker.State {
	t.Helper()
	whole, err := r.Tape(t.Context(), 0)
	require.NoError(t, err)
	var file bytes.Buffer
	cut, _ := redact.Cut(whole, redact.Export{Plain: true})
	require.NoError(t, capture.Write(&file, cut))
	r.Do(tracker.Open{Name: "a file", Reader: &file})
	s := r.settle(10 * time.Second)
	require.NotNil(t, s.Opening)
	require.NoError(t, s.Opening.Err)
	return s
}

func TestTheSameBytesMuchLaterAreNoRepetition(t *testing.T) {
	withFaults(t, func(r rig, _ *wiretest.Faulty) {
		id := r.writable().ID
		publish := func(n int) {
			t.Helper()
			data := fmt.Sprintf(`{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","referenceId":%d,"smssession":{"id":%q,"state":"Chatting","userData":{"Counter":%d}}}`, n, id, n)
			require.NoError(r.t, r.sim.Publish("/v2/me/smssessions", []byte(data)))
		}
		for n := range 200 {
			publish(n)
			r.settle(time.Millisecond)
		}
		publish(199)
		s := r.settle(time.Second).Session(id)
		last, ok := s.History.Event(s.History.Last())
		require.True(t, ok)
		assert.Contains(t, last.Note, "delivered again")
		publish(0)
		s = r.settle(time.Second).Session(id)
		assert.Equal(t, "0", s.Data.Get("Counter").Literal(), "the server counts anew")
	})
}

// What comes over the wire is shown character for character, and how much it is
// makes no difference.
func TestHostileAndHugeDataIsExact(t *testing.T) {
	withFaults(t, func(r rig, _ *wiretest.Faulty) {
		id := r.writable().ID
		var data strings.Builder
		data.WriteString(`{"key with blanks":"  two  ","\"quoted\" 'key'":"a \\ b","__proto__":{"x":1},"<img src=x onerror=alert(1)>":"<script>alert(1)</script>",` +
			`"👩‍👩‍👧‍👦":"👋🏽","NUL":"\u0000","escaped \u0000 key":null,"half a pair":"\ud800","":"","exact":1.0,"huge":1e400,"long":12345678901234567890,"twice":1,"twice":2,`)
		for i := range 10_000 {
			fmt.Fprintf(&data, `"Key %d":%d,`, i, i)
		}
		fmt.Fprintf(&data, `"10 MB":"%s"}`, strings.Repeat("0123456789", 1_000_000))
		require.NoError(r.t, r.sim.Publish("/v2/me/smssessions", fmt.Appendf(nil,
			`{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":%q,"state":"Chatting","userData":%s}}`, id, data.String())))
		s := r.settle(time.Second)
		require.Empty(r.t, s.Strays)
		assert.True(r.t, data.String() == string(s.Session(id).Data.Bytes()), "the bytes of the map are those that were sent")
		for key, literal := range map[string]string{"exact": "1.0", "huge": "1e400", "long": "12345678901234567890", "__proto__": `{"x":1}`, "escaped \x00 key": "null", "": `""`} {
			assert.Equal(r.t, literal, s.Session(id).Data.Get(key).Literal(), "%q", key)
		}
		assert.Equal(r.t, link.Connected, s.Link.State)
	})
}

func TestAFailedWriteSaysWhatHappened(t *testing.T) {
	for _, tt := range []struct {
		name    string
		resp    *wire.Response
		verdict proof.Verdict
		words   string
	}{
		{"a statusCode", &wire.Response{Status: 200, Body: []byte(`{"statusCode":5,"statusMessage":"not in this state"}`)}, proof.Rejected, "not in this state"},
		{"403", &wire.Response{Status: 403, Body: []byte(`{"statusCode":3,"statusMessage":"forbidden here"}`)}, proof.Rejected, "forbidden here"},
		{"500", &wire.Response{Status: 500, Body: []byte("out of order")}, proof.CannotTell, "out of order"},
		{"a page to sign in", &wire.Response{Status: 200, Body: []byte("<html><title>Sign in</title></html>")}, proof.CannotTell, "Sign in"},
		{"a dropped connection", nil, proof.CannotTell, "connection reset"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			withFaults(t, func(r rig, x *wiretest.Faulty) {
				x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
					if req.Method != "POST" || !strings.Contains(req.Path, "/smssessions/") {
						return nil, nil
					}
					if tt.resp == nil {
						return nil, &wire.NoResponse{Err: errors.New("connection reset")}
					}
					return tt.resp, nil
				})
				id := r.writable().ID
				r.Do(attach(id, "K", "v"))
				p := r.settle(time.Second).Session(id).Writes[0]
				assert.Equal(r.t, tt.verdict, p.Verdict, p.Reason)
				require.NotNil(r.t, p.Reply)
				assert.Contains(r.t, p.Reply.Message, tt.words)
				assert.NotContains(r.t, p.Reason, "POST", "what was asked for stands beside it")
			})
		})
	}
}

func TestAWriteWhoseReplyIsLostIsProvenAllTheSame(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
			if req.Method != "POST" || !strings.Contains(req.Path, "/smssessions/") {
				return nil, nil
			}
			if _, err := x.Transport.RoundTrip(ctx, req); err != nil {
				return nil, err
			}
			return nil, &wire.NoResponse{Err: errors.New("connection reset")}
		})
		id := r.writable().ID
		r.Do(attach(id, "K", "v"))
		p := r.settle(time.Second).Session(id).Writes[0]
		assert.Equal(r.t, proof.Exact, p.Verdict, p.Reason)
	})
}

// The poll that is held may stand for half a minute after the sign-in has expired.
func TestAWriteThatIsRefusedForWantOfASignInTellsAtOnce(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id := r.writable().ID
		x.Answer(func(context.Context, *wire.Request) (*wire.Response, error) {
			return &wire.Response{Status: 401, Body: []byte(`{"statusCode":4}`)}, nil
		})
		require.Equal(t, link.Connected, r.settle(time.Second).Link.State)
		r.Do(attach(id, "K", "v"))
		assert.Equal(t, link.SignedOut, r.settle(time.Second).Link.State)
	})
}
