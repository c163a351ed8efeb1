package table

import (
	"slices"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// A gridLine is everything that a row of the table shows. While it stays the
// same, the row is not drawn again.
type gridLine struct {
	m                *page.Model
	book             int
	row              scene.Row // without its mark, which is the next
	mark             scene.Mark
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
func (c *Grid) line(i int, selected, cursor bool) gridLine {
	m := c.Model
	r := &m.Scene.Rows[i]
	l := gridLine{m: m, book: m.State.Book, row: *r, mark: *r.Mark, index: i + 1, selected: selected, cursor: cursor, times: m.View.Times,
		pinned: len(m.View.Pins) > 0 && slices.Contains(m.View.Pins, r.Key), watched: m.View.Watching(r.Key) >= 0,
		chosen: len(m.View.Chosen) > 0 && slices.Contains(m.View.Chosen, r.Key), name: m.View.Names[r.Key], find: m.View.Filter, twin: m.Scene.Twins[r.Key]}
	l.row.Mark = nil
	e, skipped, known := m.Writer(r)
	l.skipped = skipped
	if !known {
		return l
	}
	x := m.Scene.Session
	l.session, l.event, l.at, l.gap = x.ID, e.N, e.Time, e.Kind == history.Gap
	l.unsure, l.who = !e.Since.IsZero(), x.Who(e, r.Key)
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
		return "? " + wording.Age(l.at, now)
	}
	return wording.Age(l.at, now)
}

// whenCell is the place among the cells of a row of the one that says how long
// ago.
const whenCell = 5

// gridRow draws a row of the table.
func gridRow(kept *rows.RowLine[gridLine], age string) rows.Row {
	l := &kept.Line
	switch {
	case kept.Node == nil:
		kept.Node = l.draw(age)
	case kept.Age != age && len(kept.Node.Parts) > whenCell:
		when := kept.Node.Parts[whenCell]
		kept.Node = kept.Node.WithPart(whenCell, when.WithPart(0, rows.Text(age)))
	}
	kept.Age = age
	return rows.Row{Key: strconv.Itoa(l.book) + "." + strconv.Itoa(l.row.Dup) + " " + l.row.Key, Node: kept.Node}
}

func (l *gridLine) draw(age string) (tr *rows.Node) {
	defer html.RescueRow(&tr)
	r := l.row
	r.Mark = &l.mark
	var e history.Event
	if l.event > 0 {
		e, _ = l.m.Scene.Session.History.Event(l.event)
	}
	tr = rows.El("tr", html.Variant("grid-row grid-row--"+r.Kind.String(), "gap", l.gap && r.Kind != userdata.Same),
		rows.El("td", "grid-glyph", glyph(&r)...),
		l.key(&r),
		l.value(&r), l.kind(&r), l.was(&r), l.time(e, age), l.whose(e),
	).Data("key", r.Key).Data("change", r.Kind.String()).Data("class", r.Class.String()).
		Aria("rowindex", l.index).Aria("selected", html.Bool(l.selected))
	if l.cursor {
		tr.Attr("id", "cursor").Attr("tabindex", 0)
	}
	return tr
}

func glyph(r *scene.Row) []*rows.Node {
	if r.Kind == userdata.Same {
		return nil
	}
	return []*rows.Node{parts.GlyphText(r.Kind, stage.ChangeWord(r))}
}

func (l *gridLine) value(r *scene.Row) *rows.Node {
	td := rows.El("td", "grid-value "+parts.ValueClass(r.Value), parts.FoundText(r.Value, l.m.Scene.Query.Wanted("value"))...).Data("col", "value")
	if n := len(r.Value.Text()); n > scene.Clamp {
		td.Data("cut", n-scene.Clamp)
	}
	return td
}

func (l *gridLine) kind(r *scene.Row) *rows.Node {
	name := r.Value.Kind().String()
	if r.Value.Kind() == userdata.Absent {
		name = "—"
	}
	tag := rows.Word("span", "grid-kind", name)
	return rows.El("td", "grid-type", tag).Data("col", "type")
}

func (l *gridLine) was(r *scene.Row) *rows.Node {
	return rows.El("td", "grid-was", wasText(r, l.m.Scene.Query.Wanted("was"))...).Data("col", "was")
}

func wasText(r *scene.Row, find []string) []*rows.Node {
	if r.Kind == userdata.Same || (r.Kind == userdata.Duplicate && r.Was.Kind() == userdata.Absent) {
		return nil
	}
	var out []*rows.Node
	if r.Path != "" {
		out = append(out, rows.El("span", "grid-path", html.ExactText(r.Path)...))
	}
	out = append(out, rows.El("span", parts.ValueClass(r.Was), parts.FoundText(r.Was, find)...))
	if r.Kind == userdata.Retyped && r.Was.Kind() != userdata.Null { // which its text says
		out = append(out, rows.Word("span", "grid-word", " "+r.Was.Kind().String()))
	}
	if said := scene.Lookalike(r.Was, r.Value); said != "" && r.Path == "" {
		out = append(out, rows.El("span", "grid-alike", rows.Sign("", "≠ code points"), rows.SR(said)).Attr("title", said))
	}
	if r.More > 0 {
		out = append(out, rows.Word("span", "grid-word", " and "+strconv.Itoa(r.More)+" more"))
	}
	return out
}

func (l *gridLine) time(e history.Event, age string) *rows.Node {
	m := l.m
	title := wording.Stamp(e.Time, m.Zone())
	if !e.Since.IsZero() {
		title = m.Sometime(e)
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
	return rows.Word("td", html.Variant("grid-who", "you", l.who == history.You), l.who.String()).Data("col", "who").
		Attr("title", parts.AuthorText(l.m.Scene.Session, e, l.who))
}

// whoCounts is the Who cell where newer writers do not count.
func (l *gridLine) whoCounts(e history.Event) *rows.Node {
	newer := scene.NotCounted(l.skipped)
	name, title := wording.Either(scene.Unsearched(l.skipped) || l.m.Scene.First > 1, "not found", "nobody"), newer
	if e.N > 0 {
		name, title = l.who.String(), parts.AuthorText(l.m.Scene.Session, e, l.who)+"; "+newer
	}
	return rows.El("td", "grid-who", rows.Text(name), rows.Word("span", "grid-dup", "+"+strconv.Itoa(l.skipped)), rows.SR(" "+newer)).
		Data("col", "who").Attr("title", title)
}

// keyTail is how many characters at the end of a key stand even where the key
// does not fit: keys of routing begin alike and differ in their suffix. grid.css
// leaves as much room.
const keyTail = 8

// keyCut is where the end of a key begins that stays in sight, 0 where the key
// is short enough for any width of the column or ends in other than plain ASCII,
// whose width nobody knows.
func keyCut(key string) int {
	cut := len(key) - keyTail
	if cut <= keyTail {
		return 0
	}
	for i := cut; i < len(key); i++ {
		if key[i] < '!' || key[i] > '~' {
			return 0
		}
	}
	return cut
}

// namedKey is a key with what a person calls it, if that is anything.
func namedKey(name, key string, find []string) []*rows.Node {
	out := parts.KeyText(key)
	if key != "" {
		out = html.ExactMarked(key, find)
	}
	if name != "" {
		out = []*rows.Node{rows.Word("span", "grid-name", name), rows.Text(" "), rows.El("span", "grid-id", out...)}
	}
	return out
}

// key is the cell with the key. What does not fit of a long one is left out in
// its middle, by the style sheet: the text is whole. It stands in two boxes then,
// which assistive technology would read as two words.
func (l *gridLine) key(r *scene.Row) *rows.Node {
	find := l.m.Scene.Query.Wanted("key")
	flags, said := l.flags(r)
	cut := keyCut(r.Key)
	if cut == 0 || l.name != "" {
		return keyCell(append(namedKey(l.name, r.Key, find), flags...))
	}
	head := rows.El("span", html.Variant("grid-head", "flagged", len(flags) > 0), html.ExactFound(r.Key, find, 0, cut)...).Attr("title", r.Key)
	body := append([]*rows.Node{head}, html.ExactFound(r.Key, find, cut, len(r.Key))...)
	return keyCell(append(body, flags...)).Aria("label", r.Key+said)
}

func keyCell(body []*rows.Node) *rows.Node {
	return rows.El("th", "grid-key", body...).Attr("scope", "row").Data("col", "key")
}

// flags are the signs behind a key, and the words for them.
func (l *gridLine) flags(r *scene.Row) (signs []*rows.Node, said string) {
	for _, f := range [...]struct {
		on                bool
		class, sign, word string
	}{{l.pinned, "grid-flag", "▲", " pinned"}, {l.chosen, "grid-flag grid-chosen", "☑", " chosen"}, {l.watched, "grid-flag", "◉", " watched"}} {
		if f.on {
			signs = append(signs, rows.Sign(f.class, f.sign), rows.SR(f.word))
			said += f.word
		}
	}
	if l.twin != "" {
		signs = append(signs, rows.El("span", "grid-alike", rows.Sign("", "≠"), rows.SR(" "+l.twin)).Attr("title", l.twin))
		said += " " + l.twin
	}
	if r.Dups > 1 {
		text := strconv.Itoa(r.Dup) + " of " + strconv.Itoa(r.Dups)
		signs = append(signs, rows.Word("span", "grid-dup", text))
		said += " " + text
	}
	return signs, said
}
