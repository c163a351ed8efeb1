package userdata

import (
	"sort"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
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

// value compares the values of one place.
func (d *differ) value(key, path string, at int, old, new Value) {
	c := Change{Key: key, Path: path, At: at, Old: old, New: new}
	switch {
	case old.literal == new.literal:
		return
	case old.Kind() != new.Kind():
		c.Kind = Retyped
	case old.Kind() == List:
		d.list(key, path, old, new)
		return
	case old.Kind() == Object:
		a, b := mapOf(old.literal), mapOf(new.literal)
		if !a.hasDuplicates() && !b.hasDuplicates() {
			d.object(key, path, a, b, false)
			return
		}
		fallthrough
	default:
		d.whole(c)
		return
	}
	d.changes = append(d.changes, c)
}

// whole compares two values of one kind without looking for the parts that
// differ.
func (d *differ) whole(c Change) {
	switch {
	case sameSpelling(c.Old.literal, c.New.literal):
		return
	case c.Old.Equal(c.New):
		c.Kind = Respelled
	default:
		c.Kind = Changed
	}
	d.changes = append(d.changes, c)
}

// object compares two objects; top says that they are the maps themselves.
func (d *differ) object(key, path string, old, new Map, top bool) {
	pairs, reordered := pair(&old, &new)
	d.pairs(key, path, pairs, &old, &new, top)
	if reordered {
		d.changes = append(d.changes, Change{Kind: Reordered, Key: key, Path: path,
			Old: Value{old.text}, New: Value{new.text}})
	}
}

// pairs reports the entries of two objects that are not the same.
func (d *differ) pairs(key, path string, pairs []pairing, old, new *Map, top bool) {
	sort.Slice(pairs, func(i, j int) bool {
		a, b := &pairs[i], &pairs[j]
		return a.key < b.key || a.key == b.key && a.nth < b.nth
	})
	twice := duplicates{maps: [2]*Map{old, new}}
	for _, p := range pairs {
		k, sub := p.key, ""
		if !top {
			k, sub = key, path+"/"+escapeToken(p.key)
		}
		d.entry(k, sub, p, old, new, top && twice.has(p))
	}
}

// entry reports what became of one entry. A path must lead to one place, so
// the parts of a value whose key stands twice are not compared one by one.
func (d *differ) entry(key, path string, p pairing, old, new *Map, twice bool) {
	c := Change{Key: key, Path: path, At: p.new}
	switch {
	case p.new < 0:
		c.Kind, c.At, c.Old = Removed, p.old, old.At(p.old).Value
	case p.old < 0:
		c.Kind, c.New = Added, new.At(p.new).Value
	default:
		c.Old, c.New = old.At(p.old).Value, new.At(p.new).Value
		if twice && c.Old.Kind() == c.New.Kind() {
			d.whole(c)
		} else {
			d.value(key, path, p.new, c.Old, c.New)
		}
		return
	}
	if p.nth > 0 {
		c.Kind = Duplicate
	}
	d.changes = append(d.changes, c)
}

// mapOf indexes an object's literal, which is known to be one, in place.
func mapOf(literal string) Map {
	places, _, _ := rawjson.Places(nil, []byte(literal), 0, true)
	return Map{literal, places}
}

// escapeToken writes a key as a token of a pointer (RFC 6901, section 3).
func escapeToken(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
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
