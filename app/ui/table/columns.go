package table

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// columns says which columns there are. Their widths are the style sheet's, but
// for the keys' column, which fits the keys, and for what a person has chosen.
func columns(m *page.Model) app.UI {
	cols := make([]app.UI, scene.ColumnCount)
	for i, name := range scene.ColumnNames {
		class := "grid-col grid-col--" + name
		if scene.TableColumn(i) == scene.KeyColumn {
			class += " grid-col--ch" + strconv.Itoa(m.Fitted.Chars)
		}
		cols[i] = app.ElemSelfClosing("col").Class(class)
	}
	return html.El("colgroup", "", cols...)
}

// header names the columns, sorts by them and changes their widths.
func header(m *page.Model) app.UI {
	cells := []app.UI{html.El("th", "", html.Heard("Change")).Attr("scope", "col")}
	was := "Was"
	if m.Scene.Rival() {
		was = "In A"
	}
	for i, name := range [...]string{"Key", "Value", "Type", was, "When", "Who"} {
		cells = append(cells, headerCell(m, scene.TableColumn(i+1), name))
	}
	return html.El("thead", "", html.El("tr", "", cells...))
}

func headerCell(m *page.Model, c scene.TableColumn, name string) app.UI {
	body := []app.UI{app.Text(name)}
	th := html.El("th", "").Attr("scope", "col")
	if c.Sortable() {
		arrow, order := "", "none"
		if m.View.Sort.By == c {
			arrow, order = " ▴", "ascending"
			if m.View.Sort.Down {
				arrow, order = " ▾", "descending"
			}
		}
		body = []app.UI{html.Button("grid-sort", "sort", strconv.Itoa(int(c)), app.Text(name), html.Sign("", arrow))}
		th.Aria("sort", order)
	}
	if c != scene.ValueColumn {
		body = append(body, parts.Edge(m, scene.ColumnNames[c], wording.Either(c < scene.ValueColumn, "grid-width", "grid-width grid-width--left")))
	}
	return th.Body(body...)
}

// RowRem is the height of a row of the table in rem, as grid.css and lens.css
// have it.
func RowRem(m *page.Model) float64 {
	switch {
	case m.Narrow:
		return 3.25
	case m.View.Density == "compact":
		return 1.5
	case m.View.Density == "comfortable":
		return 2.25
	}
	return 1.75
}
