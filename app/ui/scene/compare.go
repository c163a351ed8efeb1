package scene

import (
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// An Alignment says which instant of another session is compared.
type Alignment int

// The alignments, and how many there are.
const (
	byNewest Alignment = iota // its newest
	byClock                   // what it was at the same time
	byState                   // what it was when it left the state that this one is in
	Alignments
)

// A Counterpart is A of a comparison: the state that B, which the table shows,
// is held against.
type Counterpart struct {
	Session *book.Session // nil when nothing is compared
	Event   int           // 0 when there is none to compare with
	Data    *userdata.Map
	Why     string // why that event, or why there is none
}

// Compares reports that something is compared, or is about to be.
func (v *View) Compares() bool { return v.Comparing || v.Base != 0 || v.Versus != "" }

// Rival reports that the table shows one session against another.
func (s *Scene) Rival() bool {
	return s.A.Session != nil && s.Session != nil && s.A.Session.ID != s.Session.ID
}

// counterpart finds A of what the table compares, by the base that was set or
// the session that was chosen.
func (s *Scene) counterpart(v *View) Counterpart {
	x := s.Session
	switch o := v.Other; {
	case o != nil && o.ID != x.ID:
		n, why := aligned(x.History, s.At, o.History, v.Align)
		return Counterpart{o, n, StateAt(o, n), why}
	case v.Base != 0:
		n := max(v.Base, s.First)
		return Counterpart{x, n, StateAt(x, n), ""}
	}
	return Counterpart{}
}

// StateAt returns the data of a session after event n. The newest is at hand.
func StateAt(x *book.Session, n int) *userdata.Map {
	if n == x.History.Last() {
		return x.Data
	}
	return x.History.At(n)
}

// aligned returns the event of another history that corresponds to event n of
// this one, and says in words which that is; 0 when there is none.
func aligned(x history.View, n int, o history.View, how Alignment) (event int, why string) {
	e, ok := x.Event(n)
	switch {
	case how == byClock && ok:
		for i := o.Last(); i >= o.First() && i > 0; i-- {
			then, _ := o.Event(i)
			if d, known := wording.Elapsed(then.Time, e.Time); known && d >= 0 {
				return i, "at the same time"
			}
		}
		return 0, "nothing is known of it at that time"
	case how == byState && ok && e.State != "":
		for i := o.Last(); i >= o.First() && i > 0; i-- {
			if then, _ := o.Event(i); then.State == e.State {
				return i, "the end of its time in " + e.State
			}
		}
		return 0, wording.Either(o.Dropped() > 0, "no event that is kept of it was in ", "it was never seen in ") + e.State
	case how == byState:
		return 0, "the state of this session is not known"
	}
	return o.Last(), "its newest"
}

// The Findings count what a comparison found.
type Findings struct {
	keys                     int // compared, on either side
	added, removed, changed  int
	hiddenKeys, hiddenChange int
	reordered                bool
}

// tallied counts what a comparison marked.
func (s *Scene) tallied(m Marks) Findings {
	t := Findings{keys: s.Found.keys, reordered: s.Found.reordered}
	for _, k := range m {
		switch k.Kind {
		case userdata.Added:
			t.added++
		case userdata.Removed:
			t.removed++
		default:
			t.changed++
		}
	}
	t.hiddenKeys, t.hiddenChange = s.Hidden()
	return t
}

// Verdict says in words what a comparison found.
func (t Findings) Verdict(rival bool) string {
	if t.added+t.removed+t.changed == 0 {
		text := "No differences between A and B (" + wording.Plural(t.keys, "key") + " compared"
		if t.hiddenKeys > 0 {
			text += ", " + wording.Group(t.hiddenKeys) + " hidden also equal"
		}
		text += ")"
		if t.reordered {
			text += ", but their order differs"
		}
		return text
	}
	names := [...]string{" added", " removed", " changed"}
	if rival {
		names = [...]string{" only in B", " only in A", " differ"}
	}
	text := wording.Group(t.added) + names[0] + ", " + wording.Group(t.removed) + names[1] + ", " + wording.Group(t.changed) + names[2] +
		", " + wording.Group(t.keys-t.added-t.removed-t.changed) + " equal"
	if t.hiddenKeys > 0 {
		text += "; " + wording.Group(t.hiddenChange) + " of these differences hidden"
	}
	if t.reordered {
		text += "; the order differs, too"
	}
	return text
}
