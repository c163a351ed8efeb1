package ui

import (
	"slices"
	"sort"
	"strings"

	"github.com/keytrail/keytrail/app/userdata"
)

// A sortOrder says by what rows are sorted. The zero sortOrder has the changed
// rows first, the newest on top, and the others as they stand in the map.
type sortOrder struct {
	by   tableColumn // glyphColumn for the usual order
	down bool
}

// sorted returns rows in an order. Rows that are equal in it keep the places
// they have. It asks wrote, where it must, which event made a row what it is, 0
// for none that is known, and who wrote that.
func (by sortOrder) sorted(rows []row, wrote func(*row) (event int, who string)) []row {
	switch by.by {
	case glyphColumn:
		return changedFirst(rows)
	case whenColumn, whoColumn:
		return by.written(rows, wrote)
	}
	less := func(i, j int) bool { return strings.ToLower(rows[i].key) < strings.ToLower(rows[j].key) }
	switch by.by {
	case valueColumn:
		less = func(i, j int) bool { return rows[i].value.Text() < rows[j].value.Text() }
	case typeColumn:
		less = func(i, j int) bool { return rows[i].value.Kind() < rows[j].value.Kind() }
	}
	sort.SliceStable(rows, func(i, j int) bool {
		if by.down {
			return less(j, i)
		}
		return less(i, j)
	})
	return rows
}

// written sorts rows by when they were written last, or by whom. Rows that
// nobody is known to have written come last, whichever way round.
func (by sortOrder) written(rows []row, wrote func(*row) (event int, who string)) []row {
	type writing struct {
		row
		event int
		who   string
	}
	all := make([]writing, len(rows))
	for i := range rows {
		all[i].row = rows[i]
		all[i].event, all[i].who = wrote(&rows[i])
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		if known := a.event > 0; known != (b.event > 0) {
			return known
		}
		if by.down {
			a, b = b, a
		}
		if by.by == whoColumn {
			return a.who < b.who
		}
		return a.event < b.event
	})
	out := make([]row, len(rows))
	for i := range all {
		out[i] = all[i].row
	}
	return out
}

// changedFirst puts the marked rows first, the newest on top. Few rows are marked,
// so the others are moved aside rather than sorted.
func changedFirst(rows []row) []row {
	var marked []row
	free := len(rows) // from here on there are only rows that are not marked
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].kind != userdata.Same {
			marked = append(marked, rows[i])
			continue
		}
		if free--; free != i {
			rows[free] = rows[i]
		}
	}
	slices.Reverse(marked) // as they stood
	sort.SliceStable(marked, func(i, j int) bool { return marked[i].event > marked[j].event })
	copy(rows, marked)
	return rows
}

// displaced returns how many of the numbers must move to make them ascend: all
// but the longest run that ascends already.
func displaced(list []int) int {
	var ends []int // the least end of a run of each length
	for _, n := range list {
		i, _ := slices.BinarySearch(ends, n+1)
		if i == len(ends) {
			ends = append(ends, n)
		} else {
			ends[i] = n
		}
	}
	return len(list) - len(ends)
}

// sortable reports whether rows can be sorted by a column. Was is not one: what
// stands there is empty for most rows.
func (c tableColumn) sortable() bool {
	return c > glyphColumn && c < columnCount && c != wasColumn
}

// sortBy sorts by a column; the same one again turns the order around, and the
// third time the usual one is back. Who asks for the time looks for what is
// new, so that begins with the newest. A person asked, so rows may move at once.
func (m *model) sortBy(by tableColumn) {
	s := &m.view.sort
	first := sortOrder{by: by, down: by == whenColumn}
	switch {
	case !by.sortable():
		*s = sortOrder{}
	case s.by != by:
		*s = first
	case *s == first:
		s.down = !s.down
	default:
		*s = sortOrder{}
	}
	m.view.order = nil
	m.keep()
	m.recompose()
}

// text writes an order for the browser's storage, "" for the usual one.
func (by sortOrder) text() string {
	if by.by == glyphColumn {
		return ""
	}
	return columnNames[by.by] + either(by.down, " down", "")
}

// parseSort reads what text wrote.
func parseSort(s string) sortOrder {
	name, rest, _ := strings.Cut(s, " ")
	by := tableColumn(slices.Index(columnNames[:], name))
	if !by.sortable() {
		return sortOrder{}
	}
	return sortOrder{by, rest == "down"}
}
