package timeline

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Timeline lists what was observed, what was written and what was exchanged,
// newest first, below a scrubber over the session's events.
type Timeline struct {
	app.Compo
	Model *page.Model
	Sight page.Sight

	scroller rows.Scroller
	lines    rows.Lines[logKey, logLine]
	list     rows.List
	rows     []rows.Row
	stop     func()

	news  int    // how much was observed
	about string // the book, the session and the tab whose rows they are
	n     int    // how many
	grown int    // what came on top since they were drawn, below which somebody reads
}

// logRem is the height of a row of the timeline in rem, as timeline.css has it.
func logRem(m *page.Model) float64 {
	if m.Narrow {
		return 3
	}
	return 1.625
}

// Render draws the tabs and the list.
func (c *Timeline) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "timeline")
	n := c.drawRows()
	return html.El("section", "timeline",
		c.tabs(),
		playerBar(m),
		html.El("div", "timeline-log",
			html.El("table", "timeline-table", logColumns(m.View.Tab), logHeader(m), html.El("tbody", "", html.Listed(c.rows)...)).
				Role("grid").Aria("label", tabName(m.View.Tab)).Aria("rowcount", n).Aria("readonly", "true"),
			html.Word("p", "timeline-empty", c.empty(n)),
		).Attr("id", "log").Role("tabpanel").Aria("labelledby", "tab-"+string(m.View.Tab)).TabIndex(0).
			DataSet("pane", string(scene.TimelinePane)),
	).Aria("label", "Timeline")
}

// drawRows draws the rows that are in the page, and returns how many there are.
func (c *Timeline) drawRows() (n int) {
	n, here, row := c.All()
	m, s := c.Model, c.Model.State
	about := strconv.Itoa(s.Book) + string(m.View.Tab) + m.View.Session
	news := m.Scene.Last + len(s.Strays) + len(s.Traffic) + s.TrafficDropped + len(s.Notes)
	if more := n - c.n; more > 0 && c.news < news && c.about == about && c.scroller.Sight.First > 0 {
		c.scroller.Win.First += more // what is read keeps its place
		c.grown += more
	}
	c.news, c.about, c.n = news, about, n
	space := rows.Space{Class: "timeline-gap", Columns: len(logColumnNames), RowRem: logRem(c.Model)}
	c.rows = space.Lay(n, c.scroller.Win.OrFirst(), here, row)
	c.lines.Turn()
	return n
}

// logHeader says what the columns of a tab are.
func logHeader(m *page.Model) app.UI {
	names := [...]string{"Time", "After", "Event", "Changes", "Keys: old → new"}
	switch m.View.Tab {
	case scene.WritesTab:
		names = [...]string{"Sent", "Reply", "Operation", "Outcome", "What was sent"}
	case scene.TrafficTab:
		names = [...]string{"Time", "Took", "Request", "Reply", "Path"}
	case scene.NotesTab:
		names = [...]string{"Time", "", "About", "Of the event", "Note"}
	}
	cells := make([]app.UI, len(names))
	for i, name := range names {
		body := []app.UI{app.Text(name)}
		if i < len(logColumnNames)-1 {
			body = append(body, parts.Edge(m, "log-"+logColumnNames[i], "grid-width"))
		}
		cells[i] = html.El("th", "timeline-th", body...).Attr("scope", "col")
	}
	if m.View.Tab == scene.ChangesTab {
		cells = append(cells, html.Word("th", "timeline-th timeline-wide", "Who").Attr("scope", "col"), html.Word("th", "timeline-th timeline-wide", "State").Attr("scope", "col"))
	}
	return html.El("thead", "", html.El("tr", "", cells...))
}

var logColumnNames = [...]string{"time", "delta", "kind", "sum", "what"}

func logColumns(t scene.Tab) app.UI {
	cols := make([]app.UI, 0, len(logColumnNames))
	for _, name := range logColumnNames {
		cols = append(cols, app.ElemSelfClosing("col").Class("timeline-col--"+name))
	}
	if t == scene.ChangesTab {
		for range 2 {
			cols = append(cols, app.ElemSelfClosing("col").Class("timeline-col--wide"))
		}
	}
	return html.El("colgroup", "", cols...)
}

// OnMount has every drawing followed by afterDraw.
func (c *Timeline) OnMount(ctx app.Context) {
	c.Model.Drawn = append(c.Model.Drawn, c.afterDraw)
	c.stop = browser.Measured(ctx, "log", browser.Element("#log"), c.resized, c.afterDraw)
}

// OnDismount stops what OnMount began.
func (c *Timeline) OnDismount() { c.stop() }

// resized takes in how much of the log can be seen.
func (c *Timeline) resized() (moved bool) {
	defer c.Model.Rescue("measuring the timeline")
	log := browser.Element("#log")
	return log.Truthy() && browser.Scroll(&c.scroller, log, log, logRem(c.Model))
}

// afterDraw draws the rows.
func (c *Timeline) afterDraw() {
	defer c.Model.Rescue("drawing the rows of the timeline")
	c.list.Draw("#log tbody", c.rows)
	if c.grown > 0 {
		browser.ScrollOn("#log", float64(c.grown)*logRem(c.Model))
		c.grown = 0
	}
}

func tabName(t scene.Tab) string {
	switch t {
	case scene.WritesTab:
		return "Writes"
	case scene.TrafficTab:
		return "Traffic"
	case scene.NotesTab:
		return "Notes"
	}
	return "Changes"
}

func (c *Timeline) tabs() app.UI {
	m := c.Model
	counts := map[scene.Tab]int{scene.ChangesTab: len(m.State.Strays), scene.TrafficTab: len(m.State.Traffic) + m.State.TrafficDropped, scene.NotesTab: len(m.Noted())}
	if x := m.Scene.Session; x != nil {
		counts[scene.WritesTab] = len(x.Writes)
		if m.Scene.Last > 0 {
			counts[scene.ChangesTab] += m.Scene.Last - m.Scene.First + 1
		}
	}
	items := make([]app.UI, 0, 4)
	for _, t := range [...]scene.Tab{scene.ChangesTab, scene.WritesTab, scene.TrafficTab, scene.NotesTab} {
		items = append(items, html.Button("timeline-tab", "tab", string(t), app.Text(tabName(t)), html.Sign("timeline-count", wording.Group(counts[t]))).
			Attr("id", "tab-"+string(t)).Role("tab").Aria("selected", html.Bool(t == m.View.Tab)).Aria("controls", "log"))
	}
	return html.El("div", "timeline-head",
		html.El("div", "timeline-tabs", items...).Role("tablist").Aria("label", "Timeline"),
		html.El("span", "grow"),
		html.Word("span", "note timeline-base", baseText(m)),
		limitChip(m), searchField(m), noteForm(m),
		parts.CompareButton(m),
		html.When(html.Button("btn btn--quiet", "base", strconv.Itoa(m.Scene.At), app.Text("Set A "), html.Key(m.KeyOf("base-here", ""))), m.Scene.At == 0, "disabled").
			Aria("pressed", html.Bool(m.View.Base != 0)).Attr("title", "Hold what follows against event "+strconv.Itoa(m.Scene.At)),
		html.When(html.TextButton("btn btn--quiet", "meta", "", wording.Either(m.View.Meta, "Hide", "Show")+" heartbeats"), m.View.Tab != scene.TrafficTab, "hidden"),
		html.Refused(html.Button("btn btn--quiet", "step", "-1", html.Heard("Previous event"), html.Sign("", "◀ "), html.Key(m.KeyOf("step", "-1"))), m.Missing("step", "-1")),
		html.Refused(html.Button("btn btn--quiet", "step", "1", html.Heard("Next event"), html.Sign("", "▶ "), html.Key(m.KeyOf("step", "1"))), m.Missing("step", "1")),
	)
}

// limitChip says that the log is limited to the events of a key.
func limitChip(m *page.Model) app.UI {
	chip := html.Button("timeline-limit", "unlimit", "", html.Word("span", "", "touching "), html.El("code", "", html.Exact(wording.Short(m.View.Only))...), html.Sign("", " ×"), html.Heard("; show all events"))
	return html.When(chip, !m.View.Limited || m.View.Tab != scene.ChangesTab, "hidden")
}

// baseText says what marks compare, and which event is shown.
func baseText(m *page.Model) string {
	if m.Scene.Session == nil || m.Scene.Last == 0 {
		return ""
	}
	return "marks: " + parts.MarkSpan(m) + " · event " + strconv.Itoa(m.Scene.At) + " of " + strconv.Itoa(m.Scene.Last)
}

func (c *Timeline) empty(n int) string {
	switch {
	case n > 0:
		return ""
	case c.Model.View.Tab == scene.WritesTab:
		return wording.Either(c.Model.Filed(), "The file has no write to this session.", "Nothing was written to this session from this page. Attach data opens the form; what becomes of a write stands here.")
	case c.Model.View.Tab == scene.TrafficTab && c.Model.View.Search != "":
		return "0 of " + wording.Plural(len(c.Model.State.Traffic), "exchange") + " match the filter."
	case c.Model.View.Tab == scene.TrafficTab:
		return wording.Either(c.Model.Filed(), "The file has no request.", "No request was made yet.")
	case c.Model.View.Tab == scene.NotesTab:
		return "Nothing is marked. Press m at an event to mark it, with words or without; marks travel with the capture."
	case c.Model.View.Limited:
		return "No event that is kept touched this key."
	}
	return wording.Either(c.Model.Filed(), "The file has no event.", "Nothing was observed yet.")
}

// All returns the number of rows of the tab, which of them stands for what is looked
// at, -1 for none, and how to draw one.
func (c *Timeline) All() (n, here int, row func(i int) rows.Row) {
	m := c.Model
	if m.View.Tab == scene.ChangesTab {
		l := m.Log()
		return l.Len(), l.Row(m.Scene.At), func(i int) rows.Row {
			if left := l.Left(m.Stage, i); left != "" {
				return rows.Row{Key: "omission" + strconv.Itoa(l.Len()-i), Node: omissionRow(left).Aria("rowindex", i+1)}
			}
			k := logKey{}
			k.stray, k.event = l.At(i)
			return logRowOf(c.lines.Keep(k, lineOf(m, k)), i+1)
		}
	}
	n, here, plain := c.others()
	return n, here, func(i int) rows.Row {
		// The newest stands on top: its place counts from below.
		return rows.Row{Key: string(m.View.Tab) + strconv.Itoa(n-i), Node: plain(i).Aria("rowindex", i+1)}
	}
}

// others is all for what is not about the session's events.
func (c *Timeline) others() (n, here int, row func(i int) *rows.Node) {
	m := c.Model
	switch m.View.Tab {
	case scene.WritesTab:
		if m.Scene.Session == nil {
			return 0, -1, nil
		}
		writes := m.Scene.Session.Writes
		sums := latencies(writes, func(p *proof.Proof) bool { return m.Writing.Idle(m.Scene.Session, p) })
		n = len(sums) + len(writes)
		return n, n - 1 - slices.IndexFunc(writes, func(p *proof.Proof) bool { return p.Write.N == m.View.Write }), func(i int) *rows.Node {
			if i < len(sums) {
				return latencyRow(sums[i])
			}
			return c.write(writes[len(writes)-1-(i-len(sums))])
		}
	case scene.TrafficTab:
		list := m.TrafficRows()
		here = slices.IndexFunc(list, func(r stage.TrafficRow) bool {
			return r.Folded == 0 && r.X.N == m.View.Exchange && r.Message == m.View.Body
		})
		return len(list), here, func(i int) *rows.Node { return c.traffic(list[i]) }
	}
	notes := m.Noted()
	return len(notes), -1, func(i int) *rows.Node { return c.noteRow(notes[len(notes)-1-i]) }
}
