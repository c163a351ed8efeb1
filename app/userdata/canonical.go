package userdata

import (
	"sort"

	"github.com/keytrail/keytrail/app/rawjson"
)

// appendCanonical prints a value without white space between its tokens and
// with every key spelled as rawjson.Quote does. Values keep their literals, and
// the order stays. Two literals with the same canonical form are the same
// spelling to Diff.
func appendCanonical(dst []byte, literal string) []byte {
	switch (Value{literal}).Kind() {
	case Object:
		dst = append(dst, '{')
		for i, e := range membersOf(literal) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(rawjson.Quote(dst, e.Key), ':')
			dst = appendCanonical(dst, e.Value.literal)
		}
		return append(dst, '}')
	case List:
		dst = append(dst, '[')
		for i, v := range elementsOf(literal) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendCanonical(dst, v.literal)
		}
		return append(dst, ']')
	}
	return append(dst, literal...)
}

// appendNormal prints a value so that two literals have the same normal form
// if and only if their values are equal.
func appendNormal(dst []byte, literal string) []byte {
	switch (Value{literal}).Kind() {
	case Text:
		return rawjson.Quote(dst, Value{literal}.Text())
	case Number:
		d := decimalOf(literal)
		if d.negative {
			dst = append(dst, '-')
		}
		return append(append(append(dst, d.digits...), 'e'), d.exponent...)
	case Object:
		members := membersOf(literal)
		sort.SliceStable(members, func(i, j int) bool { return members[i].Key < members[j].Key })
		dst = append(dst, '{')
		for _, e := range members {
			dst = append(rawjson.Quote(dst, e.Key), ':')
			dst = append(appendNormal(dst, e.Value.literal), ',')
		}
		return append(dst, '}')
	case List:
		dst = append(dst, '[')
		for _, v := range elementsOf(literal) {
			dst = append(appendNormal(dst, v.literal), ',')
		}
		return append(dst, ']')
	}
	return append(dst, literal...)
}

// sameSpelling reports whether Diff has nothing to say about two literals.
func sameSpelling(a, b string) bool {
	if a == b {
		return true
	}
	if kind := (Value{a}).Kind(); kind != (Value{b}).Kind() || kind != Object && kind != List {
		return false
	}
	return string(appendCanonical(nil, a)) == string(appendCanonical(nil, b))
}

// membersOf reads an object's literal, which is known to be one.
func membersOf(literal string) []Entry {
	m := mapOf(literal)
	members := make([]Entry, m.Len())
	for i := range members {
		members[i] = m.At(i)
	}
	return members
}

// elementsOf reads a list's literal, which is known to be one.
func elementsOf(literal string) []Value {
	places, _, _ := rawjson.Places(nil, []byte(literal), 0, false)
	elements := make([]Value, len(places))
	for i, p := range places {
		elements[i] = Value{literal[p.Value:p.End]}
	}
	return elements
}
