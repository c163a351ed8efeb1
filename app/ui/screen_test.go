package ui

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// A still is a source whose state the test sets.
type still struct {
	mu    sync.Mutex
	state *tracker.State
	watch func()
	sent  []tracker.Command
}

func (s *still) State() *tracker.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

func (s *still) Watch(f func()) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watch = f
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.watch = nil
	}
}

func (s *still) Tape(context.Context, int) (*capture.Capture, error) {
	return new(capture.Capture), nil
}

func (s *still) Now() time.Time { return uitest.Noon }

func (s *still) Follow() (func(context.Context) (*capture.Capture, bool, error), func()) {
	return func(context.Context) (*capture.Capture, bool, error) { return new(capture.Capture), false, nil }, func() {}
}

func (s *still) Breathe() {}

func (s *still) Do(c tracker.Command) { s.sent = append(s.sent, c) }

func TestTheScreenFollowsItsSource(t *testing.T) {
	src := &still{state: uitest.StateOf()}
	s := newScreen(src, nil)
	d := app.NewClientTester(s)
	d.Consume()
	d.Consume()
	assert.Contains(t, markup(s), "Connected, and nothing to show yet")

	src.mu.Lock()
	src.state = uitest.StateOf(uitest.Chat(t))
	watch := src.watch
	src.mu.Unlock()
	require.NotNil(t, watch)
	watch()
	require.Eventually(t, func() bool {
		d.Consume()
		return strings.Contains(markup(s), "0000Wa9CAM6W00J")
	}, 10*time.Second, time.Millisecond)

	d.Close()
	s.OnDismount()
	assert.Nil(t, src.watch, "the watch is taken off")
}

func markup(c app.Composer) string { return app.HTMLString(c) }

func TestEventsFromNowhereDoNothing(t *testing.T) {
	src := &still{state: uitest.StateOf(uitest.Chat(t))}
	s := newScreen(src, nil)
	d := app.NewClientTester(s)
	defer func() {
		d.Close()
		s.OnDismount()
	}()
	d.Consume()
	e := app.Event{Value: app.Null()}
	for name, handle := range map[string]app.EventHandler{
		"click": s.onClick, "input": func(_ app.Context, e app.Event) { s.typed(e.Get("target")) }, "change": s.onChange, "submit": s.onSubmit,
		"keydown": func(_ app.Context, e app.Event) { assert.False(t, s.answers(e)) },
	} {
		handle(d.Context(), e)
		assert.Empty(t, s.m.Notices.Alerts, name)
	}
	assert.Empty(t, src.sent)
}

func TestEveryPartOfTheScreenHasItsName(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.Act("write", "1")
	got := markupOf(t, &screen{src: &still{state: m.State}, m: m})
	for _, want := range []string{
		`role="listbox"`, `aria-label="Sessions"`, `role="grid"`, `aria-label="User data"`, `aria-label="Filter keys and values"`,
		`data-link="connected"`, `data-mode="live"`, `role="tab"`, `aria-label="Event"`, `role="status"`, `data-hidden="`, `data-hidden-changed="`,
		`data-verdict="exact"`, `data-confidence="exact"`, `data-event="3"`, `data-kind="PropertiesUpdated"`, `data-added="2"`,
		`data-session="0000Wa9CAM6W00J"`, `data-state="Chatting"`, `data-unread="0"`, `data-col="was"`,
	} {
		assert.Contains(t, got, want)
	}
}

func TestNewsYieldToAPersonsHands(t *testing.T) {
	at := func(ms int) time.Time { return uitest.Noon.Add(time.Duration(ms) * time.Millisecond) }
	for _, test := range []struct {
		name           string
		acted, painted time.Time
		want           time.Duration
	}{
		{"nobody typed", time.Time{}, at(-50), 0},
		{"a key a moment ago", at(-30), at(-50), 70 * time.Millisecond},
		{"a key a while ago", at(-100), at(-150), 0},
		{"the news cannot wait much longer", at(-1), at(-280), 20 * time.Millisecond},
		{"the news have waited long enough", at(-1), at(-400), 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &screen{acted: test.acted, painted: test.painted}
			assert.Equal(t, test.want, s.yields(uitest.Noon))
		})
	}
}

// News that must be drawn soon is drawn with the answer to a key, and not after it.
func TestNewsThatHasWaitedIsDrawnWithAKey(t *testing.T) {
	old, fresh := uitest.Usual(t), uitest.Usual(t)
	for ms, want := range map[int]*tracker.State{50: old, 199: old, 200: fresh, 1000: fresh} {
		s := newScreen(&still{state: old}, nil)
		s.src.(*still).state = fresh
		s.painted = uitest.Noon
		s.takeNews(uitest.Noon.Add(time.Duration(ms) * time.Millisecond))
		assert.Same(t, want, s.m.State, "%d ms after the news before", ms)
	}
}

func TestWhatACommandBringsIsDrawnAtOnce(t *testing.T) {
	src := &still{state: uitest.Usual(t)}
	s := newScreen(src, nil)
	s.acted, s.painted = uitest.Noon, uitest.Noon
	s.m.Send(tracker.RetryNow{})
	assert.Zero(t, s.yields(uitest.Noon))
}
