package tracker_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// resource is a session as GWS answers a reading of it.
const resource = `{"statusCode":0,"smssession":{"id":"hidden","state":"Chatting","capabilities":["AttachUserData"],"participants":[],"userData":{"a":"%s"}}}`

// unlisted answers readings of the session "hidden", which no list has.
func unlisted(value string) func(context.Context, *wire.Request) (*wire.Response, error) {
	return func(_ context.Context, req *wire.Request) (*wire.Response, error) {
		if isRead(req) && strings.HasSuffix(req.Path, "/hidden") {
			return &wire.Response{Status: 200, Body: fmt.Appendf(nil, resource, value)}, nil
		}
		return nil, nil
	}
}

func TestASessionIsReadByItsID(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		before := len(r.State().Sessions)
		x.Answer(unlisted("1"))
		r.Do(tracker.Find{Session: "hidden"})
		s := r.settle(time.Second)
		require.NotNil(t, s.Finding)
		assert.Equal(t, link.Finding{Session: "hidden", Done: true}, *s.Finding)
		require.Len(t, s.Sessions, before+1)
		found := s.Session("hidden")
		assert.True(t, found.Can("AttachUserData"))
		assert.Equal(t, "1", found.Data.Get("a").Text())

		x.Answer(unlisted("2"))
		s = r.settle(2 * time.Minute)
		assert.False(t, s.Session("hidden").Ended, "that no list has it says nothing of one that is read by its id")
		assert.Equal(t, "2", s.Session("hidden").Data.Get("a").Text(), "it is read again as the others are")

		x.Answer(nil)
		s = r.settle(2 * time.Minute)
		assert.True(t, s.Session("hidden").Ended, "GWS does not know it any more")
		assert.NoError(t, s.Link.Problem)
	})
}

func TestASessionThatCannotBeRead(t *testing.T) {
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		before := len(r.State().Sessions)
		r.Do(tracker.Find{Session: "nobody's"})
		s := r.settle(time.Second)
		require.ErrorIs(t, s.Finding.Err, link.ErrNoSession)
		assert.Len(t, s.Sessions, before)
		assert.NoError(t, s.Link.Problem, "the link is as good as before")

		r.Do(tracker.Disconnect{})
		r.Do(tracker.Find{Session: "x"})
		s = r.settle(time.Second)
		assert.True(t, s.Finding.Done)
		assert.ErrorContains(t, s.Finding.Err, "not connected")
	})
}

func TestASessionThatIsKnownIsNotReadOver(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		r.Do(tracker.Find{Session: id})
		s := r.settle(time.Second)
		assert.NoError(t, s.Finding.Err)
		assert.Equal(t, 1, s.Session(id).History.Last(), "what is known comes from notifications, which are in order")
	})
}

func TestNamesTravelWithTheRecording(t *testing.T) {
	inBubbleWith(t, sim.Options{Rate: 100, Seed: 5, Sessions: 3}, tracker.Options{Book: book.Options{TapeLength: 200}}, func(r rig) {
		id := r.writable().ID
		r.Do(tracker.Label{Session: "nobody's", Name: "x"})
		r.Do(tracker.Label{Session: id, Name: "first"})
		r.Do(tracker.Label{Session: id, Name: "the angry one", Pinned: true})
		live := r.settle(10 * time.Second).Session(id)
		assert.Equal(t, "the angry one", live.Name)
		assert.True(t, live.Pinned)

		whole, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		var file bytes.Buffer
		cut, _ := redact.Cut(whole, redact.Export{Plain: true})
		require.NoError(t, capture.Write(&file, cut))
		r.Do(tracker.Open{Name: "a file", Reader: &file})
		opened := r.settle(10 * time.Second).Session(id)
		require.NotNil(t, opened)
		assert.Equal(t, "the angry one", opened.Name, "the reel that it stood on is gone, its successor repeats it")
		assert.True(t, opened.Pinned)
	})
}

func TestPinnedSessionsAreNotForgotten(t *testing.T) {
	inBubble(t, sim.Options{Sessions: -1, Quiet: true}, func(r rig) {
		publish := func(from, to int) {
			for n := from; n < to; n++ {
				ended := fmt.Sprintf(`{"messageType":"SMSsessionStateChangeMessage","notificationType":"StatusChange","smssession":{"id":"S%03d","state":"Completed","userData":{}}}`, n)
				require.NoError(t, r.sim.Publish("/v2/me/smssessions", []byte(ended)))
			}
		}
		publish(0, 100)
		r.settle(time.Second)
		r.Do(tracker.Label{Session: "S003", Pinned: true})
		publish(100, 250)
		s := r.settle(time.Second)
		assert.NotNil(t, s.Session("S003"))
		assert.Len(t, s.Sessions, 201)
		assert.Equal(t, 49, s.Forgotten)
	})
}
