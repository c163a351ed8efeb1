package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/tracker"
)

// sidePanel is the drawer beside the table: the form of a write, the details
// of the connection, or the form of a new one. The table stays in sight.
type sidePanel struct {
	app.Compo
	Model   *model
	Version int
}

func (c *sidePanel) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "panel")
	p := m.form()
	if p == noPanel {
		return el("section", "panel panel--none")
	}
	note, body := panelBody(m, p)
	return el("section", "panel", panelHead(panelTitle(p), note), body)
}

// panelBody is what a panel shows, and a word for its head.
func panelBody(m *model, p panel) (note string, body app.UI) {
	switch p {
	case writePanel:
		return operations()[m.draft.op].name, writeForm(m)
	case operatePanel:
		return "", operateView(m)
	case linkPanel:
		return m.state.Link.State.String(), linkDetails(m)
	case filePanel:
		return "", fileDetails(m)
	case keepPanel:
		return "", keepDetails(m)
	case connectPanel:
		return "", connectFields(m)
	}
	return "", extraPanel(m, p)
}

func panelHead(title, note string) app.UI {
	return el("div", "pane-head", word("h2", "", title), el("span", "grow"), word("span", "note", note),
		button("btn btn--quiet btn--square", "close-panel", "", sr("Close "+title), sign("", "×")))
}

// writeForm is the form of a write. Its inputs belong to the page: nothing
// here writes into them, so that typing never meets a redraw.
func writeForm(m *model) app.UI {
	d := &m.draft
	errs := map[int]map[string]string{}
	if d.tried {
		for _, e := range d.errors() {
			if errs[e.row] == nil {
				errs[e.row] = map[string]string{}
			}
			errs[e.row][e.field] = e.text
		}
	}
	rows := make([]app.UI, len(d.rows))
	for i := range d.rows {
		rows[i] = draftRowForm(m, i, errs[i])
	}
	// A new generation is another element, so that its inputs start empty.
	return el("form", "write",
		lockNote(m),
		operationChoice(m.scene.session, d.op),
		when(app.Elem("kt-rows-"+itoa(d.gen)).Class("write-rows").Body(rows...), d.raw, "hidden"),
		rawForm(d),
		previewView(m),
		confirmation(m),
		word("p", "write-problem", d.problem(m.scene.session)).Attr("id", "draft-problem"),
		el("div", "write-buttons",
			submitButton(d.submitLabel(), "draft-problem", closed(m.scene.session, operations()[d.op].name), d.sent || d.raw && d.rawErr != "" || m.locked() != ""),
			when(button("btn", "add-row", "", app.Text("Add row")), d.raw, "hidden"),
			el("span", "grow"), kbd("Ctrl ↵"),
		),
		el("div", "write-more",
			button("btn btn--quiet", "raw", "", app.Text("JSON")).Aria("pressed", expanded(d.raw)),
			button("btn btn--quiet", "templates", "", app.Text("Templates")).Aria("expanded", expanded(d.listing)),
			copyAs(0)),
		templateList(m),
	).Attr("id", "draft").Aria("label", "Attach data").Attr("novalidate", true).DataSet("form", "draft").Attr("autocomplete", "off")
}

// operationChoice is which of the three writes it is. One that the session does
// not take can be reached with Tab, to hear what is missing, but not chosen.
func operationChoice(x *tracker.Session, on int) app.UI {
	items, needs := make([]app.UI, 0, 3), make([]app.UI, 0, 3)
	for i, op := range operations() {
		off, text := closed(x, op.name) != "", ""
		if off {
			text = op.verb + " needs the capability " + op.name + ". "
		}
		items = append(items, act(word("button", "segments-item", op.verb).Attr("type", "button").Role("radio").
			Aria("checked", expanded(i == on)).Aria("disabled", expanded(off)).Aria("describedby", "needs-"+op.name).
			TabIndex(index(i == on || off)), "operation", itoa(i)))
		needs = append(needs, word("span", "", text).Attr("id", "needs-"+op.name))
	}
	return el("div", "write-which",
		el("div", "segments write-operation", items...).Role("radiogroup").Aria("label", "Operation"),
		el("p", "note write-needs", needs...))
}

func index(on bool) int {
	if on {
		return 0
	}
	return -1
}

// copyAs are the buttons that put write n, or the draft for 0, on the clipboard.
func copyAs(n int) app.UI {
	items := []app.UI{word("span", "note", "Copy as")}
	for _, l := range languages() {
		items = append(items, button("btn btn--quiet", "copy-code", itoa(n)+" "+l, app.Text(l)))
	}
	return el("span", "write-copy", items...).Role("group").Aria("label", "Copy as")
}

func draftRowForm(m *model, i int, errs map[string]string) app.UI {
	d := &m.draft
	r := d.rows[i]
	if r.gone {
		return el("div", "write-row write-row--gone").Attr("hidden", true)
	}
	n := itoa(i)
	noValue := d.op == deleteOp
	options := make([]app.UI, 0, 5)
	for _, t := range valueTypes() {
		options = append(options, word("option", "", t).Attr("value", t))
	}
	key := app.ElemSelfClosing("input").Class("field").Attr("type", "text").Aria("label", "Key").DataSet("field", "key").
		Attr("placeholder", "Key").Attr("autocomplete", "off").Attr("spellcheck", "false").
		Aria("invalid", expanded(errs["key"] != "")).Aria("describedby", "key-error-"+n)
	kind := when(el("select", "field write-type", options...).Aria("label", "Type").DataSet("field", "type"), noValue, "hidden")
	value := when(when(el("textarea", "field").Attr("rows", "1").Aria("label", "Value").DataSet("field", "value").
		Attr("placeholder", "Value").Attr("spellcheck", "false").
		Aria("invalid", expanded(errs["value"] != "")).Aria("describedby", "value-error-"+n), noValue, "hidden"), r.kind == "null", "disabled")
	return el("div", join("write-row", "keys", noValue),
		key, kind, value,
		button("btn btn--quiet btn--square", "remove-row", n, sr("Remove row"), sign("", "×")),
		word("p", "note write-now", m.presence(d.filled(i).key)),
		word("p", "field-error", errs["key"]).Attr("id", "key-error-"+n),
		word("p", "field-error", errs["value"]).Attr("id", "value-error-"+n),
	).DataSet("row", i).Role("group").Aria("label", "Row "+itoa(position(d, i)))
}

// position is the place of row i among the rows that are left, from 1.
func position(d *draft, i int) int {
	n := 0
	for j := range i + 1 {
		if !d.rows[j].gone {
			n++
		}
	}
	return n
}

// submitLabel is the verb and what it does it to.
func (d *draft) submitLabel() string {
	if d.sent {
		return "Sending…"
	}
	verb, n := operations()[d.op].verb, 0
	for _, i := range d.live() {
		n += index01(d.rows[i].key != "")
	}
	if n == 0 {
		return verb
	}
	return verb + " " + plural(n, "key")
}

// problem is the sentence above the buttons: why sending will not do, or did not.
func (d *draft) problem(x *tracker.Session) string {
	name := operations()[d.op].name
	switch {
	case d.failed != "":
		return d.failed
	case x == nil:
		return "Select a session first."
	case x.Ended && !x.Offers(name):
		return "This session has ended (" + x.State + "). It takes no more writes."
	}
	return closed(x, name)
}
