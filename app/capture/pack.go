package capture

import "strings"

// A body is what rebuilds the bytes of an observation: all of them, or the
// pieces that make them of an earlier observation's bytes.
type body struct {
	kind  bodyKind
	whole string
	from  int // the observation whose bytes the edits copy
	edits []edit
}

type bodyKind uint8

const (
	noBody bodyKind = iota
	wholeBody
	deltaBody
)

// An edit copies n bytes at offset at of the earlier body or, when n is 0,
// inserts text. Both end where a JSON token ends.
type edit struct {
	at, n int
	text  string
}

// maxDeltas is how many deltas may build on each other before bytes are stored
// whole again, so that a damaged line costs no more than that many.
const maxDeltas = 128

// A chain joins observations whose bytes are likely to resemble each other.
type chain struct {
	kind    Kind
	meta    bool
	session string
}

// bases are the bodies that a delta may build on: the newest of each chain and
// the newest of all. Writer and reader keep the same ones.
type bases struct {
	chains map[chain]base
	newest base
}

type base struct {
	n     int
	raw   string
	depth int // deltas since the last whole body
}

// keep makes raw a body to build on; depth says how many deltas made it.
func (b *bases) keep(o Observation, raw string, depth int) {
	if b.chains == nil {
		b.chains = map[chain]base{}
	}
	b.newest = base{o.N, raw, depth}
	b.chains[chain{o.Kind, o.Meta, o.Session}] = b.newest
}

// build rebuilds the bytes of o. It reports false when there are none, or when
// they build on a body that is not there.
func (b *bases) build(o Observation, stored body) (string, bool) {
	switch stored.kind {
	case noBody:
		return "", false
	case wholeBody:
		return stored.whole, true
	}
	if b.newest.n == stored.from {
		return apply(b.newest.raw, stored.edits)
	}
	last := b.chains[chain{o.Kind, o.Meta, o.Session}]
	if last.n != stored.from {
		return "", false
	}
	return apply(last.raw, stored.edits)
}

// A packer turns bytes into bodies.
type packer struct{ seen bases }

// pack returns the smallest body for the bytes of o. A delta that does not
// rebuild them exactly is not used.
func (p *packer) pack(o Observation) body {
	if o.Raw == nil {
		return body{}
	}
	raw := string(o.Raw)
	best, depth := body{kind: wholeBody, whole: raw}, 0
	size := len(raw) / 2
	for _, from := range []base{p.seen.newest, p.seen.chains[chain{o.Kind, o.Meta, o.Session}]} {
		if from.n == 0 || from.depth >= maxDeltas || from.n == best.from || len(from.raw) < size {
			continue
		}
		edits := inside(from.raw, raw)
		if edits == nil {
			edits = delta(from.raw, raw)
		}
		if n := cost(edits); n < size {
			if again, ok := apply(from.raw, edits); ok && again == raw {
				best, size, depth = body{kind: deltaBody, from: from.n, edits: edits}, n, from.depth+1
			}
		}
		if len(best.edits) == 1 {
			break
		}
	}
	for i := range best.edits {
		best.edits[i].text = strings.Clone(best.edits[i].text) // or each would hold all of raw in memory
	}
	p.seen.keep(o, raw, depth)
	return best
}

// inside returns the edit that copies to out of from, nil when it is not there:
// a notification is part of the reply that brought it.
func inside(from, to string) []edit {
	if i := strings.Index(from, to); i >= 0 && to != "" {
		return []edit{{at: i, n: len(to)}}
	}
	return nil
}

// cost is about what edits take in the file, in bytes.
func cost(edits []edit) int {
	n := 0
	for _, e := range edits {
		n += 12 + len(e.text)
	}
	return n
}
