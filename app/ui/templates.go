package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/settings"
)

// templatesKey is where the browser keeps the templates: a line each.
const templatesKey = "keytrail-templates"

// fill replaces the placeholders of a text: {{now}} by the present instant,
// {{uuid}} by an identifier that the whole draft shares, {{session}} by the
// session's id.
func (d *draft) fill(text string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	return strings.NewReplacer(
		"{{now}}", d.now.UTC().Format("2006-01-02T15:04:05.000Z"),
		"{{uuid}}", d.uuid,
		"{{session}}", d.openedIn,
	).Replace(text)
}

// newUUID returns a random identifier (RFC 9562, version 4).
func newUUID() string {
	a, b := rand.Uint64(), rand.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>48&0x3fff|0x8000, b&0xffffffffffff)
}

func (m *model) keepTemplates(all []settings.Template) {
	m.templates = all
	m.want(effect{do: keepText, target: templatesKey, text: settings.FormatTemplates(all)})
	m.touch(draftPart)
}

// saveTemplate keeps the draft under a name, in place of one so called.
func (m *model) saveTemplate() {
	t := settings.Template{Name: strings.TrimSpace(m.draft.name), Operation: m.draft.op}
	for _, i := range m.draft.live() {
		if r := m.draft.rows[i]; r.key != "" {
			t.Rows = append(t.Rows, settings.Row{Key: r.key, Type: r.kind, Text: r.text})
		}
	}
	if t.Name == "" || t.Rows == nil {
		m.draft.failed = "A template needs a name, and a row with a key."
		m.touch(draftPart)
		return
	}
	kept := slices.DeleteFunc(slices.Clone(m.templates), func(o settings.Template) bool { return o.Name == t.Name })
	m.keepTemplates(append(kept, t))
	m.say("Template " + t.Name + " saved")
}

func (m *model) forgetTemplate(n int) {
	if n >= 0 && n < len(m.templates) {
		m.keepTemplates(slices.Delete(slices.Clone(m.templates), n, n+1))
	}
}

func (m *model) useTemplate(n int) {
	if n >= 0 && n < len(m.templates) {
		t := m.templates[n]
		rows := make([]draftRow, len(t.Rows))
		for i, r := range t.Rows {
			rows[i] = draftRow{key: r.Key, kind: r.Type, text: r.Text}
		}
		m.startDraft(m.draft.openedIn, t.Operation, rows...)
		m.draft.name, m.draft.listing = t.Name, true
		m.want(effect{do: setValue, target: "#template-name", text: t.Name})
	}
}

// templateList is what is kept, and how to keep the draft as well.
func templateList(m *model) app.UI {
	items := make([]app.UI, len(m.templates))
	for i, t := range m.templates {
		n := itoa(i)
		items[i] = el("li", "connect-profile",
			button("btn connect-use", "use-template", n, word("b", "", t.Name),
				word("span", "note", operations()[t.Operation].verb+" "+plural(len(t.Rows), "key"))),
			button("btn btn--quiet btn--square", "forget-template", n, sr("Forget template "+t.Name), sign("", "×")))
	}
	return when(el("div", "write-templates",
		el("ul", "connect-profiles", items...).Aria("label", "Templates"),
		el("div", "write-name",
			app.ElemSelfClosing("input").Class("field").Attr("id", "template-name").Attr("type", "text").DataSet("field", "template").
				Aria("label", "Name of the template").Attr("placeholder", "Name").Attr("autocomplete", "off"),
			button("btn", "save-template", "", app.Text("Save as template"))),
		word("p", "note", "Templates are kept in this browser only, with the values as you typed them. {{now}}, {{uuid}} and {{session}} are replaced when you send."),
	), !m.draft.listing, "hidden")
}
