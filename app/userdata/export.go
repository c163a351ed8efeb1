package userdata

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// ErrNotExpressible is what JSONPatch returns, wrapped with the key, when its
// format cannot say what changed.
var ErrNotExpressible = errors.New("cannot be expressed")

// Pointer returns the whole pointer (RFC 6901) of the change's place in the
// map, its key included: "/address/city". It is "" for the map itself.
func (c Change) Pointer() string {
	if c.OfMap() {
		return ""
	}
	return "/" + escapeToken(c.Key) + c.Path
}

// OfMap reports whether c is about the map as a whole.
func (c Change) OfMap() bool { return c.Kind == Reordered && c.Key == "" && c.Path == "" }

// JSONPatch writes changes as a JSON Patch (RFC 6902) that makes the new map,
// after, of the old one. The order of keys is not in it, for JSON objects have
// none. The error wraps ErrNotExpressible: a patch cannot tell keys of one name
// apart.
func JSONPatch(changes []Change, after *Map) ([]byte, error) {
	changes, err := forPatch(changes, after)
	if err != nil {
		return nil, err
	}
	// The places of a list count differently before and after. So a patch goes
	// through the levels from the outside in, and on each takes out from the
	// end, where the places of what remains stay, puts in from the beginning,
	// and replaces last.
	sort.SliceStable(changes, func(i, j int) bool {
		a, b := changes[i], changes[j]
		if d := depth(a) - depth(b); d != 0 {
			return d < 0
		}
		if d := step3(a) - step3(b); d != 0 {
			return d < 0
		}
		if step3(a) == 0 {
			return a.At > b.At
		}
		return a.At < b.At
	})
	patch := []byte{'['}
	for i, c := range changes {
		if i > 0 {
			patch = append(patch, ',')
		}
		patch = append(patch, `{"op":"`+[...]string{"remove", "add", "replace"}[step3(c)]+`","path":`...)
		patch = rawjson.Quote(patch, c.Pointer())
		if c.New.Kind() != Absent {
			patch = append(append(patch, `,"value":`...), c.New.literal...)
		}
		patch = append(patch, '}')
	}
	return append(patch, ']'), nil
}

// forPatch leaves out what a patch has no word for, and refuses what it cannot
// express.
func forPatch(changes []Change, after *Map) ([]Change, error) {
	var kept []Change
	times := after.times()
	for _, c := range changes {
		switch {
		case c.Kind == Reordered:
		case c.Kind == Duplicate || times[c.Key] > 1:
			return nil, fmt.Errorf("userdata: patch: key %q stands more than once, which %w", c.Key, ErrNotExpressible)
		default:
			kept = append(kept, c)
		}
	}
	return kept, nil
}

// times counts how often each key stands, nil where each does once.
func (m *Map) times() map[string]int {
	if m == nil || !m.hasDuplicates() {
		return nil
	}
	times := make(map[string]int, m.Len())
	for key := range m.All() {
		times[key]++
	}
	return times
}

func depth(c Change) int { return strings.Count(c.Path, "/") }

// step3 tells in which of the three steps of its level a change comes.
func step3(c Change) int {
	switch {
	case c.New.Kind() == Absent:
		return 0
	case c.Old.Kind() == Absent:
		return 1
	}
	return 2
}
