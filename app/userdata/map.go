package userdata

import (
	"bytes"
	"iter"

	"github.com/keytrail/keytrail/app/rawjson"
)

// An Entry is one key and its value.
type Entry struct {
	Key   string
	Value Value
}

// A Map is an immutable userData map: entries in wire order, duplicate keys
// kept. A nil *Map is an empty map.
//
// It keeps the text it was read from and where the entries stand in it;
// nothing is decoded before somebody asks.
type Map struct {
	text    string // the object, from brace to brace
	entries []rawjson.Place
}

// Parse reads a JSON object, with white space around it or without. It copies
// b, so b may be reused. The error is a *rawjson.Error.
func Parse(b []byte) (*Map, error) { return parse(nil, b) }

// parse writes the index to room, if there is any.
func parse(room []rawjson.Place, b []byte) (*Map, error) {
	if cap(room) == 0 {
		// 32 bytes an entry is a guess that growing the index once makes good.
		room = make([]rawjson.Place, 0, 8+len(b)/32)
	}
	places, end, err := rawjson.Places(room, b, 0, true)
	if err != nil {
		return nil, err
	}
	if err := checkRest(b, end); err != nil {
		return nil, err
	}
	start := bytes.IndexByte(b, '{')
	if start > 0 {
		for n := range places {
			places[n] = places[n].Moved(-start)
		}
	}
	return &Map{string(b[start:end]), places}, nil
}

// space is what may stand between the tokens of JSON.
const space = " \n\r\t"

// checkRest refuses anything but white space behind the map. Its error comes
// from the scanner, so that there is one wording.
func checkRest(b []byte, end int) error {
	if len(bytes.TrimLeft(b[end:], space)) > 0 {
		return rawjson.Check(b)
	}
	return nil
}

// Of builds a Map from entries, in that order. An entry whose value is absent
// is left out.
func Of(entries ...Entry) *Map {
	text := []byte{'{'}
	places := make([]rawjson.Place, 0, len(entries))
	for _, e := range entries {
		if e.Value.Kind() == Absent {
			continue
		}
		if len(places) > 0 {
			text = append(text, ',')
		}
		var p rawjson.Place
		p.Key = int32(len(text))
		text = rawjson.Quote(text, e.Key)
		p.KeyEnd = int32(len(text))
		p.Escaped = int(p.KeyEnd-p.Key) != len(e.Key)+2
		text = append(text, ':')
		p.Value = int32(len(text))
		text = append(text, e.Value.literal...)
		p.End = int32(len(text))
		places = append(places, p)
	}
	return &Map{string(append(text, '}')), places}
}

// Len returns the number of entries, duplicates included.
func (m *Map) Len() int {
	if m == nil {
		return 0
	}
	return len(m.entries)
}

// At returns the i-th entry in wire order, from 0. It panics when there is none.
func (m *Map) At(i int) Entry {
	p := m.entries[i]
	return Entry{keyAt(m.text, p), Value{m.text[p.Value:p.End]}}
}

func keyAt(text string, p rawjson.Place) string {
	if !p.Escaped {
		return text[p.Key+1 : p.KeyEnd-1]
	}
	key, _ := rawjson.Text([]byte(text[p.Key:p.KeyEnd]))
	return key
}

// All iterates over the entries in wire order.
func (m *Map) All() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for i := range m.Len() {
			if e := m.At(i); !yield(e.Key, e.Value) {
				return
			}
		}
	}
}

// Get returns the value of key, the last one where the key is duplicate, as in
// most JSON readers. It is absent when the key is missing. Get looks at every
// key: it takes microseconds, not nanoseconds.
func (m *Map) Get(key string) Value {
	for i := m.Len() - 1; i >= 0; i-- {
		if p := m.entries[i]; keyAt(m.text, p) == key {
			return Value{m.text[p.Value:p.End]}
		}
	}
	return Value{}
}

// Bytes returns the map as JSON, as it stood where it was parsed.
func (m *Map) Bytes() []byte {
	if m == nil {
		return []byte("{}")
	}
	return []byte(m.text)
}

// Canonical returns the map without white space between its tokens and with
// keys spelled in one way. Order, duplicates and the literals of values stay.
// Diff(a, b) is empty if and only if a.Canonical() equals b.Canonical().
func (m *Map) Canonical() []byte {
	if m == nil {
		return []byte("{}")
	}
	return appendCanonical(nil, m.text)
}

// Size returns roughly how many bytes the map takes in memory.
func (m *Map) Size() int {
	if m == nil {
		return 0
	}
	return len(m.text) + 20*cap(m.entries)
}
