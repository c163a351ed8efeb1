package userdata

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// ErrNotExpressible is what JSONPatch and MergePatch return, wrapped with the
// key, when their format cannot say what changed.
var ErrNotExpressible = errors.New("cannot be expressed")

// Pointer returns the whole pointer (RFC 6901) of the change's place in the
// map, its key included: "/address/city". It is "" for the map itself.
func (c Change) Pointer() string {
	if c.ofMap() {
		return ""
	}
	return "/" + escapeToken(c.Key) + c.Path
}

// ofMap reports whether c is about the map as a whole.
func (c Change) ofMap() bool { return c.Kind == Reordered && c.Key == "" && c.Path == "" }

// JSONPatch writes changes as a JSON Patch (RFC 6902) that makes the new map of
// the old one. The order of keys is not in it, for JSON objects have none. The
// error wraps ErrNotExpressible: a patch cannot tell keys of one name apart.
func JSONPatch(changes []Change) ([]byte, error) {
	changes, err := forPatch(changes)
	if err != nil {
		return nil, err
	}
	patch := []byte{'['}
	operation := func(op string, c Change) {
		if len(patch) > 1 {
			patch = append(patch, ',')
		}
		patch = append(patch, `{"op":"`+op+`","path":`...)
		patch = rawjson.Quote(patch, c.Pointer())
		if c.New.kind != Absent {
			patch = append(append(patch, `,"value":`...), c.New.literal...)
		}
		patch = append(patch, '}')
	}
	// The places of a list count differently before and after. So a patch goes
	// through the levels from the outside in, and on each takes out from the
	// end, where the places of what remains stay, puts in from the beginning,
	// and replaces last.
	slices.SortStableFunc(changes, func(a, b Change) int {
		if d := depth(a) - depth(b); d != 0 {
			return d
		}
		if d := step3(a) - step3(b); d != 0 {
			return d
		}
		if step3(a) == 0 {
			return b.At - a.At
		}
		return a.At - b.At
	})
	for _, c := range changes {
		operation([...]string{"remove", "add", "replace"}[step3(c)], c)
	}
	return append(patch, ']'), nil
}

// forPatch leaves out what patches do not have, and refuses what they cannot.
func forPatch(changes []Change) ([]Change, error) {
	var kept []Change
	for _, c := range changes {
		switch {
		case c.Kind == Duplicate:
			return nil, fmt.Errorf("userdata: patch: key %q stands more than once, which %w", c.Key, ErrNotExpressible)
		case c.Kind != Reordered:
			kept = append(kept, c)
		}
	}
	for i := 1; i < len(kept); i++ {
		if kept[i].Key == kept[i-1].Key && kept[i].Path == "" && kept[i-1].Path == "" {
			return nil, fmt.Errorf("userdata: patch: key %q stands more than once, which %w", kept[i].Key, ErrNotExpressible)
		}
	}
	return kept, nil
}

func depth(c Change) int { return strings.Count(c.Path, "/") }

// step3 tells in which of the three steps of its level a change comes.
func step3(c Change) int {
	switch {
	case c.New.kind == Absent:
		return 0
	case c.Old.kind == Absent:
		return 1
	}
	return 2
}

// MergePatch writes changes as a JSON Merge Patch (RFC 7396) for old, the map
// that they were made from. The error wraps ErrNotExpressible: such a patch
// cannot set a value to null, nor make keys of one name differ; a list is
// written as a whole.
func MergePatch(old *Map, changes []Change) ([]byte, error) {
	kept, err := forPatch(changes)
	if err != nil {
		return nil, err
	}
	new, err := Apply(old, changes)
	if err != nil {
		return nil, err
	}
	root := &patchNode{}
	for _, c := range kept {
		if err := root.add(c, new); err != nil {
			return nil, err
		}
	}
	return root.append(nil), nil
}

// A patchNode is an object of a merge patch while it is put together.
type patchNode struct {
	keys     []string
	children map[string]*patchNode
	literal  string // of a leaf
}

func (n *patchNode) child(key string) *patchNode {
	if n.children == nil {
		n.children = map[string]*patchNode{}
	}
	if n.children[key] == nil {
		n.keys = append(n.keys, key)
		n.children[key] = &patchNode{}
	}
	return n.children[key]
}

// add puts a change where it belongs, or the list that it is inside of.
func (n *patchNode) add(c Change, new *Map) error {
	n = n.child(c.Key)
	value := new.Get(c.Key)
	tokens := strings.Split(c.Path, "/")[1:]
	for i, token := range tokens {
		if value.kind == List {
			break
		}
		key := unescapeToken(token)
		n = n.child(key)
		if i == len(tokens)-1 && c.New.kind == Absent {
			value = Value{}
			break
		}
		value = lookup(value, key)
	}
	if value.kind == Absent {
		n.literal = "null"
		return nil
	}
	if value.kind == Null || value.kind == Object && hasNull(value.literal) || value.kind == Object && c.Old.kind == Object {
		return fmt.Errorf("userdata: merge patch: null or an object in place of an object at %s %w", c.Pointer(), ErrNotExpressible)
	}
	n.literal = value.literal
	return nil
}

func lookup(object Value, key string) Value {
	for _, e := range membersOf(object.literal) {
		if e.Key == key {
			return e.Value
		}
	}
	return Value{}
}

// hasNull reports whether an object has a null that a merge patch would take
// for a removal; those inside of lists are safe.
func hasNull(object string) bool {
	for _, e := range membersOf(object) {
		if e.Value.kind == Null || e.Value.kind == Object && hasNull(e.Value.literal) {
			return true
		}
	}
	return false
}

func (n *patchNode) append(dst []byte) []byte {
	if n.literal != "" {
		return append(dst, n.literal...)
	}
	dst = append(dst, '{')
	for i, key := range n.keys {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(rawjson.Quote(dst, key), ':')
		dst = n.children[key].append(dst)
	}
	return append(dst, '}')
}

// TextOf writes changes as plain text, one a line, for people and for
// clipboards: the kind, the place, and the literals before and after.
//
//	added    UserData1: "DATA1"
//	retyped  Priority: 90 (number) → "90" (text)
//	removed  Order: 17
func TextOf(changes []Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%-9s ", c.Kind)
		if c.ofMap() {
			b.WriteString("the keys stand in another order\n")
			continue
		}
		b.WriteString(printable(c.Key) + c.Path)
		switch {
		case c.Kind == Reordered:
			b.WriteString(": the keys stand in another order")
		case c.New.kind == Absent:
			b.WriteString(": " + c.Old.literal)
		case c.Old.kind == Absent:
			b.WriteString(": " + c.New.literal)
		case c.Kind == Retyped:
			fmt.Fprintf(&b, ": %s (%s) → %s (%s)", c.Old.literal, c.Old.kind, c.New.literal, c.New.kind)
		default:
			fmt.Fprintf(&b, ": %s → %s", c.Old.literal, c.New.literal)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// printable returns a key as it is, or quoted where a line would hide it.
func printable(key string) string {
	quoted := string(rawjson.Quote(nil, key))
	if key == "" || len(quoted) != len(key)+2 || strings.TrimSpace(key) != key || strings.ContainsAny(key, ":") {
		return quoted
	}
	return key
}
