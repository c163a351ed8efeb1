package forms

import (
	"cmp"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/ui/writing"
)

// sessionForm says what is known of the selected session, and takes down what a
// person makes of it.
func sessionForm(m *page.Model) app.UI {
	x := m.Writing.Labelled()
	if x == nil {
		return html.El("div", "noise", html.Word("p", "note", "Select a session first."))
	}
	var notes []app.UI
	for _, n := range m.SessionNotes(x.ID) {
		notes = append(notes, html.El("li", "session-note", append(html.Exact(n.Text), html.Word("span", "note", " "+m.Clock(n.Time)))...))
	}
	facts := []app.UI{html.Word("dt", "", "Id"), html.El("dd", "", html.Word("code", "", x.Number()))}
	fact := func(name, text string) {
		facts = append(facts, html.Word("dt", "", name), html.El("dd", "", html.Exact(text)...))
	}
	fact("State", x.State)
	if x.Medium != "" {
		fact("Medium", x.MediumTitle())
	}
	if x.Parent != "" {
		parent := "a call that was not seen"
		if p := m.State.Session(x.Parent); p != nil {
			parent = m.SessionName(p) + " " + wording.Tail(p.Number(), 6)
		}
		fact("Consults about", parent)
	}
	if len(x.Participants) == 0 && (x.Customer != "" || x.Medium == "") {
		fact("Customer", cmp.Or(x.Customer, "unknown"))
	}
	for _, p := range x.Participants {
		fact(p.Type, cmp.Or(p.Nickname, p.ID))
	}
	if x.Comment != "" {
		fact("Comment", x.Comment)
	}
	return html.El("form", "noise",
		boundTo(m, x, "session"),
		html.El("dl", "facts", facts...),
		labelled("Name",
			app.ElemSelfClosing("input").Class("field").Attr("id", "session-name").Attr("type", "text").DataSet("field", "name").Attr("maxlength", 80)),
		labelled("Note",
			html.El("textarea", "field").Attr("id", "session-note").Attr("rows", "2").DataSet("field", "session-note")),
		html.El("div", "textform-buttons", html.Submit("Save"),
			html.TextButton("btn", "pin-session", x.ID, wording.Either(x.Pinned, "Unpin", "Pin to the top")).Aria("pressed", html.Bool(x.Pinned)),
			html.TextButton("btn", "copy-id", x.ID, "Copy id")),
		html.El("ul", "session-notes", notes...),
		html.Word("p", "note", "Name, pin and notes are kept with the session and leave with a capture, hidden there as any other text is."),
	).DataSet("form", "session").Attr("autocomplete", "off")
}

// findForm asks for a session that the list does not have.
func findForm(m *page.Model) app.UI {
	f := &m.Writing.Labelling
	status := ""
	if f.Sought != "" {
		status = "Reading session " + f.Sought + "…"
	}
	return html.El("form", "noise",
		html.Word("p", "note", "A session appears by itself with its first message. One that has been silent, or is not in the list, is read by its id."),
		labelled("Session id",
			html.Line("field", "session-id", "text").DataSet("field", "id").
				Attr("placeholder", "0000Wa9CAM6W00J").Aria("describedby", "find-problem").Aria("invalid", html.Bool(f.Problem != ""))),
		html.Word("p", "field-error", f.Problem).Attr("id", "find-problem").Role("status"),
		html.Word("p", "note", status).Role("status"),
		html.El("div", "textform-buttons", html.When(html.Submit("Read it"), f.Sought != "", "disabled")),
	).DataSet("form", "find").Attr("autocomplete", "off").Attr("novalidate", true)
}

// boundTo names the session that a form is for and, where another one is
// selected, the way to that one and back.
func boundTo(m *page.Model, x *book.Session, form string) app.UI {
	to, y := []app.UI{app.Text("To "), html.Word("b", "", "no session")}, m.Scene.Session
	if x != nil {
		to = []app.UI{app.Text("To "), html.El("b", "", html.Exact(m.SessionName(x))...), app.Text(" "), html.El("code", "bound-id", html.Word("bdi", "", x.Number()))}
	}
	other := html.El("div", "bound-other").Role("status")
	if y != nil && x != y {
		other.Body(
			html.Word("p", "", wording.Either(x == nil, "The session that this form was begun for is not there any more.", "You are looking at another session. This form stays with the one it was begun for.")),
			html.Button("btn", "rebind", form, append([]app.UI{app.Text("Use it for ")}, html.Exact(m.SessionName(y)+" "+wording.Tail(y.ID, 6))...)...),
		)
	}
	return html.El("div", "bound", html.El("p", "bound-to", to...), other)
}

// lockNote stands on top of a form that cannot send, with the way to open it.
func lockNote(m *page.Model) app.UI {
	open := html.TextButton("btn", "allow-writes", "", "Allow writes")
	switch {
	case m.Filed():
		return html.Word("div", "guard", m.Writing.Locked()).Attr("id", "lock-note")
	case scene.Lenses[m.View.Lens].ReadOnly:
		open = html.TextButton("btn", "lens", "0", "Use the lens "+scene.Lenses[0].Name)
	}
	return html.When(html.El("div", "guard", html.Word("p", "", m.Writing.Locked()).Attr("id", "lock-note"), open), m.Writing.Locked() == "", "hidden")
}

// confirmation is what a form asks for before it writes to production.
func confirmation(m *page.Model, x *book.Session) app.UI {
	if !m.Production() || x == nil || m.Writing.Locked() != "" {
		return html.El("div", "guard guard--none")
	}
	name := m.Writing.Guarded()
	if l := m.State.Link; m.Watching() {
		name += ". The page at " + l.Profile.Name + " sends this as " + cmp.Or(l.User, "whoever is signed in there")
	}
	return html.El("div", "guard",
		labelled(name+": type the last four characters of session "+wording.Tail(x.Number(), 8),
			html.Line("field", "", "text").DataSet("field", "confirm").Attr("maxlength", writing.ProofLength)),
		html.TextButton("btn btn--quiet", "allow-writes", "", "Back to read-only"))
}

// ProductionSign is the word in the top bar, and the switch behind it.
func ProductionSign(m *page.Model) app.UI {
	if !m.Production() {
		return html.El("span", "production production--none")
	}
	return html.El("span", "production", html.Word("b", "", m.Writing.Guarded()), html.Word("span", "", wording.Either(m.Writing.Locked() == "", "writes allowed", "read-only")))
}
