package dashboard

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Table is what the rows of a board have in common.
type Table struct {
	settings.Board
	Names       map[string]string // what keys are called
	Wall        bool              // read from afar, by nobody in particular: no ids, and nothing is unread
	Media, Owed bool              // the columns of the medium and of the contract are there
	Now         time.Time
	Layout      int // counts the changes of what is around the rows

	Age   func(time.Time) string      // how long ago, "" where that is not known
	Clock func(history.Event) string  // when, or between when and when
	Sign  func(*book.Session) string  // the medium, with its sign
	Name  func(*book.Session) string  // what it is called
	Exact func(string) []*rows.Node   // a text, of which everything can be seen
	Look  func(userdata.Value) string // the class of a value
	// Mask is what may be shown of a key's value in a session, nil for all of it.
	Mask func(*Record, string, userdata.Value) (userdata.Value, bool)
	Veil func(*Record) string // what is shown in place of a customer, nil for no other
}

// A Cell is what stands under a key.
type Cell struct {
	Value  userdata.Value
	Masked bool
	Mark   userdata.ChangeKind // what happened to it within the last minute, or Same
	Fresh  int                 // 3 for what has just come, down to 1; 0 is no mark
	Missed bool                // it came where nobody looked
	Title  string              // old → new, when, who
	at     time.Time           // of what marks it
}

// A Line is everything that a row shows. While it stays the same, the row is not
// drawn again.
type Line struct {
	Index                        int // its place, from 1
	Session, Name, Medium, State string
	Nameless                     bool   // it is called by its id, or by nothing
	Known, Changed               string // how long ago
	Unread                       int
	Gap, Ended, Pinned, Cursor   bool
	Contract, Clause             string
	Fresh                        int // as that of the cell that changed last
	Layout                       int // counts the changes of what is around the row
	Cells                        [settings.MostColumns]Cell
	at                           time.Time // of what marks the row
}

// markTime is how long a change is marked.
const markTime = time.Minute

// freshness tells in three steps how new something is, 0 for what is not marked.
func freshness(at, now time.Time) int {
	switch d := now.Sub(at); {
	case at.IsZero() || d >= markTime:
		return 0
	case d < 10*time.Second:
		return 3
	case d < 30*time.Second:
		return 2
	}
	return 1
}

// Line is what the row of a session shows. All but how long ago something was is
// worked out once for each record and layout.
func (t *Table) Line(r *Record) Line {
	if r.line == nil || r.line.Layout != t.Layout {
		r.line = t.lasting(r)
	}
	l := *r.line
	l.Known, l.Changed, l.Fresh = t.Age(r.First), t.Age(r.LastChange), freshness(l.at, t.Now)
	if r.Cut && l.Known != "" {
		l.Known = "> " + l.Known
	}
	for i := range t.Columns {
		c := &l.Cells[i]
		if c.Fresh = freshness(c.at, t.Now); c.Fresh == 0 {
			c.Mark = userdata.Same
		}
	}
	return l
}

func (t *Table) lasting(r *Record) *Line {
	l := &Line{Session: r.ID, Name: t.Name(r.Session), Nameless: r.who() == "", Medium: t.Sign(r.Session), State: r.text(State),
		Unread: r.Unread, Gap: r.Gap, Ended: r.Ended, Pinned: r.Pinned, Contract: r.contract(), Clause: r.Clause, Layout: t.Layout}
	if t.Veil != nil {
		l.Name, l.Nameless, l.Clause = t.Veil(r), false, ""
	}
	for i, key := range t.Columns {
		l.Cells[i] = t.cell(r, key, r.Values[i])
	}
	for n := r.History.Last(); l.at.IsZero(); n-- { // what is said after a change does not take its mark away
		e, ok := r.History.Event(n)
		if !ok || t.Now.Sub(e.Time) >= markTime {
			break
		}
		if !e.Brought() {
			l.at = e.Time
		}
	}
	return l
}

func (t *Table) cell(r *Record, key string, v userdata.Value) Cell {
	c := Cell{Value: v}
	if t.Mask != nil {
		c.Value, c.Masked = t.Mask(r, key, v)
	}
	e, ok := r.History.LastWriter(key, r.History.Last())
	if !ok {
		return c
	}
	what, told := e.Change(key)
	c.Missed = e.Kind == history.Gap
	if !e.Brought() {
		c.at = e.Time
	}
	if told {
		c.Mark = what.KeyKind()
	}
	when, who := t.Clock(e), r.Who(e, key).String()
	switch {
	case t.Mask != nil:
		c.Title = when + ", " + who
	case e.Brought():
		c.Title = "was there when the session became known, " + when
	case told && what.Path == "":
		c.Title = brief(what.Old) + " → " + brief(what.New) + ", " + when + ", " + who
	default:
		c.Title = "a part of it changed, " + when + ", " + who
	}
	return c
}

// brief is a value in a title.
func brief(v userdata.Value) string {
	text := v.Text()
	switch {
	case v.Kind() == userdata.Absent:
		return "absent"
	case v.Kind() == userdata.Text && text == "":
		return "empty text"
	}
	return wording.Clipped(text, 120)
}

// Row draws a line.
func (t *Table) Row(l *Line) *rows.Node {
	class := "board-row"
	for _, variant := range [...]struct {
		on   bool
		name string
	}{{l.Ended, "ended"}, {l.Contract == "broken", "broken"}} {
		if variant.on {
			class += " board-row--" + variant.name
		}
	}
	cells := []*rows.Node{rows.El("th", "board-who", t.who(l)...).Attr("scope", "row")}
	if !t.Wall {
		cells = append(cells, cell("id", rows.Text(wording.Tail(l.Session, 6))).Attr("title", l.Session))
	}
	if t.Media {
		cells = append(cells, cell("medium", t.Exact(l.Medium)...))
	}
	cells = append(cells, cell("state", t.Exact(l.State)...))
	if !t.Wall {
		cells = append(cells, cell("age", rows.Text(l.Known)))
	}
	cells = append(cells, cell("age", rows.Text(l.Changed)).Data("fresh", l.Fresh))
	if !t.Wall {
		cells = append(cells, cell("news", news(l)...))
	}
	if t.Owed {
		cells = append(cells, contractCell(l))
	}
	for i, key := range t.Columns {
		cells = append(cells, t.value(key, &l.Cells[i]))
	}
	tr := rows.El("tr", class, cells...).Do("board-open", l.Session).Data("row", l.Session).
		Data("state", l.State).Data("unread", l.Unread).Aria("rowindex", l.Index).Aria("selected", strconv.FormatBool(l.Cursor))
	if l.Cursor {
		tr.Attr("id", "board-cursor").Attr("tabindex", 0)
	}
	return tr
}

func cell(name string, parts ...*rows.Node) *rows.Node {
	return rows.El("td", "board-"+name, parts...)
}

func (t *Table) who(l *Line) (out []*rows.Node) {
	if l.Contract == "broken" {
		out = append(out, rows.Sign("board-alarm", "!"))
	}
	if l.Pinned {
		out = append(out, rows.Sign("board-pin", "▲"), rows.SR("pinned "))
	}
	if l.Nameless {
		return append(out, rows.Word("span", "board-none", l.Name))
	}
	return append(out, t.Exact(l.Name)...)
}

// news is what came since the session was looked at.
func news(l *Line) (out []*rows.Node) {
	if l.Unread > 0 {
		out = append(out, rows.Text(strconv.Itoa(l.Unread)))
	}
	if l.Gap {
		out = append(out, rows.Word("span", "board-gap", " gap"))
	}
	if out == nil {
		out = append(out, rows.Sign("board-none", "—"))
	}
	return out
}

func contractCell(l *Line) *rows.Node {
	td := cell("contract board-contract--"+l.Contract, rows.Sign("", map[string]string{"holds": "✓ ", "open": "… ", "broken": "✗ "}[l.Contract]), rows.Text(l.Contract))
	if l.Clause != "" {
		td.Attr("title", l.Clause)
	}
	return td
}

var glyphs = map[userdata.ChangeKind]string{userdata.Added: "+", userdata.Removed: "−", userdata.Changed: "~",
	userdata.Retyped: "⇄", userdata.Respelled: "≈", userdata.Duplicate: "‖"}

// clamp is how many bytes of a value stand in its cell.
const clamp = 200

func (t *Table) value(key string, c *Cell) *rows.Node {
	class := "board-value "
	var body []*rows.Node
	if c.Fresh > 0 && c.Mark != userdata.Same {
		class += "board-value--" + c.Mark.String() + " "
		body = append(body, rows.Spoken("board-mark", glyphs[c.Mark], c.Mark.String()))
	}
	if c.Missed && c.Fresh > 0 {
		body = append(body, rows.Spoken("board-mark", "≀", "while nobody looked"))
	}
	switch {
	case c.Value.Kind() == userdata.Absent:
		body = append(body, rows.Sign("board-none", "—"), rows.SR("absent"))
	case c.Masked:
		body = append(body, rows.Word("span", "board-masked", c.Value.Text()))
	default:
		body = append(body, rows.El("span", t.Look(c.Value), t.Exact(wording.Clipped(c.Value.Text(), clamp))...))
	}
	td := rows.El("td", class, body...).Data("col", key).Data("fresh", c.Fresh)
	if c.Title != "" {
		td.Attr("title", c.Title)
	}
	return td
}

// EmptyText stands for a text with nothing in it.
const EmptyText = "an empty text"

// GroupRow draws the head of a group.
func (t *Table) GroupRow(it *Item) *rows.Node {
	name, value := []*rows.Node{rows.Word("span", "board-none", "nothing there")}, it.Group
	v, err := userdata.ParseValue(it.Group)
	keyed := err == nil && strings.HasPrefix(t.Group, "=")
	if keyed {
		value = v.Text()
	}
	switch {
	case value == "" && it.Group != "":
		name = []*rows.Node{rows.Word("span", "board-none", EmptyText)}
	case t.Group == Medium:
		name = t.Exact(t.Sign(it.First.Session))
	case it.Group != "" && t.Veil != nil && t.Group == Customer:
		name = []*rows.Node{rows.Text("A customer")}
	case keyed && t.Mask != nil:
		v, _ = t.Mask(it.First, t.Group[1:], v)
		name = t.Exact(v.Text())
	case keyed:
		name = []*rows.Node{rows.El("span", t.Look(v), t.Exact(value)...)}
	case it.Group != "":
		name = t.Exact(value)
	}
	return rows.El("tr", "board-group", rows.El("th", "", rows.El("span", "board-groupname", append(name, rows.Word("span", "note", " "+wording.Plural(it.Count, "session")))...)).
		Attr("colspan", t.Width()).Attr("scope", "rowgroup"))
}

// Width is how many columns there are.
func (t *Table) Width() int { return len(t.fields()) + len(t.Columns) }

type field struct{ name, title, says, class string }

// fields are the columns that stand in front of those of the keys.
func (t *Table) fields() []field {
	all := []field{
		{Customer, "Customer", "Sort by the customer", "who"}, {ID, "Session", "Sort by the session's id", "id"},
		{Medium, "Medium", "Sort by the medium", "medium"}, {State, "State", "Sort by the state", "state"},
		{Known, "Seen for", "Since this page knows the session; it may be older", "age"}, {Changed, "Last event", "How long ago its newest event was", "age"},
		{Unread, "New", "Changes since somebody looked at the session", "news"}, {Contract, "Contract", "How it stands to the key contract", "contract"},
	}
	return slices.DeleteFunc(all, func(f field) bool {
		return f.name == Medium && !t.Media || f.name == Contract && !t.Owed || t.Wall && (f.name == ID || f.name == Known || f.name == Unread)
	})
}

// Cols draws the widths of the columns.
func (t *Table) Cols() *rows.Node {
	group := rows.El("colgroup", "")
	for _, f := range t.fields() {
		group.Parts = append(group.Parts, rows.El("col", "board-col--"+f.class))
	}
	for range t.Columns {
		group.Parts = append(group.Parts, rows.El("col", "board-col--key"))
	}
	return group
}

// Head draws the names of the columns, which sort.
func (t *Table) Head() *rows.Node {
	tr := rows.El("tr", "")
	for _, f := range t.fields() {
		tr.Parts = append(tr.Parts, t.headCell(f.name, "board-"+f.class, f.says, rows.Text(f.title)))
	}
	for _, key := range t.Columns {
		tr.Parts = append(tr.Parts, t.headCell(KeyColumn(key), "board-value", "Sort by "+key+"; drag it, or press Shift ← or →, to move it", t.Exact(cmp.Or(t.Names[key], key))...))
	}
	return rows.El("thead", "", tr)
}

func (t *Table) headCell(column, class, says string, name ...*rows.Node) *rows.Node {
	sort, sign := "none", ""
	if t.Sort == column {
		sort, sign = "ascending", " ▲"
		if t.Down != (column == Known) { // the earlier it began, the longer it is seen
			sort, sign = "descending", " ▼"
		}
	}
	b := rows.Button("board-sort", "board-sort", column, append(name, rows.Sign("", sign))...).Attr("title", says)
	return rows.El("th", class, b).Attr("scope", "col").Aria("sort", sort)
}

// Foot draws the totals of what is shown.
func (t *Table) Foot(a *Arrangement) *rows.Node {
	tr := rows.El("tr", "", rows.Word("th", "board-total", wording.Plural(a.Shown, "session")).Attr("scope", "row"))
	for _, f := range t.fields()[1:] {
		text := ""
		switch f.name {
		case State:
			text = ofThem(a.Ended, "ended")
		case Unread:
			text = ofThem(a.Unread, "with changes")
		case Contract:
			text = ofThem(a.Broken, "broken")
		}
		tr.Parts = append(tr.Parts, rows.Word("td", "", text))
	}
	for i := range t.Columns {
		tr.Parts = append(tr.Parts, rows.Word("td", "", strconv.Itoa(a.Having[i])+wording.Either(a.Having[i] == 1, " has it", " have it")))
	}
	return rows.El("tfoot", "", tr)
}

func ofThem(n int, what string) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n) + " " + what
}
