package userdata

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Apply makes new of old and Diff(old, new): the result has new's canonical
// form. Several lists are applied one after the other, and the map is printed
// once. The error says which change does not fit.
func Apply(old *Map, lists ...[]Change) (*Map, error) {
	slots := make([]Entry, 0, old.Len())
	for key, value := range old.All() {
		slots = append(slots, Entry{key, value})
	}
	for _, changes := range lists {
		var err error
		if slots, err = edit(slots, changes, false); err != nil {
			return nil, fmt.Errorf("userdata: apply: %w", err)
		}
	}
	return Of(slots...), nil
}

// edit applies changes to the entries of one object or list. It may change
// entries in place.
func edit(entries []Entry, changes []Change, list bool) ([]Entry, error) {
	var inside []Change
	for _, c := range changes {
		if c.OfMap() {
			return membersOf(c.New.literal), nil
		}
		if c.Path != "" || c.Kind == Reordered {
			inside = append(inside, c)
		}
	}
	entries, err := editSlots(entries, changes, list)
	if err != nil {
		return nil, err
	}
	for len(inside) > 0 {
		key := inside[0].Key
		n := 0
		for n < len(inside) && inside[n].Key == key {
			n++
		}
		i := findSlot(entries, key, list)
		if i < 0 {
			return nil, misfit(inside[0])
		}
		if entries[i].Value, err = editValue(entries[i].Value, inside[:n]); err != nil {
			return nil, err
		}
		inside = inside[n:]
	}
	return entries, nil
}

// editSlots takes out, puts in and replaces whole entries.
func editSlots(entries []Entry, changes []Change, list bool) ([]Entry, error) {
	whole := func(c Change) bool { return c.Path == "" && c.Kind != Reordered }
	var added []Change
	var gone map[int]bool
	for _, c := range changes {
		switch {
		case !whole(c):
		case c.New.Kind() == Absent:
			if c.At < 0 || c.At >= len(entries) || gone[c.At] || !list && entries[c.At].Key != c.Key {
				return nil, misfit(c)
			}
			if gone == nil {
				gone = map[int]bool{}
			}
			gone[c.At] = true
		case c.Old.Kind() == Absent:
			added = append(added, c)
		}
	}
	if len(gone) > 0 || len(added) > 0 {
		var err error
		if entries, err = shift(entries, gone, added); err != nil {
			return nil, err
		}
	}
	for _, c := range changes {
		if !whole(c) || c.New.Kind() == Absent || c.Old.Kind() == Absent {
			continue
		}
		if c.At < 0 || c.At >= len(entries) || !list && entries[c.At].Key != c.Key {
			return nil, misfit(c)
		}
		entries[c.At].Value = c.New
	}
	return entries, nil
}

// shift leaves out the entries that are gone and puts each added one where it
// stands in the new order.
func shift(entries []Entry, gone map[int]bool, added []Change) ([]Entry, error) {
	sort.SliceStable(added, func(i, j int) bool { return added[i].At < added[j].At })
	shifted := make([]Entry, 0, len(entries)-len(gone)+len(added))
	put := func() {
		for len(added) > 0 && added[0].At == len(shifted) {
			shifted = append(shifted, Entry{added[0].Key, added[0].New})
			added = added[1:]
		}
	}
	put()
	for i, e := range entries {
		if !gone[i] {
			shifted = append(shifted, e)
			put()
		}
	}
	if len(added) > 0 {
		return nil, misfit(added[0])
	}
	return shifted, nil
}

// findSlot finds where changes inside a value belong: by key, or by the place
// that the key spells.
func findSlot(entries []Entry, key string, list bool) int {
	if list {
		if i, err := strconv.Atoi(key); err == nil && i < len(entries) {
			return i
		}
		return -1
	}
	return slices.IndexFunc(entries, func(e Entry) bool { return e.Key == key })
}

// editValue applies changes whose Path leads into v.
func editValue(v Value, changes []Change) (Value, error) {
	if last := changes[len(changes)-1]; last.Path == "" {
		return last.New, nil // A Reordered object brings the whole of it.
	}
	if v.Kind() != Object && v.Kind() != List {
		return Value{}, misfit(changes[0])
	}
	inner := make([]Change, len(changes))
	for i, c := range changes {
		token, rest, _ := strings.Cut(c.Path[1:], "/")
		c.Key, c.Path = unescapeToken(token), ""
		if rest != "" || strings.Count(changes[i].Path, "/") > 1 {
			c.Path = "/" + rest
		}
		inner[i] = c
	}
	if v.Kind() == List {
		return editList(v, inner)
	}
	entries, err := edit(membersOf(v.literal), inner, false)
	return Value{Of(entries...).text}, err
}

func editList(v Value, changes []Change) (Value, error) {
	elements := elementsOf(v.literal)
	entries := make([]Entry, len(elements))
	for i, e := range elements {
		entries[i].Value = e
	}
	entries, err := edit(entries, changes, true)
	text := []byte{'['}
	for i, e := range entries {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, e.Value.literal...)
	}
	return Value{string(append(text, ']'))}, err
}

func misfit(c Change) error {
	return fmt.Errorf("%v key %q%s: the map is not the one that the changes were made from", c.Kind, c.Key, c.Path)
}

func unescapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}
