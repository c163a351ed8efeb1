package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A tableColumn is one of the columns of the table.
type tableColumn int

const (
	glyphColumn tableColumn = iota
	keyColumn
	valueColumn
	typeColumn
	wasColumn
	whenColumn
	whoColumn
	columnCount
)

var columnNames = [columnCount]string{"glyph", "key", "value", "type", "was", "when", "who"}

// usualWidths are the widths in per cent that a person may change; the others
// are the style sheet's.
var usualWidths = [columnCount]int{keyColumn: 27, wasColumn: 17}

// The limits and the step of a column's width, in per cent of the table's.
const (
	narrowest = 9
	widest    = 60
	widthStep = 3
)

// widen makes a column wider by some steps, or narrower.
func (m *model) widen(c tableColumn, steps int) {
	if c < 0 || c >= columnCount || usualWidths[c] == 0 {
		return
	}
	w := &m.view.widths[c]
	now := usualWidths[c] + *w + steps*widthStep
	switch {
	case now > widest && steps > 0:
		now = widest
	case now < narrowest:
		now = narrowest
	}
	*w = now - usualWidths[c]
	m.touch(gridPart)
}

// columns says how wide the columns are. The security policy refuses style
// attributes, so a chosen width is the attribute of that name.
func columns(m *model) app.UI {
	cols := make([]app.UI, columnCount)
	for i, name := range columnNames {
		col := app.ElemSelfClosing("col")
		if w := m.view.widths[i]; w != 0 && !m.narrow {
			col.Class("grid-col").Attr("width", strconv.Itoa(usualWidths[i]+w)+"%")
		} else {
			col.Class("grid-col grid-col--"+name).Attr("width", "")
		}
		cols[i] = col
	}
	return el("colgroup", "", cols...)
}

// header names the columns, sorts by them and changes their widths.
func header(m *model) app.UI {
	cells := []app.UI{el("th", "", sr("Change")).Attr("scope", "col")}
	was := "Was"
	if m.scene.rival() {
		was = "In A"
	}
	for i, name := range [...]string{"Key", "Value", "Type", was, "When", "Who"} {
		cells = append(cells, headerCell(m, tableColumn(i+1), name))
	}
	return el("thead", "", el("tr", "", cells...))
}

func headerCell(m *model, c tableColumn, name string) app.UI {
	body := []app.UI{app.Text(name)}
	th := el("th", "").Attr("scope", "col")
	if c.sortable() {
		arrow, order := "", "none"
		if m.view.sort.by == c {
			arrow, order = " ▴", "ascending"
			if m.view.sort.down {
				arrow, order = " ▾", "descending"
			}
		}
		body = []app.UI{button("grid-sort", "sort", itoa(int(c)), app.Text(name), sign("", arrow))}
		th.Aria("sort", order)
	}
	if w := usualWidths[c]; w != 0 {
		body = append(body, act(el("span", "grid-width"), "width", itoa(int(c))).
			Role("separator").TabIndex(0).Aria("orientation", "vertical").Aria("label", "Width of the column "+name).
			Aria("valuenow", w+m.view.widths[c]).Aria("valuemin", narrowest).Aria("valuemax", widest).
			Attr("title", "Width: arrow keys; click for wider"))
	}
	return th.Body(body...)
}

// widenByClick goes through the widths, for those who point.
func (m *model) widenByClick(c tableColumn) {
	if c >= 0 && c < columnCount && usualWidths[c]+m.view.widths[c] >= widest {
		m.view.widths[c] = narrowest - usualWidths[c]
		m.touch(gridPart)
		return
	}
	m.widen(c, 3)
}
