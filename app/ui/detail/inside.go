package detail

import (
	"cmp"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/wording"
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

// inside shows what a row has no room for: the parts of a nested value, what
// changed in a long text, and each of the values of a key that stands twice.
func (c *Inspector) inside(key string, v userdata.Value) app.UI {
	changes := c.Model.ChangesOf(key)
	body := c.copies(key)
	if len(changes) == 1 && changes[0].Path == "" && long(changes[0].Old) && long(changes[0].New) {
		body = append(body, html.Word("h2", "", "Changed inside"), html.El("p", "inside-text", strands(changes[0].Old.Text(), changes[0].New.Text())...).TabIndex(0))
	}
	if v.Kind() == userdata.List || v.Kind() == userdata.Object {
		body = append(body, partsTable(insideRows(v, changes))...)
	}
	return html.El("div", "inside", body...)
}

func partsTable(rows []insideRow, more bool) []app.UI {
	lines := make([]app.UI, 0, len(rows))
	for _, r := range rows {
		was := []app.UI{}
		if r.kind != userdata.Same && r.kind != userdata.Reordered {
			was = parts.ValueText(r.was)
		}
		value := parts.ValueText(r.value)
		if r.kind == userdata.Reordered {
			value = []app.UI{app.Text("the same keys in another order")}
		}
		glyph := []app.UI{}
		if r.kind != userdata.Same {
			glyph = append(glyph, html.Drawn(parts.GlyphText(r.kind, r.kind.String())))
		}
		lines = append(lines, html.El("tr", "inside-row inside-row--"+r.kind.String(),
			html.El("td", "inside-glyph", glyph...),
			html.El("th", "inside-path", html.Exact(cmp.Or(r.path, "itself"))...).Attr("scope", "row"),
			html.El("td", parts.ValueClass(r.value), value...), html.El("td", "inside-was", was...)))
	}
	note := ""
	if more {
		note = "Only the first " + wording.Group(leavesShown) + " parts are listed; the raw text has all of them."
	}
	head := html.El("tr", "", html.El("th", "", html.Heard("Change")).Attr("scope", "col"), html.Word("th", "", "Path").Attr("scope", "col"), html.Word("th", "", "Value").Attr("scope", "col"), html.Word("th", "", "Was").Attr("scope", "col"))
	return []app.UI{html.Word("h2", "", "Inside ("+wording.Group(len(rows))+")"),
		html.El("table", "inside-table", html.El("thead", "", head), html.El("tbody", "", lines...)), html.Word("p", "note", note)}
}

// copies lists the values of a key that stands more than once.
func (c *Inspector) copies(key string) []app.UI {
	var items []app.UI
	for k, v := range c.Model.Scene.Data.All() {
		if k == key {
			items = append(items, html.El("li", "inside-copy", html.El("code", parts.ValueClass(v), parts.ValueText(v)...), html.Word("span", "note", " "+v.Kind().String())))
		}
	}
	if len(items) < 2 {
		return nil
	}
	return []app.UI{html.Word("h2", "", "This key stands "+strconv.Itoa(len(items))+" times"), html.El("ol", "inside-copies", items...),
		html.Word("p", "note", "Most programs take the last one.")}
}
