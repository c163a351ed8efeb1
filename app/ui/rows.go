package ui

import (
	"slices"
	"sort"
	"strings"

	"github.com/keytrail/keytrail/app/settings"
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
	hide  int // number of the hide that takes it, 0 for none
	*mark     // never nil
}

// maxKnown bounds the keys that are remembered: somebody may use random ones.
const maxKnown = 100_000

// A keyInfo is what is known of a key: its class, which never changes, and
// where it stood in the map that was read last. One look-up serves both.
type keyInfo struct {
	key       string
	class     userdata.Class
	hide      int // number of the hide that takes it, 0 for none
	read      int // number of the reading that the rest belongs to
	dups, row int // how often it stands there, and in which row last
}

// classes remembers keys from one reading of a map to the next.
type classes struct {
	rules userdata.Rules
	hides settings.Hider
	made  int // how often rules were set before
	known map[string]*keyInfo
	read  int
	order []*keyInfo // of the entries of the reading before
}

// of returns what is known of key in the present reading.
func (c *classes) of(key string) *keyInfo {
	k := c.known[key]
	if k == nil {
		if c.known == nil || len(c.known) >= maxKnown {
			c.known, c.order = map[string]*keyInfo{}, nil
		}
		k = &keyInfo{key: strings.Clone(key)} // a part of the map's text would keep all of it
		k.class, _ = c.rules.Classify(key)
		k.hide = c.hides.Hides(key)
		c.known[k.key] = k
	}
	return k.in(c.read)
}

// in returns what is known in a reading, which begins with nothing.
func (k *keyInfo) in(read int) *keyInfo {
	if k.read != read {
		k.read, k.dups, k.row = read, 0, 0
	}
	return k
}

// entry returns what is known of the key of the i-th entry. Most maps have the
// keys of the one before in the same places, where no look-up is needed.
func (c *classes) entry(i int, key string) *keyInfo {
	if i < len(c.order) {
		if k := c.order[i]; k.key == key {
			return k.in(c.read)
		}
	}
	k := c.of(key)
	c.order = append(c.order[:min(i, len(c.order))], k)
	return k
}

// rowsOf returns a row for each entry of data, in its order, and one for each
// marked key that is gone.
func rowsOf(data *userdata.Map, m marks, c *classes) []row {
	c.read++
	same, twice := new(mark), &mark{kind: userdata.Duplicate}
	rows := make([]row, 0, data.Len()+len(m))
	var again []string
	for key, value := range data.All() {
		k := c.entry(len(rows), key)
		k.dups++
		k.row = len(rows)
		rows = append(rows, row{rowID{key, k.dups}, 1, value, k.class, k.hide, same})
		if k.dups == 2 {
			again = append(again, key)
		}
	}
	for i := 0; len(again) > 0 && i < len(rows); i++ {
		if rows[i].dups = c.of(rows[i].key).dups; rows[i].dups > 1 {
			rows[i].mark = twice
		}
	}
	return addMarks(rows, m, c)
}

// addMarks puts the marks on the rows of their keys, and appends the keys that
// are gone in the order of their names.
func addMarks(rows []row, m marks, c *classes) []row {
	there := len(rows)
	for key, k := range m {
		info := c.of(key)
		switch {
		case info.dups == 0:
			rows = append(rows, row{rowID: rowID{key, 1}, class: info.class, hide: info.hide, mark: &k})
		case info.dups == 1 || k.kind == userdata.Duplicate:
			rows[info.row].mark = &k
		default:
			for i := range rows[:there] {
				if rows[i].key == key {
					rows[i].mark = &k
				}
			}
		}
	}
	gone := rows[there:]
	sort.Slice(gone, func(i, j int) bool { return gone[i].key < gone[j].key })
	return rows
}

// arrange sorts rows: pinned ones first, in the order of the pins, and then as
// the view has it; wrote is for [sortOrder.sorted]. While the view is held, rows
// that its order names keep their places and new ones come last: nothing moves
// under the pointer or the focus. It returns the rows and their order; moved is
// how many rows held kept from moving.
func arrange(rows []row, v *view, wrote func(*row) (event int, who string)) (out []row, now []rowID, moved int) {
	rows = v.sort.sorted(rows, wrote)
	if len(v.pins) > 0 {
		place := func(i int) int {
			if p := slices.Index(v.pins, rows[i].key); p >= 0 {
				return p
			}
			return len(v.pins)
		}
		sort.SliceStable(rows, func(i, j int) bool { return place(i) < place(j) })
	}
	if v.held() && len(v.order) > 0 {
		moved = hold(rows, v.order)
	}
	now = make([]rowID, len(rows))
	for i, r := range rows {
		now[i] = r.rowID
	}
	return rows, now, moved
}

// hold sorts rows by their place in order, and returns how many that moved.
func hold(rows []row, order []rowID) (moved int) {
	place := make(map[rowID]int, len(order))
	for i, id := range order {
		place[id] = i
	}
	places := make([]int, len(rows))
	for i, r := range rows {
		p, ok := place[r.rowID]
		if !ok {
			p = len(order)
		}
		places[i], place[r.rowID] = p, p
	}
	if moved = displaced(places); moved > 0 {
		sort.SliceStable(rows, func(i, j int) bool { return place[rows[i].rowID] < place[rows[j].rowID] })
	}
	return moved
}
