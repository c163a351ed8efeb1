package capture

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// Files are read and written member by member. encoding/json with the
// reflection that it needs would be a fortieth of the page's program.

// A member is one name and value of an object that is being read. A value that
// is null leaves what it is read into as it was.
type member struct {
	name  string
	value []byte
	err   error // of the first value that is not what it should be
}

// readMembers calls f with every member of an object.
func readMembers(object []byte, f func(*member)) error {
	return rawjson.Members(object, func(name string, value []byte) error {
		m := member{name: name, value: value}
		if string(value) != "null" {
			f(&m)
		}
		return m.err
	})
}

func (m *member) expect(ok bool, what string) {
	if !ok && m.err == nil {
		m.err = fmt.Errorf("%s: expected %s", m.name, what)
	}
}

func (m *member) text(to *string) {
	s, ok := rawjson.Text(m.value)
	if ok {
		*to = s
	}
	m.expect(ok, "a text")
}

func (m *member) int(to *int) {
	n, ok := rawjson.Int(m.value)
	if ok {
		*to = int(n)
	}
	m.expect(ok, "a whole number")
}

// maxNumber bounds the numbers of observations that are read: to what others
// that read a file hold exactly, and far from where counting on would overflow.
const maxNumber = 1 << 53

// number reads the number of an observation.
func (m *member) number(to *int) {
	n := 0
	m.int(&n)
	if n < 0 || n > maxNumber {
		n = 0
	}
	*to = n
}

func (m *member) float(to *float64) {
	n, err := strconv.ParseFloat(string(m.value), 64)
	if err == nil {
		*to = n
	}
	m.expect(err == nil, "a number")
}

// loose reads a number that may stand in a text, as some programs write them.
func (m *member) loose(to *float64) {
	bare := member{name: m.name, value: bytes.Trim(m.value, `"`)}
	n := 0.0
	if bare.float(&n); bare.err == nil && (n < -maxNumber || n > maxNumber || n != n) {
		bare.expect(false, "a number")
	}
	if m.err = bare.err; m.err == nil {
		*to = n
	}
}

func (m *member) bool(to *bool) {
	*to = string(m.value) == "true"
	m.expect(*to || string(m.value) == "false", "true or false")
}

func (m *member) time(to *time.Time) {
	var s string
	m.text(&s)
	t, err := time.Parse(time.RFC3339, s)
	if err == nil {
		*to = t
	}
	m.expect(err == nil, "a time of RFC 3339")
}

// object calls f with the members of a value that is an object.
func (m *member) object(f func(*member)) {
	if err := readMembers(m.value, f); err != nil && m.err == nil {
		m.err = fmt.Errorf("%s: %w", m.name, err)
	}
}

// each calls f with the elements of a value that is a list, under its name.
func (m *member) each(f func(*member)) {
	err := rawjson.Elements(m.value, func(value []byte) error {
		element := member{name: m.name, value: value}
		f(&element)
		return element.err
	})
	if m.err == nil {
		m.err = err
	}
}

// An object is the text of a JSON object that is being written.
type object []byte

// name begins a member; its value is appended next.
func (o *object) name(name string) {
	opening := byte(',')
	if len(*o) == 0 {
		opening = '{'
	}
	*o = append(rawjson.Quote(append(*o, opening), name), ':')
}

// raw adds a member whose value is JSON already.
func (o *object) raw(name string, value []byte) {
	o.name(name)
	*o = append(*o, value...)
}

func (o *object) text(name, value string) {
	o.name(name)
	*o = appendQuoted(*o, value)
}

func (o *object) int(name string, n int) {
	o.name(name)
	*o = strconv.AppendInt(*o, int64(n), 10)
}

func (o *object) float(name string, n float64) {
	o.name(name)
	*o = strconv.AppendFloat(*o, n, 'f', -1, 64)
}

func (o *object) time(name string, t time.Time) { o.text(name, t.Format(time.RFC3339Nano)) }

// someText adds a text that is not empty.
func (o *object) someText(name, value string) {
	if value != "" {
		o.text(name, value)
	}
}

// someInt adds a number that is not zero.
func (o *object) someInt(name string, n int) {
	if n != 0 {
		o.int(name, n)
	}
}

// someTime adds a time that is known.
func (o *object) someTime(name string, t *time.Time) {
	if t != nil {
		o.time(name, *t)
	}
}

func (o object) end() []byte {
	if len(o) == 0 {
		return []byte("{}")
	}
	return append(o, '}')
}

// appendQuoted appends a text as JSON. What is no UTF-8 becomes U+FFFD.
func appendQuoted(dst []byte, s string) []byte {
	return rawjson.Quote(dst, strings.ToValidUTF8(s, "\uFFFD"))
}

func quoted(s string) []byte { return appendQuoted(nil, s) }

// list is a list of values that are JSON already.
func list[T any](values []T, json func(T) []byte) []byte {
	out := []byte{'['}
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, json(v)...)
	}
	return append(out, ']')
}
