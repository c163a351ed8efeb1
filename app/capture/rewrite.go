package capture

import (
	"bytes"
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/rawjson"
)

// An area says what the values of a part of a message are.
type area uint8

const (
	envelope area = iota // of GWS and Bayeux: masked only where unmistakable
	data                 // of userData: the rules decide
	personal             // words of or about people: hidden as a whole
	secret               // credentials
)

// personalKeys are the members of messages, sessions and participants that hold
// people's names and words; statusMessage and errorMessage are free text.
var personalKeys = map[string]string{"nickname": labelName, "firstname": labelName, "lastname": labelName, "username": labelName,
	"text": labelText, "noticetext": labelText, "comment": labelText, "emailaddress": labelEmail, "phonenumber": labelPhone}

// A place is where a value stands: its area, the key that rules name, and the
// label under which it is hidden.
type place struct {
	area  area
	key   string
	outer string // of nested userData, the key of the map
	label string
}

// under returns the place of the member key of an object at p.
func (p place) under(key string) place {
	lower := strings.ToLower(key)
	switch {
	case p.area == secret || isCredential(key):
		return place{area: secret, key: key, label: labelCredential}
	case p.area == personal:
		return p
	case p.area == data:
		return place{area: data, key: key, outer: cmp.Or(p.outer, p.key)}
	case lower == "userdata":
		return place{area: data}
	case personalKeys[lower] != "":
		return place{area: personal, key: key, label: personalKeys[lower]}
	}
	return place{area: envelope, key: key}
}

// body masks the bytes of an observation.
func (m *Masks) body(raw []byte, shown func(key string) bool) []byte {
	if raw == nil {
		return nil
	}
	if rawjson.Check(raw) != nil {
		if m.redact && !utf8.Valid(raw) {
			return []byte("bytes that are no text were left out")
		}
		return []byte(m.Text(string(raw)))
	}
	r := rewriter{m, shown}
	top := bytes.TrimSpace(raw)
	start := place{}
	if s, err := shapeOf(top); top[0] == '{' && err == nil && !s.understood() {
		start = place{area: data}
	}
	at := bytes.Index(raw, top)
	out := append([]byte{}, raw[:at]...)
	out = r.value(out, top, start)
	return append(out, raw[at+len(top):]...)
}

// understood reports whether the object is anything of GWS or Bayeux.
func (s shape) understood() bool {
	return s.operation != nil || s.statusCode != nil || s.messageType != nil || s.bayeux() || s.session() || len(s.sessions) > 0 || s.data != nil
}

// A rewriter writes JSON again with its values masked and every other byte as
// it stood.
type rewriter struct {
	m     *Masks
	shown func(key string) bool // keys of userData that are in scope, nil for all
}

func (r rewriter) value(out, raw []byte, at place) []byte {
	switch raw[0] {
	case '{':
		return r.object(out, raw, at)
	case '[':
		return r.list(out, raw, at)
	}
	return append(out, r.m.literal(string(raw), at)...)
}

func (r rewriter) list(out, raw []byte, at place) []byte {
	places, end, err := rawjson.Places(nil, raw, 0, false)
	if err != nil {
		return append(out, raw...) // cannot be: raw was checked
	}
	done := 0
	for _, p := range places {
		out = append(out, raw[done:p.Value]...)
		out = r.value(out, raw[p.Value:p.End], at)
		done = int(p.End)
	}
	return append(out, raw[done:end]...)
}

func (r rewriter) object(out, raw []byte, at place) []byte {
	places, end, err := rawjson.Places(nil, raw, 0, true)
	if err != nil {
		return append(out, raw...) // cannot be: raw was checked
	}
	out = append(out, '{')
	wrote := false
	behind := 1
	for _, p := range places {
		key, _ := rawjson.Text(raw[p.Key:p.KeyEnd])
		if r.left(key, at) {
			behind = int(p.End) + comma(raw[p.End:])
			continue
		}
		if wrote {
			out = append(out, ',')
		}
		wrote = true
		out = append(out, raw[behind:p.Key]...)
		out = append(out, r.key(raw[p.Key:p.KeyEnd], key)...)
		out = append(out, raw[p.KeyEnd:p.Value]...)
		out = r.value(out, raw[p.Value:p.End], at.under(key))
		n := comma(raw[p.End:])
		if n > 0 {
			out = append(out, raw[p.End:int(p.End)+n-1]...)
		}
		behind = int(p.End) + n
	}
	return append(out, raw[min(behind, end-1):end]...)
}

// comma returns the length of the blanks and the comma that s begins with, 0
// when no comma follows.
func comma(s []byte) int {
	rest := bytes.TrimLeft(s, " \t\r\n")
	if len(rest) > 0 && rest[0] == ',' {
		return len(s) - len(rest) + 1
	}
	return 0
}

// left reports whether a member of userData is left out.
func (r rewriter) left(key string, at place) bool {
	if at.area != data {
		return false
	}
	if r.shown != nil && at.key == "" && !r.shown(key) {
		return true
	}
	rule, ok := r.m.rules.of(key)
	return ok && r.m.redact && rule.Action == Skip
}

func (r rewriter) key(literal []byte, key string) []byte {
	if masked := r.m.name(key); masked != key {
		return rawjson.Quote(nil, masked)
	}
	return literal
}

// literal masks a text, number or word. Decisions are remembered: the same
// values come again with every notification.
func (m *Masks) literal(raw string, at place) string {
	if at.area == data && at.label == "" {
		d := decision{at.key, at.outer, raw}
		out, ok := m.decided[d]
		if !ok {
			out = m.data(raw, at)
			m.decided[d] = out
		}
		return out
	}
	text, isText := rawjson.Text([]byte(raw))
	switch {
	case at.area == secret:
		if raw == "null" || raw == `""` {
			return raw
		}
		return quote(m.text(labelCredential, firstText(text, raw, isText)), raw, m.noting)
	case at.area == personal && m.redact:
		return m.hide(at.label, raw)
	case !isText:
		return raw
	case at.area == personal:
		return quote(m.Text(text), raw, m.Text(text) == text)
	case freeKey(at.key):
		return quote(m.Text(text), raw, m.Text(text) == text)
	case uriKey(at.key):
		return quote(m.url(text), raw, m.url(text) == text)
	}
	masked := m.name(text)
	return quote(masked, raw, masked == text)
}

// freeKey reports whether the text under a key of an envelope is for people.
func freeKey(key string) bool {
	switch strings.ToLower(key) {
	case "statusmessage", "errormessage", "error", "message", "reason", "description", "disposition":
		return true
	}
	return false
}

func uriKey(key string) bool {
	lower := strings.ToLower(key)
	return strings.HasSuffix(lower, "uri") || strings.HasSuffix(lower, "path") || strings.HasSuffix(lower, "url")
}

func firstText(text, raw string, isText bool) string {
	if isText {
		return text
	}
	return raw
}

// quote returns text as a literal, or was where nothing changed.
func quote(text, was string, same bool) string {
	if same {
		return was
	}
	return string(rawjson.Quote(nil, text))
}

// hide masks a literal as a whole, keeping its kind where that can be.
func (m *Masks) hide(label, raw string) string {
	text, isText := rawjson.Text([]byte(raw))
	switch {
	case raw == "null":
		return raw
	case isText:
		masked := m.text(label, text)
		return quote(masked, raw, masked == text)
	case isNumber(raw):
		return m.number(raw)
	}
	masked := m.text(label, raw) // true and false have no pseudonym of their kind
	return quote(masked, raw, masked == raw)
}
