package writing

import (
	"cmp"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// operateField is the first field of the form of an operation, or else its button.
const operateField = "#operate input, #operate textarea, #operate [type=submit]"

// ChooseOperation shows the form of an operation, with what was entered into it
// before another one was chosen.
func (m *Forms) ChooseOperation(name string) {
	f := m.Operating
	if m.begun == nil {
		m.begun = map[string]draft.Operating{}
	}
	if !f.Wait.Pending { // what was sent does not come back
		m.begun[f.Name] = f
	}
	m.Operating = draft.Operating{Gen: f.Gen + 1, Name: name, Session: m.begun[name].Session, Values: m.begun[name].Values}
	delete(m.begun, name)
	m.RefillOperation()
	m.Focus(operateField)
}

// RefillOperation writes the values into inputs that are new.
func (m *Forms) RefillOperation() {
	for name, text := range m.Operating.Values {
		m.SetText("#operate [data-field="+name+"]", text)
	}
}

// TypedOperation takes in what was typed into the form of an operation.
func (m *Forms) TypedOperation(field, text string) {
	if m.Operating.Values == nil {
		m.Operating.Values = map[string]string{}
	}
	if m.Operating.Blank() {
		m.Operating.Session = m.View.Session
	}
	m.Operating.Values[field] = text
	m.Operating.Wait.Failed = ""
}

// ToggleFlag turns a parameter that is true or false.
func (m *Forms) ToggleFlag(name string) {
	on := m.Operating.Values[name] != ""
	m.TypedOperation(name, map[bool]string{false: "true"}[on])
}

// SubmitOperation sends the operation in the form.
func (m *Forms) SubmitOperation() {
	f, x := &m.Operating, m.OperateSession()
	o, ok := f.Chosen()
	if !ok || x == nil || f.Wait.Pending {
		return
	}
	if why := draft.Closed(x, o.Name); why != "" {
		m.Say(why)
		return
	}
	if problem := cmp.Or(f.Lacks(o), m.refusal(x)); problem != "" {
		f.Wait.Failed = problem
		m.Focus(operateField)
		return
	}
	m.Passed()
	f.Session = x.ID // also where nothing was entered: the form stays with it until the reply
	f.Wait.Expect(x)
	m.Send(tracker.Operate{Session: x.ID, Operation: o.Name, Params: f.Params(o)})
}

// settleOperation looks whether the reply has come: accepted, the form is
// cleared for the next use; refused, it stays for another attempt.
func (m *Forms) settleOperation() {
	f := &m.Operating
	p, accepted := f.Wait.Look(m.State)
	switch {
	case p == nil:
	case accepted:
		m.Operating = draft.Operating{Gen: f.Gen + 1, Name: f.Name, Values: map[string]string{}, Wait: draft.Reply{Target: f.Wait.Target, After: f.Wait.After}}
		m.Want(stage.Effect{Do: stage.FocusLost, Target: operateField})
	default:
		f.Wait.Pending, f.Wait.Failed = false, m.failed(p, p.Write.Operation)
	}
}

// A form in which somebody has entered something stays with the session that it
// was begun for: selecting another customer must not send it to that one.

// DraftSession is the session that the form of a write writes to, nil when it is
// not there any more.
func (m *Forms) DraftSession() *book.Session { return m.State.Session(m.Draft.OpenedIn) }

// OperateSession is the same for the form of any other operation.
func (m *Forms) OperateSession() *book.Session {
	f := &m.Operating
	if f.Blank() && !f.Wait.Pending {
		return m.Scene.Session
	}
	return m.State.Session(f.Session)
}

// Labelled is the same for the form of a session's name and note.
func (m *Forms) Labelled() *book.Session { return m.State.Session(m.Labelling.session) }

// GoAlong has the forms follow the selection in which nothing was entered.
func (m *Forms) GoAlong() {
	d := &m.Draft
	if x := m.DraftSession(); d.Blank() && !d.Sent && d.OpenedIn != m.View.Session {
		m.OpenDraft()
		if x != nil && m.Form() == scene.WritePanel && m.Scene.Session != nil {
			m.Say("The form writes to " + m.SessionName(m.Scene.Session) + " now")
		}
	}
	if m.Form() == scene.SessionPanel && !m.Labelling.entered(m.Labelled()) {
		m.FillSession()
	}
}

// Rebind has a form write to the selected session.
func (m *Forms) Rebind(form string) {
	switch form {
	case "draft":
		m.OpenDraft()
	case "operate":
		m.Operating.Session = m.View.Session
	case "session":
		m.Labelling.session = m.View.Session
	}
	m.Passed()
	m.Focus("[data-form=" + form + "] :is(input, textarea, [type=submit])")
}
