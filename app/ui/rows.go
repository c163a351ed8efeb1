package ui

import (
	"sort"

	"github.com/keytrail/keytrail/app/userdata"
)

// A rowID names a row: a key, and which of its occurrences.
type rowID struct {
	key string
	dup int
}

// A row is one line of the userData table.
type row struct {
	rowID
	dups  int // how often the key stands in the map; 1 as a rule, 0 when it is gone
	value userdata.Value
	class userdata.Class
	mark
}

// classes remembers the class of each key, which never changes.
type classes struct {
	rules userdata.Rules
	known map[string]userdata.Class
}

func (c *classes) of(key string) userdata.Class {
	if class, ok := c.known[key]; ok {
		return class
	}
	if c.known == nil {
		c.known = map[string]userdata.Class{}
	}
	class, _ := c.rules.Classify(key)
	c.known[key] = class
	return class
}

// rowsOf returns a row for each entry of data, in its order, and one for each
// marked key that is gone.
func rowsOf(data *userdata.Map, m marks, c *classes) []row {
	rows := make([]row, 0, data.Len()+len(m))
	times := make(map[string]int, data.Len())
	for key, value := range data.All() {
		times[key]++
		rows = append(rows, row{rowID: rowID{key, times[key]}, value: value, class: c.of(key), mark: m[key]})
	}
	for i := range rows {
		r := &rows[i]
		r.dups = times[r.key]
		if r.dups > 1 && r.kind == userdata.Same {
			r.kind = userdata.Duplicate
		}
	}
	var gone []row
	for key, k := range m {
		if times[key] == 0 {
			gone = append(gone, row{rowID: rowID{key, 1}, class: c.of(key), mark: k})
		}
	}
	sort.Slice(gone, func(i, j int) bool { return gone[i].key < gone[j].key })
	return append(rows, gone...)
}

// arrange puts marked rows first, the newest on top, and leaves the others in
// the map's order. With held, rows that order names keep their places and new
// ones come last: nothing moves under the pointer or the focus. It returns the
// rows and their order; moved tells that held kept rows from moving.
func arrange(rows []row, order []rowID, held bool) (out []row, now []rowID, moved bool) {
	out = make([]row, 0, len(rows))
	for _, r := range rows {
		if r.kind != userdata.Same {
			out = append(out, r)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].event > out[j].event })
	for _, r := range rows {
		if r.kind == userdata.Same {
			out = append(out, r)
		}
	}
	if held && len(order) > 0 {
		moved = hold(out, order)
	}
	now = make([]rowID, len(out))
	for i, r := range out {
		now[i] = r.rowID
	}
	return out, now, moved
}

// hold sorts rows by their place in order, and reports whether that moved any.
func hold(rows []row, order []rowID) bool {
	place := make(map[rowID]int, len(order))
	for i, id := range order {
		place[id] = i
	}
	at := func(i int) int {
		if p, ok := place[rows[i].rowID]; ok {
			return p
		}
		return len(order)
	}
	for i := 1; i < len(rows); i++ {
		if at(i) < at(i-1) {
			sort.SliceStable(rows, func(i, j int) bool { return at(i) < at(j) })
			return true
		}
	}
	return false
}
