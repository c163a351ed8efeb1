package userdata

import (
	"bytes"
	"slices"
	"sort"

	"github.com/keytrail/keytrail/app/rawjson"
)

// Next reads b as the version after m and returns Diff(m, next) with it. What is
// byte for byte the same as in m is compared and not read, so a version that
// differs in a few values costs little more than the comparison. It copies b, so
// b may be reused. The error is a *rawjson.Error, the same as Parse's.
func (m *Map) Next(b []byte) (*Map, []Change, error) {
	w := walk{old: m, b: b}
	if m.Len() > 0 && len(b) <= rawjson.MaxSize {
		if end, ok := w.run(); ok && checkRest(b, end) == nil {
			next, changes := w.finish(end)
			return next, changes, nil
		}
	}
	// Faults are left to the full path, too, so that both report the same. What
	// the walk made room for is room for as many entries as there were.
	next, err := parse(w.entries[:0], b)
	if err != nil {
		return nil, nil, err
	}
	return next, Diff(m, next), nil
}

// A walk goes through the old text and the new one side by side. Where bytes
// differ it reads one member on each side, finds the next key that both have,
// and goes on comparing behind it. It gives up on what it was not made for:
// keys that moved or stand twice, many that came or went, a fault.
type walk struct {
	old     *Map
	b       []byte
	start   int // where the new object begins in b
	entries []rawjson.Place
	pairs   []pairing // of the entries that are not the same
	strays  int       // how many pairs have one side only
}

// maxStrays is how many keys may come or go before reading everything is
// cheaper, and near how many keys a key that is not the next is looked for.
const maxStrays = 24

// run returns the offset behind the new object; ok is false when it gave up.
func (w *walk) run() (end int, ok bool) {
	w.start = len(w.b) - len(bytes.TrimLeft(w.b, space))
	if w.start == len(w.b) || w.b[w.start] != '{' {
		return w.start, false
	}
	w.entries = make([]rawjson.Place, 0, len(w.old.entries)+4)
	w.pairs = make([]pairing, 0, 4)
	text, p, q, k := w.old.text, 0, w.start, 0 // Old offset, new offset, old entry.
	for {
		n := commonPrefix(text[p:], w.b[q:])
		same := len(w.old.entries)
		if p+n < len(text) {
			// A value that ends where the texts part may go on in the new one.
			same = k + sort.Search(same-k, func(j int) bool { return int(w.old.entries[k+j].End) >= p+n })
		}
		w.copyEntries(k, same, q-p-w.start)
		if p+n == len(text) {
			return q + n, true
		}
		if same > k {
			q += int(w.old.entries[same-1].End) - p
		}
		k = same
		var more bool
		if k, q, more, ok = w.resync(k, q); !ok || !more {
			return q, ok
		}
		p = int(w.old.entries[k-1].End)
	}
}

// copyEntries takes over old entries that stand in the new text as well, moved
// by n bytes.
func (w *walk) copyEntries(from, to, n int) {
	at := len(w.entries)
	w.entries = append(w.entries, w.old.entries[from:to]...)
	if n == 0 {
		return
	}
	moved := w.entries[at:]
	for i := range moved {
		moved[i] = moved[i].Moved(n)
	}
}

// resync reads new members from w.b[q], which is behind a member or the opening
// brace, up to one whose key old entry k or one soon after it has. It returns
// the old entry behind that one and the offset behind the member; more is false
// when the new object has ended.
func (w *walk) resync(k, q int) (next, end int, more, ok bool) {
	for w.strays < maxStrays {
		if q, more, ok = w.comma(q); !ok {
			return k, q, false, false
		}
		if !more {
			return k, q, false, w.gone(k, len(w.old.entries))
		}
		p, err := rawjson.Member(w.b, q)
		if err != nil {
			return k, q, false, false
		}
		q = int(p.End)
		w.entries = append(w.entries, p.Moved(-w.start))
		j := w.seek(k, p)
		if j < 0 {
			w.stray(pairing{old: -1, new: len(w.entries) - 1})
			continue
		}
		o := w.old.entries[j]
		if w.old.text[o.Value:o.End] != string(w.b[p.Value:p.End]) {
			w.pairs = append(w.pairs, pairing{old: j, new: len(w.entries) - 1})
		}
		return j + 1, q, true, w.gone(k, j)
	}
	return k, q, false, false
}

// comma reads what stands before the next new member, or the end.
func (w *walk) comma(q int) (next int, more, ok bool) {
	if len(w.entries) > 0 {
		next, more, err := rawjson.Comma(w.b, q, true)
		return next, more, err == nil
	}
	next, empty, err := rawjson.Open(w.b, w.start, true)
	return next, !empty, err == nil
}

// seek looks among the next old entries for the key of the new member p.
func (w *walk) seek(k int, p rawjson.Place) int {
	key := w.b[p.Key+1 : p.KeyEnd-1]
	if p.Escaped {
		text, _ := rawjson.Text(w.b[p.Key:p.KeyEnd])
		key = []byte(text)
	}
	for j := k; j < len(w.old.entries) && j < k+maxStrays; j++ {
		if keyAt(w.old.text, w.old.entries[j]) == string(key) {
			return j
		}
	}
	return -1
}

// gone notes that old entries have no partner; ok is false when there are too
// many.
func (w *walk) gone(from, to int) (ok bool) {
	if w.strays+to-from > maxStrays {
		return false
	}
	for j := from; j < to; j++ {
		w.stray(pairing{old: j, new: -1})
	}
	return true
}

func (w *walk) stray(p pairing) {
	w.pairs = append(w.pairs, p)
	w.strays++
}

// finish makes the map, and its changes by the same code as Diff. The keys
// without partner decide whether the walk's pairs are those of Diff: it is
// enough that each is the only one of its name, for then nothing has moved and
// nothing stands more often than before.
func (w *walk) finish(end int) (*Map, []Change) {
	next := &Map{string(w.b[w.start:end]), w.entries}
	for i, p := range w.pairs {
		if p.new >= 0 {
			w.pairs[i].key = keyAt(next.text, next.entries[p.new])
		} else {
			w.pairs[i].key = keyAt(w.old.text, w.old.entries[p.old])
		}
	}
	if !w.strangers() {
		return next, Diff(w.old, next)
	}
	if len(w.pairs) == 0 {
		return next, nil
	}
	d := differ{make([]Change, 0, len(w.pairs))}
	d.pairs("", "", w.pairs, w.old, next, true)
	if len(d.changes) == 0 {
		return next, nil
	}
	return next, d.changes
}

// strangers reports whether each key without partner is the only one of its name.
func (w *walk) strangers() bool {
	names := make([]string, 0, w.strays)
	for _, p := range w.pairs {
		if p.old >= 0 && p.new >= 0 {
			continue
		}
		allowed := 0 // among the old entries
		if p.new < 0 {
			allowed = 1
		}
		if slices.Contains(names, p.key) || w.old.Count(p.key) != allowed {
			return false
		}
		names = append(names, p.key)
	}
	return true
}
