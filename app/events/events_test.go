package events_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/events"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// An event has what the tests look at.
type event struct {
	Type, Kind, State string
	Session           json.RawMessage // its id, or what is known of it
	Since             *time.Time
	Brought           bool
	Changes           []struct{ Kind, Key, After, By string }
	Proof             struct {
		Verdict string
		Keys    []struct{ Sent, Seen string }
	}
	Problem struct{ Code string }
}

// A listener is told every State of a tracker in front of a simulator.
type listener struct {
	t      *testing.T
	faulty *wiretest.Faulty
	*tracker.Tracker
	teller events.Teller
}

func listen(t *testing.T, f func(l *listener)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := sim.New(sim.Options{Sessions: 2, Quiet: true})
		l := &listener{t: t, faulty: &wiretest.Faulty{Transport: s}}
		l.Tracker = tracker.New(tracker.Options{Link: link.Options{Dial: func(settings.Profile) (wire.Transport, error) {
			return &wire.Jar{Transport: l.faulty}, nil
		}}})
		done := make(chan struct{})
		go func() { defer close(done); l.Run(ctx) }()
		l.Do(tracker.Connect{Profile: settings.Profile{BaseURL: settings.Simulator}})
		f(l)
		cancel()
		<-done
	})
}

// after lets time pass and returns the new events of a type.
func (l *listener) after(d time.Duration, kind string) (list []event) {
	l.t.Helper()
	time.Sleep(d)
	synctest.Wait()
	text := l.teller.Tell(l.State())
	if text == nil {
		return nil
	}
	var all []event
	require.NoError(l.t, json.Unmarshal(text, &all), "%s", text)
	for _, e := range all {
		if e.Type == kind {
			list = append(list, e)
		}
	}
	return list
}

func TestWhatIsNewIsToldOnce(t *testing.T) {
	listen(t, func(l *listener) {
		time.Sleep(time.Second)
		synctest.Wait()
		text := l.teller.Tell(l.State())
		var all []event
		require.NoError(t, json.Unmarshal(text, &all), "%s", text)
		require.Len(t, all, 5, "the link, and each session with what it brought: %s", text)
		assert.Equal(t, "link", all[0].Type)
		assert.Equal(t, "connected", all[0].State)
		assert.Equal(t, []string{"session", "change"}, []string{all[1].Type, all[2].Type})
		assert.Equal(t, "snapshot", all[2].Kind)
		assert.True(t, all[2].Brought)
		assert.Nil(t, l.teller.Tell(l.State()), "nothing is new")
	})
}

func TestAWriteIsToldByItsChangeAndItsProof(t *testing.T) {
	listen(t, func(l *listener) {
		require.Len(t, l.after(time.Second, "session"), 2)
		id := l.State().Sessions[0].ID
		data, err := userdata.Parse([]byte(`{"Exact":1.0}`))
		require.NoError(t, err)
		l.Do(tracker.Operate{Session: id, Operation: "AttachUserData", Data: data})
		time.Sleep(time.Second)
		synctest.Wait()
		text := l.teller.Tell(l.State())
		var all []event
		require.NoError(t, json.Unmarshal(text, &all), "%s", text)
		require.Len(t, all, 2, "neither the request nor its reply: %s", text)
		require.Equal(t, "change", all[0].Type)
		require.Len(t, all[0].Changes, 1)
		assert.Equal(t, struct{ Kind, Key, After, By string }{"added", "Exact", "1.0", "you"}, all[0].Changes[0])
		require.Equal(t, "proof", all[1].Type)
		assert.Equal(t, "exact", all[1].Proof.Verdict)
		assert.Equal(t, "1.0", all[1].Proof.Keys[0].Seen)
	})
}

func TestALostLinkIsToldAsAGap(t *testing.T) {
	listen(t, func(l *listener) {
		require.Len(t, l.after(time.Second, "session"), 2)
		l.faulty.Answer(func(context.Context, *wire.Request) (*wire.Response, error) {
			return nil, &wire.NoResponse{Err: errors.New("no way there")}
		})
		l.Do(tracker.RetryNow{})
		down := l.after(5*time.Second, "link")
		require.NotEmpty(t, down)
		assert.Equal(t, "reconnecting", down[len(down)-1].State)
		assert.Equal(t, "unreachable", down[len(down)-1].Problem.Code)
		l.faulty.Answer(nil)
		gaps := l.after(time.Minute, "gap")
		require.NotEmpty(t, gaps)
		assert.NotNil(t, gaps[0].Since)
	})
}

func TestWhatIsNoUTF8IsSaidToBeInexact(t *testing.T) {
	before, err := userdata.Parse([]byte(`{"a":"b","c":"\ud800"}`))
	require.NoError(t, err)
	after, err := userdata.Parse([]byte("{\"a\":\"\xff\",\"c\":null}"))
	require.NoError(t, err)
	assert.Equal(t, `[{"kind":"changed","key":"a","path":"","at":0,"before":"\"b\"","after":"\"�\"","inexact":true},`+
		`{"kind":"retyped","key":"c","path":"","at":1,"before":"\"\\ud800\"","after":"null"}]`,
		string(events.AppendChanges(nil, userdata.Diff(before, after))))
}
