package redact

import "github.com/keytrail/keytrail/app/capture/redact/find"

// A key is what stands in front of a value.
type key struct {
	*find.Facts
	literal, text string
	masked        string // the literal with what is hidden, "" when it was not asked for
	maskedBy      int    // how many spellings were known then

	last context           // of the last value that nothing beside it says more of
	said map[string]string // such values there → what became of them
	hits int               // how many came again
	wide bool              // hardly any does, so that none is remembered
}

// A context is what decides about the value of a key, besides the value.
type context struct {
	at    place // of the object
	depth int
	known int // spellings
}

// longestSaid is how long a value is, in bytes, that a key remembers.
const longestSaid = 256

// remember keeps what became of a value of a key where the value before had the same
// context: in a list it comes again.
func (m *Masks) remember(k *key, here context, value, became []byte) {
	switch {
	case k.last != here || len(m.known.all) != here.known:
		m.said -= len(k.said)
		k.last, k.said, k.hits, k.wide = here, nil, 0, false
		return
	case k.wide:
		return
	case len(k.said) > 1<<10 && k.hits < len(k.said):
		m.said -= len(k.said)
		k.said, k.wide = nil, true
		return
	case k.said == nil:
		k.said = map[string]string{}
	}
	if m.said < mostDecided {
		k.said[string(value)] = string(became)
		m.said++
	}
}

// A keyTable holds the keys that are remembered. The zero value is empty and ready.
type keyTable struct {
	all  map[string]*key // by their literals
	last [usualKeys]*key // of the last object: the next one of a list often has the same
}

const (
	mostKeys  = 1 << 14 // are remembered
	usualKeys = 32      // an object has no more, as a rule
)

// key returns the key that a literal is.
func (m *Masks) key(literal []byte) *key {
	k := m.keys.all[string(literal)]
	if k == nil {
		if m.keys.all == nil || len(m.keys.all) >= mostKeys {
			m.keys, m.said = keyTable{all: map[string]*key{}}, 0
		}
		k = &key{literal: string(literal)}
		k.text, _ = m.textOf(k.literal)
		k.Facts = m.names.About(k.text)
		m.keys.all[k.literal] = k
	}
	return k
}

// key masks a key.
func (r *rewriter) key(k *key) string {
	if n := len(r.m.known.all); k.masked == "" || k.maskedBy != n || r.m.recent != nil {
		k.masked, k.maskedBy = r.m.quote(r.m.keyName(k.text), k.text, k.literal), n
	}
	return k.masked
}
