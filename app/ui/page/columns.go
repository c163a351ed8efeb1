package page

import (
	"slices"
	"strconv"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/ui/dashboard"
	"github.com/keytrail/keytrail/app/ui/scene"
)

// proposeColumns gives keys columns where nobody has chosen any: those that are
// pinned or in the contract, then those that tell the sessions apart. Who has a
// column keeps its place while more sessions come.
func (m *Model) proposeColumns() {
	s, b, most := &m.View.Board, &m.Board, 4
	if s.Own || len(m.State.Sessions) < b.weighed { // as with most drawings
		return
	}
	switch {
	case m.Window == scene.LargeWindow:
		most = 6
	case slices.ContainsFunc(m.State.Sessions, func(x *book.Session) bool { return x.Medium != "" }):
		most = 3 // the medium has a column, too
	}
	if len(s.Columns) >= most {
		return
	}
	b.weighed = 2 * len(m.State.Sessions)
	there := dashboard.Propose(m.State.Sessions, func(key string) bool {
		class, _ := m.Classes.Rules.Classify(key)
		return m.View.HidesRow(m.Classes.Hides.Hides(key), class)
	})
	wanted := slices.Clone(m.View.Pins)
	owed, _ := contract.Parse(m.View.Contract)
	for _, c := range owed {
		wanted = append(wanted, c.Keys...)
	}
	wanted = slices.DeleteFunc(wanted, func(key string) bool { return !slices.Contains(there, key) })
	for _, key := range append(wanted, there...) {
		if len(s.Columns) < most && !slices.Contains(s.Columns, key) {
			s.Columns = append(slices.Clip(s.Columns), key)
		}
	}
}

// wallColumns is how many columns can be read from afar.
const wallColumns = 3

// forgetColumns has columns proposed anew where nobody has chosen them.
func (m *Model) forgetColumns() {
	if !m.View.Board.Own {
		m.View.Board.Columns, m.Board.weighed = nil, 0
	}
}

// toggleColumn gives a key a column, or takes it away.
func (m *Model) toggleColumn(key string) {
	m.View.Board.Toggle(key)
	m.Keep()
	m.rearrange()
	m.fillBoard()
}

// MoveColumn brings the column of a key by so many places to the right.
func (m *Model) MoveColumn(key string, by int) {
	to := m.View.Board.Move(key, by)
	if to < 0 {
		return
	}
	m.Keep()
	m.rearrange()
	m.Say("Column " + strconv.Itoa(to+1) + " of " + strconv.Itoa(len(m.View.Board.Columns)))
}

// chooseColumns lists the keys that can be columns, or puts the list away. They
// are counted when it opens.
func (m *Model) chooseColumns() {
	b := &m.Board
	if !m.Boarded {
		m.openBoard()
	}
	if b.Wall {
		m.toggleWall()
	}
	if b.Choosing = !b.Choosing; b.Choosing {
		b.Find = ""
		m.SetText("#board-find", "")
		m.Focus("#board-find")
		m.countKeys()
	} else {
		m.Focus("[data-do=board-choose]")
	}
}

// countKeys counts what sessions carry, beside the page.
func (m *Model) countKeys() {
	all, now := m.State.Sessions, m.Now
	m.Run("counting keys", func() func() {
		counts := dashboard.CountKeys(all)
		return func() {
			m.Board.Counts, m.Board.Counted, m.Board.At = counts, len(all), now
		}
	})
}
