package ui

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
)

// ranged is the usual session with marks on ranges, one of another session.
func ranged(t *testing.T) *tracker.State {
	s := usual(t)
	id := s.Sessions[0].ID
	s.Notes = []book.Note{
		{N: 1, Time: noon, Session: id, Event: 1, Until: 2, Text: "the <b>strategy</b> ran"},
		{N: 2, Time: noon, Session: id, Event: 2, Until: 3},
		{N: 3, Time: noon, Session: "other", Event: 1, Until: 3, Text: "not here"},
	}
	return s
}

func TestARangeIsMarkedByKeyboard(t *testing.T) {
	m, out := modelOf(usual(t))
	id := m.view.session
	keys := func(all string) {
		for _, k := range strings.Split(all, "") {
			m.press(keypress{key: k, pane: timelinePane})
		}
	}
	keys("[[M")
	assert.Equal(t, 1, m.view.base, "it begins here")
	assert.Contains(t, m.notices.status+strings.Join(m.notices.other, ". "), "A range begins at event 1")
	keys("]M")
	assert.Equal(t, notesTab, m.view.tab)
	m.typed("note", 0, "note", " slow ")
	m.submit("note")
	assert.Equal(t, tracker.Annotate{Session: id, Event: 1, Until: 2, Text: "slow"}, (*out)[0])
	keys("m")
	m.submit("note")
	assert.Equal(t, tracker.Annotate{Session: id, Event: 2}, (*out)[1], "the next mark is one of an event again")
}

func TestARangeIsMarkedByPointer(t *testing.T) {
	m, out := modelOf(usual(t))
	m.act("event", "3")
	m.act("base", "3")
	m.act("event", "1")
	m.act("tab", string(notesTab))
	m.act("ranged", "")
	assert.Contains(t, html(t, &timeline{Model: m}), "Mark events 1 to 3")
	m.submit("note")
	assert.Equal(t, tracker.Annotate{Session: m.view.session, Event: 1, Until: 3}, (*out)[0], "A may be behind the event that is shown")
	m.act("base", "3") // is off
	m.act("ranged", "")
	m.submit("note")
	assert.Equal(t, tracker.Annotate{Session: m.view.session, Event: 1}, (*out)[1], "without A there is no range")
}

func TestARangeStandsBesideItsEvents(t *testing.T) {
	m, _ := modelOf(ranged(t))
	for _, want := range []struct {
		event          int
		text           string
		marked, within bool
	}{
		{1, "the <b>strategy</b> ran (until event 2)", true, true},
		{2, "the <b>strategy</b> ran (from event 1); until event 3", true, true},
		{3, "from event 2", true, true},
		{4, "", false, false},
	} {
		text, marked, within := m.noteOf(want.event)
		assert.Equal(t, want.text, text)
		assert.Equal(t, want.marked, marked)
		assert.Equal(t, want.within, within)
	}
	m.state.Notes[1].Event, m.state.Notes[1].Until = 1, 3
	_, marked, within := m.noteOf(2)
	assert.True(t, marked && within)
	m.state.Notes = m.state.Notes[1:]
	_, marked, within = m.noteOf(2)
	assert.True(t, !marked && within, "what lies between the ends is within only")
	assert.Contains(t, html(t, &timeline{Model: m}), `scrubber-flag--span" d="M0 1V1H10000"`)

	m.act("range", "1 3")
	assert.Equal(t, []int{1, 3}, []int{m.view.base, m.scene.at}, "its beginning is held against its end")
	m.review(2)
	m.stepMark(-1)
	assert.Equal(t, 1, m.scene.at)
	m.stepMark(1)
	assert.Equal(t, 3, m.scene.at, "both ends are visited")
}
