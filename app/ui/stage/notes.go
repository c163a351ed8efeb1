package stage

import (
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// OpenNote goes to where the event on the screen can be marked.
func (m *Stage) OpenNote() {
	m.View.Ranged = false
	m.focusNote()
}

func (m *Stage) focusNote() {
	m.View.Tab = scene.NotesTab
	m.ShowPane(scene.TimelinePane)
	m.Focus("#note")
}

// AddNote marks the event on the screen, or the range that ends there, with
// words or without.
func (m *Stage) AddNote() {
	x := m.Scene.Session
	if x == nil || m.Scene.At == 0 {
		return
	}
	n := tracker.Annotate{Session: x.ID, Event: m.Scene.At, Text: strings.TrimSpace(m.View.Note)}
	if first, last, ok := m.Marking(); ok && m.View.Ranged {
		n.Event, n.Until = first, last
	}
	m.Send(n)
	m.View.Note, m.View.Ranged = "", false
	m.SetText("#note", "")
	m.Focus("#log") // where letters are keys again
	m.Say(wording.Capital(EventsText(n.Event, n.Until)) + " marked")
}

// Noted returns what was noted about the session on the screen, or about
// nothing special, oldest first.
func (m *Stage) Noted() []book.Note {
	out := make([]book.Note, 0, len(m.State.Notes))
	for _, n := range m.State.Notes {
		if n.Session == "" || n.Session == m.View.Session {
			out = append(out, n)
		}
	}
	return out
}

// NoteOf returns the words about an event, whether it is marked itself, and
// whether a marked range goes through it.
func (m *Stage) NoteOf(event int) (text string, marked, within bool) {
	for _, n := range m.State.Notes {
		if n.Session != m.View.Session || n.Event == 0 || event < n.Event || event > max(n.Event, n.Until) {
			continue
		}
		words := rangeWords(n, event)
		within = within || n.Until > 0
		if n.Event != event && n.Until != event {
			continue
		}
		marked = true
		if text != "" && words != "" {
			text += "; "
		}
		text += words
	}
	return text, marked, within
}

// StepMark goes to the next marked event, or with -1 to the previous one. A
// range has two of them.
func (m *Stage) StepMark(by int) {
	found := 0
	for _, n := range m.Noted() {
		for _, event := range [...]int{n.Event, n.Until} {
			if event == 0 || n.Session == "" || (event-m.Scene.At)*by <= 0 {
				continue
			}
			if found == 0 || (event-found)*by < 0 {
				found = event
			}
		}
	}
	if found == 0 {
		m.Say("No other mark there")
		return
	}
	m.Review(found)
	if text, _, _ := m.NoteOf(found); text != "" {
		m.Say(text)
	}
}

// AboutEvent says what the event was that a note is about.
func (m *Stage) AboutEvent(n book.Note) string {
	if n.Event == 0 || m.Scene.Session == nil {
		return ""
	}
	e, ok := m.Scene.Session.History.Event(n.Event)
	if !ok {
		return "this event is not kept any more"
	}
	text := EventKind(e) + " at " + m.Sometime(e)
	if end, ok := m.Scene.Session.History.Event(n.Until); ok {
		text += " to " + EventKind(end) + " at " + m.Sometime(end)
	}
	return text
}

// A mark may be of a range: all events from one instant to another, which are
// the two that the table holds against each other, A and the one that is shown.

// Marking is the range that can be marked now.
func (m *Stage) Marking() (first, last int, ok bool) {
	a, b := m.View.Base, m.Scene.At
	if a == 0 || a == b || b == 0 || m.Scene.Rival() {
		return 0, 0, false
	}
	return min(a, b), max(a, b), true
}

// OpenRange goes to where the range from A to the event shown can be marked.
// Without A it begins here.
func (m *Stage) OpenRange() {
	if _, _, ok := m.Marking(); ok {
		m.View.Ranged = true
		m.focusNote()
		return
	}
	switch {
	case m.Scene.At == 0:
		m.Say("There is no event to mark yet")
		return
	case m.Scene.Rival():
		m.Say("A range is of one session: end the comparison first")
		return
	case m.View.Base != m.Scene.At:
		m.SetBase(m.Scene.At)
	}
	m.Say("A range begins at event " + strconv.Itoa(m.Scene.At) + ". Go to where it ends and press M again.")
}

// ToggleRanged marks the range instead of the event, or the other way round.
func (m *Stage) ToggleRanged() {
	m.View.Ranged = !m.View.Ranged
}

// ShowRange holds the end of a range against its beginning: "12 18".
func (m *Stage) ShowRange(arg string) {
	from, to, _ := strings.Cut(arg, " ")
	first, last := wording.Atoi(from), wording.Atoi(to)
	if m.Scene.Session == nil || first < m.Scene.First || last > m.Scene.Last {
		m.Say("This range is not kept any more")
		return
	}
	m.View.Base = first
	m.Review(last)
	m.Say("What changed from event " + from + " to event " + to)
}

// EventsText names one event, or the events from first to until.
func EventsText(first, until int) string {
	if until == 0 {
		return "event " + strconv.Itoa(first)
	}
	return "events " + strconv.Itoa(first) + " to " + strconv.Itoa(until)
}

// rangeWords are a note's words where it stands beside one of its events.
func rangeWords(n book.Note, event int) string {
	if n.Until == 0 {
		return n.Text
	}
	rest := "until event " + strconv.Itoa(n.Until)
	if event == n.Until {
		rest = "from event " + strconv.Itoa(n.Event)
	}
	if n.Text == "" {
		return rest
	}
	return n.Text + " (" + rest + ")"
}
