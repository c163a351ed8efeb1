package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// templatesKey is where the browser keeps the templates: a line each.
const templatesKey = "keytrail-templates"

// A template is a draft under a name. Its texts may hold placeholders.
type template struct {
	name string
	op   int
	rows []draftRow
}

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

// templatesText writes templates, a line each, every text quoted.
func templatesText(all []template) string {
	var b strings.Builder
	for _, t := range all {
		fields := []string{strconv.Quote(t.name), itoa(t.op)}
		for _, r := range t.rows {
			fields = append(fields, strconv.Quote(r.key), strconv.Quote(r.kind), strconv.Quote(r.text))
		}
		b.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return b.String()
}

// parseTemplates reads what templatesText wrote; a line that is none is left out.
func parseTemplates(text string) []template {
	var all []template
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) < 5 || len(fields)%3 != 2 {
			continue
		}
		t := template{op: atoi(fields[1])}
		good := t.op >= attachOp && t.op <= deleteOp
		unquote := func(s string) string {
			plain, err := strconv.Unquote(s)
			good = good && err == nil
			return plain
		}
		t.name = unquote(fields[0])
		for i := 2; i < len(fields); i += 3 {
			r := draftRow{key: unquote(fields[i]), kind: unquote(fields[i+1]), text: unquote(fields[i+2])}
			kinds := valueTypes()
			good = good && slices.Contains(kinds[:], r.kind)
			t.rows = append(t.rows, r)
		}
		if good {
			all = append(all, t)
		}
	}
	return all
}

func (m *model) keepTemplates(all []template) {
	m.templates = all
	m.want(effect{do: keepText, target: templatesKey, text: templatesText(all)})
	m.touch(draftPart)
}

// saveTemplate keeps the draft under a name, in place of one so called.
func (m *model) saveTemplate() {
	t := template{name: strings.TrimSpace(m.draft.name), op: m.draft.op}
	for _, i := range m.draft.live() {
		if r := m.draft.rows[i]; r.key != "" {
			t.rows = append(t.rows, r)
		}
	}
	if t.name == "" || t.rows == nil {
		m.draft.failed = "A template needs a name, and a row with a key."
		m.touch(draftPart)
		return
	}
	kept := slices.DeleteFunc(slices.Clone(m.templates), func(o template) bool { return o.name == t.name })
	m.keepTemplates(append(kept, t))
	m.say("Template " + t.name + " saved")
}

func (m *model) forgetTemplate(n int) {
	if n >= 0 && n < len(m.templates) {
		m.keepTemplates(slices.Delete(slices.Clone(m.templates), n, n+1))
	}
}

func (m *model) useTemplate(n int) {
	if n >= 0 && n < len(m.templates) {
		t := m.templates[n]
		m.startDraft(m.draft.openedIn, t.op, t.rows...)
		m.draft.name, m.draft.listing = t.name, true
		m.want(effect{do: setValue, target: "#template-name", text: t.name})
	}
}

// templateList is what is kept, and how to keep the draft as well.
func templateList(m *model) app.UI {
	items := make([]app.UI, len(m.templates))
	for i, t := range m.templates {
		n := itoa(i)
		items[i] = el("li", "connect-profile",
			button("btn connect-use", "use-template", n, word("b", "", t.name),
				word("span", "note", operations()[t.op].verb+" "+plural(len(t.rows), "key"))),
			button("btn btn--quiet btn--square", "forget-template", n, sr("Forget template "+t.name), sign("", "×")))
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
