package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/timeline"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// ranged is the usual session with marks on ranges, one of another session.
func ranged(t *testing.T) *tracker.State {
	s := uitest.Usual(t)
	id := s.Sessions[0].ID
	s.Notes = []book.Note{
		{Time: uitest.Noon, Session: id, Event: 1, Until: 2, Text: "the <b>strategy</b> ran"},
		{Time: uitest.Noon, Session: id, Event: 2, Until: 3},
		{Time: uitest.Noon, Session: "other", Event: 1, Until: 3, Text: "not here"},
	}
	return s
}

func TestARangeIsMarkedByPointer(t *testing.T) {
	m, out := pagetest.ModelOf(uitest.Usual(t))
	m.Act("event", "3")
	m.Act("base", "3")
	m.Act("event", "1")
	m.Act("tab", string(scene.NotesTab))
	m.Act("ranged", "")
	assert.Contains(t, markupOf(t, &timeline.Timeline{Model: m}), "Mark events 1 to 3")
	m.Submit("note")
	assert.Equal(t, tracker.Annotate{Session: m.View.Session, Event: 1, Until: 3}, (*out)[0], "A may be behind the event that is shown")
	m.Act("base", "3") // is off
	m.Act("ranged", "")
	m.Submit("note")
	assert.Equal(t, tracker.Annotate{Session: m.View.Session, Event: 1}, (*out)[1], "without A there is no range")
}

func TestARangeStandsBesideItsEvents(t *testing.T) {
	m, _ := pagetest.ModelOf(ranged(t))
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
		text, marked, within := m.NoteOf(want.event)
		assert.Equal(t, want.text, text)
		assert.Equal(t, want.marked, marked)
		assert.Equal(t, want.within, within)
	}
	m.State.Notes[1].Event, m.State.Notes[1].Until = 1, 3
	_, marked, within := m.NoteOf(2)
	assert.True(t, marked && within)
	m.State.Notes = m.State.Notes[1:]
	_, marked, within = m.NoteOf(2)
	assert.True(t, !marked && within, "what lies between the ends is within only")
	assert.Contains(t, markupOf(t, &timeline.Timeline{Model: m}), `scrubber-flag--span" d="M0 1V1H10000"`)

	m.Act("range", "1 3")
	assert.Equal(t, []int{1, 3}, []int{m.View.Base, m.Scene.At}, "its beginning is held against its end")
	m.Review(2)
	m.StepMark(-1)
	assert.Equal(t, 1, m.Scene.At)
	m.StepMark(1)
	assert.Equal(t, 3, m.Scene.At, "both ends are visited")
}
