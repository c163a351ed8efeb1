package forms

import (
	"cmp"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// rawForm is the draft as JSON, and what became of reading it.
func rawForm(d *draft.Draft) app.UI {
	fixes := []app.UI{}
	for _, f := range d.Repair.Fixes[:min(len(d.Repair.Fixes), 6)] {
		fixes = append(fixes, html.Word("li", "", f))
	}
	if more := len(d.Repair.Fixes) - len(fixes); more > 0 {
		fixes = append(fixes, html.Word("li", "", "and "+strconv.Itoa(more)+" more"))
	}
	return html.When(html.El("div", "write-raw",
		html.El("textarea", "field").Attr("id", "raw-draft").Attr("rows", "6").Aria("label", "Draft as JSON").
			Attr("placeholder", "JSON, or paste a table, lines of key=value, or a whole request").DataSet("field", "raw").
			Attr("spellcheck", "false").Aria("invalid", html.Bool(d.RawErr != "")).Aria("describedby", "raw-error"),
		html.Word("p", "field-error", d.RawErr).Attr("id", "raw-error"),
		html.When(html.El("div", "write-repair",
			html.Word("p", "", "It can be read with "+wording.Plural(len(d.Repair.Fixes), "repair")+":"), html.El("ul", "", fixes...),
			html.TextButton("btn", "use-repair", "", "Use the repaired text")), d.Repair.Text == "", "hidden"),
	), !d.Raw, "hidden")
}

// templateList is what is kept, and how to keep the draft as well.
func templateList(m *page.Model) app.UI {
	items := make([]app.UI, len(m.Writing.Templates))
	for i, t := range m.Writing.Templates {
		n := strconv.Itoa(i)
		items[i] = html.El("li", "connect-profile",
			html.Button("btn connect-use", "use-template", n, html.Word("b", "", t.Name),
				html.Word("span", "note", draft.Operations()[t.Operation].Verb+" "+wording.Plural(len(t.Rows), "key"))),
			html.Cross("btn btn--quiet btn--square", "forget-template", n, "Forget template "+t.Name))
	}
	return html.When(html.El("div", "write-templates",
		html.El("ul", "connect-profiles", items...).Aria("label", "Templates"),
		html.El("div", "write-name",
			html.Line("field", "template-name", "text").DataSet("field", "template").
				Aria("label", "Name of the template").Attr("placeholder", "Name"),
			html.TextButton("btn", "save-template", "", "Save as template")),
		html.Word("p", "note", "Templates are kept in this browser only, with the values as you typed them. {{now}}, {{uuid}} and {{session}} are replaced when you send."),
	), !m.Writing.Draft.Listing, "hidden")
}

// SidePanel is the drawer beside the table: the form of a write, the details
// of the connection, or the form of a new one. The table stays in sight.
type SidePanel struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

// Render draws the panel that is open.
func (c *SidePanel) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "panel")
	p := m.Form()
	if p == scene.NoPanel {
		return html.El("section", "panel panel--none")
	}
	note, body := panelBody(m, p)
	title := stage.PanelTitle(p)
	return html.El("section", "panel",
		html.El("div", "pane-head", html.Word("h2", "", title), html.El("span", "grow"), html.Word("span", "note", note),
			html.Cross("btn btn--quiet btn--square", "close-panel", "", "Close "+title)),
		body)
}

// panelBody is what a panel shows, and a word for its head.
func panelBody(m *page.Model, p scene.Panel) (note string, body app.UI) {
	switch p {
	case scene.WritePanel:
		note = draft.Operations()[m.Writing.Draft.Op].Name
		if x := m.Writing.DraftSession(); x != nil {
			note = x.Sends(note)
		}
		return note, writeForm(m)
	case scene.LinkPanel:
		return m.State.Connection().State.String(), linkDetails(m)
	case scene.OperatePanel:
		return "", OperateView(m)
	case scene.FilePanel:
		return "", fileDetails(m)
	case scene.KeepPanel:
		return "", keepDetails(m)
	case scene.ConnectPanel:
		return "", connectFields(m)
	case scene.ViewPanel:
		return "", viewChoices(m)
	case scene.NoisePanel:
		return "", noiseRules(m)
	case scene.ContractPanel:
		return "", contractForm(m)
	case scene.LookupPanel:
		return "", lookupList(m)
	case scene.WatchPanel:
		return "", WatchList(m)
	case scene.WhoPanel:
		return "", whoChoices(m)
	case scene.SessionPanel:
		return "", sessionForm(m)
	case scene.PinsPanel:
		return "", pinsForm(m)
	case scene.FindPanel:
		return "", findForm(m)
	case scene.SimulatorPanel:
		return "", simulatorView(m)
	case scene.TourPanel:
		return "", tourView(m)
	}
	return "", html.El("div", "")
}

// writeForm is the form of a write. Its inputs belong to the page: nothing
// here writes into them, so that typing never meets a redraw.
func writeForm(m *page.Model) app.UI {
	d, x := &m.Writing.Draft, m.Writing.DraftSession()
	errs := map[int]map[string]draft.FieldError{}
	for _, e := range d.Errors() {
		if errs[e.Row] == nil {
			errs[e.Row] = map[string]draft.FieldError{}
		}
		errs[e.Row][e.Field] = e
	}
	why, off := m.Writing.Obstacle(x)
	rows := make([]app.UI, len(d.Rows))
	for i := range d.Rows {
		rows[i] = draftRowForm(m, i, errs[i])
	}
	// A new generation is another element, so that its inputs start empty.
	return html.El("form", "write",
		lockNote(m),
		boundTo(m, x, "draft"),
		operationChoice(m, x),
		html.When(app.Elem("kt-rows-"+strconv.Itoa(d.Gen)).Class("write-rows").Body(rows...), d.Raw, "hidden"),
		rawForm(d),
		previewView(m, off),
		confirmation(m, x),
		html.Word("p", html.Variant("write-problem", "calm", d.Failed == "" && d.Incomplete()), cmp.Or(d.Failed, why)).Attr("id", "draft-problem"),
		html.El("div", "write-buttons",
			submitButton(d.SubmitLabel(), "draft-preview draft-problem", off || d.Sent || m.Writing.Locked() != ""),
			html.When(html.TextButton("btn", "add-row", "", "Add row"), d.Raw, "hidden"),
			html.El("span", "grow"), html.Key("Ctrl ↵"),
		),
		html.El("div", "write-more",
			html.TextButton("btn btn--quiet", "raw", "", "JSON").Aria("pressed", html.Bool(d.Raw)),
			html.TextButton("btn btn--quiet", "templates", "", "Templates").Aria("expanded", html.Bool(d.Listing)),
			html.When(html.TextButton("btn btn--quiet", "draft-before", "", "Draft before this one"), m.Writing.Before == nil, "hidden"),
			parts.CopyAs(0)),
		templateList(m),
	).Attr("id", "draft").Aria("label", "Attach data").Attr("novalidate", true).DataSet("form", "draft").Attr("autocomplete", "off")
}

// operationChoice is which of the three writes it is. One that the session does
// not take can be reached with Tab, to hear what is missing, but not chosen.
func operationChoice(m *page.Model, x *book.Session) app.UI {
	on := m.Writing.Draft.Op
	items, needs := make([]app.UI, 0, 3), make([]app.UI, 0, 3)
	for i, op := range draft.Operations() {
		off, text, says := draft.Closed(x, op.Name) != "", "", "needs-"+op.Name
		if off {
			if lacks := draft.Lacks(x, op.Name); lacks == "" || m.Writing.OnlyRead(x) != "" {
				says = "draft-problem"
			} else {
				text = op.Verb + " needs the capability " + lacks + ". "
			}
		}
		items = append(items, html.Act(html.Word("button", "segments-item", op.Verb).Attr("type", "button").Role("radio").
			Aria("checked", html.Bool(i == on)).Aria("disabled", html.Bool(off)).Aria("describedby", says).
			TabIndex(html.TabIndex(i == on || off)), "operation", strconv.Itoa(i)))
		needs = append(needs, html.Word("span", "", text).Attr("id", "needs-"+op.Name))
	}
	if x != nil && x.Medium == "voice" && on == draft.AttachOp {
		needs = append(needs, html.Word("span", "", "On a call, Attach adds a second entry where the key exists already, and the map does not show which one counts. Update replaces it."))
	}
	return html.El("div", "write-which",
		html.El("div", "segments write-operation", items...).Role("radiogroup").Aria("label", "Operation"),
		html.El("p", "note write-needs", needs...))
}

func draftRowForm(m *page.Model, i int, errs map[string]draft.FieldError) app.UI {
	d := &m.Writing.Draft
	r := d.Rows[i]
	if r.Gone {
		return html.El("div", "write-row write-row--gone").Attr("hidden", true)
	}
	n := strconv.Itoa(i)
	noValue := d.Op == draft.DeleteOp
	wrong := func(field string) bool { return errs[field].Text != "" && (d.Tried || !errs[field].Missing) }
	said := func(field string) app.UI {
		return html.Word("p", wording.Either(wrong(field), "field-error", "note field-lacks"), errs[field].Text).Attr("id", field+"-error-"+n)
	}
	kinds := settings.ValueTypes()
	key := html.Line("field", "", "text").Aria("label", "Key").DataSet("field", "key").Attr("placeholder", "Key").
		Aria("invalid", html.Bool(wrong("key"))).Aria("describedby", "key-error-"+n)
	kind := html.When(html.El("select", "field write-type", optionsOf(kinds[:])...).Aria("label", "Type").DataSet("field", "type"), noValue, "hidden")
	value := html.El("textarea", "field").Attr("rows", "1").Attr("placeholder", "Value").Attr("spellcheck", "false").
		Attr("title", "Shift Enter begins a new line, Ctrl Enter sends")
	if r.Kind == "true/false" {
		value = html.El("select", "field", append([]app.UI{html.Word("option", "", "choose…").Attr("value", "")}, optionsOf([]string{"true", "false"})...)...)
	}
	value = html.When(html.When(value.Aria("label", "Value").DataSet("field", "value").
		Aria("invalid", html.Bool(wrong("value"))).Aria("describedby", "value-error-"+n+" lines-"+n), noValue, "hidden"), r.Kind == "null", "disabled")
	return html.El("div", html.Variant("write-row", "keys", noValue),
		key, kind, value,
		html.Cross("btn btn--quiet btn--square", "remove-row", n, "Remove row"),
		html.Word("p", "note write-now", m.Writing.Presence(d.Filled(i).Key)),
		said("key"), said("value"),
		html.Word("p", "note write-now", draft.LinesText(r, noValue)).Attr("id", "lines-"+n),
	).DataSet("row", i).Role("group").Aria("label", "Row "+strconv.Itoa(d.Position(i)))
}

func optionsOf(names []string) []app.UI {
	out := make([]app.UI, len(names))
	for i, t := range names {
		out[i] = html.Word("option", "", t).Attr("value", t)
	}
	return out
}
