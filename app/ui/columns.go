package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

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

// A columnSize says how wide a column may be and in which steps.
type columnSize struct {
	usual, least, most, step int
	unit                     string
}

// columnSizes are the columns whose width a person may change; that of the
// others is the style sheet's. The keys' column fits the keys, in characters.
var columnSizes = [columnCount]columnSize{keyColumn: {0, 8, 60, 4, "characters"}, wasColumn: {17, 9, 60, 3, "percent"}}

// width is how wide a column is to be, in the unit of its size.
func (m *model) width(c tableColumn) int {
	switch w := m.view.widths[c]; {
	case w != 0:
		return w
	case c == keyColumn:
		return m.fitted.chars
	}
	return columnSizes[c].usual
}

// widen makes a column wider by some steps, or narrower.
func (m *model) widen(c tableColumn, steps int) {
	if c < 0 || c >= columnCount || columnSizes[c].step == 0 {
		return
	}
	size, now := columnSizes[c], m.width(c)
	if n := shownChars(); c == keyColumn && n > 0 && n+size.step < now {
		now = n - n%size.step // the style sheet leaves it less
	}
	m.view.widths[c] = min(max(now+steps*size.step, size.least), size.most)
	m.touch(gridPart)
}

// A fitting is how wide the keys' column has to be for nearly all keys of what
// the table shows. While that stays the same it only grows: a column that goes
// in and out with every notification cannot be read.
type fitting struct {
	session string
	open    classSet
	chars   int
}

// The keys' column fits 95 in 100 keys, within bounds that leave the values
// their room, in steps for which columns.css has a rule.
const (
	fitPercent      = 95
	fitMin, fitMost = 12, 32
)

// fit takes in how long the keys of a scene are: lengths counts them, and what
// is longer than it can tell is at its end.
func (f fitting) fit(session string, open classSet, lengths *[fitMost + 1]int) fitting {
	all, n, chars := 0, 0, 0
	for _, count := range lengths {
		all += count
	}
	for ; chars < fitMost && (n+lengths[chars])*100 < all*fitPercent; chars++ {
		n += lengths[chars]
	}
	step := columnSizes[keyColumn].step
	chars = max(fitMin, (chars+step-1)/step*step)
	if f.session == session && f.open == open {
		chars = max(chars, f.chars)
	}
	return fitting{session, open, chars}
}

// columns says how wide the columns are. The security policy refuses style
// attributes, so a chosen width is the attribute of that name.
func columns(m *model) app.UI {
	cols := make([]app.UI, columnCount)
	for i, name := range columnNames {
		col := app.ElemSelfClosing("col")
		switch w := m.view.widths[i]; {
		case tableColumn(i) == keyColumn:
			col.Class(join("grid-col grid-col--key grid-col--ch"+itoa(m.width(keyColumn)), "chosen", w != 0))
		case w != 0 && !m.narrow:
			col.Class("grid-col").Attr("width", itoa(w)+"%")
		default:
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
	if size := columnSizes[c]; size.step != 0 {
		body = append(body, act(el("span", "grid-width"), "width", itoa(int(c))).
			Role("separator").TabIndex(0).Aria("orientation", "vertical").Aria("label", "Width of the column "+name).
			Aria("valuenow", m.width(c)).Aria("valuemin", size.least).Aria("valuemax", size.most).Aria("valuetext", m.widthText(c)).
			Attr("title", "Width: arrow keys; click for wider"))
	}
	return th.Body(body...)
}

// widthText is a column's width in words. How much of what the keys need there is
// room for is the style sheet's.
func (m *model) widthText(c tableColumn) string {
	text := itoa(m.width(c)) + " " + columnSizes[c].unit
	if c == keyColumn && m.view.widths[c] == 0 {
		return "as the keys need, up to " + text
	}
	return text
}

// widenByClick goes through the widths, for those who point.
func (m *model) widenByClick(c tableColumn) {
	if c >= 0 && c < columnCount && m.width(c) >= columnSizes[c].most {
		m.view.widths[c] = columnSizes[c].least
		m.touch(gridPart)
		return
	}
	m.widen(c, 3)
}
