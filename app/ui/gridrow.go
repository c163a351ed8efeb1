package ui

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/rows"
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

// whenCell is the place among the cells of a row of the one that says how long
// ago.
const whenCell = 5

// gridRow draws a row of the table.
func gridRow(kept *rowLine[gridLine], age string) rows.Row {
	l := &kept.line
	switch {
	case kept.node == nil:
		kept.node = l.draw(age)
	case kept.age != age && len(kept.node.Parts) > whenCell:
		when := kept.node.Parts[whenCell]
		kept.node = kept.node.WithPart(whenCell, when.WithPart(0, rows.Text(age)))
	}
	kept.age = age
	return rows.Row{Key: itoa(l.book) + "." + itoa(l.row.dup) + " " + l.row.key, Node: kept.node}
}

func (l *gridLine) draw(age string) (tr *rows.Node) {
	defer l.m.rescueRow(&tr)
	r := l.row
	r.mark = &l.mark
	var e history.Event
	if l.event > 0 {
		e, _ = l.m.scene.session.History.Event(l.event)
	}
	tr = rows.El("tr", join("grid-row grid-row--"+r.kind.String(), "gap", l.gap && r.kind != userdata.Same),
		rows.El("td", "grid-glyph", glyph(&r)...),
		l.key(&r),
		l.value(&r), l.kind(&r), l.was(&r), l.time(e, age), l.whose(e),
	).Data("key", r.key).Data("change", r.kind.String()).Data("class", r.class.String()).
		Aria("rowindex", l.index).Aria("selected", expanded(l.selected))
	if l.cursor {
		tr.Attr("id", "cursor").Attr("tabindex", 0)
	}
	return tr
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

func glyph(r *row) []*rows.Node {
	if r.kind == userdata.Same {
		return nil
	}
	return []*rows.Node{glyphText(r.kind, changeWord(r))}
}

// changeWord says a change for those who do not see its sign.
func changeWord(r *row) string {
	if r.kind == userdata.Retyped {
		return "retyped " + r.was.Kind().String() + " to " + r.value.Kind().String()
	}
	return r.kind.String()
}

func (l *gridLine) value(r *row) *rows.Node {
	td := rows.El("td", "grid-value "+valueClass(r.value), foundText(r.value, l.m.scene.query.Wanted("value"))...).Data("col", "value")
	if n := len(r.value.Text()); n > clamp {
		td.Data("cut", n-clamp)
	}
	return td
}

// valueText is a value as a row shows it: its exact text, or the word for
// what has none. Quotation marks and such are the style sheet's.
func valueText(v userdata.Value) []app.UI { return shown(foundText(v, nil)...) }

// foundText is valueText with what the filter found marked.
func foundText(v userdata.Value, find []string) []*rows.Node {
	if v.Kind() == userdata.Absent {
		return []*rows.Node{rows.Text("absent")}
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

func (l *gridLine) kind(r *row) *rows.Node {
	name := r.value.Kind().String()
	if r.value.Kind() == userdata.Absent {
		name = "—"
	}
	tag := rows.Word("span", "grid-kind", name)
	return rows.El("td", "grid-type", tag).Data("col", "type")
}

func (l *gridLine) was(r *row) *rows.Node {
	td := rows.El("td", "grid-was", wasText(r, l.m.scene.query.Wanted("was"))...).Data("col", "was")
	return td
}

func wasText(r *row, find []string) []*rows.Node {
	if r.kind == userdata.Same || (r.kind == userdata.Duplicate && r.was.Kind() == userdata.Absent) {
		return nil
	}
	var out []*rows.Node
	if r.path != "" {
		out = append(out, rows.El("span", "grid-path", exactText(r.path)...))
	}
	out = append(out, rows.El("span", valueClass(r.was), foundText(r.was, find)...))
	if r.kind == userdata.Retyped {
		out = append(out, rows.Word("span", "grid-word", " "+r.was.Kind().String()))
	}
	if said := lookalike(r.was, r.value); said != "" && r.path == "" {
		out = append(out, rows.El("span", "grid-alike", rows.Sign("", "≠ code points"), rows.SR(said)).Attr("title", said))
	}
	if r.more > 0 {
		out = append(out, rows.Word("span", "grid-word", " and "+itoa(r.more)+" more"))
	}
	return out
}

func (l *gridLine) time(e history.Event, age string) *rows.Node {
	m := l.m
	title := stamp(e.Time, m.zone)
	if !e.Since.IsZero() {
		title = m.sometime(e)
	}
	td := rows.Word("td", "grid-when", age).Data("col", "when")
	if title != "" {
		td.Attr("title", title)
	}
	return td
}

func (l *gridLine) whose(e history.Event) *rows.Node {
	if e.N == 0 && l.skipped == 0 {
		return rows.Word("td", "grid-who", "").Data("col", "who")
	}
	if l.skipped > 0 {
		return l.whoCounts(e)
	}
	return rows.Word("td", join("grid-who", "you", l.who == history.You), l.who.String()).Data("col", "who").
		Attr("title", authorText(l.m.scene.session, e, l.row.key, l.who))
}

// whoCounts is the Who cell where newer writers do not count.
func (l *gridLine) whoCounts(e history.Event) *rows.Node {
	newer := plural(l.skipped, "newer event") + " not counted"
	name, title := "nobody", newer
	if e.N > 0 {
		name, title = l.who.String(), authorText(l.m.scene.session, e, l.row.key, l.who)+"; "+newer
	}
	return rows.El("td", "grid-who", rows.Text(name), rows.Word("span", "grid-dup", "+"+itoa(l.skipped)), rows.SR(" "+newer)).
		Data("col", "who").Attr("title", title)
}
