package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
)

// A form in which somebody has entered something stays with the session that it
// was begun for: selecting another customer must not send it to that one.

// draftSession is the session that the form of a write writes to, nil when it is
// not there any more.
func (m *model) draftSession() *book.Session { return m.state.Session(m.draft.openedIn) }

// operateSession is the same for the form of any other operation.
func (m *model) operateSession() *book.Session {
	f := &m.operating
	if f.blank() && !f.wait.pending {
		return m.scene.session
	}
	return m.state.Session(f.session)
}

// labelled is the same for the form of a session's name and note.
func (m *model) labelled() *book.Session { return m.state.Session(m.labelling.session) }

// goAlong has the forms follow the selection in which nothing was entered.
func (m *model) goAlong() {
	d := &m.draft
	if x := m.draftSession(); d.blank() && !d.sent && d.openedIn != m.view.session {
		m.openDraft()
		if x != nil && m.form() == writePanel && m.scene.session != nil {
			m.say("The form writes to " + m.sessionName(m.scene.session) + " now")
		}
	}
	if m.form() == sessionPanel && !m.labelling.entered(m.labelled()) {
		m.fillSession()
	}
}

// rebind has a form write to the selected session.
func (m *model) rebind(form string) {
	switch form {
	case "draft":
		m.openDraft()
	case "operate":
		m.operating.session = m.view.session
	case "session":
		m.labelling.session = m.view.session
	}
	m.passed()
	m.want(effect{do: focusOn, target: "[data-form=" + form + "] :is(input, textarea, [type=submit])"})
	m.touch(draftPart, proofPart)
}

// boundTo names the session that a form is for and, where another one is
// selected, the way to that one and back.
func boundTo(m *model, x *book.Session, form string) app.UI {
	to, y := []app.UI{app.Text("To "), word("b", "", "no session")}, m.scene.session
	if x != nil {
		to = []app.UI{app.Text("To "), el("b", "", exact(m.sessionName(x))...), app.Text(" "), el("code", "bound-id", word("bdi", "", x.ID))}
	}
	other := el("div", "bound-other").Role("status")
	if y != nil && x != y {
		other.Body(
			word("p", "", either(x == nil, "The session that this form was begun for is not there any more.", "You are looking at another session. This form stays with the one it was begun for.")),
			button("btn", "rebind", form, append([]app.UI{app.Text("Use it for ")}, exact(m.sessionName(y)+" "+tail(y.ID, 6))...)...),
		)
	}
	return el("div", "bound", el("p", "bound-to", to...), other)
}
