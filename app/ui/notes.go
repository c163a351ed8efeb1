package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/rows"
)

// openNote goes to where the event on the screen can be marked.
func (m *model) openNote() {
	m.view.ranged = false
	m.focusNote()
}

func (m *model) focusNote() {
	m.view.tab = notesTab
	m.showPane(timelinePane)
	m.want(effect{do: focusOn, target: "#note"})
}

// addNote marks the event on the screen, or the range that ends there, with
// words or without.
func (m *model) addNote() {
	x := m.scene.session
	if x == nil || m.scene.at == 0 {
		return
	}
	n := tracker.Annotate{Session: x.ID, Event: m.scene.at, Text: strings.TrimSpace(m.view.note)}
	if first, last, ok := m.marking(); ok && m.view.ranged {
		n.Event, n.Until = first, last
	}
	m.send(n)
	m.view.note, m.view.ranged = "", false
	m.want(effect{do: setValue, target: "#note"})
	m.say(capital(eventsText(n.Event, n.Until)) + " marked")
	m.touch(timelinePart)
}

// notes returns what was noted about the session on the screen, or about
// nothing special, oldest first.
func (m *model) noted() []book.Note {
	out := make([]book.Note, 0, len(m.state.Notes))
	for _, n := range m.state.Notes {
		if n.Session == "" || n.Session == m.view.session {
			out = append(out, n)
		}
	}
	return out
}

// noteOf returns the words about an event, whether it is marked itself, and
// whether a marked range goes through it.
func (m *model) noteOf(event int) (text string, marked, within bool) {
	for _, n := range m.state.Notes {
		if n.Session != m.view.session || n.Event == 0 || event < n.Event || event > max(n.Event, n.Until) {
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

// stepMark goes to the next marked event, or with -1 to the previous one. A
// range has two of them.
func (m *model) stepMark(by int) {
	found := 0
	for _, n := range m.noted() {
		for _, event := range [...]int{n.Event, n.Until} {
			if event == 0 || n.Session == "" || (event-m.scene.at)*by <= 0 {
				continue
			}
			if found == 0 || (event-found)*by < 0 {
				found = event
			}
		}
	}
	if found == 0 {
		m.say("No other mark there")
		return
	}
	m.review(found)
	if text, _, _ := m.noteOf(found); text != "" {
		m.say(text)
	}
}

// noteRow is a line of the notes.
func (c *timeline) noteRow(n book.Note) *rows.Node {
	m := c.Model
	about, kind := "", "note"
	if n.Text == "" {
		kind = "mark"
	}
	row := rows.El("tr", join("timeline-row timeline-row--note", "here", n.Event != 0 && n.Event == m.scene.at))
	switch {
	case n.Session == "":
		about = "the recording"
	case n.Event == 0:
		about = "the session"
	default:
		about = eventsText(n.Event, n.Until)
		row.Data("event", n.Event).Aria("selected", expanded(n.Event == m.scene.at))
	}
	if n.Until > 0 {
		row.Do("range", itoa(n.Event)+" "+itoa(n.Until))
	}
	what := []*rows.Node{rows.Word("span", "timeline-quiet", m.aboutEvent(n))}
	if n.Text != "" {
		what = append(exactText(n.Text), rows.Word("span", "note", "  "+m.aboutEvent(n)))
	}
	row.Parts = []*rows.Node{m.timeCell(n.Time, ""), rows.El("td", "timeline-time"),
		rows.Word("td", "timeline-kind", "⚑ "+kind), rows.Word("td", "timeline-sum", about), rows.El("td", "timeline-what", what...)}
	return row.Data("kind", kind)
}

// aboutEvent says what the event was that a note is about.
func (m *model) aboutEvent(n book.Note) string {
	if n.Event == 0 || m.scene.session == nil {
		return ""
	}
	e, ok := m.scene.session.History.Event(n.Event)
	if !ok {
		return "this event is not kept any more"
	}
	text := eventKind(e) + " at " + m.sometime(e)
	if end, ok := m.scene.session.History.Event(n.Until); ok {
		text += " to " + eventKind(end) + " at " + m.sometime(end)
	}
	return text
}

// noteForm marks the event on the screen, or the range from A to it.
func noteForm(m *model) app.UI {
	text := "Mark"
	if m.scene.at > 0 {
		text = "Mark event " + itoa(m.scene.at)
	}
	first, last, ok := m.marking()
	if ok && m.view.ranged {
		text = "Mark " + eventsText(first, last)
	}
	from := button("btn btn--quiet", "ranged", "", app.Text("From A, event "+itoa(m.view.base))).
		Aria("pressed", expanded(ok && m.view.ranged)).Attr("title", "Mark all events between A and the one that is shown (M)")
	form := el("form", "timeline-note",
		app.ElemSelfClosing("input").Class("field").Attr("id", "note").Attr("type", "text").Attr("autocomplete", "off").
			Attr("placeholder", "Note, or nothing for a mark").Aria("label", "Note").DataSet("field", "note"),
		when(from, !ok, "hidden"),
		when(el("button", "btn", app.Text(text)).Attr("type", "submit"), m.scene.at == 0, "disabled"),
	).DataSet("form", "note")
	return when(form, m.view.tab != notesTab, "hidden")
}
