package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
)

// A guard keeps a person from writing to production by accident: writing is
// off until it is allowed, and each write names its session.
type guard struct {
	profile string // what the rest belongs to
	allowed bool
	typed   string // the last characters of the session's id, as entered
}

// proofLength is how many characters of a session's id a write asks for.
const proofLength = 4

func (m *model) production() bool { return m.state.Link.Profile.Production }

// watching reports whether another page is watched, through which writes go.
func (m *model) watching() bool { return m.state.Link.State == link.Watching }

// guarded is what a write is guarded for, in a word or two.
func (m *model) guarded() string {
	if m.watching() {
		return "THE PAGE'S SESSION"
	}
	return "PRODUCTION"
}

// reguard makes writing to another profile begin with the guard up.
func (m *model) reguard() {
	p := m.state.Link.Profile
	if id := p.Name + "\n" + p.BaseURL; id != m.guard.profile {
		m.guard = guard{profile: id}
	}
}

// refusal is why the guard lets no write to x through, "" when it does.
func (m *model) refusal(x *book.Session) string {
	switch why := m.locked(); {
	case why != "":
		return why
	case !m.production():
		return ""
	case m.guard.typed != ending(x.ID):
		return "Type the last four characters of the session's id to confirm: this is " + strings.ToLower(m.guarded()) + "."
	}
	return ""
}

// locked is why nothing can be written before a person opens the lock, "" where
// there is none.
func (m *model) locked() string {
	switch {
	case m.filed():
		return "A file is on the screen: there is nobody to send to."
	case lenses[m.view.lens].readOnly:
		return "The lens " + lenses[m.view.lens].name + " only reads. Nothing is sent before you choose another one."
	case m.production() && !m.guard.allowed:
		return m.guarded() + ", read-only. Nothing is sent before you allow it."
	}
	return ""
}

// lockNote stands on top of a form that cannot send, with the way to open it.
func lockNote(m *model) app.UI {
	open := button("btn", "allow-writes", "", app.Text("Allow writes"))
	switch {
	case m.filed():
		return word("div", "guard", m.locked()).Attr("id", "lock-note")
	case lenses[m.view.lens].readOnly:
		open = button("btn", "lens", "0", app.Text("Use the lens "+lenses[0].name))
	}
	return when(el("div", "guard", word("p", "", m.locked()).Attr("id", "lock-note"), open), m.locked() == "", "hidden")
}

// passed takes the confirmation back, so that the next write asks again.
func (m *model) passed() {
	if m.guard.typed != "" {
		m.guard.typed = ""
		m.want(effect{do: setValue, target: "[data-field=confirm]"})
	}
}

func ending(id string) string { return id[max(len(id)-proofLength, 0):] }

func (m *model) allowWrites() {
	m.guard.allowed = !m.guard.allowed
	if m.guard.allowed {
		m.want(effect{do: focusOn, target: "[data-field=confirm]"})
	}
	m.passed()
	m.touch(draftPart, topPart, headPart)
}

// confirmation is what a form asks for before it writes to production.
func confirmation(m *model, x *book.Session) app.UI {
	if !m.production() || x == nil || m.locked() != "" {
		return el("div", "guard guard--none")
	}
	name := m.guarded()
	if l := m.state.Link; m.watching() {
		name += ". The page at " + l.Profile.Name + " sends this as " + orElse(l.User, "whoever is signed in there")
	}
	return el("div", "guard",
		el("label", "connect-field",
			word("span", "connect-label", name+": type the last four characters of session "+tail(x.ID, 8)),
			app.ElemSelfClosing("input").Class("field").Attr("type", "text").DataSet("field", "confirm").
				Attr("autocomplete", "off").Attr("spellcheck", "false").Attr("maxlength", proofLength)),
		button("btn btn--quiet", "allow-writes", "", app.Text("Back to read-only")))
}

// productionSign is the word in the top bar, and the switch behind it.
func productionSign(m *model) app.UI {
	if !m.production() {
		return el("span", "production production--none")
	}
	text := "read-only"
	if m.guard.allowed {
		text = "writes allowed"
	}
	return el("span", "production", word("b", "", m.guarded()), word("span", "", text))
}
