package forms

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// OperateView is the conversation, what can be done in it, and the form of the
// operation that was chosen.
func OperateView(m *page.Model) app.UI {
	x := m.Writing.OperateSession()
	if x == nil {
		return html.El("div", "operate", boundTo(m, x, "operate"))
	}
	open, closed := draft.Offers(x)
	return html.El("div", "operate", boundTo(m, x, "operate"), transcript(x, m), lockNote(m), operationMenu(m, open), operationForm(m), closedList(x, closed))
}

// messagesShown is how many entries of a transcript are listed.
const messagesShown = 60

func transcript(x *book.Session, m *page.Model) app.UI {
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
		who := cmp.Or(msg.From.Nickname, msg.From.Type, "system")
		rows = append(rows, html.El("li", html.Variant(class, "own", msg.From.Type == "Agent"),
			html.El("span", "talk-who", app.Text(who), parts.Zoned(m, html.Word("time", "note", " "+clockOrNone(msg.Time, m)), msg.Time)),
			html.El("span", "talk-text", html.Exact(said)...)))
	}
	if len(rows) == 0 {
		return html.Word("p", "note", wording.Either(m.Filed(), "The file has no message of this session.", "No message of this session was seen yet."))
	}
	return html.El("ol", "talk", rows...).Attr("id", "talk").Aria("label", "Conversation").TabIndex(0)
}

func operationMenu(m *page.Model, open []tracker.Operation) app.UI {
	items := make([]app.UI, len(open))
	for i, o := range open {
		items[i] = html.TextButton("btn operate-choice", "choose", o.Name, o.Name).
			Aria("pressed", html.Bool(o.Name == m.Writing.Operating.Name)).Attr("title", o.Summary)
	}
	return html.El("div", "operate-menu", items...).Role("group").Aria("label", "Operations")
}

func operationForm(m *page.Model) app.UI {
	f := &m.Writing.Operating
	o, ok := f.Chosen()
	if !ok {
		return html.El("form", "operate-form operate-form--none").Attr("id", "operate")
	}
	x := m.Writing.OperateSession()
	why := cmp.Or(draft.Closed(x, o.Name), f.Lacks(o))
	problem := cmp.Or(f.Wait.Failed, why)
	label := o.Name
	if f.Wait.Pending {
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
	return html.El("form", "operate-form",
		html.Word("p", "note", o.Summary+ends),
		app.Elem("kt-op-"+strconv.Itoa(f.Gen)).Class("operate-fields").Body(fields...),
		confirmation(m, x),
		html.Word("p", "write-problem", problem).Role("status").Attr("id", "operate-problem"),
		html.El("div", "write-buttons", submitButton(label, "operate-problem", why != "" || f.Wait.Pending || m.Writing.Locked() != "")),
	).Attr("id", "operate").Aria("label", o.Name).Attr("novalidate", true).DataSet("form", "operate").Attr("autocomplete", "off")
}

// submitButton sends a form. One that is off stays within reach of the keyboard
// and keeps the focus; the elements that says names say what is missing.
func submitButton(label, says string, off bool) app.UI {
	return html.Submit(label).
		Aria("disabled", html.Bool(off)).Aria("describedby", says+" lock-note")
}

func parameterField(f *draft.Operating, p tracker.Parameter) app.UI {
	if p.Kind == tracker.FlagParameter {
		on := f.Values[p.Name] != ""
		return html.El("div", "connect-field", checkbox("flag", p.Name, p.Name, on), html.Word("span", "note", p.Summary))
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
	return html.El("label", "connect-field",
		html.El("span", "connect-label", html.Word("b", "", p.Name), app.Text(" · "+need)),
		html.El("textarea", "field").Attr("rows", lines).DataSet("field", p.Name).Attr("spellcheck", "false").Attr("autocomplete", "off"),
		html.Word("span", "note", p.Summary))
}

// checkbox is a box with its label that calls action name with arg.
func checkbox(name, arg, label string, on bool) app.UI {
	return html.Button("check", name, arg, html.Sign("check-box", checkGlyph(on)), app.Text(label)).
		Role("checkbox").Aria("checked", html.Bool(on))
}

// closedList names what cannot be done now, and the capability that is missing.
func closedList(x *book.Session, closed []tracker.Operation) app.UI {
	items := make([]app.UI, len(closed))
	for i, o := range closed {
		items[i] = html.El("li", "operate-closed",
			html.Word("button", "btn operate-choice", o.Name).Attr("type", "button").Attr("title", o.Summary).
				Aria("disabled", "true").Aria("describedby", "needs-"+o.Name),
			html.Word("span", "note", "needs the capability "+o.Capability()).Attr("id", "needs-"+o.Name))
	}
	if len(items) == 0 {
		return html.El("div", "operate-rest operate-rest--none")
	}
	return html.El("div", "operate-rest", html.Word("h3", "", "Not offered"), html.Word("p", "note", draft.Unlisted(x, "these; the server decides with each state")), html.El("ul", "operate-list", items...))
}
