package ui

import (
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// Whatever happens, the page then looks as if all of it had been drawn.
func TestWhatHappensIsDrawn(t *testing.T) {
	src := &still{state: uitest.Usual(t)}
	s := newScreen(src, nil)
	d := app.NewClientTester(s)
	defer func() {
		d.Close()
		s.OnDismount()
	}()
	m, now := s.m, uitest.Noon
	look := func(what string) {
		t.Helper()
		d.Consume()
		drawn := sortAttributes(markup(s))
		m.Deeds++
		s.Update()
		d.Consume()
		assert.Equal(t, sortAttributes(markup(s)), drawn, what)
	}
	draw := func(change func(*tracker.State)) func() {
		return func() {
			next := *m.State
			change(&next)
			m.Draw(&next, now)
		}
	}
	tick := func(d time.Duration) func() {
		return func() {
			now = now.Add(d)
			m.Tick(now)
		}
	}
	require.Eventually(t, func() bool {
		d.Consume()
		return !m.Early
	}, 10*time.Second, time.Millisecond)
	s.end() // the test tells the time
	<-s.done
	look("at first")
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"a second", tick(time.Second)},
		{"a poll", draw(func(s *tracker.State) { s.Link.Heartbeat = now; s.Traffic = append(s.Traffic, &book.Exchange{N: 99}) })},
		{"a minute", tick(time.Minute)},
		{"another session", draw(func(s *tracker.State) { s.Sessions = append(s.Sessions[:1:1], uitest.Several(t).Sessions[1:]...) })},
		{"a message that is not understood", draw(func(s *tracker.State) { s.Strays = uitest.Strays(t).Strays })},
		{"the filter", func() { m.Typed("filter", 0, "", "Subject") }},
		{"a wrong filter", func() { m.Typed("filter", 0, "", "class:") }},
		{"a second behind the filter", tick(5 * time.Second)},
		{"the focus", func() { m.Hold(&m.View.Focused, true) }},
		{"the focus elsewhere", func() { m.Hold(&m.View.Focused, false) }},
		{"times that go on", func() { m.View.Times = "relative"; m.Deeds++ }},
		{"half an hour", tick(30 * time.Minute)},
		{"a review", func() { m.Review(1) }},
		{"a lost link", draw(func(s *tracker.State) { s.Link.State, s.Link.Since = link.Reconnecting, now })},
		{"the newest state", func() { m.Review(0) }},
		{"the board", func() { m.Act("board", ""); m.Deeds++ }},
		{"news on the board", draw(func(s *tracker.State) { s.Sessions = s.Sessions[:1:1] })},
		{"no board", func() { m.Act("board", ""); m.Deeds++ }},
		{"another book", draw(func(s *tracker.State) { *s = *uitest.Filed(t); s.Book = 7 })},
	} {
		step.do()
		s.Update()
		look(step.name)
	}
}

// What a person does costs a dialog nothing that is closed.
func TestAClosedDialogIsNotDrawn(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.Early = false
	closed := m.Sights().Dialogs
	m.Deeds++
	assert.Equal(t, closed, m.Sights().Dialogs)
	m.Modal = true
	open := m.Sights().Dialogs
	assert.NotEqual(t, closed, open)
	m.Deeds++
	assert.NotEqual(t, open, m.Sights().Dialogs)

	m.Modal = false
	other := *m.State
	other.Book++
	m.Draw(&other, m.Now)
	assert.NotEqual(t, closed, m.Sights().Dialogs, "what it shows of the one book would stay in the document beside the other")
}
