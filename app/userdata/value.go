// Package userdata holds the key/value map that travels with an interaction,
// exactly as it stood on the wire, and compares one map with the next.
//
// Start with Parse for the first map of a session, Map.Next for each one that
// follows, and Diff for any two. Values keep the literal they were written as:
// 1, 1.0 and 1e0 are equal and yet three spellings; "", null and a missing key
// are three things; the order of keys and keys that stand twice are seen.
//
// The one rule: a Map and a Value are immutable and may be shared between
// goroutines; whoever wants another map makes one, with Apply or Of.
//
// It knows nothing of sessions, notifications or time; package history does.
package userdata

import (
	"strings"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/rawjson"
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

// String returns the word the screen shows: "absent", "null", "true/false",
// "number", "text", "list", "object".
func (k Kind) String() string {
	return [...]string{"absent", "null", "true/false", "number", "text", "list", "object"}[k]
}

// A Value is one JSON value with the literal it was written as. The zero Value
// is absent.
type Value struct{ literal string }

// ParseValue reads one JSON value from a literal, with white space around it
// or without. The error is a *rawjson.Error.
func ParseValue(literal string) (Value, error) {
	b := []byte(literal)
	if err := rawjson.Check(b); err != nil {
		return Value{}, err
	}
	return Value{strings.Trim(literal, space)}, nil
}

// TextValue returns s as a text value.
func TextValue(s string) Value {
	return Value{string(rawjson.Quote(nil, s))}
}

func trimSpace(s string) string {
	isSpace := func(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }
	for s != "" && isSpace(s[0]) {
		s = s[1:]
	}
	for s != "" && isSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// Kind returns the value's kind, which the first byte tells: that is all it takes in
// JSON without space around it.
func (v Value) Kind() Kind {
	if v.literal == "" {
		return Absent
	}
	switch v.literal[0] {
	case '"':
		return Text
	case '{':
		return Object
	case '[':
		return List
	case 't', 'f':
		return Bool
	case 'n':
		return Null
	}
	return Number
}

// Literal returns the exact token or tokens of the value as they stood on the
// wire: `"a\u0062"`, `1.0`, `null`. It is "" when the value is absent.
func (v Value) Literal() string { return v.literal }

// Text returns the characters of a text value, and the literal of any other.
// What is not a character, a byte that is not UTF-8 or one half of a surrogate
// pair, is kept as bytes, not replaced: see rawjson.Text and Faithful.
func (v Value) Text() string {
	if v.Kind() != Text {
		return v.literal
	}
	s, _ := rawjson.Text([]byte(v.literal))
	return s
}

// Faithful reports whether Text is made of characters only. Where it is not,
// showing Text would show replacement marks, and Literal alone says what stood
// on the wire.
func (v Value) Faithful() bool { return utf8.ValidString(v.Text()) }

// Equal reports whether both are the same JSON value: text by its characters,
// numbers as exact decimals of any length, objects by key whatever their order
// (a key that stands twice counts twice), lists in order. Two absent values
// are equal.
func (v Value) Equal(w Value) bool {
	switch {
	case v.Kind() != w.Kind():
		return false
	case v.literal == w.literal:
		return true
	case v.Kind() == Text:
		// Without escapes, two spellings are two texts.
		escaped := strings.IndexByte(v.literal, '\\') >= 0 || strings.IndexByte(w.literal, '\\') >= 0
		return escaped && v.Text() == w.Text()
	case v.Kind() == Number:
		return equalNumbers(v.literal, w.literal)
	case v.Kind() == List || v.Kind() == Object:
		return string(appendNormal(nil, v.literal)) == string(appendNormal(nil, w.literal))
	}
	return false
}

// Same reports whether both are spelled the same, byte for byte.
func (v Value) Same(w Value) bool { return v == w }

// Share returns v in memory of its own, or in that of s where s is the same
// literal. A value that is kept for long should not keep the whole map's text
// alive.
func (v Value) Share(s string) Value {
	if v.literal != s {
		s = strings.Clone(v.literal)
	}
	return Value{s}
}
