package ui

import (
	"errors"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
)

// A labelling is the form in which a person names and notes a session, and the
// one that asks for a session by its id.
type labelling struct {
	session    string // that they are for
	name, note string
	id         string // as typed
	sought     string // the id that was asked for, until it is there
	problem    string
}

// sessionName is what a session is called: by a person, or else by its customer.
func (m *model) sessionName(x *book.Session) string {
	return orElse(x.Name, orElse(x.Customer, "unknown customer"))
}

func (m *model) typedSession(field, text string) {
	switch field {
	case "name":
		m.labelling.name = text
	case "session-note":
		m.labelling.note = text
	case "id":
		m.labelling.id = text
	}
}

// fillSession writes what is known of the selected session into its form.
func (m *model) fillSession() {
	if x := m.scene.session; x != nil {
		m.labelling.session, m.labelling.name, m.labelling.note = x.ID, x.Name, ""
		m.want(effect{do: setValue, target: "#session-name", text: x.Name})
		m.want(effect{do: setValue, target: "#session-note"})
	}
}

// entered reports whether the form holds anything that is not kept yet.
func (f *labelling) entered(x *book.Session) bool {
	return f.note != "" || x != nil && f.name != x.Name
}

// saveSession keeps the name, and the note if there is one.
func (m *model) saveSession() {
	x, f := m.labelled(), &m.labelling
	if x == nil {
		return
	}
	saved := false
	if name := strings.TrimSpace(f.name); name != x.Name {
		saved = true
		m.send(tracker.Label{Session: x.ID, Name: name, Pinned: x.Pinned})
	}
	if note := strings.TrimSpace(f.note); note != "" {
		saved = true
		m.send(tracker.Annotate{Session: x.ID, Text: note})
		f.note = ""
		m.want(effect{do: setValue, target: "#session-note"})
	}
	m.say(either(saved, "Saved with the session", "There is nothing new to save"))
}

// sessionNotes are what was noted about a session as a whole.
func (m *model) sessionNotes(id string) (out []book.Note) {
	for _, n := range m.state.Notes {
		if n.Session == id && n.Event == 0 {
			out = append(out, n)
		}
	}
	return out
}

// sessionForm says what is known of the selected session, and takes down what a
// person makes of it.
func sessionForm(m *model) app.UI {
	x := m.labelled()
	if x == nil {
		return el("div", "noise", word("p", "note", "Select a session first."))
	}
	var notes []app.UI
	for _, n := range m.sessionNotes(x.ID) {
		notes = append(notes, el("li", "session-note", append(exact(n.Text), word("span", "note", " "+m.clock(n.Time)))...))
	}
	facts := []app.UI{word("dt", "", "Id"), el("dd", "", word("code", "", x.ID)),
		word("dt", "", "State"), word("dd", "", x.State)}
	if x.Medium != "" {
		facts = append(facts, word("dt", "", "Medium"), word("dd", "", x.Medium+", only shown"))
	}
	if len(x.Participants) == 0 {
		facts = append(facts, word("dt", "", "Customer"), el("dd", "", exact(orElse(x.Customer, "unknown"))...))
	}
	for _, p := range x.Participants {
		facts = append(facts, word("dt", "", p.Type), el("dd", "", exact(orElse(p.Nickname, p.ID))...))
	}
	if x.Comment != "" {
		facts = append(facts, word("dt", "", "Comment"), el("dd", "", exact(x.Comment)...))
	}
	return el("form", "noise",
		boundTo(m, x, "session"),
		el("dl", "facts", facts...),
		el("label", "connect-field", word("span", "connect-label", "Name"),
			app.ElemSelfClosing("input").Class("field").Attr("id", "session-name").Attr("type", "text").DataSet("field", "name").Attr("maxlength", 80)),
		el("label", "connect-field", word("span", "connect-label", "Note"),
			el("textarea", "field").Attr("id", "session-note").Attr("rows", "2").DataSet("field", "session-note")),
		el("div", "textform-buttons", word("button", "btn btn--primary", "Save").Attr("type", "submit"),
			button("btn", "pin-session", x.ID, app.Text(either(x.Pinned, "Unpin", "Pin to the top"))).Aria("pressed", expanded(x.Pinned)),
			button("btn", "copy-id", x.ID, app.Text("Copy id"))),
		el("ul", "session-notes", notes...),
		word("p", "note", "Name, pin and notes are kept with the session and leave with a capture, hidden there as any other text is."),
	).DataSet("form", "session").Attr("autocomplete", "off")
}

// wantedID is the id in what somebody pasted: it may come with an address
// around it, or quoted.
func wantedID(text string) string {
	id := strings.Trim(strings.TrimSpace(text), `"'`)
	id, _, _ = strings.Cut(id, "?")
	return id[strings.LastIndexByte(id, '/')+1:]
}

// findSession goes to the session whose id was pasted, or has it read.
func (m *model) findSession() {
	f := &m.labelling
	id := wantedID(f.id)
	f.problem = ""
	switch {
	case id == "" || strings.ContainsAny(id, " \t\r\n"):
		f.problem = "Paste the id of one session. It has no blanks."
	case m.state.Session(id) != nil:
		m.foundSession(id)
	case m.filed():
		f.problem = "This file has no session with that id, and only the live record can be asked for more."
	default:
		f.sought = id
		m.send(tracker.Find{Session: id})
	}
	m.touch(draftPart)
}

func (m *model) foundSession(id string) {
	m.labelling = labelling{}
	m.want(effect{do: setValue, target: "#session-id"})
	m.selectSession(id)
	m.close(subject{panel: findPanel})
	m.say("Session " + tail(id, 6))
}

// takeFinding follows what comes of a session that was asked for.
func (m *model) takeFinding() {
	f, got := &m.labelling, m.state.Finding
	if f.sought == "" || got == nil || !got.Done {
		return
	}
	f.sought = ""
	switch {
	case got.Err == nil:
		m.foundSession(got.Session)
	case errors.Is(got.Err, link.ErrNoSession):
		f.problem = "GWS has no session " + got.Session + " for the signed-in user: it ended, it belongs to somebody else, or the id is not complete. Letters count as they are."
	default:
		f.problem = explain(got.Err)
	}
}

// findForm asks for a session that the list does not have.
func findForm(m *model) app.UI {
	f := &m.labelling
	status := ""
	if f.sought != "" {
		status = "Reading session " + f.sought + "…"
	}
	return el("form", "noise",
		word("p", "note", "A session appears by itself with its first message. One that has been silent, or is not in the list, is read by its id."),
		el("label", "connect-field", word("span", "connect-label", "Session id"),
			app.ElemSelfClosing("input").Class("field").Attr("id", "session-id").Attr("type", "text").DataSet("field", "id").
				Attr("placeholder", "0000Wa9CAM6W00J").Attr("spellcheck", "false").Aria("describedby", "find-problem").Aria("invalid", expanded(f.problem != ""))),
		word("p", "field-error", f.problem).Attr("id", "find-problem").Role("status"),
		word("p", "note", status).Role("status"),
		el("div", "textform-buttons", when(word("button", "btn btn--primary", "Read it").Attr("type", "submit"), f.sought != "", "disabled")),
	).DataSet("form", "find").Attr("autocomplete", "off").Attr("novalidate", true)
}
