package rawjson

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Files are read and written member by member. encoding/json with the
// reflection that it needs would be a fortieth of the page's program.

// A Field is one name and value of an object that is being read. A value that
// is null leaves what it is read into as it was.
type Field struct {
	Name  string
	Value []byte
	Err   error // of the first value that is not what it should be
}

// Fields calls f with every member of an object.
func Fields(object []byte, f func(*Field)) error {
	return Members(object, func(name string, value []byte) error {
		m := Field{Name: name, Value: value}
		if string(value) != "null" {
			f(&m)
		}
		return m.Err
	})
}

// Expect notes, unless ok, that the value is not what it should be.
func (m *Field) Expect(ok bool, what string) {
	if !ok && m.Err == nil {
		m.Err = fmt.Errorf("%s: expected %s", m.Name, what)
	}
}

// Text reads a text.
func (m *Field) Text(to *string) {
	s, ok := Text(m.Value)
	if ok {
		*to = s
	}
	m.Expect(ok, "a text")
}

// Int reads a whole number.
func (m *Field) Int(to *int) {
	n, ok := Int(m.Value)
	if ok {
		*to = int(n)
	}
	m.Expect(ok, "a whole number")
}

// MaxExact bounds the numbers of observations that are read: to what others
// that read a file hold exactly, and far from where counting on would overflow.
const MaxExact = 1 << 53

// Count reads the number of an observation.
func (m *Field) Count(to *int) {
	n := 0
	m.Int(&n)
	if n < 0 || n > MaxExact {
		n = 0
	}
	*to = n
}

func (m *Field) float(to *float64) {
	n, err := strconv.ParseFloat(string(m.Value), 64)
	if err == nil {
		*to = n
	}
	m.Expect(err == nil, "a number")
}

// Loose reads a number that may stand in a text, as some programs write them.
func (m *Field) Loose(to *float64) {
	bare := Field{Name: m.Name, Value: bytes.Trim(m.Value, `"`)}
	n := 0.0
	if bare.float(&n); bare.Err == nil && (n < -MaxExact || n > MaxExact || n != n) {
		bare.Expect(false, "a number")
	}
	if m.Err = bare.Err; m.Err == nil {
		*to = n
	}
}

// Bool reads true or false.
func (m *Field) Bool(to *bool) {
	*to = string(m.Value) == "true"
	m.Expect(*to || string(m.Value) == "false", "true or false")
}

// Time reads a time of RFC 3339.
func (m *Field) Time(to *time.Time) {
	var s string
	m.Text(&s)
	t, err := time.Parse(time.RFC3339, s)
	if err == nil {
		*to = t
	}
	m.Expect(err == nil, "a time of RFC 3339")
}

// Object calls f with the members of a value that is an object.
func (m *Field) Object(f func(*Field)) {
	if err := Fields(m.Value, f); err != nil && m.Err == nil {
		m.Err = fmt.Errorf("%s: %w", m.Name, err)
	}
}

// Each calls f with the elements of a value that is a list, under its name.
func (m *Field) Each(f func(*Field)) {
	err := Elements(m.Value, func(value []byte) error {
		element := Field{Name: m.Name, Value: value}
		f(&element)
		return element.Err
	})
	if m.Err == nil {
		m.Err = err
	}
}

// An Object is the text of a JSON object that is being written.
type Object []byte

// name begins a member; its value is appended next.
func (o *Object) name(name string) {
	opening := byte(',')
	if len(*o) == 0 {
		opening = '{'
	}
	*o = append(Quote(append(*o, opening), name), ':')
}

// Raw adds a member whose value is JSON already.
func (o *Object) Raw(name string, value []byte) {
	o.name(name)
	*o = append(*o, value...)
}

// Text adds a text.
func (o *Object) Text(name, value string) {
	o.name(name)
	*o = appendQuoted(*o, value)
}

// Int adds a whole number.
func (o *Object) Int(name string, n int) {
	o.name(name)
	*o = strconv.AppendInt(*o, int64(n), 10)
}

// Float adds a number.
func (o *Object) Float(name string, n float64) {
	o.name(name)
	*o = strconv.AppendFloat(*o, n, 'f', -1, 64)
}

// Time adds a time, as RFC 3339 with nanoseconds.
func (o *Object) Time(name string, t time.Time) { o.Text(name, t.Format(time.RFC3339Nano)) }

// SomeText adds a text that is not empty.
func (o *Object) SomeText(name, value string) {
	if value != "" {
		o.Text(name, value)
	}
}

// SomeInt adds a number that is not zero.
func (o *Object) SomeInt(name string, n int) {
	if n != 0 {
		o.Int(name, n)
	}
}

// SomeTime adds a time that is known, as UTC.
func (o *Object) SomeTime(name string, t time.Time) {
	if !t.IsZero() {
		o.Time(name, t.UTC())
	}
}

// Bool adds true or false.
func (o *Object) Bool(name string, is bool) {
	o.name(name)
	*o = strconv.AppendBool(*o, is)
}

// SomeBool adds what is true.
func (o *Object) SomeBool(name string, is bool) {
	if is {
		o.Bool(name, is)
	}
}

// End returns the whole object.
func (o Object) End() []byte {
	if len(o) == 0 {
		return []byte("{}")
	}
	return append(o, '}')
}

// appendQuoted appends a text as JSON. What is not UTF-8 becomes U+FFFD.
func appendQuoted(dst []byte, s string) []byte {
	return Quote(dst, strings.ToValidUTF8(s, "\uFFFD"))
}

// Quoted returns a text as JSON. What is not UTF-8 becomes U+FFFD.
func Quoted(s string) []byte { return appendQuoted(nil, s) }

// List is a list of values that are JSON already.
func List[T any](values []T, json func(T) []byte) []byte {
	out := []byte{'['}
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, json(v)...)
	}
	return append(out, ']')
}
