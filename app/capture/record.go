package capture

import (
	"encoding/binary"
	"time"
)

// records are observations in order. They are written into few pieces of memory in
// which the garbage collector has nothing to look for: a page that is open for a shift
// keeps tens of thousands, and is held up whenever they are gone through.
type records struct {
	pieces [][]byte // only the last one grows
	words  []string // sessions and other words that come again
	places map[string]int
	n      int // how many there are
	size   int // in bytes, about
	bodies int // how many bytes are rebuilt of them
}

// pieceSize is how much room a piece has, unless a single record takes more.
const pieceSize = 64 << 10

func newRecords() *records {
	return &records{words: []string{""}, places: map[string]int{"": 0}}
}

// still returns r as it is now, for somebody who reads it while it grows.
func (r *records) still() *records {
	if r == nil {
		return nil
	}
	return &records{pieces: append([][]byte(nil), r.pieces...), words: r.words[:len(r.words):len(r.words)], n: r.n, size: r.size, bodies: r.bodies}
}

// add writes an observation without its bytes, and what rebuilds those.
func (r *records) add(o *Observation, b body) {
	head := append(make([]byte, 0, 256), byte(o.Kind), byte(b.kind), bit(o.Meta)|bit(o.Pinned)<<1)
	for _, n := range [...]int{o.N, o.Exchange, o.Status, o.About, o.Through, b.from, r.word(o.Session), r.word(o.Method), r.word(o.Channel), len(o.Header)} {
		head = binary.AppendVarint(head, int64(n))
	}
	for _, f := range o.Header {
		head = appendText(binary.AppendVarint(head, int64(r.word(f[0]))), f[1])
	}
	head = appendTime(appendTime(head, o.Time), o.Since)
	head = appendText(appendText(head, o.URL), o.Text)
	head = binary.AppendVarint(head, int64(len(b.text)))
	need, last := len(head)+len(b.text), len(r.pieces)-1
	if last < 0 || len(r.pieces[last])+need > cap(r.pieces[last]) {
		r.pieces, last = append(r.pieces, make([]byte, 0, max(pieceSize, need))), last+1
	}
	r.pieces[last] = append(append(r.pieces[last], head...), b.text...)
	r.n, r.size = r.n+1, r.size+need
}

// word returns the place of a word among those that come again.
func (r *records) word(s string) int {
	at, ok := r.places[s]
	if !ok {
		at = len(r.words)
		s = string([]byte(s)) // it may be a part of something long
		r.words, r.places[s] = append(r.words, s), at
		r.size += len(s)
	}
	return at
}

func bit(is bool) byte {
	if is {
		return 1
	}
	return 0
}

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendVarint(dst, int64(len(s))), s...)
}

// How the zone of a time is written. There may be no time; an offset follows.
const (
	noTime = iota
	utc
	local
	byOffset
)

func appendTime(dst []byte, t time.Time) []byte {
	zone := byOffset
	switch {
	case t.IsZero():
		return append(dst, noTime)
	case t.Location() == time.UTC:
		zone = utc
	case t.Location() == time.Local:
		zone = local
	}
	dst = binary.AppendVarint(binary.AppendVarint(append(dst, byte(zone)), t.Unix()), int64(t.Nanosecond()))
	if zone == byOffset {
		_, offset := t.Zone()
		dst = binary.AppendVarint(dst, int64(offset))
	}
	return dst
}

// A recordReader goes through records, also while they grow.
type recordReader struct {
	*records
	piece, at int
}

// next returns the next observation without its bytes and, if it is wanted, what
// rebuilds those.
func (r *recordReader) next(whole bool) (o Observation, b body, ok bool) {
	if r.records == nil {
		return o, b, false
	}
	for r.piece < len(r.pieces)-1 && r.at == len(r.pieces[r.piece]) {
		r.piece, r.at = r.piece+1, 0
	}
	if r.piece == len(r.pieces) || r.at == len(r.pieces[r.piece]) {
		return o, b, false
	}
	head := r.take(3)
	o.Kind, b.kind, o.Meta, o.Pinned = Kind(head[0]), bodyKind(head[1]), head[2]&1 != 0, head[2]&2 != 0
	for _, n := range [...]*int{&o.N, &o.Exchange, &o.Status, &o.About, &o.Through, &b.from} {
		*n = r.int()
	}
	o.Session, o.Method, o.Channel = r.words[r.int()], r.words[r.int()], r.words[r.int()]
	if n := r.int(); n > 0 {
		o.Header = make([][2]string, n)
		for i := range o.Header {
			o.Header[i] = [2]string{r.words[r.int()], r.text()}
		}
	}
	o.Time, o.Since = r.time(), r.time()
	o.URL, o.Text = r.text(), r.text()
	if text := r.take(r.int()); whole {
		b.text = string(text)
	}
	return o, b, true
}

func (r *recordReader) take(n int) []byte {
	b := r.pieces[r.piece][r.at : r.at+n]
	r.at += n
	return b
}

func (r *recordReader) int() int {
	v, n := binary.Varint(r.pieces[r.piece][r.at:])
	r.at += n
	return int(v)
}

func (r *recordReader) text() string { return string(r.take(r.int())) }

func (r *recordReader) time() time.Time {
	zone := r.take(1)[0]
	if zone == noTime {
		return time.Time{}
	}
	t := time.Unix(int64(r.int()), int64(r.int()))
	switch zone {
	case utc:
		return t.UTC()
	case byOffset:
		return t.In(time.FixedZone("", r.int()))
	}
	return t
}
