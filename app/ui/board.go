package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/dashboard"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// boardView is the board. It draws nothing while it is closed.
type boardView struct {
	app.Compo
	Model *page.Model
	Sight page.Sight

	scroller rows.Scroller
	lines    rows.Lines[string, dashboard.Line]
	list     rows.List
	rows     []rows.Row
	stop     func()
}

// boardRem is the height of a row of the board in rem, as board.css has it.
func boardRem(m *page.Model) float64 {
	if m.Narrow {
		return 2.75
	}
	return table.RowRem(m)
}

func (c *boardView) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "board")
	c.rows = nil
	t := m.BoardTable()
	t.Exact, t.Look = html.ExactText, parts.ValueClass
	body := []app.UI{html.El("div", "board-bar"), html.El("div", "board-side"), html.El("div", "board-scroll").Attr("id", "board-scroll")}
	switch {
	case m.Boarded && m.Board.Wall:
		c.rows = c.drawRows(t)
		body = c.wall(t)
	case m.Boarded && m.Board.Charts:
		body = []app.UI{c.bar(), c.side(t), c.charts()}
	case m.Boarded:
		c.rows = c.drawRows(t)
		body = c.body(t)
	}
	return html.El("section", "board", body...).Aria("label", "Board")
}

func (c *boardView) body(t *dashboard.Table) []app.UI {
	a := &c.Model.Board.Arranged
	table := html.El("table", "board-table", html.Drawn(t.Cols()), html.Drawn(t.Head()), html.El("tbody", "", html.Listed(c.rows)...), html.Drawn(t.Foot(a))).
		Role("grid").Aria("label", "All sessions").Aria("rowcount", len(a.Items)).Aria("readonly", "true")
	return []app.UI{
		c.bar(),
		c.side(t),
		html.El("div", "board-scroll", table, html.Word("p", "board-empty", c.empty())).Attr("id", "board-scroll").DataSet("pane", string(scene.BoardPane)).
			DataSet("columns", len(t.Columns)).On("mouseenter", c.onEnter).On("mouseleave", c.onLeave),
	}
}

// bar is the first line of the board: how it is looked at.
func (c *boardView) bar() app.UI {
	m := c.Model
	b := &m.Board
	problem := ""
	if b.Problem != nil && !b.Charts {
		problem = b.Problem.Error()
	}
	filter := html.Line("field board-filter", "board-filter", "search").Attr("placeholder", "Filter: state:Chatting").Aria("label", "Filter sessions").
		Aria("invalid", html.Bool(problem != "")).Aria("describedby", "board-problem").DataSet("form", "board").DataSet("field", "filter")
	if b.Charts { // which are of all sessions
		filter.Attr("hidden", true)
	}
	moved := html.When(html.TextButton("btn btn--quiet", "board-resort", "", "Re-sort ("+wording.Group(b.Arranged.Moved)+")").
		Attr("title", "Rows keep their places while the pointer or the focus is on them"), b.Arranged.Moved == 0, "hidden")
	ended := html.When(html.TextButton("btn btn--quiet", "board-ended", "", wording.Either(b.Ended, "Fold ended sessions", wording.Plural(b.Arranged.Folded, "ended session")+" folded")).
		Aria("pressed", html.Bool(b.Ended)), b.Arranged.Folded == 0 && !b.Ended, "hidden")
	return html.El("div", "board-bar",
		html.Word("h1", "board-title", "Board"),
		html.Word("span", "note board-count", boardCount(m)),
		filter,
		html.When(html.El("label", "board-by", html.Word("span", "note", "Group by"), c.groups()), b.Charts, "hidden"),
		html.TextButton("btn", "board-choose", "", "Columns…").Aria("expanded", html.Bool(b.Choosing)),
		html.When(ended, b.Charts, "hidden"), html.When(moved, b.Charts, "hidden"),
		html.TextButton("btn", "board-wall", "", "Wall").Attr("title", "Full screen, to be read from afar"),
		html.TextButton("btn", "board-charts", "", "Charts").Aria("pressed", html.Bool(b.Charts)),
		html.When(html.KeyButton("btn btn--quiet", "board-tables", "Tables ", m.KeyOf("board-tables", "")).Aria("pressed", html.Bool(b.Tables)), !b.Charts, "hidden"),
		html.El("span", "grow"),
		html.KeyButton("btn btn--quiet", "board", "Close ", "Esc"),
		html.Word("p", "field-error board-problem", problem).Attr("id", "board-problem"),
		c.stale("status"),
	)
}

// stale says that the board is old. What ticks is not read out each time.
func (c *boardView) stale(role string) app.UI {
	said, age := boardAge(c.Model)
	if age == "" {
		return html.Word("p", "board-stale", said).Role(role)
	}
	return html.El("p", "board-stale", app.Text(said+" "), html.Sign("", age)).Role(role)
}

// boardAge says that what stands on the board is old, "" where it is not, and how
// old, which is no part of what is read out.
func boardAge(m *page.Model) (said, age string) {
	l := &m.State.Link
	switch {
	case m.Filed():
		return "From a file: nothing of this is live.", ""
	case m.Heard():
		return "", ""
	case l.Heartbeat.IsZero():
		return "Not connected: nothing was observed yet.", ""
	}
	at := strings.TrimSpace(m.OtherDay(l.Heartbeat) + " " + m.Seconds(l.Heartbeat))
	return wording.Either(l.State.Stands(), "Nothing is heard.", "Not connected.") + " What happened after " + at + " is not known; this is how it was", wording.Age(l.Heartbeat, m.Wall) + " ago"
}

// boardCount says how many sessions are shown, and what of them stands out.
func boardCount(m *page.Model) string {
	a := &m.Board.Arranged
	if m.Board.Charts { // which are of all of them
		return wording.Plural(a.All, "session")
	}
	text := wording.Plural(a.Shown, "session")
	if a.Shown < a.All {
		text = wording.Group(a.Shown) + " of " + wording.Plural(a.All, "session")
	}
	if a.Broken > 0 {
		text += " · contract broken by " + wording.Group(a.Broken)
	}
	if gone := m.State.Forgotten; gone > 0 {
		text += " · " + wording.Plural(gone, "ended one") + " not kept"
	}
	return text
}

// groups chooses what the sessions are grouped by.
func (c *boardView) groups() app.UI {
	m := c.Model
	all := [][2]string{{"", "nothing"}, {dashboard.State, "state"}, {dashboard.Customer, "customer"}}
	group := m.View.Board.Group // which is named even where there is no such column now
	if m.Board.Arranged.Media || group == dashboard.Medium {
		all = append(all, [2]string{dashboard.Medium, "medium"})
	}
	if m.Board.Arranged.Owed || group == dashboard.Contract {
		all = append(all, [2]string{dashboard.Contract, "contract"})
	}
	keys := m.View.Board.Columns
	if key, ok := strings.CutPrefix(group, "="); ok && !slices.Contains(keys, key) {
		keys = append(slices.Clip(keys), key)
	}
	for _, key := range keys {
		name := key
		switch key {
		case all[0][1], dashboard.State, dashboard.Customer, dashboard.Medium, dashboard.Contract:
			name = "the key " + key
		}
		all = append(all, [2]string{dashboard.KeyColumn(key), name})
	}
	options := make([]app.UI, len(all))
	for i, o := range all {
		options[i] = html.Word("option", "", o[1]).Attr("value", o[0])
	}
	return html.El("select", "field", options...).Attr("id", "board-group").DataSet("form", "board").DataSet("field", "group")
}

// side lists the keys that can be columns.
func (c *boardView) side(t *dashboard.Table) app.UI {
	m := c.Model
	b := &m.Board
	if !b.Choosing {
		return html.El("div", "board-side")
	}
	return html.El("div", "board-side board-side--open",
		html.El("div", "board-sidehead", html.Word("h2", "", "Columns"), html.El("span", "grow"), html.TextButton("btn btn--quiet", "board-choose", "", "Done")),
		html.Line("field", "board-find", "search").
			Attr("placeholder", "Part of a key's name").Aria("label", "Find a key").DataSet("form", "board").DataSet("field", "find"),
		html.El("p", "note board-counted", app.Text("Counted in "+wording.Plural(b.Counted, "session")+" at "+m.Clock(b.At)+". "), html.TextButton("btn btn--quiet", "board-count", "", "Count again")),
		html.Drawn(t.Chooser(b.Counts, b.Counted, b.Find)),
	).Aria("label", "Columns")
}

// drawRows draws the rows that are in the page.
func (c *boardView) drawRows(t *dashboard.Table) []rows.Row {
	m := c.Model
	items, cursor := m.Board.Arranged.Items, m.BoardCursor()
	win, keep := c.scroller.Drawn(m.Brief > 0), cursor
	switch {
	case m.Paper && !m.Board.Wall:
		win = rows.Window{Count: len(items)}
	case m.Board.Wall:
		part, _ := c.page()
		items, win, cursor, keep = m.Board.Arranged.Part(part.First, part.Count), rows.FirstWindow, -1, -1
	}
	space := rows.Space{Class: "board-space", Columns: t.Width(), RowRem: boardRem(m)}
	out := space.Lay(len(items), win, keep, func(i int) rows.Row {
		it := &items[i]
		if it.Record == nil {
			return rows.Row{Key: "group " + it.Group, Node: t.GroupRow(it)}
		}
		l := t.Line(it.Record)
		l.Index, l.Cursor = i+1, i == cursor
		kept := c.lines.Keep(it.ID, l)
		if kept.Node == nil {
			kept.Node = t.Row(&l)
		}
		return rows.Row{Key: "session " + it.ID, Node: kept.Node}
	})
	c.lines.Turn()
	return out
}

// empty says why there are no rows.
func (c *boardView) empty() string {
	a := &c.Model.Board.Arranged
	switch {
	case a.Shown > 0:
		return ""
	case a.Folded > 0:
		return "Every session " + wording.Either(c.Model.Board.Filter != "", "that matches the filter ", "") + "has ended."
	case c.Model.Board.Filter != "":
		return "0 of " + wording.Plural(a.All, "session") + " match the filter."
	}
	return wording.Either(c.Model.Filed(), "The file shows no session.", "No session yet. One appears here as soon as a customer writes in.")
}

// While the pointer is on the rows, they keep their places.
func (c *boardView) onEnter(app.Context, app.Event) { c.Model.Board.Pointed = true }
func (c *boardView) onLeave(app.Context, app.Event) { c.Model.Board.Pointed = false }

// OnMount has every drawing followed by afterDraw.
func (c *boardView) OnMount(ctx app.Context) {
	c.Model.Drawn = append(c.Model.Drawn, c.afterDraw)
	// What is drawn briefly has nothing beyond what was in sight.
	c.stop = browser.Measured(ctx, "board-scroll", c.JSValue(), func() bool { return c.resized() || c.Model.Brief > 0 }, c.afterDraw)
}

// OnDismount stops what OnMount began.
func (c *boardView) OnDismount() { c.stop() }

// resized takes in how much of the board can be seen.
func (c *boardView) resized() (moved bool) {
	defer c.Model.Rescue("measuring the board")
	el := browser.Element("#board-scroll")
	return c.Model.Boarded && el.Truthy() && browser.Scroll(&c.scroller, el, el, boardRem(c.Model))
}

// afterDraw draws the rows.
func (c *boardView) afterDraw() {
	defer c.Model.Rescue("drawing the board")
	if !c.Model.Boarded {
		return
	}
	c.list.Draw("#board-scroll tbody", c.rows)
	if (c.scroller.Win.Count == 0 || c.Model.Board.Wall) && c.resized() { // more columns make the letters of the wall smaller
		c.Update()
		c.Model.Redraw()
	}
}

// page is which rows are on the wall, and the number of pages. It follows from
// the time alone.
func (c *boardView) page() (shown rows.Window, pages int) {
	n := len(c.Model.Board.Arranged.Items)
	fit := max(c.scroller.Sight.Count-4, 1) // less the head, the foot and the two that sight has too many
	if c.scroller.Sight.Count == 0 {
		fit = rows.FirstWindow.Count
	}
	if c.Model.View.Board.Group != "" {
		fit = max(fit-1, 1) // for the head of a group that goes on
	}
	pages = max((n+fit-1)/fit, 1)
	at := int(c.Model.Wall.Unix()/pageSeconds) % pages
	return rows.Window{First: at * fit, Count: min(fit, n-at*fit)}, pages
}

func (c *boardView) wall(t *dashboard.Table) []app.UI {
	m := c.Model
	_, pages := c.page()
	page := ""
	if pages > 1 {
		page = "Page " + strconv.Itoa(int(m.Wall.Unix()/pageSeconds)%pages+1) + " of " + strconv.Itoa(pages)
	}
	a := &m.Board.Arranged
	hidden := wording.Either(m.Board.Plain, "", "customers hidden")
	old, _ := boardAge(m)
	return []app.UI{
		html.El("div", "board-bar board-bar--wall",
			html.Word("h1", "board-title", boardCount(m)), html.El("span", "grow"),
			html.Word("span", "note", hidden), html.Word("b", "wall-page", page), html.Word("time", "wall-clock", m.Seconds(m.Wall)),
			html.TextButton("btn wall-leave", "board-wall", "", "Close"),
			c.stale("alert"),
		),
		html.El("div", "board-side"),
		html.El("div", "board-scroll wall", html.El("table", "board-table", html.Drawn(t.Cols()), html.Drawn(t.Head()), html.El("tbody", "", html.Listed(c.rows)...), html.Drawn(t.Foot(a))).
			Aria("label", "All sessions"), html.Word("p", "board-empty", c.empty())).Attr("id", "board-scroll").DataSet("pane", string(scene.BoardPane)).TabIndex(0).
			DataSet("old", html.Bool(old != "")),
	}
}

func (c *boardView) charts() app.UI {
	m := c.Model
	all := m.Charts()
	figures := make([]app.UI, 0, len(all)+1)
	for i := range all {
		figures = append(figures, html.Drawn(all[i].Figure(!m.Board.Tables || m.Paper, m.Board.Tables || m.Paper, html.ExactText)))
	}
	if columns := m.View.Board.Columns; len(columns) > 0 {
		options := make([]app.UI, len(columns))
		for i, key := range columns {
			options[i] = html.Word("option", "", key).Attr("value", key)
		}
		figures = append(figures, html.El("label", "chart-choice", html.Word("span", "note", "Key of the last two charts"),
			html.El("select", "field", options...).Attr("id", "board-key").DataSet("form", "board").DataSet("field", "key")))
	} else {
		figures = append(figures, html.El("label", "chart-choice", html.Word("span", "note", "Give a key a column to see its values here.")))
	}
	return html.El("div", "board-charts", figures...).Attr("id", "board-charts").Attr("role", "group").Aria("label", "Charts").TabIndex(0).DataSet("pane", string(scene.BoardPane))
}

// pageSeconds is how long a page of the wall stays.
const pageSeconds = 10
