package mend

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A mender reads one document tolerantly and notes what it takes to make JSON
// of it. Its methods move pos forward only, except where a list turns out to
// have ended earlier.
type mender struct {
	text  string
	pos   int
	last  int // behind the last token that belongs to the document
	end   int // behind the last byte of the document
	fixes []capture.Fix
	open  []byte // the brackets that are open, innermost last
	deep  bool   // the document is nested deeper than rawjson.MaxDepth
	pace  *capture.Pace
}

// document reads the object or array at pos and returns where it ends. why is
// not empty when it cannot be read.
func (m *mender) document() (end int, why string) {
	m.container("")
	if m.deep {
		return len(m.text), "nested deeper than any message of Web Services"
	}
	m.end = max(m.end, m.last)
	m.fixes = slices.DeleteFunc(m.fixes, func(f capture.Fix) bool { return f.Offset+len(f.Was) > m.end })
	order(m.fixes)
	return m.end, ""
}

// container reads the object or array at pos. key is the member it is the value
// of. It reports false when the text behind it does not belong to the document,
// having closed it.
func (m *mender) container(key string) bool {
	if len(m.open) == rawjson.MaxDepth {
		m.deep = true
		return false
	}
	c := m.text[m.pos]
	m.open = append(m.open, c)
	m.take(1)
	whole := false
	if c == '{' {
		whole = m.object()
	} else {
		whole = m.list(key)
	}
	m.open = m.open[:len(m.open)-1]
	return whole
}

// members is the state of an object or list while it is read.
type members struct {
	n     int  // how many were read
	comma int  // where the comma behind the last one stands, -1 for none
	bare  bool // keys stand without quotes
}

func (m *mender) object() bool {
	in := members{comma: -1}
	for {
		m.blank()
		switch c := m.peek(); {
		case c == '}':
			m.close(&in)
			return true
		case c == ',':
			m.comma(&in)
		case c == ']' && m.encloses('['):
			m.insert(&in, "}", "an object that is not closed")
			return true
		case c == ']':
			m.fix(m.pos, 1, "", "a bracket too many")
			m.pos++
		default:
			key, ok := m.key(&in)
			if !ok {
				m.insert(&in, "}", "an object that is not closed")
				return false
			}
			if !m.member(key) {
				m.insert(&members{comma: -1}, "}", "an object that is not closed")
				return false
			}
		}
	}
}

// key reads a key, quoted or not. A word without quotes counts as a key only in
// an object that began with one: otherwise it is the prose behind an object
// whose brace is missing.
func (m *mender) key(in *members) (key string, ok bool) {
	if _, quote := stringStart(m.text, m.pos); quote != 0 {
		m.next(in)
		return m.str(""), true
	}
	n := bareKey(m.text, m.pos)
	if n == 0 || in.n > 0 && !in.bare {
		return "", false
	}
	in.bare = true
	m.next(in)
	key = m.text[m.pos : m.pos+n]
	m.fix(m.pos, n, `"`+key+`"`, "a key without quotes")
	m.take(n)
	return key, true
}

// member reads the colon and the value behind a key. It reports false when the
// document ended inside the value.
func (m *mender) member(key string) bool {
	m.blank()
	if strings.HasPrefix(m.text[m.pos:], "=>") {
		m.fix(m.pos, 2, ":", "Ruby's =>")
		m.pos++
	} else if m.peek() != ':' {
		m.fix(m.last, 0, ":null", "a key without a value")
		return true
	}
	m.pos++
	m.last = m.pos
	m.blank()
	found, whole := m.value(key)
	if !found {
		m.fix(m.last, 0, "null", "a key without a value")
	}
	return whole
}

func (m *mender) list(key string) bool {
	in := members{comma: -1}
	for {
		m.blank()
		switch c := m.peek(); {
		case c == ']':
			m.close(&in)
			return true
		case c == ',':
			m.comma(&in)
		case c == '}' && m.encloses('{'):
			m.insert(&in, "]", "a list that is not closed")
			return true
		case c == '}':
			m.fix(m.pos, 1, "", "a brace too many")
			m.pos++
		case c == 0 || in.n > 0 && in.comma < 0 && !m.token():
			m.insert(&in, "]", "a list that is not closed")
			return false
		case m.endedBefore(&in):
			return true
		default:
			m.next(&in)
			if found, whole := m.value(key); !whole || !found {
				m.insert(&members{comma: -1}, "]", "a list that is not closed")
				return false
			}
		}
	}
}

// endedBefore reports whether the string at pos is the next key of an object
// around this list, and closes the list behind its last element if so.
func (m *mender) endedBefore(in *members) bool {
	if _, quote := stringStart(m.text, m.pos); quote == 0 || !m.encloses('{') {
		return false
	}
	try := *m
	try.fixes = nil
	try.str("")
	try.blank()
	if try.peek() != ':' {
		return false
	}
	if in.comma >= 0 {
		m.pos = in.comma // the comma belongs to the object; what follows it is read again
		m.fixes = slices.DeleteFunc(m.fixes, func(f capture.Fix) bool { return f.Offset > m.pos })
	}
	m.insert(&members{comma: -1}, "]", "a list that is not closed")
	return true
}

// value reads the value at pos. found is false when there is none, whole when
// the document ended inside it.
func (m *mender) value(key string) (found, whole bool) {
	switch c := m.peek(); {
	case c == '{' || c == '[':
		return true, m.container(key)
	case strings.IndexByte(",}]", c) >= 0 || c == 0:
		return false, true
	default:
		if _, quote := stringStart(m.text, m.pos); quote != 0 {
			m.str(key)
			return true, true
		}
		return m.word(), true
	}
}

// token reports whether a string, number, object or list begins at pos, as
// opposed to a word, which may be prose.
func (m *mender) token() bool {
	_, quote := stringStart(m.text, m.pos)
	return quote != 0 || strings.IndexByte("{[-0123456789", m.peek()) >= 0
}

// next notes that a member begins at pos, and the comma that should stand
// before it.
func (m *mender) next(in *members) {
	if in.n > 0 && in.comma < 0 {
		m.fix(m.last, 0, ",", "a missing comma")
	}
	in.n++
	in.comma = -1
}

// comma reads a comma.
func (m *mender) comma(in *members) {
	if in.n == 0 || in.comma >= 0 {
		m.fix(m.pos, 1, "", "a comma too many")
	} else {
		in.comma = m.pos
	}
	m.pos++
}

// close reads the closing bracket at pos.
func (m *mender) close(in *members) {
	m.dropComma(in)
	m.take(1)
}

// insert puts a closing bracket where the last token ended.
func (m *mender) insert(in *members, bracket, why string) {
	m.fix(m.last, 0, bracket, why)
	m.dropComma(in)
}

func (m *mender) dropComma(in *members) {
	if in.comma < 0 {
		return
	}
	m.fix(in.comma, 1, "", "a trailing comma")
	m.end = max(m.end, in.comma+1)
}

// encloses reports whether a bracket of this kind is open around the innermost.
func (m *mender) encloses(bracket byte) bool {
	return slices.Contains(m.open[:len(m.open)-1], bracket)
}

// take moves over n bytes that belong to the document.
func (m *mender) take(n int) {
	m.pace.Spend(n)
	m.pos += n
	m.last = m.pos
}

// peek returns the byte at pos, 0 at the end of the text.
func (m *mender) peek() byte {
	if m.pos >= len(m.text) {
		return 0
	}
	return m.text[m.pos]
}

func (m *mender) fix(at, n int, now, why string) {
	m.pace.Spend(FixCost)
	m.fixes = append(m.fixes, capture.Fix{Offset: at, Was: m.text[at : at+n], Now: now, Why: why})
}
