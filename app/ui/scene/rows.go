package scene

import (
	"slices"
	"sort"
	"strings"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/userdata"
)

// A RowID names a row: a key, and which of its occurrences.
type RowID struct {
	Key string
	Dup int
}

// A Row is one line of the userData table.
type Row struct {
	RowID
	Dups  int // how often the key stands in the map; 1 as a rule, 0 when it is gone
	Value userdata.Value
	Class userdata.Class
	hide  int // number of the hide that takes it, 0 for none
	*Mark     // never nil
}

// maxKnown is how many keys are remembered from one reading to the next: somebody
// may use random ones.
const maxKnown = 100_000

// A KeyInfo is what is known of a key: its class, which never changes, and
// where it stood in the map that was read last. One look-up serves both.
type KeyInfo struct {
	key       string
	Class     userdata.Class
	Hide      int // number of the hide that takes it, 0 for none
	read      int // number of the reading that the rest belongs to
	dups, row int // how often it stands there, and in which row last
}

// Classes remembers keys from one reading of a map to the next.
type Classes struct {
	Rules userdata.Rules
	Hides settings.Hider
	Made  int // how often rules were set before
	known map[string]*KeyInfo
	read  int
	order []*KeyInfo // of the entries of the reading before
}

// Of returns what is known of key in the present reading.
func (c *Classes) Of(key string) *KeyInfo {
	k := c.known[key]
	if k == nil {
		if c.known == nil {
			c.known = map[string]*KeyInfo{}
		}
		k = &KeyInfo{key: strings.Clone(key)} // a part of the map's text would keep all of it
		k.Class, _ = c.Rules.Classify(key)
		k.Hide = c.Hides.Hides(key)
		c.known[k.key] = k
	}
	return k.in(c.read)
}

// in returns what is known in a reading, which begins with nothing.
func (k *KeyInfo) in(read int) *KeyInfo {
	if k.read != read {
		k.read, k.dups, k.row = read, 0, 0
	}
	return k
}

// entry returns what is known of the key of the i-th entry. Most maps have the
// keys of the one before in the same places, where no look-up is needed.
func (c *Classes) entry(i int, key string) *KeyInfo {
	if i < len(c.order) {
		if k := c.order[i]; k.key == key {
			return k.in(c.read)
		}
	}
	k := c.Of(key)
	c.order = append(c.order[:min(i, len(c.order))], k)
	return k
}

// RowsOf returns a row for each entry of data, in its order, and one for each
// marked key that is gone.
func RowsOf(data *userdata.Map, m Marks, c *Classes) []Row {
	c.read++
	if len(c.known) >= maxKnown {
		c.known, c.order = nil, nil
	}
	same, twice := new(Mark), &Mark{Kind: userdata.Duplicate}
	rows := make([]Row, 0, data.Len()+len(m))
	var again []string
	for key, value := range data.All() {
		k := c.entry(len(rows), key)
		k.dups++
		k.row = len(rows)
		rows = append(rows, Row{RowID{key, k.dups}, 1, value, k.Class, k.Hide, same})
		if k.dups == 2 {
			again = append(again, key)
		}
	}
	for i := 0; len(again) > 0 && i < len(rows); i++ {
		if rows[i].Dups = c.Of(rows[i].Key).dups; rows[i].Dups > 1 {
			rows[i].Mark = twice
		}
	}
	return addMarks(rows, m, c)
}

// addMarks puts the marks on the rows of their keys, and appends the keys that
// are gone in the order of their names.
func addMarks(rows []Row, m Marks, c *Classes) []Row {
	there := len(rows)
	for key, k := range m {
		info := c.Of(key)
		switch {
		case info.dups == 0:
			rows = append(rows, Row{RowID: RowID{key, 1}, Class: info.Class, hide: info.Hide, Mark: &k})
		case info.dups == 1 || k.Kind == userdata.Duplicate:
			rows[info.row].Mark = &k
		default:
			for i := range rows[:there] {
				if rows[i].Key == key {
					rows[i].Mark = &k
				}
			}
		}
	}
	gone := rows[there:]
	sort.Slice(gone, func(i, j int) bool { return gone[i].Key < gone[j].Key })
	return rows
}

// arrange sorts rows: pinned ones first, in the order of the pins, and then as
// the view has it; wrote is for [SortOrder.sorted]. While the view is held, rows
// that its order names keep their places and new ones come last: nothing moves
// under the pointer or the focus. It returns the rows and their order; moved is
// how many rows held kept from moving.
func arrange(rows []Row, v *View, wrote func(*Row) (event int, who string)) (out []Row, now []RowID, moved int) {
	rows = v.Sort.sorted(rows, wrote)
	if len(v.Pins) > 0 {
		place := func(i int) int {
			if p := slices.Index(v.Pins, rows[i].Key); p >= 0 {
				return p
			}
			return len(v.Pins)
		}
		sort.SliceStable(rows, func(i, j int) bool { return place(i) < place(j) })
	}
	if v.held() && len(v.Order) > 0 {
		moved = hold(rows, v.Order)
	}
	now = make([]RowID, len(rows))
	for i, r := range rows {
		now[i] = r.RowID
	}
	return rows, now, moved
}

// hold sorts rows by their place in order, and returns how many that moved.
func hold(rows []Row, order []RowID) (moved int) {
	place := make(map[RowID]int, len(order))
	for i, id := range order {
		place[id] = i
	}
	places := make([]int, len(rows))
	for i, r := range rows {
		p, ok := place[r.RowID]
		if !ok {
			p = len(order)
		}
		places[i], place[r.RowID] = p, p
	}
	if moved = displaced(places); moved > 0 {
		sort.SliceStable(rows, func(i, j int) bool { return place[rows[i].RowID] < place[rows[j].RowID] })
	}
	return moved
}
