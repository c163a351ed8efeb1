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
	for _, from := range []base{p.seen.chains[chain{o.Kind, o.Meta, o.Session}], p.seen.newest} {
		if from.n == 0 || from.depth >= maxDeltas || from.n == best.from {
			continue
		}
		edits := delta(from.raw, raw)
		if n := cost(edits); n < size {
			if again, ok := apply(from.raw, edits); ok && again == raw {
				best, size, depth = body{kind: deltaBody, from: from.n, edits: edits}, n, from.depth+1
			}
		}
	}
	p.seen.keep(o, raw, depth)
	return best
}

// cost is about what edits take in the file, in bytes.
func cost(edits []edit) int {
	n := 0
	for _, e := range edits {
		n += 12 + len(e.text)
	}
	return n
}

// apply makes the edits. It reports false when one copies what is not there, or
// when the result is larger than any body may be: edits can copy the same bytes
// again and again.
func apply(from string, edits []edit) (string, bool) {
	var out strings.Builder
	for _, e := range edits {
		if e.at < 0 || e.n < 0 || e.at > len(from) || e.n > len(from)-e.at || out.Len()+e.n > MaxBody {
			return "", false
		}
		if e.n == 0 {
			out.WriteString(e.text)
			continue
		}
		out.WriteString(from[e.at : e.at+e.n])
	}
	return out.String(), true
}

// delta returns edits that make to of from. It works on chunks of whole tokens:
// equal beginnings and ends are copied at once, and a chunk in between is
// copied from wherever from has it, so that members that moved cost little.
func delta(from, to string) []edit {
	a, b := chunks(from), chunks(to)
	lo := 0
	for lo < len(a) && lo < len(b) && a[lo].text == b[lo].text {
		lo++
	}
	hi := 0
	for hi < len(a)-lo && hi < len(b)-lo && a[len(a)-1-hi].text == b[len(b)-1-hi].text {
		hi++
	}
	var out edits
	for _, c := range a[:lo] {
		out.copy(c)
	}
	out.middle(a[lo:len(a)-hi], b[lo:len(b)-hi])
	for _, c := range a[len(a)-hi:] {
		out.copy(c)
	}
	return out
}

type edits []edit

// copy copies a chunk of the earlier body, joined with the copy before it when
// the two are neighbours.
func (e *edits) copy(c chunk) {
	if n := len(*e); n > 0 && (*e)[n-1].n > 0 && (*e)[n-1].at+(*e)[n-1].n == c.at {
		(*e)[n-1].n += len(c.text)
		return
	}
	*e = append(*e, edit{at: c.at, n: len(c.text)})
}

func (e *edits) insert(text string) {
	if n := len(*e); n > 0 && (*e)[n-1].n == 0 {
		(*e)[n-1].text += text
		return
	}
	*e = append(*e, edit{text: text})
}

// middle edits the chunks that are left between equal ends.
func (e *edits) middle(a, b []chunk) {
	where := make(map[string]int, len(a))
	for i, c := range a {
		if _, ok := where[c.text]; !ok {
			where[c.text] = i
		}
	}
	next := 0
	for _, c := range b {
		if next < len(a) && a[next].text == c.text {
			e.copy(a[next])
			next++
		} else if i, ok := where[c.text]; ok && len(c.text) > 3 {
			e.copy(a[i])
			next = i + 1
		} else {
			e.insert(c.text)
		}
	}
}

// A chunk is a run of whole tokens at an offset.
type chunk struct {
	at   int
	text string
}

// chunks cuts JSON behind every comma and bracket, so that a member is mostly
// one chunk, and any text at its line breaks.
func chunks(s string) []chunk {
	out := make([]chunk, 0, 4+len(s)/32)
	begin := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			i = stringEnd(s, i)
			continue
		case ',', '{', '}', '[', ']', '\n':
		default:
			continue
		}
		out = append(out, chunk{begin, s[begin : i+1]})
		begin = i + 1
	}
	if begin < len(s) {
		out = append(out, chunk{begin, s[begin:]})
	}
	return out
}

// stringEnd returns the offset of the quote that closes the string at s[i], or
// of the last byte of its line.
func stringEnd(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		case '\n':
			return i - 1
		}
	}
	return len(s)
}
