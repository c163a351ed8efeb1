package redact

import (
	"github.com/keytrail/keytrail/app/capture/redact/find"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/userdata"
)

// What leaves by the clipboard goes through the same masks as a file, part by
// part: a value by the rule for its key, JSON as JSON, a word as a word. What
// stands around the parts, the code of a program or the lines of a table, is
// written afterwards and is never looked at. Nil Masks hide nothing.

// JSON returns a message with its values hidden and every other byte as it
// stood; what is not JSON is text.
func (m *Masks) JSON(raw []byte) []byte {
	if m == nil {
		return raw
	}
	return m.body(raw, nil)
}

// Value returns the literal of a value of userData, hidden by what the export
// says of its key. A value that is left out of files is hidden as a whole.
func (m *Masks) Value(key, literal string) string {
	if m == nil || rawjson.Check([]byte(literal)) != nil {
		return literal
	}
	if rule, ok := m.rules.of(key); ok && m.redact && rule.Action == Skip {
		return m.hide(find.Hidden, literal)
	}
	return string((&rewriter{m: m}).value(nil, []byte(literal), m.under(place{area: data}, key, m.names.About(key), []byte(literal))))
}

// Name returns a word that may have a meaning for programs, such as a key or an
// id, with what is unmistakable in it hidden.
func (m *Masks) Name(s string) string {
	if m == nil {
		return s
	}
	return m.name(s)
}

// URL returns an address with its parts hidden, spelled as an address.
func (m *Masks) URL(s string) string {
	if m == nil {
		return s
	}
	return m.url(s)
}

// Data returns userData with everything hidden that the export hides, and of
// its keys only those that shown takes; nil takes all.
func (m *Masks) Data(d *userdata.Map, shown func(key string) bool) (*userdata.Map, error) {
	if d == nil {
		return nil, nil
	}
	return userdata.Parse((&rewriter{m: m, shown: shown}).value(nil, d.Bytes(), place{area: data}))
}
