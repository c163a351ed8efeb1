package redact

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact/find"
	"github.com/keytrail/keytrail/app/capture/redact/rank"
	"github.com/keytrail/keytrail/app/rawjson"
)

// keyName masks a key, which may be a telephone number without a plus.
func (m *Masks) keyName(key string) string {
	if m.redact {
		if label := m.names.NumberLabel(key); label != find.None {
			return m.text(label, key)
		}
	}
	return m.name(key)
}

// How many literals are remembered, and how many bytes of long ones.
const (
	mostDecided = 1 << 16
	mostLong    = 32 << 20
)

// literal masks a text, number or word.
func (r *rewriter) literal(raw []byte, at place) string {
	decide := func(raw string) string { return r.decide(raw, at) }
	if !r.remembers() || r.anew {
		return decide(string(raw))
	}
	return r.again(raw, at, decide)
}

// remembers reports whether what becomes of a value is remembered: where columns have
// names, those decide, too, and a key remembers by itself.
func (r *rewriter) remembers() bool { return r.m.recent == nil && r.heads == nil }

// again returns what became of a value at a place, and has it made where that is not
// known: the same one comes again with every notification, and in the reply that
// brought it.
func (r *rewriter) again(raw []byte, at place, make func(raw string) string) string {
	m := r.m
	if n := len(m.known.all); m.decided == nil || n != m.decidedBy {
		m.decided, m.long, m.decidedBy = map[decision]string{}, 0, n
	}
	out, ok := m.decided[decision{at, r.depth, string(raw)}]
	if ok {
		return out
	}
	known, d := m.decidedBy, decision{at, r.depth, string(raw)}
	out = make(d.literal)
	switch size := len(raw) + len(out); {
	case len(m.known.all) != known: // a part of it may stand in what is known since
	case size >= capture.Stride && m.long+size <= mostLong:
		m.decided[d], m.long = out, m.long+size
	case size < capture.Stride && len(m.decided) < mostDecided:
		m.decided[d] = out
	}
	return out
}

func (r *rewriter) decide(raw string, at place) string {
	m := r.m
	if at.area == data {
		return r.data(raw, at)
	}
	text, isText := m.textOf(raw)
	switch {
	case at.area == secret:
		if raw == "null" || raw == `""` || raw == "true" || raw == "false" {
			return raw
		}
		return m.quote(m.credential(text), text, raw)
	case at.area == personal && m.redact:
		return m.propose(at.key, at.label.String(), raw, m.hide(at.label, raw))
	case !isText:
		return raw
	case at.area == personal, freeKey(at.key), strings.IndexByte("{[\"", (text + " ")[0]) >= 0:
		return m.propose(at.key, inText, raw, r.free(text, raw, true, place{key: at.key}))
	case uriKey(at.key):
		return m.quote(m.url(text), text, raw)
	}
	return m.quote(m.name(text), text, raw)
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
	lower := strings.TrimSuffix(strings.ToLower(key), "s")
	return strings.HasSuffix(lower, "uri") || strings.HasSuffix(lower, "path") || strings.HasSuffix(lower, "url")
}

// textOf returns the text that a literal is, or else the literal.
func (m *Masks) textOf(literal string) (text string, ok bool) {
	switch n := len(literal) - 1; {
	case n < 1 || literal[0] != '"' || literal[n] != '"':
		return literal, false
	case strings.IndexByte(literal, '\\') < 0:
		return literal[1:n], true
	}
	return rawjson.Unquote([]byte(literal), m.pace.Spend), true
}

// quote returns what became of a text as a literal: the one that it was where
// nothing changed.
func (m *Masks) quote(masked, text, literal string) string {
	if masked == text {
		return literal
	}
	return string(rawjson.QuotePaced(make([]byte, 0, len(masked)+max(8, len(literal)-len(text))), masked, m.pace.Spend))
}

// hide masks a literal as a whole, keeping its kind where that can be.
func (m *Masks) hide(label find.Label, raw string) string {
	text, isText := m.textOf(raw)
	switch {
	case raw == "null":
		return raw
	case isText:
		return m.quote(m.text(label, text), text, raw)
	case rank.IsNumber(raw):
		return m.number(raw)
	}
	return m.quote(m.text(label, raw), raw, raw) // true and false have no pseudonym of their kind
}
