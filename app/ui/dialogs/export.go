package dialogs

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/ui/export"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Export asks what is to leave the program, and shows what will be
// hidden in it before it does.
type Export struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

// previewed is how many keys the preview lists.
const previewed = 100

// Render draws the dialog.
func (c *Export) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "export dialog")
	if m.Early {
		return unwritten("export", "Export")
	}
	e := &m.Export
	return html.El("dialog", "export",
		html.El("form", "export-form",
			html.El("div", "help-head", html.Word("h2", "help-title", "Export"), html.El("span", "grow"), html.TextButton("btn", "close-export", "", "Close")),
			c.formats(),
			c.scopes(),
			c.redaction(),
			html.When(html.El("div", "export-hiding", c.rules(), c.preview()), e.Plain, "hidden"),
			c.progress(),
			html.Word("p", "write-problem", e.Problem),
			html.El("div", "export-buttons",
				html.Word("p", "export-saved note", e.Saved).Role("status"),
				html.When(html.Submit(c.submitLabel()), e.Save != nil, "disabled")),
		).DataSet("form", "export").Attr("novalidate", true).Attr("autocomplete", "off"),
	).Attr("id", "export").Aria("label", "Export").DataSet("form", "export")
}

func (c *Export) submitLabel() string {
	switch e := &c.Model.Export; {
	case e.Save != nil:
		return "Saving…"
	case e.Plain:
		return "Save with customer data"
	}
	return "Save redacted"
}

// progress tells how far the preview or the file is, and gives it up.
func (c *Export) progress() app.UI {
	e := &c.Model.Export
	j := e.Save
	if j == nil {
		j = e.Look
	}
	if j == nil {
		return html.El("div", "export-progress").Attr("hidden", true)
	}
	note := "looked through: " + strconv.Itoa(j.Percent) + " %"
	if j.Percent == 100 {
		note = "looked through, writing the file"
	}
	bar := app.Elem("progress").Class("opening-bar").Aria("label", "Looked through so far").Attr("max", "100").Attr("value", strconv.Itoa(j.Percent))
	return html.El("div", "export-progress", bar, html.Word("span", "note", note), html.TextButton("btn", "export-cancel", "", "Cancel"))
}

func (c *Export) formats() app.UI {
	e := &c.Model.Export
	return html.El("div", "export-part", html.Choices("Format", "export-format", strconv.Itoa(e.Format), e.FormatChoices()),
		html.Word("p", "note", export.Formats()[e.Format].Says))
}

func (c *Export) scopes() app.UI {
	e := &c.Model.Export
	s, problem := e.Chosen()
	field := func(name, label string) app.UI {
		return html.El("label", "export-number", html.Word("span", "", label), app.ElemSelfClosing("input").Class("field").
			Attr("type", "text").Attr("inputmode", "numeric").DataSet("field", name))
	}
	return html.El("div", "export-part",
		html.Choices("Scope", "export-scope", e.Scope, e.ScopeChoices(export.Formats()[e.Format])),
		html.When(html.El("div", "export-range", field("first", "From event"), field("last", "to event")), e.Scope != export.ScopeEvents, "hidden"),
		html.Word("p", "note", cmp.Or(problem, "The file will say: "+s.Words+".")))
}

func (c *Export) redaction() app.UI {
	e := &c.Model.Export
	chosen, says := "redacted", "Phone numbers, e-mail addresses, card numbers, tokens, names and messages become pseudonyms such as ‹phone-1›: equal stays equal. What you copy from the page is treated the same way."
	if e.Plain {
		chosen, says = "plain", "The file will hold what customers wrote, their names and their numbers. Give it only to people who may see them. Credentials, cookies and CSRF tokens are removed all the same."
	}
	return html.El("div", "export-part",
		html.Choices("Personal data", "export-plain", chosen, [][2]string{{"redacted", "Hidden"}, {"plain", "With customer data"}}),
		html.Word("p", html.Variant("export-says note", "warning", e.Plain), says))
}

func (c *Export) rules() app.UI {
	e := &c.Model.Export
	items := make([]app.UI, len(e.RuleErrs))
	for i, p := range e.RuleErrs {
		items[i] = html.Word("li", "field-error", "Line "+strconv.Itoa(p.Line)+": "+p.Text)
	}
	return html.El("div", "export-part",
		html.El("label", "export-rules", html.Word("h3", "", "Rules"),
			html.El("textarea", "field").Attr("rows", "3").DataSet("field", "rules").Attr("spellcheck", "false").
				Attr("placeholder", "[log-filter-data]\nAccount=hide\nZip=unhide-first,2\nSubject=copy").
				Aria("invalid", html.Bool(len(items) > 0)).Aria("describedby", "rule-errors")),
		html.El("ul", "export-errors", items...).Attr("id", "rule-errors"))
}

func (c *Export) preview() app.UI {
	e := &c.Model.Export
	p := e.Preview
	if p == nil {
		text := "Nothing to look at yet."
		switch {
		case e.Look != nil:
			text = "Looking for personal data…"
		case e.Quit:
			text = "You gave up the look. What you save is looked through all the same."
		}
		return html.El("div", "export-part", html.Word("h3", "", "What will be hidden"), html.Word("p", "note", text))
	}
	rows := make([]app.UI, 0, min(len(p.Proposals), previewed))
	for _, one := range p.Proposals[:cap(rows)] {
		rows = append(rows, proposalRow(one))
	}
	return html.El("div", "export-part",
		html.Word("h3", "", "What will be hidden, where the file holds it: "+hiddenCount(p)),
		html.El("div", "export-scroll", html.When(html.El("table", "export-table",
			html.El("thead", "", html.El("tr", "", html.Word("th", "", "Key"), html.Word("th", "", "Rule"), html.Word("th", "", "For example"), html.Word("th", "", "Becomes"), html.Word("th", "", "Values"))),
			html.El("tbody", "", rows...)), len(rows) == 0, "hidden")).TabIndex(0).Role("region").Aria("label", "What will be hidden"),
		html.Word("p", "note", unclassified(p)))
}

func proposalRow(p redact.Proposal) app.UI {
	key, _ := wording.Clip(p.Key, 60)
	was, _ := wording.Clip(p.Before, 60)
	now, _ := wording.Clip(p.After, 60)
	return html.El("tr", "",
		html.El("th", "export-key", html.Exact(key)...).Attr("scope", "row"), html.Word("td", "", p.Label),
		html.El("td", "export-was", html.Exact(was)...), html.El("td", "export-now", html.Exact(now)...), html.Word("td", "", strconv.Itoa(p.Count)))
}

// hiddenCount says how many values of each kind are hidden.
func hiddenCount(p *redact.Preview) string {
	text := ""
	for _, label := range slices.Sorted(maps.Keys(p.Hidden)) {
		if text != "" {
			text += ", "
		}
		if label == "hidden" {
			text += wording.Plural(p.Hidden[label], "value") + " by your rules"
		} else {
			text += wording.Plural(p.Hidden[label], label)
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
			keys += " and " + strconv.Itoa(n-i) + " more"
			break
		}
		if i > 0 {
			keys += ", "
		}
		name, _ := wording.Clip(k, 40)
		keys += name
	}
	return wording.Plural(n, "unclassified key") + wording.Either(n == 1, " stays as it is", " stay as they are") + ", covered by neither a rule nor a detector: " + keys + "."
}
