package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/snippet"
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
		return m.state.Connection().State.String(), linkDetails(m)
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
	d, x := &m.draft, m.draftSession()
	errs := map[int]map[string]fieldError{}
	for _, e := range d.errors() {
		if errs[e.row] == nil {
			errs[e.row] = map[string]fieldError{}
		}
		errs[e.row][e.field] = e
	}
	why, off := d.obstacle(x)
	rows := make([]app.UI, len(d.rows))
	for i := range d.rows {
		rows[i] = draftRowForm(m, i, errs[i])
	}
	// A new generation is another element, so that its inputs start empty.
	return el("form", "write",
		lockNote(m),
		boundTo(m, x, "draft"),
		operationChoice(x, d.op),
		when(app.Elem("kt-rows-"+itoa(d.gen)).Class("write-rows").Body(rows...), d.raw, "hidden"),
		rawForm(d),
		previewView(m, off),
		confirmation(m, x),
		word("p", join("write-problem", "calm", d.failed == "" && d.incomplete()), orElse(d.failed, why)).Attr("id", "draft-problem"),
		el("div", "write-buttons",
			submitButton(d.submitLabel(), "draft-preview draft-problem", off || d.sent || m.locked() != ""),
			when(button("btn", "add-row", "", app.Text("Add row")), d.raw, "hidden"),
			el("span", "grow"), kbd("Ctrl ↵"),
		),
		el("div", "write-more",
			button("btn btn--quiet", "raw", "", app.Text("JSON")).Aria("pressed", expanded(d.raw)),
			button("btn btn--quiet", "templates", "", app.Text("Templates")).Aria("expanded", expanded(d.listing)),
			when(button("btn btn--quiet", "draft-before", "", app.Text("Draft before this one")), m.before == nil, "hidden"),
			copyAs(0)),
		templateList(m),
	).Attr("id", "draft").Aria("label", "Attach data").Attr("novalidate", true).DataSet("form", "draft").Attr("autocomplete", "off")
}

// operationChoice is which of the three writes it is. One that the session does
// not take can be reached with Tab, to hear what is missing, but not chosen.
func operationChoice(x *book.Session, on int) app.UI {
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
	for _, l := range snippet.Languages() {
		items = append(items, button("btn btn--quiet", "copy-code", itoa(n)+" "+l, app.Text(l)))
	}
	return el("span", "write-copy", items...).Role("group").Aria("label", "Copy as")
}

func draftRowForm(m *model, i int, errs map[string]fieldError) app.UI {
	d := &m.draft
	r := d.rows[i]
	if r.gone {
		return el("div", "write-row write-row--gone").Attr("hidden", true)
	}
	n := itoa(i)
	noValue := d.op == deleteOp
	wrong := func(field string) bool { return errs[field].text != "" && (d.tried || !errs[field].missing) }
	said := func(field string) app.UI {
		return word("p", either(wrong(field), "field-error", "note field-lacks"), errs[field].text).Attr("id", field+"-error-"+n)
	}
	kinds := settings.ValueTypes()
	key := app.ElemSelfClosing("input").Class("field").Attr("type", "text").Aria("label", "Key").DataSet("field", "key").
		Attr("placeholder", "Key").Attr("autocomplete", "off").Attr("spellcheck", "false").
		Aria("invalid", expanded(wrong("key"))).Aria("describedby", "key-error-"+n)
	kind := when(el("select", "field write-type", optionsOf(kinds[:])...).Aria("label", "Type").DataSet("field", "type"), noValue, "hidden")
	value := el("textarea", "field").Attr("rows", "1").Attr("placeholder", "Value").Attr("spellcheck", "false").
		Attr("title", "Shift Enter begins a new line, Ctrl Enter sends")
	if r.kind == "true/false" {
		value = el("select", "field", append([]app.UI{word("option", "", "choose…").Attr("value", "")}, optionsOf([]string{"true", "false"})...)...)
	}
	value = when(when(value.Aria("label", "Value").DataSet("field", "value").
		Aria("invalid", expanded(wrong("value"))).Aria("describedby", "value-error-"+n+" lines-"+n), noValue, "hidden"), r.kind == "null", "disabled")
	return el("div", join("write-row", "keys", noValue),
		key, kind, value,
		button("btn btn--quiet btn--square", "remove-row", n, sr("Remove row"), sign("", "×")),
		word("p", "note write-now", m.presence(d.filled(i).key)),
		said("key"), said("value"),
		word("p", "note write-now", linesText(r, noValue)).Attr("id", "lines-"+n),
	).DataSet("row", i).Role("group").Aria("label", "Row "+itoa(position(d, i)))
}

func optionsOf(names []string) []app.UI {
	out := make([]app.UI, len(names))
	for i, t := range names {
		out[i] = word("option", "", t).Attr("value", t)
	}
	return out
}

// linesText says that a text has several lines, where one is expected.
func linesText(r draftRow, noValue bool) string {
	n := strings.Count(r.text, "\n") + 1
	switch {
	case noValue || r.kind != "text":
		return ""
	case strings.Contains(r.text, "\r"):
		return "This text has carriage returns. What you type here makes line feeds of them; as JSON they stay."
	case n > 1:
		return plural(n, "line") + "; the line breaks are part of the value."
	}
	return ""
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
	verb, n := operations()[d.op].verb, d.size()
	if n == 0 {
		return verb
	}
	return verb + " " + plural(n, "key")
}

// incomplete reports whether the draft only lacks something, without a mistake.
func (d *draft) incomplete() bool {
	errs := d.errors()
	return len(errs) > 0 && errs[0].missing && !d.tried
}
