package capture

import "strings"

// A body is what rebuilds the bytes of an observation: all of them, or the
// pieces that make them of an earlier observation's bytes.
type body struct {
	kind bodyKind
	from int    // the observation whose bytes the edits copy
	text string // the bytes, or the edits as encode has them
}

type bodyKind uint8

const (
	noBody bodyKind = iota
	wholeBody
	deltaBody
)

// An edit copies n bytes at offset at of an earlier body or, when n is 0,
// inserts text. Both end where a JSON token ends.
type edit struct {
	at, n int
	from  int // the observation whose bytes it copies, which may be the one that is rebuilt; 0 is the body's
	text  string
}

// maxDeltas is how many deltas may build on each other before bytes are stored
// whole again, so that a damaged line costs no more than that many.
const maxDeltas = 256

// A chain joins observations whose bytes are likely to resemble each other.
type chain struct {
	kind    Kind
	meta    bool
	session string
}

// bases are the bodies that a delta may build on: the newest of each chain.
// Writer and reader keep the same ones.
type bases struct {
	chains map[chain]base
	where  map[int]chain // by the number of the newest
	newest base          // of all
}

type base struct {
	n     int
	raw   string
	depth int // deltas since the last whole body
}

// put makes raw a body to build on; depth says how many deltas made it.
func (b *bases) put(o Observation, raw string, depth int) {
	if b.chains == nil {
		b.chains, b.where = map[chain]base{}, map[int]chain{}
	}
	c := chainOf(o)
	delete(b.where, b.chains[c].n)
	b.newest = base{o.N, raw, depth}
	b.chains[c], b.where[o.N] = b.newest, c
}

func chainOf(o Observation) chain { return chain{o.Kind, o.Meta, o.Session} }

// find returns the bytes of observation n, where those are at hand.
func (b *bases) find(n int) (raw string, ok bool) {
	c, ok := b.where[n]
	return b.chains[c].raw, ok
}

// build rebuilds the bytes of o. It reports false when there are none, or when
// they build on a body that is not there.
func (b *bases) build(o Observation, stored body) (string, bool) {
	switch stored.kind {
	case noBody:
		return "", false
	case wholeBody:
		return stored.text, true
	}
	return b.apply(o.N, stored.from, decode(stored.text))
}

// A packer turns bytes into bodies.
type packer struct {
	seen  bases
	reply int // the last reply of CometD
	read  int // how far its notifications have come, in bytes
	pace  Pace
}

// pack returns a small body for the bytes of o. A delta that does not rebuild
// them exactly is not used.
func (p *packer) pack(o Observation) body {
	if o.Raw == nil {
		return body{}
	}
	raw := string(o.Raw)
	packed, depth := body{kind: wholeBody, text: raw}, 0
	p.pace.Spend(len(raw))
	from, edits := p.resemble(o, raw)
	p.pace.Spend(len(raw))
	if edits != nil && cost(edits) < len(raw)/2 {
		if again, ok := p.seen.apply(o.N, from.n, edits); ok && again == raw {
			packed, depth = body{kind: deltaBody, from: from.n, text: encode(edits)}, from.depth+1
		}
	}
	p.seen.put(o, raw, depth)
	return packed
}

// resemble returns the body that raw is likely to resemble most, and the edits
// that make raw of it; no edits when there is no such body. A notification is
// part of a reply, which resembles what its sessions had before. Else the newest
// one may hold raw, or the one before of the same session is near, and only
// without that one is the newest worth comparing.
func (p *packer) resemble(o Observation, raw string) (base, []edit) {
	newest, last := p.seen.newest, p.seen.chains[chainOf(o)]
	switch {
	case o.Kind == Notification:
		if from, edits := p.received(raw); edits != nil {
			return from, edits
		}
	case o.Kind == Reply && o.Meta:
		p.reply, p.read = o.N, 0
		if from, edits := p.seen.carrier(o, raw, &p.pace); edits != nil {
			return from, edits
		}
	}
	if newest.serves(raw) {
		if edits := inside(newest.raw, raw); edits != nil {
			return newest, edits
		}
	}
	if c := p.seen.where[newest.n]; last.n == 0 && c.session == o.Session {
		last = newest
	}
	if !last.serves(raw) {
		return base{}, nil
	}
	return last, delta(last.raw, raw, &p.pace)
}

// serves reports whether a delta for raw may build on the body.
func (b base) serves(raw string) bool {
	return b.n != 0 && b.depth < maxDeltas && len(b.raw) >= len(raw)/2
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
