package table

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// Grid is the userData table. It draws the rows in sight and some around them.
type Grid struct {
	app.Compo
	Model *page.Model
	Sight page.Sight

	scroller rows.Scroller
	lines    rows.Lines[scene.RowID, gridLine]
	list     rows.List
	rows     []rows.Row
	stop     func()
}

// Render draws the table, or what there is to do where no session is.
func (c *Grid) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "table")
	if m.Scene.Session == nil {
		c.rows = nil
		return html.El("div", "grid", html.El("div", "grid-scroll"), welcome(m))
	}
	c.rows = c.drawRows()
	table := html.El("table", "grid-table", columns(m), header(m), html.El("tbody", "", html.Listed(c.rows)...), c.foot()).
		Role("grid").Aria("label", "User data").Aria("rowcount", len(m.Scene.Rows)).Aria("readonly", "true")
	return html.El("div", "grid",
		html.El("div", "grid-scroll", table).Attr("id", "grid").DataSet("pane", string(scene.DataPane)).
			On("mouseenter", c.onEnter).On("mouseleave", c.onLeave),
		c.empty(),
	)
}

// drawRows draws the rows that are in the page.
func (c *Grid) drawRows() []rows.Row {
	m := c.Model
	keep := m.Cursor()
	cursor := max(keep, 0)
	line := -1
	if keep >= 0 {
		line = m.Scene.LineOf(keep)
	}
	space := rows.Space{Class: "grid-gap", Columns: len(scene.ColumnNames), RowRem: RowRem(m)}
	out := space.Lay(m.Scene.Lines(), c.drawn(), line, func(n int) rows.Row {
		i, left := m.Scene.Line(n)
		if left != nil {
			return rows.Row{Key: "skipped" + strconv.Itoa(left.Row), Node: skippedRow(left)}
		}
		l := c.line(i, i == keep, i == cursor)
		return gridRow(c.lines.Keep(l.row.RowID, l), l.ago(m.Now))
	})
	c.lines.Turn()
	return out
}

// plainRows is up to how many rows may all be drawn at once.
const plainRows = 2000

// drawn is the part of the rows that is drawn: what is in sight, or all of it
// for paper and for those who do not read with their eyes or search with the browser.
func (c *Grid) drawn() rows.Window {
	if n := len(c.Model.Scene.Rows); c.Model.Paper || c.Model.View.Plain && n <= plainRows {
		return rows.Window{First: 0, Count: c.Model.Scene.Lines()}
	}
	if brief := c.Model.Brief > 0; brief || c.Model.Scene.Lines() > rows.FirstWindow.Count {
		return c.scroller.Drawn(brief)
	}
	return rows.FirstWindow
}

// plainSwitch changes between both. It is there where it makes a difference.
func plainSwitch(m *page.Model) app.UI {
	n := len(m.Scene.Rows)
	text := "Show as plain table (all rows)"
	if m.View.Plain {
		text = "Show as windowed table"
	}
	b := html.TextButton("grid-class grid-plain", "plain", "", text).Aria("pressed", html.Bool(m.View.Plain))
	return html.When(b, n <= rows.FirstWindow.Count || n > plainRows, "hidden")
}

// foot is the line that counts what is hidden.
func (c *Grid) foot() app.UI {
	m := c.Model
	hidden, changed := m.Scene.Hidden()
	body := []app.UI{foldButton(m, hidden, changed)}
	for _, f := range m.Scene.Folds {
		body = append(body, foldItem(m, f))
	}
	body = append(body, html.TextButton("grid-class", "panel", string(scene.NoisePanel), "Rules…"))
	body = append(body, plainSwitch(m), parts.SkipsNote(m), chosenNote(m))
	if m.Scene.Moved > 0 {
		body = append(body, html.TextButton("grid-class grid-resort", "resort", "", "Re-sort ("+wording.Group(m.Scene.Moved)+")").
			Attr("title", "Rows keep their places while the pointer or the focus is in the table"))
	}
	tr := html.When(html.El("tr", "grid-fold", html.El("td", "", html.El("div", "grid-folds", body...)).Attr("colspan", "7")), len(m.Scene.Folds) == 0 && m.Scene.Moved == 0 && m.SkipsText() == "" && len(m.View.Chosen) == 0 && len(m.Scene.Rows) <= rows.FirstWindow.Count, "hidden")
	return html.El("tfoot", "", tr)
}

func foldButton(m *page.Model, hidden, changed int) app.UI {
	glyph := "▸"
	if hidden == 0 {
		glyph = "▾"
	}
	return html.Button("grid-unfold", "unfold-all", "", html.Sign("grid-fold-sign", glyph), app.Text(wording.Capital(parts.HiddenText(m)))).
		DataSet("hidden", hidden).DataSet("hidden-changed", changed)
}

// foldItem counts what one class or rule hides, and shows or hides it.
func foldItem(m *page.Model, f scene.Fold) app.UI {
	name, do, arg := parts.ClassName(f.Class), "unfold", strconv.Itoa(int(f.Class))
	if f.Hide > 0 {
		name, do, arg = hideName(m.View.Book.Hides[f.Hide-1]), "unhide", strconv.Itoa(f.Hide)
	}
	body := []app.UI{html.Word("b", "", name), app.Text(" " + wording.Group(f.Keys))}
	if f.Changed > 0 {
		body = append(body, app.Text(" · "), html.Word("b", "", strconv.Itoa(f.Changed)+" changed"))
	}
	title := "Show these keys"
	if f.Shown {
		title = "Hide these keys"
		body = append(body, app.Text(" · shown"))
	}
	return html.Button("grid-class", do, arg, body...).Attr("title", title).Aria("pressed", html.Bool(f.Shown))
}

func hideName(h settings.Hide) string {
	if h.Match == userdata.Prefix {
		return wording.Short(h.Pattern) + "…"
	}
	return wording.Short(h.Pattern)
}

// empty says why there are no rows.
func (c *Grid) empty() app.UI {
	m := c.Model
	s := &m.Scene
	hidden, changed := s.Hidden()
	switch {
	case len(s.Rows) > 0:
		return html.El("div", "grid-empty grid-empty--none")
	case m.View.Filter != "" && s.Match == 0:
		return html.El("div", "grid-empty",
			html.El("p", "", app.Text("0 of "+strconv.Itoa(s.Total)+" keys match "), html.Word("code", "", m.View.Filter), app.Text("."+unasked(hidden))),
			html.TextButton("btn", "clear-filter", "", "Clear the filter"))
	case m.View.ChangedOnly:
		among := wording.Plural(s.Match, "key")
		if m.View.Filter != "" {
			among += wording.Either(s.Match == 1, " that matches", " that match") + " the filter,"
		}
		text := "No change among " + among + " " + parts.MarkSpan(m) + "."
		if changed > 0 {
			return html.El("div", "grid-empty", html.Word("p", "", text+" "+wording.Plural(changed, "change")+" of hidden keys."),
				html.TextButton("btn", "unfold-all", "", "Show hidden keys"))
		}
		return html.El("div", "grid-empty", html.Word("p", "", text), html.TextButton("btn", "all", "", "Show all keys"))
	case s.Total == 0 && m.Filed():
		return html.El("div", "grid-empty", html.Word("p", "", "The file shows no user data of this session."), html.El("span", ""))
	case s.Total == 0:
		return html.El("div", "grid-empty", html.Word("p", "", "This session carries no user data. Attach some to see it here."), html.El("span", ""))
	}
	return html.El("div", "grid-empty", html.Word("p", "", wording.Either(hidden == 1, "The only key of this session is hidden.", "All "+wording.Plural(hidden, "key")+" of this session are hidden.")),
		html.TextButton("btn", "unfold-all", "", "Show them"))
}

// unasked says how many keys a filter did not ask, because they are hidden.
func unasked(hidden int) string {
	if hidden == 0 {
		return ""
	}
	return " " + wording.Plural(hidden, "hidden key") + " not asked."
}

// chosenNote counts what was picked out, below the table, and says what can be
// done with it.
func chosenNote(m *page.Model) app.UI {
	note := html.El("span", "grid-skips", html.Word("b", "", wording.Plural(len(m.View.Chosen), "key")+" chosen"),
		html.TextButton("grid-class", "copy-row", "", "Copy as Markdown"),
		html.TextButton("grid-class", "export-chosen", "", "Export…"),
		html.TextButton("grid-class", "choose-none", "", "Choose none"))
	return html.When(note, len(m.View.Chosen) == 0, "hidden")
}

// While the pointer is on the table, its rows keep their places.
func (c *Grid) onEnter(app.Context, app.Event) { c.Model.Hold(&c.Model.View.Pointed, true) }

func (c *Grid) onLeave(app.Context, app.Event) { c.Model.Hold(&c.Model.View.Pointed, false) }

// OnMount has every drawing followed by afterDraw.
func (c *Grid) OnMount(ctx app.Context) {
	c.Model.Drawn = append(c.Model.Drawn, c.afterDraw)
	// What is drawn briefly has nothing beyond what was in sight.
	c.stop = browser.Measured(ctx, "grid", c.JSValue(), func() bool { return c.resized() || c.Model.Brief > 0 }, c.afterDraw)
}

// OnDismount stops what OnMount began.
func (c *Grid) OnDismount() { c.stop() }

// resized takes in how much of the table can be seen.
func (c *Grid) resized() (moved bool) {
	defer c.Model.Rescue("measuring the table")
	el := browser.Element("#grid")
	return el.Truthy() && browser.Scroll(&c.scroller, el, c.JSValue(), RowRem(c.Model))
}

// afterDraw draws the rows.
func (c *Grid) afterDraw() {
	defer c.Model.Rescue("drawing the table")
	c.list.Draw("#grid tbody", c.rows)
	// The box may have had its size before there was a table in it, but none while
	// the board covers it.
	if c.scroller.Win.Count == 0 && !c.Model.Boarded && c.resized() {
		c.Update()
		c.Model.Redraw()
	}
}

// PackedSize says how large the data are beside what is known of limits.
func PackedSize(m *page.Model) app.UI {
	if m.Scene.Session == nil || m.Filed() && m.Scene.Total == 0 {
		return html.El("span", "foot-packed")
	}
	n := m.Scene.Packed
	limits := "An estimate of the keys and values with " + strconv.Itoa(scene.PackedEach) + " bytes for each pair. For voice the limit is " + wording.Group(scene.PackedUsual) +
		" bytes by default and " + wording.Group(scene.PackedMost) + " at most; a limit for SMS is not documented."
	text := "≈ " + wording.Group(n) + " of " + wording.Group(scene.PackedUsual) + " B packed"
	switch {
	case n > scene.PackedMost:
		text = "≈ " + wording.Group(n) + " B packed, over the " + wording.Group(scene.PackedMost) + " of voice"
	case n > scene.PackedUsual:
		text = "≈ " + wording.Group(n) + " B packed, over the usual " + wording.Group(scene.PackedUsual) + " of voice"
	}
	return html.El("span", html.Variant("foot-packed", "over", n > scene.PackedUsual), app.Text(text), html.Heard(". "+limits)).Attr("title", limits)
}

// skippedRow is the line that says what is left out.
func skippedRow(left *scene.Skipped) *rows.Node {
	var body []*rows.Node
	if left.Changed > 0 {
		body = append(body, rows.Text(wording.Plural(left.Changed, "hidden change")+" "), rows.Button("grid-class", "unfold-all", "", rows.Text("Show")).Attr("tabindex", -1))
	}
	if left.Same > 0 {
		body = append(body, rows.Text(wording.Plural(left.Same, "unchanged key")+" "), rows.Button("grid-class", "all", "", rows.Text("Show all")).Attr("tabindex", -1))
	}
	return rows.El("tr", "grid-skipped", rows.El("td", "grid-glyph", rows.Sign("", "…")), rows.El("td", "", body...).Attr("colspan", "6"))
}
