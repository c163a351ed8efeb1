package ui

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// A gridLine is everything that a row of the table shows. While it stays the
// same, the row is not drawn again.
type gridLine struct {
	m                *model
	book             int
	row              row // without its mark, which is the next
	mark             mark
	index            int
	selected, cursor bool
	pinned, watched  bool
	chosen           bool
	name             string // what a person calls the key
	find             string // the filter, whose finds are marked
	session          string
	event            int // that made the row what it is, 0 for none that is known
	skipped          int // newer events that do not count
	at               time.Time
	gap              bool
	unsure           bool // when exactly that was
	who              history.Author
	writes           **proof.Proof // where the author is you: how sure that is
	times            string
	twin             string // what tells its name from one that looks the same
}

// line is what row i shows.
func (c *grid) line(i int, selected, cursor bool) gridLine {
	m := c.Model
	r := &m.scene.rows[i]
	l := gridLine{m: m, book: m.state.Book, row: *r, mark: *r.mark, index: i + 1, selected: selected, cursor: cursor, times: m.view.times,
		pinned: len(m.view.pins) > 0 && slices.Contains(m.view.pins, r.key), watched: m.view.watching(r.key) >= 0,
		chosen: len(m.view.chosen) > 0 && slices.Contains(m.view.chosen, r.key), name: m.view.names[r.key], find: m.view.filter, twin: m.scene.twins[r.key]}
	l.row.mark = nil
	e, skipped, known := m.writer(r)
	l.skipped = skipped
	if !known {
		return l
	}
	x := m.scene.session
	l.session, l.event, l.at, l.gap = x.ID, e.N, e.Time, e.Kind == history.Gap
	l.unsure, l.who = !e.Since.IsZero(), x.Who(e, r.key)
	if l.who == history.You && len(x.Writes) > 0 {
		l.writes = &x.Writes[0]
	}
	return l
}

// ago says how long ago the row was made what it is, "" where that is not known.
func (l *gridLine) ago(now time.Time) string {
	switch {
	case l.event == 0:
		return ""
	case l.unsure:
		return "? " + age(l.at, now)
	}
	return age(l.at, now)
}

// gridRow is a row of the table.
type gridRow struct {
	app.Compo
	Line *rowLine[gridLine]

	drawn bool
	first string    // how long ago it was when the row was drawn for the first time
	shown string    // the same as it stands in the page
	when  app.Value // where it stands, nil before it was looked for
}

// Key tells the row from the others, so that it stays the same element when it
// gets another place.
func (c *gridRow) Key() string {
	l := &c.Line.line
	return itoa(l.book) + "." + itoa(l.row.dup) + " " + l.row.key
}

// Same reports that the page shows already what next would show.
func (c *gridRow) Same(next app.UI) bool {
	n, ok := next.(*gridRow)
	return ok && n.Line == c.Line
}

func (c *gridRow) Render() (ui app.UI) {
	l := &c.Line.line
	defer l.m.rescueRender(&ui, "row")
	r := l.row
	r.mark = &l.mark
	var e history.Event
	if l.event > 0 {
		e, _ = l.m.scene.session.History.Event(l.event)
	}
	if !c.drawn {
		c.drawn, c.first, c.shown = true, c.Line.age, c.Line.age
	}
	c.Line.row = c
	tr := el("tr", join("grid-row grid-row--"+r.kind.String(), "gap", l.gap && r.kind != userdata.Same),
		el("td", "grid-glyph", glyph(&r)...),
		c.key(&r),
		c.value(&r), c.kind(&r), c.was(&r), c.time(e), c.whose(e),
	).DataSet("key", r.key).DataSet("change", r.kind.String()).DataSet("class", r.class.String()).
		Aria("rowindex", l.index).Aria("selected", expanded(l.selected))
	if l.cursor {
		tr.Attr("id", "cursor").TabIndex(0)
	}
	return tr
}

// tell writes into the page how long ago the row's event was, where that is not
// what stands there. Each second makes all events older, for which no row is
// drawn again.
func (c *gridRow) tell() {
	if c.shown == c.Line.age || !c.Mounted() {
		return
	}
	if c.when == nil {
		c.when = c.JSValue().Call("querySelector", ".grid-when").Get("firstChild")
	}
	c.shown = c.Line.age
	c.when.Set("nodeValue", c.shown)
}

// glyphOf is the sign of a change, which can be told apart without colour.
func glyphOf(k userdata.ChangeKind) string {
	switch k {
	case userdata.Added:
		return "+"
	case userdata.Removed:
		return "−"
	case userdata.Changed:
		return "~"
	case userdata.Retyped:
		return "⇄"
	case userdata.Respelled:
		return "≈"
	case userdata.Duplicate:
		return "‖"
	}
	return ""
}

func glyph(r *row) []app.UI {
	if r.kind == userdata.Same {
		return nil
	}
	return []app.UI{glyphText(r.kind, changeWord(r))}
}

// changeWord says a change for those who do not see its sign.
func changeWord(r *row) string {
	if r.kind == userdata.Retyped {
		return "retyped " + r.was.Kind().String() + " to " + r.value.Kind().String()
	}
	return r.kind.String()
}

func (c *gridRow) value(r *row) app.UI {
	td := el("td", "grid-value "+valueClass(r.value), foundText(r.value, c.Line.line.m.scene.query.Wanted("value"))...).DataSet("col", "value")
	if n := len(r.value.Text()); n > clamp {
		td.DataSet("cut", n-clamp)
	}
	return td
}

// valueText is a value as a row shows it: its exact text, or the word for
// what has none. Quotation marks and such are the style sheet's.
func valueText(v userdata.Value) []app.UI { return foundText(v, nil) }

// foundText is valueText with what the filter found marked.
func foundText(v userdata.Value, find []string) []app.UI {
	if v.Kind() == userdata.Absent {
		return []app.UI{app.Text("absent")}
	}
	text, _ := clip(v.Text(), clamp)
	return exactMarked(text, find)
}

// valueClass tells apart what would look alike: the text "null" and null, the
// text "1" and the number, no text and nothing.
func valueClass(v userdata.Value) string {
	switch v.Kind() {
	case userdata.Absent, userdata.Null:
		return "value value--word"
	case userdata.Text:
		switch {
		case v.Text() == "":
			return "value value--empty"
		case looksTyped(v.Text()):
			return "value value--quoted"
		}
	}
	return "value"
}

// looksTyped reports whether a text reads like a value of another type.
func looksTyped(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch s {
	case "null", "true", "false", "absent":
		return true
	}
	v, err := userdata.ParseValue(s)
	return err == nil && v.Kind() == userdata.Number
}

func (c *gridRow) kind(r *row) app.UI {
	name := r.value.Kind().String()
	if r.value.Kind() == userdata.Absent {
		name = "—"
	}
	tag := word("span", "grid-kind", name)
	return el("td", "grid-type", tag).DataSet("col", "type")
}

func (c *gridRow) was(r *row) app.UI {
	td := el("td", "grid-was", wasText(r, c.Line.line.m.scene.query.Wanted("was"))...).DataSet("col", "was")
	return td
}

func wasText(r *row, find []string) []app.UI {
	if r.kind == userdata.Same || (r.kind == userdata.Duplicate && r.was.Kind() == userdata.Absent) {
		return nil
	}
	var out []app.UI
	if r.path != "" {
		out = append(out, el("span", "grid-path", exact(r.path)...))
	}
	out = append(out, el("span", valueClass(r.was), foundText(r.was, find)...))
	if r.kind == userdata.Retyped {
		out = append(out, word("span", "grid-word", " "+r.was.Kind().String()))
	}
	if said := lookalike(r.was, r.value); said != "" && r.path == "" {
		out = append(out, el("span", "grid-alike", sign("", "≠ code points"), sr(said)).Attr("title", said))
	}
	if r.more > 0 {
		out = append(out, word("span", "grid-word", " and "+itoa(r.more)+" more"))
	}
	return out
}

func (c *gridRow) time(e history.Event) app.UI {
	m := c.Line.line.m
	title := stamp(e.Time, m.zone)
	if !e.Since.IsZero() {
		title = m.sometime(e)
	}
	td := word("td", "grid-when", c.first).DataSet("col", "when")
	if title != "" {
		td.Attr("title", title)
	}
	return td
}

func (c *gridRow) whose(e history.Event) app.UI {
	l := &c.Line.line
	if e.N == 0 && l.skipped == 0 {
		return word("td", "grid-who", "").DataSet("col", "who")
	}
	if l.skipped > 0 {
		return c.whoCounts(e)
	}
	return word("td", join("grid-who", "you", l.who == history.You), l.who.String()).DataSet("col", "who").
		Attr("title", authorText(l.m.scene.session, e, l.row.key, l.who))
}

// whoCounts is the Who cell where newer writers do not count.
func (c *gridRow) whoCounts(e history.Event) app.UI {
	l := &c.Line.line
	newer := plural(l.skipped, "newer event") + " not counted"
	name, title := "nobody", newer
	if e.N > 0 {
		name, title = l.who.String(), authorText(l.m.scene.session, e, l.row.key, l.who)+"; "+newer
	}
	return el("td", "grid-who", app.Text(name), word("span", "grid-dup", "+"+itoa(l.skipped)), sr(" "+newer)).
		DataSet("col", "who").Attr("title", title)
}
