package scene

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// A SortOrder says by what rows are sorted. The zero SortOrder has the changed
// rows first, the newest on top, and the others as they stand in the map.
type SortOrder struct {
	By   TableColumn // glyphColumn for the usual order
	Down bool
}

// sorted returns rows in an order. Rows that are equal in it keep the places
// they have. It asks wrote, where it must, which event made a row what it is, 0
// for none that is known, and who wrote that.
func (by SortOrder) sorted(rows []Row, wrote func(*Row) (event int, who string)) []Row {
	switch by.By {
	case glyphColumn:
		return changedFirst(rows)
	case WhenColumn, WhoColumn:
		return by.written(rows, wrote)
	case ValueColumn:
		sort.SliceStable(rows, func(i, j int) bool { return CompareValues(rows[i].Value, rows[j].Value, by.Down) < 0 })
		return rows
	}
	less := func(i, j int) bool { return strings.ToLower(rows[i].Key) < strings.ToLower(rows[j].Key) }
	if by.By == typeColumn {
		less = func(i, j int) bool { return rows[i].Value.Kind() < rows[j].Value.Kind() }
	}
	sort.SliceStable(rows, func(i, j int) bool {
		if by.Down {
			return less(j, i)
		}
		return less(i, j)
	})
	return rows
}

// CompareValues orders numbers by what they are and everything else by its text,
// numbers first, or the other way around; what is absent comes last either way.
func CompareValues(a, b userdata.Value, down bool) int {
	x, y := a.Kind(), b.Kind()
	if x == userdata.Absent || y == userdata.Absent {
		return OneIf(x == userdata.Absent) - OneIf(y == userdata.Absent)
	}
	if down {
		a, b, x, y = b, a, y, x
	}
	switch {
	case x == userdata.Number && y == userdata.Number:
		// Places in a list need no more than a float has.
		m, _ := strconv.ParseFloat(a.Literal(), 64)
		n, _ := strconv.ParseFloat(b.Literal(), 64)
		return cmp.Compare(m, n)
	case x == userdata.Number || y == userdata.Number:
		return OneIf(y == userdata.Number) - OneIf(x == userdata.Number)
	}
	return strings.Compare(strings.ToLower(a.Text()), strings.ToLower(b.Text()))
}

// written sorts rows by when they were written last, or by whom. Rows that
// nobody is known to have written come last, whichever way round.
func (by SortOrder) written(rows []Row, wrote func(*Row) (event int, who string)) []Row {
	type writing struct {
		Row
		event int
		who   string
	}
	all := make([]writing, len(rows))
	for i := range rows {
		all[i].Row = rows[i]
		all[i].event, all[i].who = wrote(&rows[i])
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		if known := a.event > 0; known != (b.event > 0) {
			return known
		}
		if by.Down {
			a, b = b, a
		}
		if by.By == WhoColumn {
			return a.who < b.who
		}
		return a.event < b.event
	})
	out := make([]Row, len(rows))
	for i := range all {
		out[i] = all[i].Row
	}
	return out
}

// changedFirst puts the marked rows first, the newest on top. Few rows are marked,
// so the others are moved aside rather than sorted.
func changedFirst(rows []Row) []Row {
	var marked []Row
	free := len(rows) // from here on there are only rows that are not marked
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Kind != userdata.Same {
			marked = append(marked, rows[i])
			continue
		}
		if free--; free != i {
			rows[free] = rows[i]
		}
	}
	slices.Reverse(marked) // as they stood
	sort.SliceStable(marked, func(i, j int) bool { return marked[i].Event > marked[j].Event })
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

// Sortable reports whether rows can be sorted by a column. Was is not one: what
// stands there is empty for most rows.
func (c TableColumn) Sortable() bool {
	return c > glyphColumn && c < ColumnCount && c != WasColumn
}

// text writes an order for the browser's storage, "" for the usual one.
func (by SortOrder) text() string {
	if by.By == glyphColumn {
		return ""
	}
	return ColumnNames[by.By] + wording.Either(by.Down, " down", "")
}

// parseSort reads what text wrote.
func parseSort(s string) SortOrder {
	name, rest, _ := strings.Cut(s, " ")
	by := TableColumn(slices.Index(ColumnNames[:], name))
	if !by.Sortable() {
		return SortOrder{}
	}
	return SortOrder{by, rest == "down"}
}
