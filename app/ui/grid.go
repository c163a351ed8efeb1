package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/userdata"
)

// grid is the userData table. It draws the rows in sight and some around them.
type grid struct {
	app.Compo
	Model   *model
	Version int

	scroller
	lines lines[rowID, gridLine]
	list  rows.List
	rows  []rows.Row
	stop  func()
}

// clamp is how many bytes of a value stand in its row; the inspector has all.
const clamp = 1000

func (c *grid) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "table")
	if m.scene.session == nil {
		c.rows = nil
		return el("div", "grid", el("div", "grid-scroll"), welcome(m))
	}
	c.rows = c.drawRows()
	table := el("table", "grid-table", columns(m), header(m), el("tbody", "", listed(c.rows)...), c.foot()).
		Role("grid").Aria("label", "User data").Aria("rowcount", len(m.scene.rows)).Aria("readonly", "true")
	return el("div", "grid",
		el("div", "grid-scroll", table).Attr("id", "grid").DataSet("pane", string(dataPane)).
			On("scroll", c.onScroll).On("mouseenter", c.onEnter).On("mouseleave", c.onLeave).
			On("focusin", c.onFocusIn).On("focusout", c.onFocusOut),
		c.empty(),
	)
}

// drawRows draws the rows that are in the page.
func (c *grid) drawRows() (out []rows.Row) {
	m := c.Model
	keep := -1
	if m.view.picked {
		keep = m.scene.find(m.view.key)
	}
	cursor := max(keep, 0)
	line := -1
	if keep >= 0 {
		line = m.scene.lineOf(keep)
	}
	gaps := 0
	for _, s := range spans(m.scene.lines(), c.drawn(), line) {
		if s.row < 0 {
			space := rows.El("tr", "grid-gap", rows.El("td", "", gap(s.gap, rowRem(m))).Attr("colspan", "7")).Aria("hidden", "true")
			out = append(out, rows.Row{Key: "gap" + itoa(gaps), Node: space})
			gaps++
			continue
		}
		i, left := m.scene.line(s.row)
		if left != nil {
			out = append(out, rows.Row{Key: "skipped" + itoa(left.row), Node: skippedRow(left)})
			continue
		}
		l := c.line(i, i == keep, i == cursor)
		out = append(out, gridRow(c.lines.keep(l.row.rowID, l), l.ago(m.now)))
	}
	c.lines.turn()
	return out
}

// plainRows is up to how many rows may all be drawn at once.
const plainRows = 2000

// drawn is the part of the rows that is drawn: what is in sight, or all of it
// for those who do not read with their eyes or search with the browser.
func (c *grid) drawn() window {
	if n := len(c.Model.scene.rows); c.Model.view.plain && n <= plainRows {
		return window{0, c.Model.scene.lines()}
	}
	if c.Model.brief > 0 && c.sight.count > 0 && c.top == 0 {
		return c.sight
	}
	if c.Model.scene.lines() <= firstWindow.count {
		return firstWindow
	}
	return c.win.orFirst()
}

// plainSwitch changes between both. It is there where it makes a difference.
func plainSwitch(m *model) app.UI {
	n := len(m.scene.rows)
	text := "Show as plain table (all rows)"
	if m.view.plain {
		text = "Show as windowed table"
	}
	b := button("grid-class grid-plain", "plain", "", app.Text(text)).Aria("pressed", expanded(m.view.plain))
	return when(b, n <= firstWindow.count || n > plainRows, "hidden")
}

// foot is the line that counts what is hidden.
func (c *grid) foot() app.UI {
	m := c.Model
	hidden, changed := m.scene.hidden()
	body := []app.UI{foldButton(m, hidden, changed)}
	for _, f := range m.scene.folds {
		body = append(body, foldItem(m, f))
	}
	body = append(body, button("grid-class", "panel", string(noisePanel), app.Text("Rules…")))
	body = append(body, plainSwitch(m), skipsNote(m), chosenNote(m))
	if m.scene.moved > 0 {
		body = append(body, button("grid-class grid-resort", "resort", "", app.Text("Re-sort ("+group(m.scene.moved)+")")).
			Attr("title", "Rows keep their places while the pointer or the focus is in the table"))
	}
	tr := when(el("tr", "grid-fold", el("td", "", el("div", "grid-folds", body...)).Attr("colspan", "7")), len(m.scene.folds) == 0 && m.scene.moved == 0 && m.skipsText() == "" && len(m.view.chosen) == 0 && len(m.scene.rows) <= firstWindow.count, "hidden")
	return el("tfoot", "", tr)
}

func foldButton(m *model, hidden, changed int) app.UI {
	glyph := "▸"
	if hidden == 0 {
		glyph = "▾"
	}
	return button("grid-unfold", "unfold-all", "", sign("grid-fold-sign", glyph), app.Text(capital(hiddenText(m)))).
		DataSet("hidden", hidden).DataSet("hidden-changed", changed)
}

// foldItem counts what one class or rule hides, and shows or hides it.
func foldItem(m *model, f fold) app.UI {
	name, do, arg := className(f.class), "unfold", itoa(int(f.class))
	if f.hide > 0 {
		name, do, arg = hideName(m.view.book.Hides[f.hide-1]), "unhide", itoa(f.hide)
	}
	body := []app.UI{word("b", "", name), app.Text(" " + group(f.keys))}
	if f.changed > 0 {
		body = append(body, app.Text(" · "), word("b", "", itoa(f.changed)+" changed"))
	}
	title := "Show these keys"
	if f.shown {
		title = "Hide these keys"
		body = append(body, app.Text(" · shown"))
	}
	return button("grid-class", do, arg, body...).Attr("title", title).Aria("pressed", expanded(f.shown))
}

func hideName(h settings.Hide) string {
	if h.Match == userdata.Prefix {
		return short(h.Pattern) + "…"
	}
	return short(h.Pattern)
}

// className is a class as a heading.
func className(c userdata.Class) string {
	switch c {
	case userdata.CostRouting:
		return "Cost routing"
	case userdata.ChatServer:
		return "Chat server"
	}
	return capital(c.String())
}

// empty says why there are no rows.
func (c *grid) empty() app.UI {
	m := c.Model
	s := &m.scene
	hidden, changed := s.hidden()
	switch {
	case len(s.rows) > 0:
		return el("div", "grid-empty grid-empty--none")
	case m.view.filter != "":
		return el("div", "grid-empty",
			el("p", "", app.Text("0 of "+itoa(s.total)+" keys match "), word("code", "", m.view.filter), app.Text("."+unasked(hidden))),
			button("btn", "clear-filter", "", app.Text("Clear the filter")))
	case m.view.changedOnly:
		text := "No change among " + plural(s.total-hidden, "key") + " " + markSpan(m) + "."
		if changed > 0 {
			return el("div", "grid-empty", word("p", "", text+" "+plural(changed, "change")+" of hidden keys."),
				button("btn", "unfold-all", "", app.Text("Show hidden keys")))
		}
		return el("div", "grid-empty", word("p", "", text), button("btn", "all", "", app.Text("Show all keys")))
	case s.total == 0 && m.filed():
		return el("div", "grid-empty", word("p", "", "The file shows no user data of this session."), el("span", ""))
	case s.total == 0:
		return el("div", "grid-empty", word("p", "", "This session carries no user data. Attach some to see it here."), el("span", ""))
	}
	return el("div", "grid-empty", word("p", "", "All "+plural(hidden, "key")+" of this session are hidden."),
		button("btn", "unfold-all", "", app.Text("Show them")))
}

// unasked says how many keys a filter did not ask, because they are hidden.
func unasked(hidden int) string {
	if hidden == 0 {
		return ""
	}
	return " " + plural(hidden, "hidden key") + " not asked."
}

// markSpan says what the marks compare.
func markSpan(m *model) string {
	switch {
	case m.scene.rival():
		return "against " + tail(m.scene.a.session.ID, 4)
	case m.view.base != 0:
		return "since event " + itoa(m.view.base)
	case m.view.live() && m.settled():
		return "in the file's last 2 minutes"
	case m.view.live():
		return "in the last 2 minutes"
	}
	return "in event " + itoa(m.scene.at)
}
