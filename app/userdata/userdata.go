// Package userdata holds the key/value map that travels with an interaction,
// exactly as it stood on the wire, and compares one map with the next.
package userdata

import (
	"errors"
	"iter"
)

// A Kind is the JSON kind of a value. The zero Kind means that there is no value.
type Kind uint8

// The kinds.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	Text
	List
	Object
)

// String returns the word the screen shows: "absent", "null", "true/false", "number", "text", "list", "object".
func (k Kind) String() string {
	return [...]string{"absent", "null", "true/false", "number", "text", "list", "object"}[k]
}

// A Value is one JSON value with the literal it was written as. The zero Value is absent.
type Value struct {
	kind    Kind
	literal string
}

// Kind returns the value's kind.
func (v Value) Kind() Kind { return v.kind }

// Literal returns the exact token(s) of the value as they stood on the wire: `"a\u0062"`, `1.0`, `null`.
func (v Value) Literal() string { return v.literal }

// Text returns the characters of a text value, and the literal of any other.
func (v Value) Text() string { return v.literal }

// Equal reports whether both are the same JSON value: text by its characters, numbers as exact decimals, objects by key, lists in order.
func (v Value) Equal(w Value) bool { return v == w }

// Same reports whether both are spelled the same, byte for byte.
func (v Value) Same(w Value) bool { return v == w }

// ParseValue reads one JSON value from a literal; the error is a *rawjson.Error.
func ParseValue(literal string) (Value, error) { return Value{}, errors.ErrUnsupported }

// TextValue returns s as a text value.
func TextValue(s string) Value { return Value{} }

// An Entry is one key and its value.
type Entry struct {
	Key   string
	Value Value
}

// A Map is an immutable userData map: entries in wire order, duplicate keys kept. A nil *Map is an empty map.
type Map struct{ _ int }

// Parse reads a JSON object.
func Parse(b []byte) (*Map, error) { return nil, errors.ErrUnsupported }

// Of builds a Map from entries, in that order.
func Of(entries ...Entry) *Map { return nil }

// Next reads b as the version after m, at the cost of what differs, and returns Diff(m, next) with it.
func (m *Map) Next(b []byte) (*Map, []Change, error) { return nil, nil, errors.ErrUnsupported }

// Len returns the number of entries, duplicates included.
func (m *Map) Len() int { return 0 }

// At returns the i-th entry in wire order.
func (m *Map) At(i int) Entry { return Entry{} }

// All iterates over the entries in wire order.
func (m *Map) All() iter.Seq2[string, Value] { return func(func(string, Value) bool) {} }

// Get returns the value of key; the last one counts where the key is duplicate, as most JSON readers have it. Absent when the key is missing.
func (m *Map) Get(key string) Value { return Value{} }

// Bytes returns the map as JSON, as it stood where it was parsed.
func (m *Map) Bytes() []byte { return nil }

// A ChangeKind says what happened to a key.
type ChangeKind uint8

// The change kinds. Their String is the word of the screen and of data-change.
const (
	Same ChangeKind = iota
	Added
	Removed
	Changed
	Retyped   // another kind: number → text
	Respelled // the same value, written differently: 1 → 1.0
	Duplicate // the key now stands more than once
)

func (k ChangeKind) String() string {
	return [...]string{"none", "added", "removed", "changed", "retyped", "respelled", "duplicate"}[k]
}

// A Change is what happened to one place of the map.
type Change struct {
	Kind     ChangeKind
	Key      string // the top-level key
	Path     string // RFC 6901 pointer of a nested change, "" when the value of Key itself changed
	Old, New Value
}

// Diff compares two maps; the order of the result depends on the values alone.
func Diff(old, new *Map) []Change { return nil }

// Apply makes new of old and Diff(old, new).
func Apply(old *Map, changes []Change) (*Map, error) { return nil, errors.ErrUnsupported }

// A Class groups keys by who usually writes them.
type Class uint8

// The classes.
const (
	Other Class = iota
	Business
	Contact
	Disposition
	Routing
	CostRouting
	ChatServer
	Reporting
)

// String returns the data-class word: "other", "business", "contact", "disposition", "routing", "cost-routing", "chat-server", "reporting".
func (c Class) String() string {
	return [...]string{"other", "business", "contact", "disposition", "routing", "cost-routing", "chat-server", "reporting"}[c]
}

// A Rules value classifies keys; user rules stand above the built-in ones. The zero Rules has the built-in rules only.
type Rules struct{ _ int }

// Classify returns a key's class and a plain explanation ("" when there is none).
func (r Rules) Classify(key string) (Class, string) { return Other, "" }
