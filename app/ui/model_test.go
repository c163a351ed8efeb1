package ui

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/ui/wording"
)

func TestSecretsLeaveWithTheCommand(t *testing.T) {
	m, out := pagetest.ModelOf(uitest.StateOf())
	m.Act("auth", "1")
	m.Typed("connect", 0, "base", "https://gws.example.com/")
	m.Typed("connect", 0, "user", "agent")
	m.Typed("connect", 0, "password", "s3cret")
	m.Submit("connect")
	require.Len(t, *out, 1)
	c := (*out)[0].(tracker.Connect)
	assert.Equal(t, "s3cret", c.Credentials.Password)
	assert.Equal(t, "https://gws.example.com", c.Profile.BaseURL)
	assert.Empty(t, m.Connect.Password)
	assert.NotContains(t, markupOf(t, &forms.SidePanel{Model: m}), "s3cret")
}

func TestAPanicInAHandlerIsShownAndThePageGoesOn(t *testing.T) {
	s := &screen{src: nil, m: page.New(uitest.Usual(t), func(tracker.Command) { panic("no tracker") }, uitest.Noon)}
	d := app.NewClientTester(&sessionList{Model: s.m})
	defer d.Close()
	func() {
		defer s.m.Rescue("sending")
		s.m.Act("retry", "")
	}()
	require.Len(t, s.m.Notices.Alerts, 1)
	assert.Contains(t, s.m.Notices.Alerts[0].Text, "no tracker")
	s.m.Act("dismiss", "1")
	assert.Empty(t, s.m.Notices.Alerts)
	s.m.Act("row", "0")
	assert.True(t, s.m.View.Picked, "the page still answers")
}

func TestAComponentThatCannotBeDrawnIsASentence(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.State = nil
	assert.Contains(t, markupOf(t, &footer{Model: m}), "could not be drawn")
}

func TestStatesArePaintedOncePerFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newWaker()
		paints, ticks := 0, 0
		done := make(chan struct{})
		go func() {
			defer close(done)
			pump(ctx, w, func() { paints++ }, func() { ticks++ }, new(beat).next)
		}()
		for range 1600 {
			poke(w.wake)
			time.Sleep(time.Millisecond)
		}
		cancel()
		<-done
		assert.InDelta(t, 100, paints, 2, "1.6 s have a hundred frames")
		assert.Equal(t, 1, ticks)
	})
}

func TestWhatMayWaitIsPaintedWithWhatComesNext(t *testing.T) {
	for _, row := range []struct {
		name string
		next time.Duration // when something comes that may not wait
		want []time.Duration
	}{
		{"nothing comes", time.Minute, []time.Duration{unseen}},
		{"something comes soon", 100 * time.Millisecond, []time.Duration{100 * time.Millisecond}},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				w, start := newWaker(), time.Now()
				var painted []time.Duration
				done := make(chan struct{})
				go func() {
					defer close(done)
					pump(ctx, w, func() { painted = append(painted, time.Since(start)) }, func() {}, new(beat).next)
				}()
				poke(w.later)
				soon := time.AfterFunc(row.next, func() { poke(w.wake) })
				time.Sleep(10 * time.Millisecond)
				poke(w.later)
				time.Sleep(900 * time.Millisecond)
				soon.Stop()
				cancel()
				<-done
				assert.Equal(t, row.want, painted)
			})
		})
	}
}

func TestSlowFramesLeaveTimeForTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newWaker()
		paints := 0
		done := make(chan struct{})
		go func() {
			defer close(done)
			pump(ctx, w, func() { paints++ }, func() {}, func(ctx context.Context) bool { return rest(ctx, 100*time.Millisecond) })
		}()
		for range 2000 {
			poke(w.wake)
			time.Sleep(time.Millisecond)
		}
		cancel()
		<-done
		assert.InDelta(t, 10, paints, 1, "a frame takes 100 ms, and so does the rest after it")
	})
}

func TestABeatIsTheBrowsersFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, ready := 0, make(chan struct{}, 1)
		b := &beat{ask: func() { asked++ }, ready: ready}
		start := time.Now()
		assert.True(t, b.next(t.Context()))
		assert.Equal(t, unseen, time.Since(start), "nobody sees the page, so no frame comes")
		poke(ready)
		assert.True(t, b.next(t.Context()))
		assert.Equal(t, 1, asked, "the frame that was asked for came late")
		poke(ready)
		assert.True(t, b.next(t.Context()))
		assert.Equal(t, 2, asked)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		assert.False(t, b.next(ctx))
	})
}

func TestExplain(t *testing.T) {
	assert.Empty(t, wording.Explain(nil))
	assert.Contains(t, wording.Explain(errDown), "Check the address")
	assert.Contains(t, wording.Explain(context.DeadlineExceeded), "in time")
	failed := wording.Explain(errString("reading the sessions: gws: GET /api/v2/me/smssessions?fields=*: 500: out of order"))
	assert.Contains(t, failed, "The error was: reading the sessions: 500: out of order.", "the request is in the traffic")
	assert.NotContains(t, failed, "gws:")
	lost := &proof.Proof{Lost: true, Reason: "no reply came: Failed to fetch; it may have been carried out", Reply: &proof.Reply{Message: "Failed to fetch"}}
	assert.Contains(t, detail.Sentence(lost), "it may have been carried out. The browser got no answer it may read")
	assert.Contains(t, wording.Explain(errString("gws: sign in: 401 Unauthorized")), "user name and password")
	assert.NotContains(t, wording.Explain(errString("took 1500 bytes")), "problem of its own", "a number inside another is no status")
}

type errString string

func (e errString) Error() string { return string(e) }

func TestFormats(t *testing.T) {
	assert.Equal(t, "+142 ms", wording.Lapse(142*time.Millisecond))
	assert.Equal(t, "+9.1 s", wording.Lapse(9130*time.Millisecond))
	assert.Equal(t, "+20.0 s", wording.Lapse(20*time.Second))
	assert.Equal(t, "59 s", wording.Age(uitest.Before(59*time.Second), uitest.Noon))
	assert.Equal(t, "3 m", wording.Age(uitest.Before(3*time.Minute), uitest.Noon))
	assert.Equal(t, "0 s", wording.Age(uitest.Noon.Add(time.Second), uitest.Noon), "a clock that is ahead is no reason for nonsense")
	assert.Equal(t, "18 ms", wording.Took(18*time.Millisecond))
	assert.Equal(t, "1 key", wording.Plural(1, "key"))
	assert.Equal(t, "10\u2009000 keys", wording.Plural(10_000, "key"))
	s, cut := wording.Clip("aé", 2)
	assert.Equal(t, "a", s, "a character is not cut in two")
	assert.Equal(t, 2, cut)
}

// The same mistake made twice is one thing to read.
func TestAnAlertStandsOnce(t *testing.T) {
	m, _ := pagetest.ModelOf(twoCustomers(t))
	m.Alert("first")
	m.Alert("second")
	m.Alert("first")
	require.Len(t, m.Notices.Alerts, 2)
	assert.Equal(t, "first", m.Notices.Alerts[1].Text)
	assert.Equal(t, 3, m.Notices.Alerts[1].N, "it is told anew")
}
