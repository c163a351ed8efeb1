package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/rows"
)

// timeline lists what was observed, what was written and what was exchanged,
// newest first, below a scrubber over the session's events.
type timeline struct {
	app.Compo
	Model   *model
	Version int

	scroller
	lines lines[logKey, logLine]
	list  rows.List
	rows  []rows.Row
	stop  func()
}

// logRem is the height of a row of the timeline in rem, as timeline.css has it.
func logRem(m *model) float64 {
	if m.narrow {
		return 3
	}
	return 1.625
}

func (c *timeline) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "timeline")
	n := c.drawRows()
	return el("section", "timeline",
		c.tabs(),
		playerBar(m),
		el("div", "timeline-log",
			el("table", "timeline-table", logColumns(m.view.tab), logHeader(m), el("tbody", "", listed(c.rows)...)).
				Role("grid").Aria("label", tabName(m.view.tab)).Aria("rowcount", n).Aria("readonly", "true"),
			word("p", "timeline-empty", c.empty(n)),
		).Attr("id", "log").Role("tabpanel").Aria("labelledby", "tab-"+string(m.view.tab)).TabIndex(0).
			DataSet("pane", string(timelinePane)).On("scroll", c.onScroll),
	).Aria("label", "Timeline")
}

// drawRows draws the rows that are in the page, and returns how many there are.
func (c *timeline) drawRows() (n int) {
	n, row := c.all()
	c.rows = nil
	gaps := 0
	for _, s := range spans(n, c.win.orFirst(), -1) {
		if s.row < 0 {
			space := rows.El("tr", "timeline-gap", rows.El("td", "", gap(s.gap, logRem(c.Model))).Attr("colspan", "5")).Aria("hidden", "true")
			c.rows = append(c.rows, rows.Row{Key: "gap" + itoa(gaps), Node: space})
			gaps++
			continue
		}
		c.rows = append(c.rows, row(s.row))
	}
	c.lines.turn()
	return n
}

// logHeader says what the columns of a tab are.
func logHeader(m *model) app.UI {
	names := [...]string{"Time", "After", "Event", "Changes", "Keys: old → new"}
	switch m.view.tab {
	case writesTab:
		names = [...]string{"Sent", "Reply", "Operation", "Outcome", "What was sent"}
	case trafficTab:
		names = [...]string{"Time", "Took", "Request", "Reply", "Path"}
	case notesTab:
		names = [...]string{"Time", "", "About", "Of the event", "Note"}
	}
	cells := make([]app.UI, len(names))
	for i, name := range names {
		body := []app.UI{app.Text(name)}
		if i < len(logColumnNames)-1 {
			body = append(body, m.edge("log-"+logColumnNames[i], "grid-width"))
		}
		cells[i] = el("th", "timeline-th", body...).Attr("scope", "col")
	}
	head := cells[:]
	if m.view.tab == changesTab {
		head = append(head, word("th", "timeline-th timeline-wide", "Who").Attr("scope", "col"), word("th", "timeline-th timeline-wide", "State").Attr("scope", "col"))
	}
	return el("thead", "", el("tr", "", head...))
}

var logColumnNames = [...]string{"time", "delta", "kind", "sum", "what"}

func logColumns(t tab) app.UI {
	cols := make([]app.UI, 0, len(logColumnNames))
	for _, name := range logColumnNames {
		cols = append(cols, app.ElemSelfClosing("col").Class("timeline-col--"+name))
	}
	if t == changesTab {
		for range 2 {
			cols = append(cols, app.ElemSelfClosing("col").Class("timeline-col--wide"))
		}
	}
	return el("colgroup", "", cols...)
}

func (c *timeline) onScroll(ctx app.Context, e app.Event) {
	defer c.Model.rescue("scrolling the timeline")
	t := e.Get("target")
	c.scroll(t, t, logRem(c.Model))
	ctx.Defer(func(app.Context) { c.afterDraw() })
	drawNow(ctx)
}

// OnMount has every drawing followed by afterDraw.
func (c *timeline) OnMount(ctx app.Context) {
	c.Model.drawn = append(c.Model.drawn, c.afterDraw)
	c.stop = measured(ctx, element("#log"), c.resized, c.afterDraw)
}

// OnDismount stops what OnMount began.
func (c *timeline) OnDismount() { c.stop() }

// resized takes in how much of the log can be seen.
func (c *timeline) resized() (moved bool) {
	defer c.Model.rescue("measuring the timeline")
	log := element("#log")
	return log.Truthy() && c.scroll(log, log, logRem(c.Model))
}

// afterDraw draws the rows.
func (c *timeline) afterDraw() {
	defer c.Model.rescue("drawing the rows of the timeline")
	c.list.Draw("#log tbody", c.rows)
}

func tabName(t tab) string {
	switch t {
	case writesTab:
		return "Writes"
	case trafficTab:
		return "Traffic"
	case notesTab:
		return "Notes"
	}
	return "Changes"
}

func (c *timeline) tabs() app.UI {
	m := c.Model
	counts := map[tab]int{trafficTab: len(m.state.Traffic) + m.state.TrafficDropped, notesTab: len(m.noted())}
	if x := m.scene.session; x != nil {
		counts[changesTab], counts[writesTab] = max(m.scene.last-m.scene.first+1, 0)+len(m.state.Strays), len(x.Writes)
		if m.scene.last == 0 {
			counts[changesTab] = len(m.state.Strays)
		}
	}
	items := make([]app.UI, 0, 4)
	for _, t := range [...]tab{changesTab, writesTab, trafficTab, notesTab} {
		items = append(items, button("timeline-tab", "tab", string(t), app.Text(tabName(t)), sign("timeline-count", group(counts[t]))).
			Attr("id", "tab-"+string(t)).Role("tab").Aria("selected", expanded(t == m.view.tab)).Aria("controls", "log"))
	}
	return el("div", "timeline-head",
		el("div", "timeline-tabs", items...).Role("tablist").Aria("label", "Timeline"),
		el("span", "grow"),
		word("span", "note timeline-base", baseText(m)),
		limitChip(m), searchField(m), noteForm(m),
		compareButton(m),
		when(button("btn btn--quiet", "base", itoa(m.scene.at), app.Text("Set A "), kbd("b")), m.scene.at == 0, "disabled").
			Aria("pressed", expanded(m.view.base != 0)).Attr("title", "Hold what follows against event "+itoa(m.scene.at)),
		when(button("btn btn--quiet", "meta", "", app.Text(metaText(m))), m.view.tab != trafficTab, "hidden"),
		when(button("btn btn--quiet", "step", "-1", sr("Previous event"), sign("", "◀ "), kbd("[")), m.scene.last == 0, "disabled"),
		when(button("btn btn--quiet", "step", "1", sr("Next event"), sign("", "▶ "), kbd("]")), m.view.live(), "disabled"),
	)
}

// limitChip says that the log is limited to the events of a key.
func limitChip(m *model) app.UI {
	chip := button("timeline-limit", "unlimit", "", word("span", "", "touching "), el("code", "", exact(short(m.view.only))...), sign("", " ×"), sr("; show all events"))
	return when(chip, !m.view.limited || m.view.tab != changesTab, "hidden")
}

func metaText(m *model) string {
	if m.view.meta {
		return "Hide heartbeats"
	}
	return "Show heartbeats"
}

// baseText says what marks compare, and which event is shown.
func baseText(m *model) string {
	if m.scene.session == nil || m.scene.last == 0 {
		return ""
	}
	return "marks: " + markSpan(m) + " · event " + itoa(m.scene.at) + " of " + itoa(m.scene.last)
}

func (c *timeline) empty(n int) string {
	switch {
	case n > 0:
		return ""
	case c.Model.view.tab == writesTab:
		return either(c.Model.filed(), "The file has no write to this session.", "Nothing was written to this session from this page. Attach data opens the form; what becomes of a write stands here.")
	case c.Model.view.tab == trafficTab && c.Model.view.search != "":
		return "0 of " + plural(len(c.Model.state.Traffic), "exchange") + " match the filter."
	case c.Model.view.tab == trafficTab:
		return either(c.Model.filed(), "The file has no request.", "No request was made yet.")
	case c.Model.view.tab == notesTab:
		return "Nothing is marked. Press m at an event to mark it, with words or without; marks travel with the capture."
	case c.Model.view.limited:
		return "No event that is kept touched this key."
	}
	return either(c.Model.filed(), "The file has no event.", "Nothing was observed yet.")
}

// all returns the number of rows of the tab and how to draw one.
func (c *timeline) all() (n int, row func(i int) rows.Row) {
	m := c.Model
	if m.view.tab == changesTab {
		l := m.log()
		return l.len(), func(i int) rows.Row {
			if left := l.left(m, i); left != "" {
				return rows.Row{Key: "omission" + itoa(l.len()-i), Node: omissionRow(left).Aria("rowindex", i+1)}
			}
			k := logKey{}
			k.stray, k.event = l.at(i)
			return logRowOf(c.lines.keep(k, m.logLine(k)), i+1)
		}
	}
	n, plain := c.others()
	return n, func(i int) rows.Row {
		// The newest stands on top: its place counts from below.
		return rows.Row{Key: string(m.view.tab) + itoa(n-i), Node: plain(i).Aria("rowindex", i+1)}
	}
}

// others is all for what is not about the session's events.
func (c *timeline) others() (n int, row func(i int) *rows.Node) {
	m := c.Model
	switch m.view.tab {
	case writesTab:
		if m.scene.session == nil {
			return 0, nil
		}
		writes := m.scene.session.Writes
		sums := latencies(writes, func(p *proof.Proof) bool { return m.idle(m.scene.session, p) })
		return len(sums) + len(writes), func(i int) *rows.Node {
			if i < len(sums) {
				return latencyRow(sums[i])
			}
			return c.write(writes[len(writes)-1-(i-len(sums))])
		}
	case trafficTab:
		list := m.trafficRows()
		return len(list), func(i int) *rows.Node { return c.traffic(list[i]) }
	}
	notes := m.noted()
	return len(notes), func(i int) *rows.Node { return c.noteRow(notes[len(notes)-1-i]) }
}
