package ui

import (
	"fmt"
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

// ticks are the strokes of one session. They grow with the history and halve
// their resolution when they are too many, so that each event is read once.
type ticks struct {
	session string
	step    int // events per stroke, a power of two
	first   int // number of the first stroke's first event
	upto    int // newest event counted
	marks   []tickMark

	limited bool // only the events that touched key
	key     string
}

// take brings t up to date with the history of a session.
func (t *ticks) take(session string, v history.View) {
	if session != t.session || v.Last() < t.upto {
		*t = ticks{session: session}
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
func (t *ticks) takeKey(m *model) {
	v := &m.view
	if !v.limited {
		*t = ticks{}
		return
	}
	h := m.scene.session.History
	if !t.limited || t.key != v.only || t.session != v.session || h.Last() < t.upto {
		*t = ticks{session: v.session, step: 1, first: h.First(), limited: true, key: v.only}
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

func (t *ticks) add(n int, e history.Event) {
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

func (t *ticks) halve() {
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

// A marker is a place of the scrubber that a person set: a mark, or the base.
type marker struct {
	event int
	base  bool
}

// svg draws the strokes; last is the newest event. It is one piece of markup
// made of numbers only: hundreds of elements would cost more than the whole
// list below it. Places are in per cent of the width, sizes in pixels.
func (t *ticks) svg(at, last int, markers []marker) string {
	var b strings.Builder
	b.WriteString(`<svg class="scrubber-ticks" aria-hidden="true">`)
	for i, k := range t.marks {
		if t.limited && k.changes == 0 && !k.gap {
			continue
		}
		from := t.first + i*t.step
		class := k.class()
		if at >= from && at < from+t.step {
			class += " scrubber-tick--here"
		}
		h := min(5+5*bits.Len(uint(k.changes)), 28)
		if k.gap {
			h = 28
		}
		fmt.Fprintf(&b, `<rect class="%s" x="%s%%" y="%d" width="2" height="%d"/>`, class, t.place(from, last), 30-h, h)
	}
	for _, f := range markers {
		class, h := "scrubber-flag", 5
		if f.base {
			class, h = "scrubber-flag scrubber-flag--base", 30
		}
		fmt.Fprintf(&b, `<rect class="%s" x="%s%%" y="0" width="5" height="%d"/>`, class, t.place(f.event, last), h)
	}
	b.WriteString("</svg>")
	return b.String()
}

// place returns where an event stands on the scrubber, in per cent.
func (t *ticks) place(n, last int) string {
	if last <= t.first {
		return "100"
	}
	return strconv.FormatFloat(100*float64(n-t.first)/float64(last-t.first), 'f', 2, 64)
}

func (k tickMark) class() string {
	switch {
	case k.gap:
		return "scrubber-tick scrubber-tick--gap"
	case k.mine:
		return "scrubber-tick scrubber-tick--mine"
	case k.changes == 0:
		return "scrubber-tick scrubber-tick--quiet"
	}
	return "scrubber-tick"
}
