package ui

import (
	"strings"

	"github.com/keytrail/keytrail/app/book"
)

// A mark may be of a range: all events from one instant to another, which are
// the two that the table holds against each other, A and the one that is shown.

// marking is the range that can be marked now.
func (m *model) marking() (first, last int, ok bool) {
	a, b := m.view.base, m.scene.at
	if a == 0 || a == b || b == 0 || m.scene.rival() {
		return 0, 0, false
	}
	return min(a, b), max(a, b), true
}

// openRange goes to where the range from A to the event shown can be marked.
// Without A it begins here.
func (m *model) openRange() {
	if _, _, ok := m.marking(); ok {
		m.view.ranged = true
		m.focusNote()
		return
	}
	switch {
	case m.scene.at == 0:
		m.say("There is no event to mark yet")
		return
	case m.scene.rival():
		m.say("A range is of one session: end the comparison first")
		return
	case m.view.base != m.scene.at:
		m.setBase(m.scene.at)
	}
	m.say("A range begins at event " + itoa(m.scene.at) + ". Go to where it ends and press M again.")
}

// toggleRanged marks the range instead of the event, or the other way round.
func (m *model) toggleRanged() {
	m.view.ranged = !m.view.ranged
	m.touch(timelinePart)
}

// showRange holds the end of a range against its beginning: "12 18".
func (m *model) showRange(arg string) {
	from, to, _ := strings.Cut(arg, " ")
	first, last := atoi(from), atoi(to)
	if m.scene.session == nil || first < m.scene.first || last > m.scene.last {
		m.say("This range is not kept any more")
		return
	}
	m.view.base = first
	m.review(last)
	m.say("What changed from event " + from + " to event " + to)
}

// eventsText names one event, or the events from first to until.
func eventsText(first, until int) string {
	if until == 0 {
		return "event " + itoa(first)
	}
	return "events " + itoa(first) + " to " + itoa(until)
}

// rangeWords are a note's words where it stands beside one of its events.
func rangeWords(n book.Note, event int) string {
	if n.Until == 0 {
		return n.Text
	}
	rest := "until event " + itoa(n.Until)
	if event == n.Until {
		rest = "from event " + itoa(n.Event)
	}
	if n.Text == "" {
		return rest
	}
	return n.Text + " (" + rest + ")"
}
