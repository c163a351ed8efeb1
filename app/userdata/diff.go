package userdata

import (
	"slices"
	"strconv"
	"strings"
)

// Diff compares two maps. It is empty if and only if both have the same
// canonical form: what it never reports is white space between tokens and the
// spelling of keys. The order of the result depends on the values alone: by
// key, and within a key by path; a Reordered change of an object comes behind
// the changes inside it.
//
// Keys that stand more than once are compared one by one: the first with the
// first, the second with the second. What one side has on top is Duplicate.
func Diff(old, new *Map) []Change {
	if old == new || old.Len() == 0 && new.Len() == 0 || old != nil && new != nil && old.text == new.text {
		return nil
	}
	var d differ
	d.object("", "", old.source(), new.source(), true)
	return d.changes
}

// source returns both the text and the index of a map that may be nil.
func (m *Map) source() Map {
	if m == nil {
		return Map{text: "{}"}
	}
	return *m
}

// A differ collects changes.
type differ struct{ changes []Change }

// A pairing is what became of one entry: its places in the old and the new
// object, -1 where it has none.
type pairing struct {
	key      string
	old, new int
	nth      int // which occurrence of its key it is, from 0
}

// value compares the values of one place.
func (d *differ) value(key, path string, at int, old, new Value) {
	c := Change{Key: key, Path: path, At: at, Old: old, New: new}
	switch {
	case old.literal == new.literal:
		return
	case old.kind != new.kind:
		c.Kind = Retyped
	case old.kind == List:
		d.list(key, path, old, new)
		return
	case old.kind == Object && !hasDuplicates(old.literal) && !hasDuplicates(new.literal):
		a, b := mapOf(old.literal), mapOf(new.literal)
		d.object(key, path, a, b, false)
		return
	case sameSpelling(old.literal, new.literal):
		return
	default:
		c.Kind = changedOrRespelled(old, new)
	}
	d.changes = append(d.changes, c)
}

// object compares two objects; top says that they are the maps themselves.
func (d *differ) object(key, path string, old, new Map, top bool) {
	pairs, reordered := pair(&old, &new)
	slices.SortFunc(pairs, func(a, b pairing) int {
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return a.nth - b.nth
	})
	for _, p := range pairs {
		k, sub := key, path
		if top {
			k = p.key
		} else {
			sub = path + "/" + escapeToken(p.key)
		}
		d.entry(k, sub, p, &old, &new)
	}
	if reordered {
		d.changes = append(d.changes, Change{Kind: Reordered, Key: key, Path: path,
			Old: Value{Object, old.text}, New: Value{Object, new.text}})
	}
}

// entry reports what became of one entry.
func (d *differ) entry(key, path string, p pairing, old, new *Map) {
	c := Change{Key: key, Path: path, At: p.new}
	switch {
	case p.old >= 0 && p.new >= 0:
		d.both(key, path, p, old, new)
		return
	case p.old >= 0:
		c.Kind, c.At, c.Old = Removed, p.old, old.At(p.old).Value
	default:
		c.Kind, c.New = Added, new.At(p.new).Value
	}
	if p.nth > 0 {
		c.Kind = Duplicate
	}
	d.changes = append(d.changes, c)
}

// both compares the two values of an entry. A path must lead to one place, so
// the parts of a value whose key is duplicate are not compared one by one.
func (d *differ) both(key, path string, p pairing, old, new *Map) {
	a, b := old.At(p.old).Value, new.At(p.new).Value
	if a.kind != b.kind || a.kind != List && a.kind != Object || old.count(p.key) == 1 && new.count(p.key) == 1 {
		d.value(key, path, p.new, a, b)
		return
	}
	if !sameSpelling(a.literal, b.literal) {
		d.changes = append(d.changes, Change{changedOrRespelled(a, b), key, path, p.new, a, b})
	}
}

func changedOrRespelled(old, new Value) ChangeKind {
	if old.Equal(new) {
		return Respelled
	}
	return Changed
}

// count returns how often key stands in m.
func (m *Map) count(key string) int {
	n := 0
	for _, p := range m.entries {
		if keyAt(m.text, p) == key {
			n++
		}
	}
	return n
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

// A table finds the old entries by key.
type table struct {
	places map[string][]int // the places of each key that were not taken yet
	taken  map[string]int   // how many of them were
}

func tableOf(m *Map) *table {
	t := &table{make(map[string][]int, len(m.entries)), make(map[string]int)}
	for i, p := range m.entries {
		key := keyAt(m.text, p)
		t.places[key] = append(t.places[key], i)
	}
	return t
}

// take returns the first place of key that was not taken yet, -1 when there is
// none, and how often key was asked for before.
func (t *table) take(key string) (place, nth int) {
	nth = t.taken[key]
	t.taken[key]++
	places := t.places[key]
	if len(places) == 0 {
		return -1, nth
	}
	t.places[key] = places[1:]
	return places[0], nth
}

// appendRest appends the entries that nobody took.
func (t *table) appendRest(pairs []pairing) []pairing {
	for key, places := range t.places {
		for n, i := range places {
			pairs = append(pairs, pairing{key, i, -1, t.taken[key] + n})
		}
	}
	return pairs
}

func mapOf(literal string) Map {
	m, _ := Parse([]byte(literal))
	return *m
}

func hasDuplicates(object string) bool {
	seen := map[string]bool{}
	for _, e := range membersOf(object) {
		if seen[e.Key] {
			return true
		}
		seen[e.Key] = true
	}
	return false
}

// escapeToken writes a key as a token of a pointer (RFC 6901, section 3).
func escapeToken(key string) string {
	if strings.ContainsAny(key, "~/") {
		key = strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
	}
	return key
}

// list compares two lists.
func (d *differ) list(key, path string, old, new Value) {
	a, b := elementsOf(old.literal), elementsOf(new.literal)
	for _, s := range align(a, b) {
		switch {
		case s.old < 0:
			d.changes = append(d.changes, Change{Added, key, path + "/" + strconv.Itoa(s.new), s.new, Value{}, b[s.new]})
		case s.new < 0:
			d.changes = append(d.changes, Change{Removed, key, path + "/" + strconv.Itoa(s.old), s.old, a[s.old], Value{}})
		default:
			d.value(key, path+"/"+strconv.Itoa(s.new), s.new, a[s.old], b[s.new])
		}
	}
}
