package ui

import (
	"slices"
	"sort"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/rows"
)

// What one write caused stands in one row of the log: that of the event which
// proves it or, as long as there is none, that of the request. The row opens.

// writeStages remember which events of a session are the request and the reply of
// each own write. They grow with the history, so that each event is read once.
type writeStages struct {
	session string
	upto    int           // newest event read
	of      map[int][]int // by the write's number, ascending
}

// take brings s up to date with the history of a session.
func (s *writeStages) take(session string, v history.View) {
	if s.of == nil || session != s.session || v.Last() < s.upto {
		*s = writeStages{session: session, of: map[int][]int{}}
	}
	for n := max(s.upto+1, v.First()); n <= v.Last() && n > 0; n++ {
		if e, ok := v.Event(n); ok && e.Write != 0 && (e.Kind == history.Write || e.Kind == history.Reply) {
			s.of[e.Write] = append(s.of[e.Write], n)
		}
	}
	s.upto = v.Last()
}

// anchor is the event in whose row a write stands, 0 when none of it is kept.
func (s *writeStages) anchor(x *book.Session, p *proof.Proof) int {
	if e, ok := x.History.Event(p.Event); ok && e.Write == p.Write.N {
		return p.Event
	}
	for _, n := range s.of[p.Write.N] {
		if n >= x.History.First() {
			return n
		}
	}
	return 0
}

// folded lists the events that stand in another one's row, the newest first.
func (m *model) folded() []int {
	x := m.scene.session
	if x == nil {
		return nil
	}
	var out []int
	for _, p := range x.Writes {
		own := m.stages.of[p.Write.N]
		if m.view.spread[p.Write.N] || slices.Contains(own, m.view.at) {
			continue
		}
		anchor := m.stages.anchor(x, p)
		for _, n := range own {
			if n != anchor && n >= x.History.First() {
				out = append(out, n)
			}
		}
	}
	slices.SortFunc(out, func(a, b int) int { return b - a })
	return out
}

// standsFor reports whether the row of e is that of an event which has none.
func (m *model) standsFor(e history.Event, n int) bool {
	if e.Write == 0 || m.view.spread[e.Write] || n == m.view.at || !slices.Contains(m.stages.of[e.Write], n) {
		return false
	}
	p, _ := m.foldable(e)
	return p != nil
}

// foldable is the write whose stages stand in the row of an event, and how many
// stages beside it there are.
func (m *model) foldable(e history.Event) (p *proof.Proof, more int) {
	x := m.scene.session
	if e.Write == 0 {
		return nil, 0
	}
	for _, p := range x.Writes {
		if p.Write.N != e.Write || m.stages.anchor(x, p) != e.N {
			continue
		}
		for _, n := range m.stages.of[e.Write] {
			more += index01(n != e.N && n >= x.History.First())
		}
		return p, more
	}
	return nil, 0
}

// spreadWrite shows the events of a write in rows of their own, or in one again.
func (m *model) spreadWrite(n int) {
	if m.view.spread[n] = !m.view.spread[n]; !m.view.spread[n] {
		delete(m.view.spread, n)
	}
	m.say(either(m.view.spread[n], "The request, the reply and the notification of this write have rows of their own", "This write has one row"))
	m.touch(timelinePart)
}

// spreadHere is spreadWrite for the event that is shown.
func (m *model) spreadHere() bool {
	if m.scene.session == nil || m.view.tab != changesTab {
		return false
	}
	e, ok := m.scene.session.History.Event(m.scene.at)
	if p, more := m.foldable(e); !ok || p == nil || more == 0 {
		return false
	}
	m.spreadWrite(e.Write)
	return true
}

// spreadButton opens and closes the row of a write.
func (m *model) spreadButton(e history.Event) []*rows.Node {
	p, more := m.foldable(e)
	if p == nil || more == 0 {
		return nil
	}
	open := m.view.spread[e.Write]
	b := rows.Button("timeline-spread", "spread", itoa(e.Write), rows.Sign("", either(open, "▾", "▸")), rows.SR(plural(more, "more stage")+" of this write")).
		Aria("expanded", expanded(open)).Attr("tabindex", -1).
		Attr("title", either(open, "One row for the request, the reply and what proves them (o)", "Rows of their own for the request, the reply and what proves them (o)"))
	return []*rows.Node{b}
}

// skip returns the event in row i of a log without its folded events.
func (l *log) skip(i int) int {
	k := sort.Search(len(l.folded), func(k int) bool { return l.last-l.folded[k]-k > i })
	return l.last - i - k
}
