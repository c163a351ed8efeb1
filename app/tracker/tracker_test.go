package tracker_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
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

// rig is a tracker in front of a simulator, inside a synctest bubble.
type rig struct {
	t   *testing.T
	sim *sim.Sim
	*tracker.Tracker
}

// inBubble runs f with a tracker that is connected to a simulator.
func inBubble(t *testing.T, o sim.Options, f func(r rig)) {
	t.Helper()
	inBubbleWith(t, o, tracker.Options{}, f)
}

// inBubbleWith does so with options of the tracker's.
func inBubbleWith(t *testing.T, o sim.Options, opts tracker.Options, f func(r rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := sim.New(o)
		r := rig{t: t, sim: s}
		opts.Link.Dial = func(settings.Profile) (wire.Transport, error) { return &wire.Jar{Transport: s}, nil }
		r.Tracker = tracker.New(opts)
		done := make(chan struct{})
		go func() { defer close(done); r.Run(ctx) }()
		if !o.Quiet {
			go s.Run(ctx)
		}
		r.Do(tracker.Connect{Profile: settings.Profile{BaseURL: settings.Simulator}})
		time.Sleep(time.Second)
		synctest.Wait()
		f(r)
		cancel()
		<-done
	})
}

// writable returns a session that takes AttachUserData.
func (r rig) writable() *book.Session {
	r.t.Helper()
	for _, s := range r.State().Sessions {
		if s.Can("AttachUserData") {
			return s
		}
	}
	require.FailNow(r.t, "no session takes AttachUserData")
	return nil
}

func (r rig) settle(d time.Duration) *tracker.State {
	time.Sleep(d)
	synctest.Wait()
	return r.State()
}

func TestConnect(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		s := r.State()
		require.Equal(t, link.Connected, s.Link.State, "problem: %v", s.Link.Problem)
		assert.NotEmpty(t, s.Link.User)
		assert.Len(t, s.Sessions, len(r.sim.Sessions()))
		for _, x := range s.Sessions {
			assert.NotEmpty(t, x.State)
			first, ok := x.History.Event(1)
			require.True(t, ok)
			assert.Equal(t, history.Snapshot, first.Kind)
			assert.Equal(t, history.FirstSeen, first.Author)
			want, err := r.sim.UserData(x.ID)
			require.NoError(t, err)
			assert.JSONEq(t, string(want), string(x.Data.Bytes()))
		}
	})
}

func TestAttach(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		number, err := userdata.ParseValue("123456789")
		require.NoError(t, err)
		r.Do(tracker.Operate{Session: id, Operation: "AttachUserData", Data: userdata.Of(
			userdata.Entry{Key: "UserData1", Value: userdata.TextValue("DATA1")},
			userdata.Entry{Key: "UserData2", Value: number},
		)})
		s := r.settle(time.Second).Session(id)

		require.Len(t, s.Writes, 1)
		p := s.Writes[0]
		assert.Equal(t, proof.Exact, p.Verdict, p.Reason)
		assert.Equal(t, proof.Certain, p.Confidence, p.Reason)
		require.NotNil(t, p.Reply)
		assert.Equal(t, 0, p.Reply.StatusCode)
		assert.Equal(t, `{"operationName":"AttachUserData","userData":{"UserData1":"DATA1","UserData2":123456789}}`, string(p.Write.Request))

		e, ok := s.History.Event(p.Event)
		require.True(t, ok)
		assert.Equal(t, history.You, e.Author)
		assert.Equal(t, 1, e.Write)
		require.Len(t, e.Changes, 2)
		for i, want := range []struct {
			key  string
			kind userdata.Kind
		}{{"UserData1", userdata.Text}, {"UserData2", userdata.Number}} {
			assert.Equal(t, userdata.Added, e.Changes[i].Kind)
			assert.Equal(t, want.key, e.Changes[i].Key)
			assert.Equal(t, want.kind, e.Changes[i].New.Kind())
		}
		assert.Equal(t, "123456789", s.Data.Get("UserData2").Literal())
	})
}

func TestAnotherClientIsNotYou(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		require.NoError(t, r.sim.Update(id, "crm", `{"CrmTicket":"4711"}`))
		s := r.settle(time.Second).Session(id)
		e, ok := s.History.LastWriter("CrmTicket", s.History.Last())
		require.True(t, ok)
		assert.Equal(t, history.AnotherClient, e.Author)
	})
}

func TestRefusedWriteKeepsTheServersWords(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		r.Do(tracker.Operate{Session: id, Operation: "NoSuchOperation"})
		p := r.settle(time.Second).Session(id).Writes[0]
		assert.Equal(t, proof.Rejected, p.Verdict)
		require.NotNil(t, p.Reply)
		assert.NotZero(t, p.Reply.StatusCode)
		assert.NotEmpty(t, p.Reply.Message)
	})
}

func TestWriteWithoutConnection(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		r.Do(tracker.Disconnect{})
		r.Do(tracker.Operate{Session: id, Operation: "AttachUserData", Data: userdata.Of(userdata.Entry{Key: "K", Value: userdata.TextValue("v")})})
		s := r.settle(time.Second)
		assert.Equal(t, link.Offline, s.Link.State)
		p := s.Session(id).Writes[0]
		assert.Equal(t, proof.Rejected, p.Verdict)
		assert.Contains(t, p.Reply.Message, "not connected")
	})
}

func TestExpiryIsAGap(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		id, updated := r.writable().ID, make(chan struct{})
		x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if strings.HasSuffix(req.Path, "/handshake") {
				<-updated
			}
			return nil, nil
		})
		r.sim.Expire()
		require.NoError(r.t, r.sim.Update(id, "crm", `{"WhileAway":"1"}`))
		r.settle(time.Second)
		close(updated)
		s := r.settle(40 * time.Second)
		require.Equal(r.t, link.Connected, s.Link.State, "problem: %v", s.Link.Problem)
		y := s.Session(id)
		assert.Equal(r.t, "1", y.Data.Get("WhileAway").Text())
		e, ok := y.History.LastWriter("WhileAway", y.History.Last())
		require.True(r.t, ok)
		assert.Equal(r.t, history.Gap, e.Kind)
		assert.Equal(r.t, history.Unknown, e.Author)
		assert.False(r.t, e.Since.IsZero())
	})
}

func TestStrayMessageIsKept(t *testing.T) {
	for _, tt := range []struct {
		name, data string
		foreign    bool
	}{
		{"not about a session", `{"messageType":"DeviceStateChangeMessage","devices":[]}`, true},
		{"no session id", `{"messageType":"SMSsessionStateChangeMessage","notificationType":"StatusChange","smssession":{"state":"Chatting"}}`, false},
		{"a text", `"hello"`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, sim.Options{Quiet: true}, func(r rig) {
				require.NoError(t, r.sim.Publish("/v2/me/smssessions", []byte(tt.data)))
				s := r.settle(time.Second)
				require.Len(t, s.Strays, 1)
				assert.Equal(t, tt.data, string(s.Strays[0].Raw))
				assert.NotEmpty(t, s.Strays[0].Note)
				assert.NotContains(t, s.Strays[0].Note, "gws:", "words for people")
				assert.Equal(t, tt.foreign, s.Strays[0].Foreign, "in order, and about something else")
				assert.Equal(t, link.Connected, s.Link.State)
			})
		})
	}
}

func TestUserDataThatIsNoObjectTouchesNothing(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		before := r.writable()
		data := `{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"` + before.ID + `","state":"LeftChat","userData":[1]}}`
		require.NoError(t, r.sim.Publish("/v2/me/smssessions", []byte(data)))
		s := r.settle(time.Second).Session(before.ID)
		assert.Equal(t, before.State, s.State)
		assert.Equal(t, before.Data.Bytes(), s.Data.Bytes())
		e, ok := s.History.Event(s.History.Last())
		require.True(t, ok)
		assert.Equal(t, history.Stray, e.Kind)
		assert.Equal(t, data, string(e.Raw))
	})
}

func TestTheStoryIsFollowedExactly(t *testing.T) {
	inBubble(t, sim.Options{Rate: 20, Seed: 7}, func(r rig) {
		s := r.settle(time.Minute)
		require.Equal(t, link.Connected, s.Link.State)
		assert.Empty(t, s.Strays)
		for _, x := range s.Sessions {
			want, err := r.sim.UserData(x.ID)
			if err != nil {
				continue // The simulator has forgotten sessions that ended.
			}
			assert.JSONEq(t, string(want), string(x.Data.Bytes()), x.ID)
		}
		assert.Greater(t, s.Received, 100)
	})
}

func TestSuspendedPageTakesUpWhereItLeftOff(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		r.Do(tracker.Suspend{})
		require.Equal(t, link.Offline, r.settle(time.Second).Link.State)
		require.NoError(t, r.sim.Update(id, "crm", `{"WhileAway":"1"}`))
		r.settle(time.Minute)
		r.Do(tracker.RetryNow{})
		s := r.settle(time.Second)
		require.Equal(t, link.Connected, s.Link.State)
		e, ok := s.Session(id).History.LastWriter("WhileAway", s.Session(id).History.Last())
		require.True(t, ok)
		assert.Equal(t, history.Gap, e.Kind)
		assert.GreaterOrEqual(t, e.Time.Sub(e.Since), time.Minute)
	})
}

func TestASuspicionAloneIsNoGap(t *testing.T) {
	_, gained := doubted(t, func(rig) time.Time { return time.Time{} })
	assert.Empty(t, gained, "a poll that waited for a connection looks the same")
	_, gained = doubted(t, func(rig) time.Time { return time.Now() })
	assert.Empty(t, gained, "the page was there all the time")
}

// A poll that hung until the page was back listened to nothing: it waited for a
// connection, or its first reply went into a dead one.
func TestAPollThatHungWhileThePageWasAwayIsAGap(t *testing.T) {
	since, gained := doubted(t, func(r rig) time.Time {
		r.Do(tracker.RetryNow{})
		return time.Now()
	})
	require.Len(t, gained, 1)
	assert.Equal(t, history.Gap, gained[0].Kind)
	assert.True(t, since.Equal(gained[0].Since), "%v", gained[0].Since)
}

// doubted returns what the history of a session gains when a poll that was made five
// seconds ago seems to have been sent twice, the last time when sent says.
func doubted(t *testing.T, sent func(rig) time.Time) (since time.Time, gained []history.Event) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		since = time.Now()
		r.settle(5 * time.Second)
		before := r.State().Session(id).History.Last()
		r.Do(tracker.Doubt{URL: link.Notifications, Since: since, Sent: sent(r)})
		h := r.settle(time.Second).Session(id).History
		for n := before + 1; n <= h.Last(); n++ {
			e, _ := h.Event(n)
			gained = append(gained, e)
		}
	})
	return since, gained
}

func TestSessionThatBeganWithoutDataHasNoGap(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		status := `{"messageType":"SMSsessionStateChangeMessage","notificationType":"StatusChange","smssession":{"id":"S1","state":"Chatting"}}`
		require.NoError(t, r.sim.Publish("/v2/me/smssessions", []byte(status)))
		r.settle(time.Second)
		data := `{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"S1","state":"Chatting","userData":{"a":1,"b":"2"}}}`
		require.NoError(t, r.sim.Publish("/v2/me/smssessions", []byte(data)))
		s := r.settle(time.Second).Session("S1")
		e, ok := s.History.Event(2)
		require.True(t, ok)
		assert.Equal(t, history.Notification, e.Kind)
		assert.Equal(t, history.FirstSeen, e.Author, "nobody is known to have written what was there when it was first seen")
	})
}

func TestSessionsThatEndedAreForgottenInTime(t *testing.T) {
	inBubble(t, sim.Options{Sessions: -1, Quiet: true}, func(r rig) {
		for n := range 250 {
			ended := fmt.Sprintf(`{"messageType":"SMSsessionStateChangeMessage","notificationType":"StatusChange","smssession":{"id":"S%03d","state":"Completed","userData":{}}}`, n)
			require.NoError(t, r.sim.Publish("/v2/me/smssessions", []byte(ended)))
		}
		s := r.settle(time.Second)
		require.Len(t, s.Sessions, 200)
		assert.Equal(t, 50, s.Forgotten)
		assert.Equal(t, "S050", s.Sessions[0].ID, "the oldest go first")
		assert.Equal(t, "S249", s.Sessions[199].ID)
	})
}

func TestStraysAreBounded(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		for range 5 {
			require.NoError(t, r.sim.Publish("/v2/me/smssessions", []byte(`"`+strings.Repeat("x", 3<<20)+`"`)))
			r.settle(time.Second)
		}
		s := r.State()
		assert.Equal(t, 5, len(s.Strays)+s.StraysDropped)
		assert.NotZero(t, s.StraysDropped)
		assert.Equal(t, 5, s.Strays[len(s.Strays)-1].N, "the newest stays")
	})
}
