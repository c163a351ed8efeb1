package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/userdata"
)

// leavesShown is how many parts of a nested value are listed.
const leavesShown = 200

// An insideRow is one part of a nested value and what happened to it.
type insideRow struct {
	path       string
	kind       userdata.ChangeKind
	value, was userdata.Value
}

// insideRows lists the parts of a value with the changes inside it; what is
// gone comes last.
func insideRows(v userdata.Value, changes []userdata.Change) (rows []insideRow, more bool) {
	leaves, more := v.Leaves(leavesShown)
	at := make(map[string]userdata.Change, len(changes))
	for _, c := range changes {
		at[c.Path] = c
	}
	for _, l := range leaves {
		r := insideRow{path: l.Path, value: l.Value}
		if c, ok := at[l.Path]; ok && l.Path != "" {
			r.kind, r.was = c.Kind, c.Old
			delete(at, l.Path)
		}
		rows = append(rows, r)
	}
	for _, c := range changes {
		if _, left := at[c.Path]; left && c.Path != "" {
			rows = append(rows, insideRow{c.Path, c.Kind, c.New, c.Old})
		}
	}
	return rows, more
}

// changesOf returns what the marks of the table say happened to a key.
func (m *model) changesOf(key string) []userdata.Change {
	k, ok := m.scene.marks[key]
	if !ok {
		return nil
	}
	var all []userdata.Change
	if k.event != 0 {
		e, _ := m.scene.session.History.Event(k.event)
		all = e.Changes
	} else {
		of := func(d *userdata.Map) *userdata.Map { return userdata.Of(userdata.Entry{Key: key, Value: d.Get(key)}) }
		all = userdata.Diff(of(m.scene.a.data), of(m.scene.data))
	}
	var out []userdata.Change
	for _, c := range all {
		if c.Key == key && c.Kind != userdata.Same {
			out = append(out, c)
		}
	}
	return out
}

// inside shows what a row has no room for: the parts of a nested value, what
// changed in a long text, and each of the values of a key that stands twice.
func (c *inspector) inside(key string, v userdata.Value) app.UI {
	changes := c.Model.changesOf(key)
	body := c.copies(key)
	if len(changes) == 1 && changes[0].Path == "" && long(changes[0].Old) && long(changes[0].New) {
		body = append(body, word("h2", "", "Changed inside"), el("p", "inside-text", strands(changes[0].Old.Text(), changes[0].New.Text())...).TabIndex(0))
	}
	if v.Kind() == userdata.List || v.Kind() == userdata.Object {
		body = append(body, partsTable(insideRows(v, changes))...)
	}
	return el("div", "inside", body...)
}

func partsTable(rows []insideRow, more bool) []app.UI {
	lines := make([]app.UI, 0, len(rows))
	for _, r := range rows {
		was := []app.UI{}
		if r.kind != userdata.Same && r.kind != userdata.Reordered {
			was = valueText(r.was)
		}
		value := valueText(r.value)
		if r.kind == userdata.Reordered {
			value = []app.UI{app.Text("the same keys in another order")}
		}
		glyph := []app.UI{}
		if r.kind != userdata.Same {
			glyph = append(glyph, drawn(glyphText(r.kind, r.kind.String())))
		}
		lines = append(lines, el("tr", "inside-row inside-row--"+r.kind.String(),
			el("td", "inside-glyph", glyph...),
			el("th", "inside-path", exact(orElse(r.path, "itself"))...).Attr("scope", "row"),
			el("td", valueClass(r.value), value...), el("td", "inside-was", was...)))
	}
	note := ""
	if more {
		note = "Only the first " + group(leavesShown) + " parts are listed; the raw text has all of them."
	}
	head := el("tr", "", el("th", "", sr("Change")).Attr("scope", "col"), word("th", "", "Path").Attr("scope", "col"), word("th", "", "Value").Attr("scope", "col"), word("th", "", "Was").Attr("scope", "col"))
	return []app.UI{word("h2", "", "Inside ("+group(len(rows))+")"),
		el("table", "inside-table", el("thead", "", head), el("tbody", "", lines...)), word("p", "note", note)}
}

// copies lists the values of a key that stands more than once.
func (c *inspector) copies(key string) []app.UI {
	var items []app.UI
	for k, v := range c.Model.scene.data.All() {
		if k == key {
			items = append(items, el("li", "inside-copy", el("code", valueClass(v), valueText(v)...), word("span", "note", " "+v.Kind().String())))
		}
	}
	if len(items) < 2 {
		return nil
	}
	return []app.UI{word("h2", "", "This key stands "+itoa(len(items))+" times"), el("ol", "inside-copies", items...),
		word("p", "note", "Most programs take the last one.")}
}
