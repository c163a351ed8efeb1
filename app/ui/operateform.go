package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
)

// operateView is the conversation, what can be done in it, and the form of the
// operation that was chosen.
func operateView(m *model) app.UI {
	x := m.operateSession()
	if x == nil {
		return el("div", "operate", boundTo(m, x, "operate"))
	}
	open, closed := offers(x)
	return el("div", "operate", boundTo(m, x, "operate"), transcript(x, m), lockNote(m), operationMenu(m, open), operationForm(m), closedList(x, closed))
}

// messagesShown is how many entries of a transcript are listed.
const messagesShown = 60

func transcript(x *book.Session, m *model) app.UI {
	from := max(len(x.Messages)-messagesShown, 0)
	rows := make([]app.UI, 0, len(x.Messages)-from)
	for _, msg := range x.Messages[from:] {
		said, class := msg.Text, "talk-line"
		if msg.Type != "Text" && msg.Type != "Message" {
			class += " talk-line--event"
			said = strings.TrimSpace(msg.Type + " " + msg.Text)
		}
		if msg.Visibility == "Agents" {
			said += " (agents only)"
		}
		who := orElse(msg.From.Nickname, orElse(msg.From.Type, "system"))
		rows = append(rows, el("li", join(class, "own", msg.From.Type == "Agent"),
			el("span", "talk-who", app.Text(who), m.zoned(word("time", "note", " "+clockOrNone(msg.Time, m)), msg.Time)),
			el("span", "talk-text", exact(said)...)))
	}
	if len(rows) == 0 {
		return word("p", "note", either(m.filed(), "The file has no message of this session.", "No message of this session was seen yet."))
	}
	return el("ol", "talk", rows...).Attr("id", "talk").Aria("label", "Conversation").TabIndex(0)
}

func operationMenu(m *model, open []tracker.Operation) app.UI {
	items := make([]app.UI, len(open))
	for i, o := range open {
		items[i] = button("btn operate-choice", "choose", o.Name, app.Text(o.Name)).
			Aria("pressed", expanded(o.Name == m.operating.name)).Attr("title", o.Summary)
	}
	return el("div", "operate-menu", items...).Role("group").Aria("label", "Operations")
}

func operationForm(m *model) app.UI {
	f := &m.operating
	o, ok := f.chosen()
	if !ok {
		return el("form", "operate-form operate-form--none").Attr("id", "operate")
	}
	x := m.operateSession()
	why := orElse(closed(x, o.Name), f.lacks(o))
	problem := orElse(f.wait.failed, why)
	label := o.Name
	if f.wait.pending {
		label = "Sending…"
	}
	ends := ""
	if o.Ends {
		ends = " The session may be over for you afterwards."
	}
	fields := make([]app.UI, len(o.Parameters))
	for i, p := range o.Parameters {
		fields[i] = parameterField(f, p)
	}
	return el("form", "operate-form",
		word("p", "note", o.Summary+ends),
		app.Elem("kt-op-"+itoa(f.gen)).Class("operate-fields").Body(fields...),
		confirmation(m, x),
		word("p", "write-problem", problem).Role("status").Attr("id", "operate-problem"),
		el("div", "write-buttons", submitButton(label, "operate-problem", why != "" || f.wait.pending || m.locked() != "")),
	).Attr("id", "operate").Aria("label", o.Name).Attr("novalidate", true).DataSet("form", "operate").Attr("autocomplete", "off")
}

// submitButton sends a form. One that is off stays within reach of the keyboard
// and keeps the focus; the elements that says names say what is missing.
func submitButton(label, says string, off bool) app.UI {
	return word("button", "btn btn--primary", label).Attr("type", "submit").
		Aria("disabled", expanded(off)).Aria("describedby", says+" lock-note")
}

func parameterField(f *operating, p tracker.Parameter) app.UI {
	if p.Kind == tracker.FlagParameter {
		on := f.values[p.Name] != ""
		return el("div", "connect-field", checkbox("flag", p.Name, p.Name, on), word("span", "note", p.Summary))
	}
	need := "optional"
	switch {
	case p.OneOf != "":
		need = "one of these"
	case p.Mandatory:
		need = "needed"
	}
	lines := "1"
	if p.Name == "text" || p.Name == "comment" {
		lines = "2"
	}
	return el("label", "connect-field",
		el("span", "connect-label", word("b", "", p.Name), app.Text(" · "+need)),
		el("textarea", "field").Attr("rows", lines).DataSet("field", p.Name).Attr("spellcheck", "false").Attr("autocomplete", "off"),
		word("span", "note", p.Summary))
}

// checkbox is a box with its label that calls action name with arg.
func checkbox(name, arg, label string, on bool) app.UI {
	return button("check", name, arg, sign("check-box", checkGlyph(on)), app.Text(label)).
		Role("checkbox").Aria("checked", expanded(on))
}

// closedList names what cannot be done now, and the capability that is missing.
func closedList(x *book.Session, closed []tracker.Operation) app.UI {
	items := make([]app.UI, len(closed))
	for i, o := range closed {
		items[i] = el("li", "operate-closed",
			word("button", "btn operate-choice", o.Name).Attr("type", "button").Attr("title", o.Summary).
				Aria("disabled", "true").Aria("describedby", "needs-"+o.Name),
			word("span", "note", "needs the capability "+o.Capability()).Attr("id", "needs-"+o.Name))
	}
	if len(items) == 0 {
		return el("div", "operate-rest operate-rest--none")
	}
	return el("div", "operate-rest", word("h3", "", "Not offered"), word("p", "note", unlisted(x, "these; the server decides with each state")), el("ul", "operate-list", items...))
}
