package userdata

// A ChangeKind says what happened to a key.
type ChangeKind uint8

// The change kinds. Their String is the word of the screen and of data-change.
const (
	Same      ChangeKind = iota
	Added                // was not there before
	Removed              // is not there any more
	Changed              // another value of the same kind
	Retyped              // another kind: number → text
	Respelled            // the same value, written differently: 1 → 1.0
	Duplicate            // the key now stands more than once: New came on top; or did, and Old went
	Reordered            // the same keys in another order; Old and New are the whole objects
)

// String returns "none", "added", "removed", "changed", "retyped",
// "respelled", "duplicate", "reordered".
func (k ChangeKind) String() string {
	return [...]string{"none", "added", "removed", "changed", "retyped", "respelled", "duplicate", "reordered"}[k]
}

// A Change is what happened to one place of the map.
//
// A Reordered change of the map itself has neither Key nor Path; every other
// change has the Key it belongs to, and Key may be "", which is a key like any
// other.
type Change struct {
	Kind ChangeKind
	Key  string // the top-level key

	// Path is a pointer (RFC 6901) into the value of Key: "" when that value
	// itself changed, "/city" or "/2" for a part of it. A number in it counts
	// the elements of the new list; the last number of a Removed element
	// counts those of the old one.
	Path string

	// At is the place among the entries of its object or the elements of its
	// list, from 0: in the new one, or, where New is absent, in the old one.
	At int

	Old, New Value
}

// KeyKind is what a change means for its top-level key: something that came or
// went inside a value has changed the value.
func (c Change) KeyKind() ChangeKind {
	if c.Path != "" {
		return Changed
	}
	return c.Kind
}
