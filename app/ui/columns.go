package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/settings"
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

// A fitting is how wide the keys' column has to be for nearly all keys of what
// the table shows. While that stays the same it only grows: a column that goes
// in and out with every notification cannot be read.
type fitting struct {
	session string
	open    settings.ClassSet
	chars   int
}

// The keys' column fits 95 in 100 keys, within bounds that leave the values
// their room, in steps for which columns.css has a rule.
const (
	fitPercent      = 95
	fitMin, fitMost = 12, 32
	fitStep         = 4
)

// fit takes in how long the keys of a scene are: lengths counts them, and what
// is longer than it can tell is at its end.
func (f fitting) fit(session string, open settings.ClassSet, lengths *[fitMost + 1]int) fitting {
	all, n, chars := 0, 0, 0
	for _, count := range lengths {
		all += count
	}
	for ; chars < fitMost && (n+lengths[chars])*100 < all*fitPercent; chars++ {
		n += lengths[chars]
	}
	chars = max(fitMin, (chars+fitStep-1)/fitStep*fitStep)
	if f.session == session && f.open == open {
		chars = max(chars, f.chars)
	}
	return fitting{session, open, chars}
}

// columns says which columns there are. Their widths are the style sheet's, but
// for the keys' column, which fits the keys, and for what a person has chosen.
func columns(m *model) app.UI {
	cols := make([]app.UI, columnCount)
	for i, name := range columnNames {
		class := "grid-col grid-col--" + name
		if tableColumn(i) == keyColumn {
			class += " grid-col--ch" + itoa(m.fitted.chars)
		}
		cols[i] = app.ElemSelfClosing("col").Class(class)
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
	if c != valueColumn {
		body = append(body, m.edge(columnNames[c], either(c < valueColumn, "grid-width", "grid-width grid-width--left")))
	}
	return th.Body(body...)
}
