package sim

import (
	"bytes"
	"slices"
	"strconv"
)

// A member is one name and value of a JSON object, as they stood in the text.
type member struct {
	name       string // decoded
	key, value []byte // literal tokens
}

// members splits the text of a JSON object without decoding its values, so that
// 1.0 and a 20-digit integer survive. It reports false if raw is not an object.
// raw must be valid JSON.
func members(raw []byte) ([]member, bool) {
	i := skipSpace(raw, 0)
	if i == len(raw) || raw[i] != '{' {
		return nil, false
	}
	var ms []member
	for i = skipSpace(raw, i+1); raw[i] != '}'; i = skipSpace(raw, skipComma(raw, i)) {
		m := member{key: raw[i:valueEnd(raw, i)]}
		m.name, _ = text(m.key)
		i = skipSpace(raw, i+len(m.key)) + 1 // the colon
		i = skipSpace(raw, i)
		m.value = raw[i:valueEnd(raw, i)]
		i += len(m.value)
		ms = append(ms, m)
	}
	return ms, true
}

// elements splits the text of a JSON array as members does an object.
func elements(raw []byte) ([][]byte, bool) {
	i := skipSpace(raw, 0)
	if i == len(raw) || raw[i] != '[' {
		return nil, false
	}
	var es [][]byte
	for i = skipSpace(raw, i+1); raw[i] != ']'; i = skipSpace(raw, skipComma(raw, i)) {
		end := valueEnd(raw, i)
		es = append(es, raw[i:end])
		i = end
	}
	return es, true
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && bytes.IndexByte([]byte(" \t\r\n"), b[i]) >= 0 {
		i++
	}
	return i
}

func skipComma(b []byte, i int) int {
	if i = skipSpace(b, i); b[i] == ',' {
		i++
	}
	return i
}

// valueEnd returns the index behind the value that begins at b[i].
func valueEnd(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '"':
			if i = stringEnd(b, i); depth == 0 {
				return i
			}
			i--
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
		}
	}
	return i
}

func stringEnd(b []byte, i int) int {
	for i++; b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// fields are the members of an object by their exact names. encoding/json would
// accept operationname for operationName; a server that is meant to find
// misspellings must not.
type fields map[string][]byte

func parseFields(raw []byte) (fields, bool) {
	if !valid(raw) {
		return nil, false
	}
	ms, ok := members(raw)
	if !ok {
		return nil, false
	}
	f := make(fields, len(ms))
	for _, m := range ms {
		f[m.name] = m.value
	}
	return f, true
}

// An object is the text of a JSON object under construction. Its names are
// constants of this package that need no escapes.
type object []byte

func (o *object) raw(name string, value []byte) {
	o.name(name)
	o.reserve(len(value))
	*o = append(*o, value...)
}

// name begins a member; its value is appended next.
func (o *object) name(name string) {
	if len(*o) == 0 {
		*o = append(*o, '{')
	} else {
		*o = append(*o, ',')
	}
	*o = append(*o, '"')
	*o = append(*o, name...)
	*o = append(*o, '"', ':')
}

// reserve makes room for n bytes and for the little that follows a large value,
// which would otherwise be copied once more for it.
func (o *object) reserve(n int) { *o = slices.Grow(*o, n+n/64) }

func (o *object) text(name, value string) { o.raw(name, quote(value)) }

func (o *object) number(name string, n int64) { o.raw(name, strconv.AppendInt(nil, n, 10)) }

func (o *object) list(name string, values ...string) {
	b := []byte{'['}
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, quote(v)...)
	}
	o.raw(name, append(b, ']'))
}

func (o object) end() []byte {
	if len(o) == 0 {
		return []byte("{}")
	}
	return append(o, '}')
}

// array joins values that are JSON already.
func array(values [][]byte) []byte {
	size := 2
	for _, v := range values {
		size += len(v) + 1
	}
	b := append(make([]byte, 0, size), '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, v...)
	}
	return append(b, ']')
}
