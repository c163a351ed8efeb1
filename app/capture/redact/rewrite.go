package redact

import (
	"bytes"
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact/find"
	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/shape"
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

// A place is where a value stands: its area, the key that rules name, and the
// label under which it is hidden.
type place struct {
	area  area
	key   string
	outer string     // of nested userData, the key of the map
	label find.Label // in an envelope, that of what is no object here; in userData, what a key says of all below it
	pairs bool       // of userData that is a list: it, or a pair in it, see [rewriter.keyOf]

	program bool // the key is one of a program, see [find.Facts]
}

// under returns the place of the member key of an object at p, whose value is
// value; says is what the key says.
func (m *Masks) under(p place, key string, says *find.Facts, value []byte) place {
	plain := isPlain(value)
	switch {
	case p.area == secret, says.Secrecy == vocab.AllSecret, says.Secrecy != vocab.NoSecret && plain,
		plain && p.key != "" && m.names.Secrecy(p.key) == vocab.PartSecret && m.names.IsSecret(p.key+" "+key):
		return place{area: secret, key: key, label: find.Credential}
	case p.area == personal:
		return p
	case p.area == data:
		label := says.Key
		if label == find.None && says.Role != find.Typing {
			label = p.label
		}
		return place{area: data, key: key, outer: cmp.Or(p.outer, p.key), label: label, pairs: p.pairs && value[0] == '[', program: says.Program}
	case says.Data:
		return place{area: data, pairs: value[0] == '['}
	case says.Member != find.None:
		return place{area: personal, key: key, label: says.Member}
	case strings.EqualFold(key, "name") && m.names.About(p.key).People:
		return place{area: envelope, key: key, label: find.Name}
	}
	return place{area: envelope, key: key, label: says.Beside}
}

// isPlain reports whether a value is not an object and holds none.
func isPlain(value []byte) bool {
	return value[0] != '{' && (value[0] != '[' || bytes.IndexByte(value, '{') < 0)
}

// body masks the bytes of an observation.
func (m *Masks) body(raw []byte, shown func(key string) bool) []byte {
	if raw == nil {
		return nil
	}
	r := rewriter{m: m, shown: shown, read: &rawjson.Reader{}}
	if r.read.Check(raw) != nil {
		if m.redact && !utf8.Valid(raw) {
			return []byte("bytes that are no text were left out")
		}
		return []byte(m.Text(string(raw)))
	}
	m.pace.Spend(len(raw))
	top := bytes.TrimSpace(raw)
	start := place{}
	if top[0] == '{' {
		if s, err := shape.Of(top); err == nil && !s.Understood() {
			start = place{area: data}
		}
	}
	m.pace.Spend(len(raw))
	at := bytes.Index(raw, top)
	out := append(make([]byte, 0, len(raw)), raw[:at]...)
	out = r.value(out, top, start)
	return append(out, raw[at+len(top):]...)
}

// A rewriter writes JSON again with its values masked and every other byte as
// it stood.
type rewriter struct {
	m     *Masks
	shown func(key string) bool // keys of userData that are in scope, nil for all
	read  *rawjson.Reader       // of the JSON that it stands in
	depth int                   // how many strings of JSON this stands in
	heads []find.Label          // of the list that is written next: the labels that the names of its columns give
	anew  bool                  // the literal that is written next is none that its key remembers
}

func (r *rewriter) value(out, raw []byte, at place) []byte {
	if r.m.noting {
		out = out[:0] // nobody reads it
	}
	switch {
	case raw[0] != '{' && raw[0] != '[':
	case len(raw) >= capture.Stride && at.area == data && at.key != "" && r.remembers():
		r.m.pace.Spend(len(raw))
		became := r.again(raw, at, func(string) string {
			return string(r.whole(out[len(out):], raw, at)) // where it will stand
		})
		r.m.pace.Spend(len(became))
		return append(out, became...)
	default:
		return r.whole(out, raw, at)
	}
	if at.area == envelope && at.label != find.None {
		at.area = personal
	}
	r.m.pace.Spend(len(raw))
	defer r.m.pace.Spend(len(raw))
	if raw[0] != '"' && at.area == envelope {
		return append(out, raw...)
	}
	return append(out, r.literal(raw, at)...)
}

// whole writes an object or a list.
func (r *rewriter) whole(out, raw []byte, at place) []byte {
	if raw[0] == '{' {
		return r.object(out, raw, at)
	}
	return r.list(out, raw, at)
}

func (r *rewriter) list(out, raw []byte, at place) []byte {
	columns := r.heads
	places, end := r.places(raw, false)
	defer r.leave(len(places))
	w := writer{out: append(out, '['), raw: raw, behind: 1}
	label := find.None // what the name in front says, as in ["password","…"]
	heads, own := columns, false
	if heads == nil && len(places) > 1 {
		heads = r.headings(raw[places[0].Value:places[0].End], false, false)
		own = heads != nil
	}
	for i, p := range places {
		value, here := raw[p.Value:p.End], at
		if at.pairs {
			var key string
			if key, here.pairs = r.keyOf(value); here.pairs && r.left(key, at) {
				w.leave(p.End)
				continue
			}
		}
		if len(columns) == len(places) && columns[i] != find.None && value[0] != '[' {
			label = columns[i]
		}
		if label == find.Credential && isPlain(value) {
			here = place{area: secret, key: at.key, label: label}
		} else if label != find.None && isPlain(value) && (i == 1 && len(places) == 2 || len(columns) == len(places)) && at.area != secret {
			here = place{area: personal, key: at.key, label: label}
		}
		label = find.None
		if text, ok := shortText(value); ok && here.area != secret {
			label = r.m.names.Label(text, r.m.redact)
		}
		if r.heads = heads; own && i == 0 {
			r.heads = nil
		}
		w.begin(p.Value)
		w.out = r.value(w.out, value, here)
		w.end(p.End)
	}
	return w.close(end)
}

// keyOf returns the name that a pair gives to its value, and whether value is a pair:
// that is an object of key, type and value, as userData is a list of in version 3 of
// the API. Lists in pairs are lists of pairs again. What is left out of userData is
// left out by that name, and with the whole pair.
func (r *rewriter) keyOf(value []byte) (key string, ok bool) {
	if value[0] != '{' {
		return "", false
	}
	places, _ := r.places(value, true)
	defer r.leave(len(places))
	valued := false
	for _, p := range places {
		switch strings.ToLower(r.m.key(value[p.Key:p.KeyEnd]).text) {
		case "key":
			key, ok = r.m.textOf(string(value[p.Value:p.End]))
		case "value":
			valued = true
		}
	}
	return key, ok && valued
}

// A writer writes an object or a list again without some of its parts, with the
// commas and the blanks of the others.
type writer struct {
	out, raw []byte
	behind   int  // the part that was looked at last, and its comma
	wrote    bool // a part, so that a comma stands in front of the next one
}

// leave leaves out the part that ends at end.
func (w *writer) leave(end int32) { w.behind = int(end) + comma(w.raw[end:]) }

// begin writes what stands in front of the part that begins at from.
func (w *writer) begin(from int32) {
	if w.wrote {
		w.out = append(w.out, ',')
	}
	w.wrote = true
	w.out = append(w.out, w.raw[w.behind:from]...)
}

// end writes what stands behind the part that ends at end.
func (w *writer) end(end int32) {
	n := comma(w.raw[end:])
	if n > 0 {
		w.out = append(w.out, w.raw[end:int(end)+n-1]...)
	}
	w.behind = int(end) + n
}

// close writes the bracket that ends at end, and returns all that was written.
func (w *writer) close(end int) []byte {
	return append(w.out, w.raw[min(w.behind, end-1):end]...)
}

func (r *rewriter) object(out, raw []byte, at place) []byte {
	places, end := r.places(raw, true)
	defer r.leave(len(places))
	var few [usualKeys]*key
	keys := few[:0]
	for i, p := range places[:min(len(places), len(few))] {
		last := &r.m.keys.last[i]
		if literal := raw[p.Key:p.KeyEnd]; *last == nil || (*last).literal != string(literal) {
			*last = r.m.key(literal)
		}
		keys = append(keys, *last)
	}
	pair, half := r.pair(raw, places, keys)
	if at.pairs && !r.m.names.IsSecret(pair) {
		pair, _ = r.keyOf(raw[:end])
	}
	outcome := at.area == envelope && tellsOutcome(keys)
	heads, naming := r.table(raw, places)
	w := writer{out: append(out, '{'), raw: raw, behind: 1}
	for i, p := range places {
		if r.heads = heads; i == naming || raw[p.Value] != '[' {
			r.heads = nil
		}
		var k *key
		if i < len(keys) {
			k = keys[i]
		} else {
			k = r.m.key(raw[p.Key:p.KeyEnd])
		}
		if !at.pairs && r.left(k.text, at) {
			w.leave(p.End)
			continue
		}
		w.begin(p.Key)
		if r.m.recent != nil && pair == "" && r.heads == nil && r.depth == 0 { // nothing but the member itself counts
			w.out = append(w.out, r.m.recent.of(at, raw[p.Key:p.End], func() string {
				return string(r.member(nil, raw, p, k, at, "", false, outcome))
			})...)
		} else {
			w.out = r.member(w.out, raw, p, k, at, pair, half, outcome)
		}
		w.end(p.End)
	}
	return w.close(end)
}

// tellsOutcome reports whether an object tells how a request went, so that what it
// says are the words of a program.
func tellsOutcome(keys []*key) bool {
	tells := false
	for _, k := range keys {
		if k.Resource {
			return false
		}
		tells = tells || k.Outcome
	}
	return tells
}

// member writes the member of an object of which another one may say what it is.
func (r *rewriter) member(out, raw []byte, p rawjson.Place, k *key, at place, pair string, half, outcome bool) []byte {
	out = append(out, r.key(k)...)
	out = append(out, raw[p.KeyEnd:p.Value]...)
	value := raw[p.Value:p.End]
	if at.pairs && value[0] == '"' {
		switch strings.ToLower(k.text) {
		case "key":
			return append(out, r.key(r.m.key(value))...)
		case "type":
			return r.value(out, value, place{key: k.text})
		}
	}
	alone := pair == "" && !outcome && len(value) <= longestSaid && value[0] != '{' && value[0] != '[' && r.m.recent == nil
	here := context{at, r.depth, len(r.m.known.all)}
	if alone && k.last == here {
		if said, ok := k.said[string(value)]; ok {
			k.hits++
			return append(out, said...)
		}
	}
	place := r.m.under(at, k.text, k.Facts, value)
	if outcome && place.area == envelope && freeKey(k.text) {
		place.label = find.None
	}
	if role := k.Role; pair != "" && (role == find.Valued || half && role == find.NoRole) && place.area != secret {
		place = r.m.paired(place, at, pair, value)
	}
	before := len(out)
	r.anew = alone && k.last == here
	out = r.value(out, value, place)
	r.anew = false
	if alone {
		r.m.remember(k, here, value, out[min(before, len(out)):])
	}
	return out
}

// shortText returns a text that may be a name.
func shortText(literal []byte) (string, bool) {
	if len(literal) > vocab.LongestName {
		return "", false
	}
	return rawjson.Text(literal)
}

// pair returns the name that one member of an object gives to the value in
// another, as in {"name":"password","value":"…"}, "" for none; half is true when
// no member has the name of one with a value, so that any other is it.
func (r *rewriter) pair(raw []byte, places []rawjson.Place, keys []*key) (name string, half bool) {
	value, caption := false, false
	for i, k := range keys {
		p, role := places[i], k.Role
		if p.KeyEnd-p.Key > vocab.LongestName {
			continue
		}
		value = value || role == find.Valued
		if role == find.NoRole || role == find.Valued {
			continue
		}
		text, ok := shortText(raw[p.Value:p.End])
		text = find.LastSegment(text)
		if ok && (role == find.Naming && (name == "" || r.m.names.IsSecret(text) || r.says(text) && !r.says(name)) || r.m.names.Secrecy(text) == vocab.AllSecret) {
			name, caption = text, role == find.Captioning
		}
	}
	half = !value && !caption && (len(places) == 2 && r.m.names.IsSecret(name) || len(places) <= 8 && r.m.names.Secrecy(name) == vocab.AllSecret)
	if !value && !half {
		return "", false
	}
	return name, half
}

// says reports whether a name says of its value that it is to be hidden: an id does not.
func (r *rewriter) says(name string) bool {
	return r.m.names.Label(name, r.m.redact) != find.None
}

// paired returns the place of a value that has its name beside it.
func (m *Masks) paired(own, object place, name string, value []byte) place {
	by := m.under(object, name, m.names.About(name), value)
	switch {
	case by.label != find.None, by.area == data && own.area == data:
		return by
	}
	return own
}

// comma returns the length of the blanks and the comma that s begins with, 0
// when no comma follows.
func comma(s []byte) int {
	for i, c := range s {
		switch c {
		case ' ', '\t', '\r', '\n':
			continue
		case ',':
			return i + 1
		}
		return 0
	}
	return 0
}

// left reports whether a member of userData is left out.
func (r *rewriter) left(key string, at place) bool {
	if at.area != data {
		return false
	}
	if r.shown != nil && at.key == "" && !r.shown(key) {
		return true
	}
	rule, ok := r.m.rules.of(key)
	return ok && r.m.redact && rule.Action == Skip
}

// places returns where the members of an object or the elements of a list stand,
// until they are left.
func (r *rewriter) places(raw []byte, object bool) (places []rawjson.Place, end int) {
	r.m.pace.Spend(len(raw))
	n := len(r.m.places)
	r.m.places, end, _ = r.read.Places(r.m.places, raw, 0, object) // raw was checked
	return r.m.places[n:], end
}

func (r *rewriter) leave(n int) { r.m.places = r.m.places[:len(r.m.places)-n] }
