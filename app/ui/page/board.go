package page

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/ui/dashboard"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A Boarding is what the page knows of the board: how it is looked at, and what
// stands on it.
type Boarding struct {
	Charts   bool   // with charts in place of the rows
	Wall     bool   // on a screen that is read from afar
	Plain    bool   // which may show what customers say
	Tables   bool   // and with the tables behind them in place of pictures
	key      string // whose values the charts show
	keyed    bool   // and that somebody has chosen
	Meter    dashboard.Meter
	came     bool   // the session on the screen was opened from it
	Filter   string // as it was typed
	Problem  *query.Error
	Choosing bool   // the keys that can be columns are listed
	Find     string // what their names are to contain
	Counts   []dashboard.KeyCount
	Counted  int       // how many sessions those were counted in
	At       time.Time // when
	Ended    bool      // sessions that ended a while ago are shown
	Pointed  bool      // the pointer is over the rows
	Focused  bool      // the focus is in them
	Cursor   string    // the session that Tab reaches

	book     int
	columns  []string            // of the records
	weighed  int                 // how many sessions there must be for more columns to be proposed
	records  []*dashboard.Record // of the sessions, in their order
	times    string              // how the times of the records are written
	veiled   map[string]veiled   // of the wall
	Arranged dashboard.Arrangement
	Layout   int // counts what changes all rows
}

// What selects parts of the board.
const (
	BoardRow    = "#board-cursor" // the row that Tab reaches
	BoardFilter = "#board-filter"
)

// composeBoard brings what stands on the board up to date. While somebody is on a
// row, rows keep their places, unless that is not what was asked for.
func (m *Model) composeBoard(keep bool) {
	b := &m.Board
	if b.book != m.State.Book {
		b.book, b.records, b.Meter, b.Choosing, keep = m.State.Book, nil, dashboard.Meter{}, false, false
		m.forgetColumns()
	}
	m.proposeColumns()
	if !slices.Equal(b.columns, m.View.Board.Columns) {
		b.columns, b.records = m.View.Board.Columns, nil
		b.Layout++
		m.showGroup()
	}
	if times := m.boardTimes(); times != b.times {
		b.times = times
		b.Layout++
	}
	owed := m.View.Contract != "" && m.ContractErr == nil
	b.records = m.boardRecords(owed, !keep || owed || b.Arranged.Owed)
	v := dashboard.View{Board: m.View.Board, Ended: b.Ended || m.Filed(), Now: m.Now} // nothing of a file goes away
	v.Filter, b.Problem = dashboard.ParseFilter(b.Filter)
	if keep && (b.Pointed || b.Focused) {
		v.Order, v.Groups = b.Arranged.IDs(), b.Arranged.Groups()
	}
	if b.Charts {
		b.Meter.Take(m.State.Sessions)
	}
	was := b.Arranged
	b.Arranged = dashboard.Arrange(b.records, &v)
	if b.Cursor != "" && b.Arranged.Find(b.Cursor) < 0 && (b.Focused || m.State.Session(b.Cursor) == nil) {
		b.Cursor = b.Arranged.Nearest(was.IDs(), b.Cursor)
	}
	if was.Media != b.Arranged.Media || was.Owed != b.Arranged.Owed {
		b.Layout++
		m.showGroup()
	}
}

// boardTimes is what the words for an instant depend on besides that.
func (m *Model) boardTimes() string {
	layout := time.DateOnly
	if m.View.Times == "relative" {
		layout = time.DateTime
	}
	return m.View.Times + m.Wall.In(m.Zone()).Format(layout)
}

// boardRecords are what the board sorts and filters the sessions by. One is made
// anew when its session is another than before or, where they are restless, stands
// otherwise.
func (m *Model) boardRecords(owed, restless bool) []*dashboard.Record {
	before := m.Board.records
	out := make([]*dashboard.Record, len(m.State.Sessions))
	for i, x := range m.State.Sessions {
		for len(before) > 0 && before[0].Session != x && before[0].ID != x.ID {
			before = before[1:] // it was forgotten
		}
		if len(before) > 0 {
			out[i], before = before[0], before[1:]
		}
		if r := out[i]; r != nil && r.Session == x && !restless {
			continue
		}
		s := dashboard.Standing{Owed: owed}
		if j := m.Breaks(x); owed {
			s.Waits, s.Broken, s.Clause = j.Open, j.Broken, j.First
		}
		if u := m.Unread[x.ID]; u != nil {
			s.Unread, s.Gap = u.Total(), u.Gap
		}
		if r := out[i]; r == nil || r.Session != x || r.Standing != s {
			out[i] = dashboard.RecordOf(x, s, m.View.Board.Columns)
		}
	}
	return out
}

// BoardTable is what the rows of the board have in common.
func (m *Model) BoardTable() *dashboard.Table {
	t := dashboard.Table{
		Board: m.View.Board, Names: m.View.Names, Media: m.Board.Arranged.Media, Owed: m.Board.Arranged.Owed, Now: m.Now, Layout: m.Board.Layout,
		Age:   func(t time.Time) string { return wording.Age(t, m.Now) },
		Clock: func(e history.Event) string { return m.Sometime(e) },
		Wall:  m.Board.Wall,
		Sign:  stage.Medium,
		Name:  m.SessionName,
	}
	if m.Board.Wall && !t.Own {
		t.Columns = t.Columns[:min(len(t.Columns), wallColumns)]
	}
	if m.Board.Wall && !m.Board.Plain {
		m.veil(&t)
	}
	return &t
}

// BoardCursor is the place of the row that Tab reaches, -1 where there is none.
func (m *Model) BoardCursor() int {
	a := &m.Board.Arranged
	if i := a.Find(m.Board.Cursor); i >= 0 {
		return i
	}
	for i := range a.Items {
		if a.Items[i].Record != nil {
			return i
		}
	}
	return -1
}

// openBoard covers the page with the board, with the focus on the row that it was
// on, or else on the session that was on the screen.
func (m *Model) openBoard() {
	b := &m.Board
	m.Boarded, b.came, b.Pointed, b.Focused = true, false, false, false
	b.Cursor = cmp.Or(b.Cursor, m.View.Session)
	b.Layout++
	m.composeBoard(false)
	m.fillBoard()
	m.Focus(BoardRow)
}

// fillBoard writes what is known into the inputs of the board.
func (m *Model) fillBoard() {
	m.SetText(BoardFilter, m.Board.Filter)
	m.showGroup()
}

// showGroup chooses what the rows are grouped by, and whose values the charts show: a
// browser goes on showing the choice that stands in the same place when the choices
// are others.
func (m *Model) showGroup() {
	m.SetText("#board-key", m.ChartKey())
	m.SetText("#board-group", m.View.Board.Group)
}

// closeBoard shows the session that is selected.
func (m *Model) closeBoard() {
	m.Boarded, m.Board.Choosing, m.Board.Wall = false, false, false
	m.CountUnread()
	m.Compose()
	m.Focus(stage.CursorRow)
}

// uncover puts the board away for a command that shows what it covers.
func (m *Model) uncover(name, arg string) {
	if !m.Boarded {
		return
	}
	m.closeBoard()
	m.Board.came = true
	if name == "panel" { // asked for again it would be closed
		m.Leave(func(s scene.Subject) bool { return s.Panel == scene.Panel(arg) })
		m.Focus("#detail")
	}
}

// openFromBoard shows a session of the board; Escape leads back.
func (m *Model) openFromBoard(id string) {
	if i := m.BoardCursor(); id == "" && i >= 0 {
		id = m.Board.Arranged.Items[i].ID
	}
	if m.State.Session(id) == nil {
		return
	}
	m.Board.Cursor = id
	m.SelectSession(id)
	m.closeBoard()
	m.Board.came = true
	m.Say("Session " + id + ". Escape leads back to the board")
}

// rearrange has the rows of the board follow what a person has asked for, at once.
func (m *Model) rearrange() {
	m.composeBoard(false)
}

// sortBoard sorts by a column; the same one again turns the order around, and the
// third time the usual one is back.
func (m *Model) sortBoard(column string) {
	s := &m.View.Board
	down := column == dashboard.Changed || column == dashboard.Unread || column == dashboard.Contract
	switch {
	case s.Sort != column:
		s.Sort, s.Down = column, down
	case s.Down == down:
		s.Down = !down
	default:
		s.Sort, s.Down = "", false
	}
	m.Keep()
	m.rearrange()
}

// typedBoard takes in what was typed or chosen on the board.
func (m *Model) typedBoard(field, text string) {
	switch field {
	case "filter":
		m.Board.Filter = text
		m.Briefly()
		m.rearrange()
		m.SayLatest(wording.Plural(m.Board.Arranged.Shown, "session") + " of " + strconv.Itoa(m.Board.Arranged.All) + " shown")
	case "find":
		m.Board.Find = text
	case "key":
		m.Board.key, m.Board.keyed = text, true
	case "group":
		m.View.Board.Group = text
		m.Keep()
		m.rearrange()
	}
}

// pressOnBoard moves through the rows of the board.
func (m *Model) pressOnBoard(k Keypress) bool {
	if k.Do != "" && k.Do != "board-open" && (k.Key == " " || k.Key == "Enter") {
		return false // a button, which the browser presses
	}
	if key, ok := strings.CutPrefix(k.Arg, "="); ok && k.Do == "board-sort" && k.Shift && (k.Key == "ArrowLeft" || k.Key == "ArrowRight") {
		m.MoveColumn(key, map[string]int{"ArrowLeft": -1, "ArrowRight": 1}[k.Key])
		t := m.BoardTable()
		m.Focus("#board-scroll th:nth-child(" + strconv.Itoa(t.Width()-len(t.Columns)+slices.Index(t.Columns, key)+1) + ") button")
		return true
	}
	ids := m.Board.Arranged.IDs()
	if m.Board.Charts || m.Board.Wall { // no row is marked there
		return m.pressBound(k, slices.DeleteFunc(m.commands.boundIn(scene.BoardPane), func(b binding) bool { return b.do == "board-open" }))
	}
	i, ok := moved(k.Key, max(slices.Index(ids, m.Board.Cursor), 0), len(ids)) // the first is marked where none was chosen
	if !ok {
		return m.pressBound(k, m.commands.boundIn(scene.BoardPane))
	}
	if len(ids) > 0 {
		m.Board.Cursor = ids[i]
		m.Focus(BoardRow)
	}
	return true
}

// escapeBoard undoes the narrowest thing: the list of keys, the filter, and then
// the board.
func (m *Model) escapeBoard() {
	switch {
	case m.Board.Choosing:
		m.chooseColumns()
	case m.Board.Wall:
		m.toggleWall()
	case m.Board.Charts:
		m.toggleCharts()
	case m.Board.Filter != "":
		m.SetText(BoardFilter, "")
		m.typedBoard("filter", "")
	default:
		m.closeBoard()
	}
}

// boardCommands are about the board of all sessions.
func boardCommands() []command {
	return []command{
		cmd("board", func(m *Model, _ string) {
			if m.Boarded {
				m.closeBoard()
			} else {
				m.openBoard()
			}
		},
			way{title: "Board of all sessions"}),
		cmd("board-open", func(m *Model, arg string) { m.openFromBoard(arg) },
			way{key: "Enter", in: onBoard, does: "on the board: open the session"}).when(aBoardRow),
		cmd("board-sort", func(m *Model, arg string) { m.sortBoard(arg) }),
		cmd("board-column", func(m *Model, arg string) { m.toggleColumn(arg) }),
		cmd("board-left", func(m *Model, arg string) { m.MoveColumn(arg, -1) }),
		cmd("board-choose", func(m *Model, _ string) { m.chooseColumns() },
			way{title: "Board: columns", key: "c", in: onBoard, does: "on the board: its columns"}),
		cmd("board-count", func(m *Model, _ string) { m.countKeys() }),
		cmd("board-find", func(m *Model, _ string) { m.Focus(BoardFilter) },
			way{key: "/", in: onBoard, does: "on the board: find a session"}).when(boardRows),
		cmd("board-resort", func(m *Model, _ string) { m.rearrange() }),
		cmd("board-charts", func(m *Model, _ string) { m.toggleCharts() },
			way{title: "Board: charts", key: "v", in: onBoard, does: "on the board: charts, and the tables behind them"}),
		cmd("board-tables", func(m *Model, _ string) { m.Board.Tables = !m.Board.Tables },
			way{key: "T", in: onBoard, does: "on the board: charts, and the tables behind them"}).when(func(m *Model, _ string) string {
			return wording.Either(m.Board.Charts, "", "Only charts have tables behind them")
		}),
		cmd("board-wall", func(m *Model, _ string) { m.toggleWall() },
			way{title: "Board: wall, to be read from afar"}),
		cmd("board-plain", func(m *Model, _ string) {
			m.Board.Plain = !m.Board.Plain
			m.Board.Layout++
			m.Say(wording.Either(m.Board.Plain, "The wall shows what customers say until this page closes", "The wall hides what customers say"))
			m.rearrange()
		},
			way{title: "Board: show or hide on the wall what customers say"}),
		cmd("board-ended", func(m *Model, _ string) {
			m.Board.Ended = !m.Board.Ended
			m.rearrange()
		}),
	}
}

// BoardMode is what of the board covers the page, "" for nothing.
func (m *Model) BoardMode() string {
	switch {
	case !m.Boarded:
		return ""
	case m.Board.Wall:
		return "wall"
	case m.Board.Charts:
		return "charts"
	}
	return "rows"
}

// boardFragment adds to the address how the board is looked at: never with what
// of the filter may name a value.
func (m *Model) boardFragment(v url.Values) {
	if !m.Boarded {
		return
	}
	v.Set("board", wording.Either(m.BoardMode() == "rows", "", m.BoardMode()))
	m.View.Board.Write(v)
	f, _ := dashboard.ParseFilter(m.Board.Filter)
	if public := f.Public(); public != "" {
		v.Set("where", public)
	}
}

// followBoard opens the board where an address says so, and closes it where one
// does not.
func (m *Model) followBoard(v url.Values) {
	if !v.Has("board") {
		if m.Boarded {
			m.closeBoard()
		}
		return
	}
	m.View.Board.Follow(v)
	m.Board.Charts, m.Board.Wall = v.Get("board") == "charts", v.Get("board") == "wall"
	shown, _ := dashboard.ParseFilter(m.Board.Filter)
	if f := v.Get("where"); f != shown.Public() {
		m.Board.Filter = f
	}
	m.openBoard()
}
