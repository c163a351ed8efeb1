package ui

import (
	"maps"
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/capture/redact"
)

// exportDialog asks what is to leave the program, and shows what will be
// hidden in it before it does.
type exportDialog struct {
	app.Compo
	Model   *model
	Version int
}

// previewed is how many keys the preview lists.
const previewed = 100

func (c *exportDialog) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "export dialog")
	if m.early {
		return unwritten("export", "Export")
	}
	e := &m.export
	return el("dialog", "export",
		el("form", "export-form",
			el("div", "help-head", word("h2", "help-title", "Export"), el("span", "grow"), button("btn", "close-export", "", app.Text("Close"))),
			c.formats(),
			c.scopes(),
			c.redaction(),
			when(el("div", "export-hiding", c.rules(), c.preview()), e.plain, "hidden"),
			c.progress(),
			word("p", "write-problem", e.problem),
			el("div", "export-buttons",
				word("p", "export-saved note", e.saved).Role("status"),
				when(word("button", "btn btn--primary", c.submitLabel()).Attr("type", "submit"), e.save != nil, "disabled")),
		).DataSet("form", "export").Attr("novalidate", true).Attr("autocomplete", "off"),
	).Attr("id", "export").Aria("label", "Export").DataSet("form", "export")
}

func (c *exportDialog) submitLabel() string {
	switch e := &c.Model.export; {
	case e.save != nil:
		return "Saving…"
	case e.plain:
		return "Save with customer data"
	}
	return "Save redacted"
}

// progress tells how far the preview or the file is, and gives it up.
func (c *exportDialog) progress() app.UI {
	e := &c.Model.export
	j := e.save
	if j == nil {
		j = e.look
	}
	if j == nil {
		return el("div", "export-progress").Attr("hidden", true)
	}
	note := "looked through: " + itoa(j.percent) + " %"
	if j.percent == 100 {
		note = "looked through, writing the file"
	}
	bar := app.Elem("progress").Class("opening-bar").Aria("label", "Looked through so far").Attr("max", "100").Attr("value", itoa(j.percent))
	return el("div", "export-progress", bar, word("span", "note", note), button("btn", "export-cancel", "", app.Text("Cancel")))
}

// choices is a group of radio buttons for the action, each an argument and a name.
func choices(label, action, chosen string, all [][2]string) app.HTMLElem {
	items := make([]app.UI, len(all))
	for i, one := range all {
		on := one[0] == chosen
		items[i] = act(word("button", "segments-item", one[1]).Attr("type", "button").Role("radio").
			Aria("checked", expanded(on)).TabIndex(index(on)), action, one[0])
	}
	return el("div", "export-group", word("h3", "", label), el("div", "segments", items...).Role("radiogroup").Aria("label", label))
}

func (c *exportDialog) formats() app.UI {
	e := &c.Model.export
	return el("div", "export-part", choices("Format", "export-format", itoa(e.format), c.Model.formatChoices()),
		word("p", "note", formats()[e.format].says))
}

// offers reports whether a format can be made of what is on the screen now.
func (m *model) offersFormat(f format) bool {
	switch {
	case f.compared != "":
		return m.scene.a.event != 0
	case f.id == "csv":
		return m.scene.session != nil && m.view.picked
	}
	return !f.single || m.scene.session != nil
}

// formatChoices are the formats that make sense now, and the chosen one.
func (m *model) formatChoices() (all [][2]string) {
	for i, f := range formats() {
		if m.offersFormat(f) || i == m.export.format {
			all = append(all, [2]string{itoa(i), f.name})
		}
	}
	return all
}

// scopeChoices are the scopes that a format can have and that make sense now,
// and the chosen one.
func (m *model) scopeChoices(f format) (all [][2]string) {
	add := func(scope, name string, sense bool) {
		if sense || scope == m.export.scope {
			all = append(all, [2]string{scope, name})
		}
	}
	session := m.scene.session != nil
	switch {
	case f.compared != "":
		add(scopeAll, "All differences", true)
	case !f.single:
		add(scopeAll, "All", true)
	}
	if f.compared == "" {
		add(scopeSession, "This session", session || f.single)
		add(scopeEvents, "Range of events", session)
	}
	add(scopeFilter, "What the table shows", session)
	add(scopeChosen, "Chosen rows", session && len(m.view.chosen) > 0)
	return all
}

func (c *exportDialog) scopes() app.UI {
	m := c.Model
	e := &m.export
	s, words := m.scope()
	if words == "" {
		words = "The file will say: " + s.Words + "."
	}
	field := func(name, label string) app.UI {
		return el("label", "export-number", word("span", "", label), app.ElemSelfClosing("input").Class("field").
			Attr("type", "text").Attr("inputmode", "numeric").DataSet("field", name))
	}
	return el("div", "export-part",
		choices("Scope", "export-scope", e.scope, m.scopeChoices(formats()[e.format])),
		when(el("div", "export-range", field("first", "From event"), field("last", "to event")), e.scope != scopeEvents, "hidden"),
		word("p", "note", words))
}

func (c *exportDialog) redaction() app.UI {
	e := &c.Model.export
	chosen, says := "redacted", "Phone numbers, e-mail addresses, card numbers, tokens, names and messages become pseudonyms such as ‹phone-1›: equal stays equal. What you copy from the page is treated the same way."
	if e.plain {
		chosen, says = "plain", "The file will hold what customers wrote, their names and their numbers. Give it only to people who may see them. Credentials, cookies and CSRF tokens are removed all the same."
	}
	return el("div", "export-part",
		choices("Personal data", "export-plain", chosen, [][2]string{{"redacted", "Hidden"}, {"plain", "With customer data"}}),
		word("p", join("export-says note", "warning", e.plain), says))
}

func (c *exportDialog) rules() app.UI {
	e := &c.Model.export
	items := make([]app.UI, len(e.ruleErrs))
	for i, p := range e.ruleErrs {
		items[i] = word("li", "field-error", "Line "+itoa(p.Line)+": "+p.Text)
	}
	return el("div", "export-part",
		el("label", "export-rules", word("h3", "", "Rules"),
			el("textarea", "field").Attr("rows", "3").DataSet("field", "rules").Attr("spellcheck", "false").
				Attr("placeholder", "[log-filter-data]\nAccount=hide\nZip=unhide-first,2\nSubject=copy").
				Aria("invalid", expanded(len(items) > 0)).Aria("describedby", "rule-errors")),
		el("ul", "export-errors", items...).Attr("id", "rule-errors"))
}

func (c *exportDialog) preview() app.UI {
	e := &c.Model.export
	p := e.preview
	if p == nil {
		text := "Nothing to look at yet."
		switch {
		case e.look != nil:
			text = "Looking for personal data…"
		case e.quit:
			text = "You gave up the look. What you save is looked through all the same."
		}
		return el("div", "export-part", word("h3", "", "What will be hidden"), word("p", "note", text))
	}
	rows := make([]app.UI, 0, min(len(p.Proposals), previewed))
	for _, one := range p.Proposals[:cap(rows)] {
		rows = append(rows, proposalRow(one))
	}
	return el("div", "export-part",
		word("h3", "", "What will be hidden: "+hiddenCount(p)),
		el("div", "export-scroll", when(el("table", "export-table",
			el("thead", "", el("tr", "", word("th", "", "Key"), word("th", "", "Rule"), word("th", "", "For example"), word("th", "", "Becomes"), word("th", "", "Values"))),
			el("tbody", "", rows...)), len(rows) == 0, "hidden")).TabIndex(0).Role("region").Aria("label", "What will be hidden"),
		word("p", "note", unclassified(p)))
}

func proposalRow(p redact.Proposal) app.UI {
	key, _ := clip(p.Key, 60)
	was, _ := clip(p.Before, 60)
	now, _ := clip(p.After, 60)
	return el("tr", "",
		el("th", "export-key", exact(key)...).Attr("scope", "row"), word("td", "", p.Label),
		el("td", "export-was", exact(was)...), el("td", "export-now", exact(now)...), word("td", "", itoa(p.Count)))
}

// hiddenCount says how many values of each kind are hidden.
func hiddenCount(p *redact.Preview) string {
	text := ""
	for _, label := range slices.Sorted(maps.Keys(p.Hidden)) {
		if text != "" {
			text += ", "
		}
		if label == "hidden" {
			text += plural(p.Hidden[label], "value") + " by your rules"
		} else {
			text += plural(p.Hidden[label], label)
		}
	}
	if text == "" {
		return "nothing was found"
	}
	return text
}

// unclassified names the keys whose values stay although nobody vouched for
// them.
func unclassified(p *redact.Preview) string {
	n := len(p.Unclassified)
	if n == 0 {
		return "A rule or a detector covers every key."
	}
	var keys string
	for i, k := range slices.Sorted(maps.Keys(p.Unclassified)) {
		if i == 12 {
			keys += " and " + itoa(n-i) + " more"
			break
		}
		if i > 0 {
			keys += ", "
		}
		name, _ := clip(k, 40)
		keys += name
	}
	return plural(n, "unclassified key") + either(n == 1, " stays as it is", " stay as they are") + ", covered by neither a rule nor a detector: " + keys + "."
}
