package userdata

import "hash/maphash"

// A pairing is what became of one entry: its places in the old and the new
// object, -1 where it has none.
type pairing struct {
	key      string
	old, new int
	nth      int // which occurrence of its key it is, from 0
}

// pair finds the entries that are not the same on both sides, and whether the
// entries that both have stand in another order.
func pair(old, new *Map) (pairs []pairing, reordered bool) {
	if sameKeys(old, new) {
		for i, p := range new.entries {
			q := old.entries[i]
			if old.text[q.Value:q.End] != new.text[p.Value:p.End] {
				pairs = append(pairs, pairing{keyAt(new.text, p), i, i, 0})
			}
		}
		return pairs, false
	}
	table := tableOf(old)
	last := -1
	for i, p := range new.entries {
		key := keyAt(new.text, p)
		j, nth := table.take(key)
		if j < 0 {
			pairs = append(pairs, pairing{key, -1, i, nth})
			continue
		}
		reordered = reordered || j < last
		last = j
		q := old.entries[j]
		if old.text[q.Value:q.End] != new.text[p.Value:p.End] {
			pairs = append(pairs, pairing{key, j, i, nth})
		}
	}
	return table.appendRest(pairs), reordered
}

// sameKeys reports whether both have the same keys in the same order.
func sameKeys(old, new *Map) bool {
	if len(old.entries) != len(new.entries) {
		return false
	}
	for i, p := range new.entries {
		q := old.entries[i]
		if old.text[q.Key:q.KeyEnd] != new.text[p.Key:p.KeyEnd] && keyAt(old.text, q) != keyAt(new.text, p) {
			return false
		}
	}
	return true
}

// A table finds the entries of a map by key. It is an open hash table of places
// plus one; equal keys share a slot and are chained in their order. The seed is
// random, so that nobody can choose keys that all meet in one slot.
type table struct {
	m     *Map
	seed  maphash.Seed
	slots []int32
	keys  []chain // by the place of a key's first occurrence
	after []int32 // by place: the next occurrence of the same key, 0 for none
	extra map[string]int
}

// A chain is what is left of one key's occurrences, as places plus one.
type chain struct{ first, last, taken int32 }

func tableOf(m *Map) *table {
	size := 8
	for size < 2*len(m.entries) {
		size *= 2
	}
	t := &table{m, maphash.MakeSeed(), make([]int32, size), make([]chain, len(m.entries)), make([]int32, len(m.entries)), nil}
	for i, p := range m.entries {
		slot, found := t.find(keyAt(m.text, p))
		if !found {
			t.slots[slot] = int32(i + 1)
			t.keys[i] = chain{first: int32(i + 1), last: int32(i + 1)}
			continue
		}
		c := &t.keys[t.slots[slot]-1]
		t.after[c.last-1] = int32(i + 1)
		c.last = int32(i + 1)
	}
	return t
}

// find returns the slot of key, or the empty one where it belongs.
func (t *table) find(key string) (slot int, found bool) {
	mask := len(t.slots) - 1
	for slot = int(maphash.String(t.seed, key)) & mask; t.slots[slot] != 0; slot = (slot + 1) & mask {
		if keyAt(t.m.text, t.m.entries[t.slots[slot]-1]) == key {
			return slot, true
		}
	}
	return slot, false
}

// take returns the first place of key that was not taken yet, -1 when there is
// none, and how often key was asked for before.
func (t *table) take(key string) (place, nth int) {
	slot, found := t.find(key)
	if !found {
		return -1, t.more(key)
	}
	c := &t.keys[t.slots[slot]-1]
	if c.first == 0 {
		return -1, int(c.taken) + t.more(key)
	}
	place, nth = int(c.first-1), int(c.taken)
	c.first = t.after[place]
	c.taken++
	return place, nth
}

// more counts how often key was asked for when there was none left.
func (t *table) more(key string) int {
	if t.extra == nil {
		t.extra = map[string]int{}
	}
	t.extra[key]++
	return t.extra[key] - 1
}

// appendRest appends the entries that nobody took.
func (t *table) appendRest(pairs []pairing) []pairing {
	for i, c := range t.keys {
		nth := int(c.taken)
		for at := c.first; at != 0; at = t.after[at-1] {
			pairs = append(pairs, pairing{keyAt(t.m.text, t.m.entries[i]), int(at - 1), -1, nth})
			nth++
		}
	}
	return pairs
}

// duplicates finds out which keys stand more than once in one of two maps. It
// counts for the first few questions, and builds a table when there are more.
type duplicates struct {
	maps  [2]*Map
	asked int
	table [2]*table
}

// has reports whether the key of p stands twice, where that matters: when both
// sides have a list or an object.
func (d *duplicates) has(p pairing) bool {
	if p.old < 0 || p.new < 0 || !d.nested(0, p.old) || !d.nested(1, p.new) {
		return false
	}
	const few = 8
	if d.asked++; d.asked <= few {
		return d.maps[0].Count(p.key) > 1 || d.maps[1].Count(p.key) > 1
	}
	for i, m := range d.maps {
		if d.table[i] == nil {
			d.table[i] = tableOf(m)
		}
		if slot, found := d.table[i].find(p.key); found {
			if c := d.table[i].keys[d.table[i].slots[slot]-1]; c.first != c.last {
				return true
			}
		}
	}
	return false
}

func (d *duplicates) nested(side, place int) bool {
	m := d.maps[side]
	c := m.text[m.entries[place].Value]
	return c == '{' || c == '['
}

// Count returns how often key stands in the map.
func (m *Map) Count(key string) (n int) {
	if m == nil {
		return 0
	}
	for _, p := range m.entries {
		if (p.Escaped || int(p.KeyEnd-p.Key) == len(key)+2) && keyAt(m.text, p) == key {
			n++
		}
	}
	return n
}

// hasDuplicates reports whether any key stands twice.
func (m *Map) hasDuplicates() bool {
	const few = 8
	if len(m.entries) > few {
		for _, c := range tableOf(m).keys {
			if c.first != c.last {
				return true
			}
		}
		return false
	}
	for _, p := range m.entries {
		if m.Count(keyAt(m.text, p)) > 1 {
			return true
		}
	}
	return false
}
