package writing

import (
	"errors"
	"strings"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A Labelling is the form in which a person names and notes a session, and the
// one that asks for a session by its id.
type Labelling struct {
	session    string // that they are for
	name, note string
	ID         string        // as typed
	Sought     string        // the id that was asked for, until it is there
	before     *link.Finding // what had come of another id then
	Problem    string
}

// TypedSession takes in what was typed about a session, or to find one.
func (m *Forms) TypedSession(field, text string) {
	switch field {
	case "name":
		m.Labelling.name = text
	case "session-note":
		m.Labelling.note = text
	case "id":
		m.Labelling.ID = text
	}
}

// FillSession writes what was entered of a session into its form, or what is known
// of the selected one.
func (m *Forms) FillSession() {
	f := &m.Labelling
	if x := m.Scene.Session; x != nil && !f.entered(m.Labelled()) {
		f.session, f.name, f.note = x.ID, x.Name, ""
	}
	m.SetText("#session-name", f.name)
	m.SetText("#session-note", f.note)
}

// entered reports whether the form holds anything that is not kept yet.
func (f *Labelling) entered(x *book.Session) bool {
	return f.note != "" || x != nil && strings.TrimSpace(f.name) != x.Name
}

// SaveSession keeps the name, and the note if there is one.
func (m *Forms) SaveSession() {
	x, f := m.Labelled(), &m.Labelling
	if x == nil {
		return
	}
	saved := false
	if name := strings.TrimSpace(f.name); name != x.Name {
		saved = true
		m.Send(tracker.Label{Session: x.ID, Name: name, Pinned: x.Pinned})
	}
	if note := strings.TrimSpace(f.note); note != "" {
		saved = true
		m.Send(tracker.Annotate{Session: x.ID, Text: note})
		f.note = ""
		m.SetText("#session-note", "")
	}
	m.Say(wording.Either(saved, "Saved with the session", "There is nothing new to save"))
}

// wantedID is the id in what somebody pasted: it may come with an address
// around it, or quoted.
func wantedID(text string) string {
	id := strings.Trim(strings.TrimSpace(text), `"'`)
	id, _, _ = strings.Cut(id, "?")
	return id[strings.LastIndexByte(id, '/')+1:]
}

// FindSession goes to the session whose id was pasted, or has it read.
func (m *Forms) FindSession() {
	f := &m.Labelling
	id := wantedID(f.ID)
	f.Problem = ""
	switch {
	case id == "" || strings.ContainsAny(id, " \t\r\n"):
		f.Problem = "Paste the id of one session. It has no blanks."
	case m.State.Session(id) != nil:
		m.foundSession(id)
	case m.Filed():
		f.Problem = "This file has no session with that id, and only the live record can be asked for more."
	default:
		f.Sought, f.before = id, m.State.Finding
		m.Send(tracker.Find{Session: id})
	}
}

func (m *Forms) foundSession(id string) {
	m.Labelling.ID, m.Labelling.Sought, m.Labelling.Problem = "", "", ""
	m.SetText("#session-id", "")
	m.SelectSession(id)
	m.Close(scene.Subject{Panel: scene.FindPanel})
	m.Say("Session " + wording.Tail(id, 6))
}

// takeFinding follows what comes of a session that was asked for.
func (m *Forms) takeFinding() {
	f, got := &m.Labelling, m.State.Finding
	if f.Sought == "" || got == nil || !got.Done || got == f.before { // a state may be older than the question
		return
	}
	f.Sought = ""
	switch {
	case got.Err == nil:
		m.foundSession(got.Session)
	case errors.Is(got.Err, link.ErrNoSession):
		f.Problem = "GWS has no session " + got.Session + " for the signed-in user: it ended, it belongs to somebody else, or the id is not complete. Letters count as they are."
	default:
		f.Problem = wording.Explain(got.Err)
	}
}
