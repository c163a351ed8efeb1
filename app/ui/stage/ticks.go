package stage

import (
	"math/bits"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/history"
)

// maxTicks is the number of strokes that fit the scrubber.
const maxTicks = 240

// A tickMark is one stroke of the scrubber: one event, or several beside one another.
type tickMark struct {
	changes int
	mine    bool
	gap     bool
}

// Ticks are the strokes of one session. They grow with the history and halve
// their resolution when they are too many, so that each event is read once.
type Ticks struct {
	session string
	step    int // events per stroke, a power of two
	first   int // number of the first stroke's first event
	upto    int // newest event counted
	marks   []tickMark

	limited bool // only the events that touched key
	key     string
}

// take brings t up to date with the history of a session.
func (t *Ticks) take(session string, v history.View) {
	if session != t.session || v.Last() < t.upto {
		*t = Ticks{session: session}
	}
	if t.step == 0 {
		t.step, t.first, t.upto = 1, v.First(), v.First()-1
	}
	for n := max(t.upto+1, v.First()); n <= v.Last() && n > 0; n++ {
		if e, ok := v.Event(n); ok {
			t.add(n, e)
		}
	}
	t.upto = v.Last()
	if old := (v.First() - t.first) / t.step; old > 0 && old <= len(t.marks) {
		t.marks = append([]tickMark(nil), t.marks[old:]...)
		t.first += old * t.step
	}
}

// takeKey brings t up to date with the events that touched the key that the
// log is limited to.
func (t *Ticks) takeKey(m *Stage) {
	v := &m.View
	if !v.Limited {
		*t = Ticks{}
		return
	}
	h := m.Scene.Session.History
	if !t.limited || t.key != v.Only || t.session != v.Session || h.Last() < t.upto {
		*t = Ticks{session: v.Session, step: 1, first: h.First(), limited: true, key: v.Only}
	}
	for _, n := range m.listed() {
		if n <= t.upto {
			continue
		}
		if e, ok := h.Event(n); ok {
			t.add(n, e)
		}
	}
	t.upto = h.Last()
}

func (t *Ticks) add(n int, e history.Event) {
	i := (n - t.first) / t.step
	for len(t.marks) <= i {
		t.marks = append(t.marks, tickMark{})
	}
	k := &t.marks[i]
	k.changes += e.Added + e.Changed + e.Removed
	k.mine = k.mine || e.Author == history.You && e.Write != 0
	k.gap = k.gap || e.Kind == history.Gap
	if len(t.marks) > maxTicks {
		t.halve()
	}
}

func (t *Ticks) halve() {
	for i := 0; i < len(t.marks); i += 2 {
		k := t.marks[i]
		if i+1 < len(t.marks) {
			o := t.marks[i+1]
			k = tickMark{k.changes + o.changes, k.mine || o.mine, k.gap || o.gap}
		}
		t.marks[i/2] = k
	}
	t.marks = t.marks[:(len(t.marks)+1)/2]
	t.step *= 2
}

// A Marker is a place of the scrubber that a person set: a mark, which may go on
// until another event, or the base.
type Marker struct {
	Event int
	Base  bool
	Until int
}

// The picture of the strokes is so many units wide, whatever its width on the
// screen, and its line stands so many below its upper edge.
const ticksWide, ticksLine = 10_000, 30

// SVG draws the strokes; last is the newest event. It is one piece of markup
// made of numbers only, with one path for the strokes of each look: the browser
// styles, places and paints each element anew with every event, as all strokes
// move a little to the left.
func (t *Ticks) SVG(at, last int, markers []Marker) string {
	var paths [len(strokeLooks)][]byte
	for i, k := range t.marks {
		if t.limited && k.changes == 0 && !k.gap {
			continue
		}
		from, h := t.first+i*t.step, min(5+5*bits.Len(uint(k.changes)), 28)
		if k.gap {
			h = 28
		}
		l := k.look()
		if at >= from && at < from+t.step {
			l = hereLook
		}
		paths[l] = stroke(paths[l], t.place(from, last), ticksLine-h, ticksLine)
	}
	for _, f := range markers {
		l, h := flagLook, 5
		if f.Base {
			l, h = baseLook, ticksLine
		}
		from := t.place(f.Event, last)
		paths[l] = stroke(paths[l], from, 0, h)
		if f.Until > 0 {
			to := t.place(f.Until, last)
			paths[l] = stroke(paths[l], to, 0, h)
			paths[spanLook] = strconv.AppendInt(append(stroke(paths[spanLook], from, 1, 1), 'H'), int64(to), 10)
		}
	}
	var b strings.Builder
	b.WriteString(`<svg class="scrubber-ticks" viewBox="0 0 ` + strconv.Itoa(ticksWide) + ` 40" preserveAspectRatio="none" aria-hidden="true">`)
	for l, d := range paths {
		if len(d) > 0 {
			b.WriteString(`<path class="` + strokeLooks[l] + `" d="` + string(d) + `"/>`)
		}
	}
	b.WriteString("</svg>")
	return b.String()
}

// stroke appends a line down from one height to another.
func stroke(d []byte, x, from, to int) []byte {
	d = strconv.AppendInt(append(d, 'M'), int64(x), 10)
	d = strconv.AppendInt(append(d, ' '), int64(from), 10)
	return strconv.AppendInt(append(d, 'V'), int64(to), 10)
}

// place returns where an event stands on the picture.
func (t *Ticks) place(n, last int) int {
	if last <= t.first {
		return ticksWide
	}
	return ticksWide * (n - t.first) / (last - t.first)
}

// A look is how a stroke looks; later ones cover earlier ones.
type look int

const (
	plainLook look = iota
	quietLook
	mineLook
	gapLook
	hereLook
	spanLook
	flagLook
	baseLook
)

var strokeLooks = [...]string{
	plainLook: "scrubber-tick",
	quietLook: "scrubber-tick scrubber-tick--quiet",
	mineLook:  "scrubber-tick scrubber-tick--mine",
	gapLook:   "scrubber-tick scrubber-tick--gap",
	hereLook:  "scrubber-tick scrubber-tick--here",
	spanLook:  "scrubber-flag scrubber-flag--span",
	flagLook:  "scrubber-flag",
	baseLook:  "scrubber-flag scrubber-flag--base",
}

func (k tickMark) look() look {
	switch {
	case k.gap:
		return gapLook
	case k.mine:
		return mineLook
	case k.changes == 0:
		return quietLook
	}
	return plainLook
}
