package simjson

import (
	"bytes"
	"slices"
	"strconv"
)

// A Member is one name and value of a JSON object, as they stood in the text.
type Member struct {
	Name       string // decoded
	Key, Value []byte // literal tokens
}

// Named is a member with a name and a value that is JSON already.
func Named(name string, value []byte) Member { return Member{name, Quote(name), value} }

// Members splits the text of a JSON object without decoding its values, so that
// 1.0 and a 20-digit integer survive. It reports false if raw is not an object.
// raw must be valid JSON.
func Members(raw []byte) ([]Member, bool) {
	i := skipSpace(raw, 0)
	if i == len(raw) || raw[i] != '{' {
		return nil, false
	}
	var ms []Member
	for i = skipSpace(raw, i+1); raw[i] != '}'; i = skipSpace(raw, skipComma(raw, i)) {
		m := Member{Key: raw[i:valueEnd(raw, i)]}
		m.Name, _ = Text(m.Key)
		i = skipSpace(raw, i+len(m.Key)) + 1 // the colon
		i = skipSpace(raw, i)
		m.Value = raw[i:valueEnd(raw, i)]
		i += len(m.Value)
		ms = append(ms, m)
	}
	return ms, true
}

// Elements splits the text of a JSON array as Members does an object.
func Elements(raw []byte) ([][]byte, bool) {
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

// Fields are the members of an object by their exact names, each a literal token.
// encoding/json would accept operationname for operationName; a server that is
// meant to find misspellings must not.
type Fields map[string][]byte

// ParseFields reads the text of an object; ok is false for any other.
func ParseFields(raw []byte) (Fields, bool) {
	if !Valid(raw) {
		return nil, false
	}
	ms, ok := Members(raw)
	if !ok {
		return nil, false
	}
	f := make(Fields, len(ms))
	for _, m := range ms {
		f[m.Name] = m.Value
	}
	return f, true
}

// An Object is the text of a JSON object under construction. Its names are
// constants that need no escapes.
type Object []byte

// Raw adds a member whose value is JSON already.
func (o *Object) Raw(name string, value []byte) {
	o.Name(name)
	o.Reserve(len(value))
	*o = append(*o, value...)
}

// Name begins a member; its value is appended next.
func (o *Object) Name(name string) {
	if len(*o) == 0 {
		*o = append(*o, '{')
	} else {
		*o = append(*o, ',')
	}
	*o = append(*o, '"')
	*o = append(*o, name...)
	*o = append(*o, '"', ':')
}

// Reserve makes room for n bytes and for the little that follows a large value,
// which would otherwise be copied once more for it.
func (o *Object) Reserve(n int) { *o = slices.Grow(*o, n+n/64) }

// Text adds a member whose value is a string.
func (o *Object) Text(name, value string) { o.Raw(name, Quote(value)) }

// Number adds a member whose value is an integer.
func (o *Object) Number(name string, n int64) { o.Raw(name, strconv.AppendInt(nil, n, 10)) }

// List adds a member whose value is an array of strings.
func (o *Object) List(name string, values ...string) {
	b := []byte{'['}
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, Quote(v)...)
	}
	o.Raw(name, append(b, ']'))
}

// End returns the whole text.
func (o Object) End() []byte {
	if len(o) == 0 {
		return []byte("{}")
	}
	return append(o, '}')
}

// Array joins values that are JSON already.
func Array(values [][]byte) []byte {
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
