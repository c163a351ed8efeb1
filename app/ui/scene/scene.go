package scene

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Fold counts the keys that one class, or one rule of the person's own,
// takes off the table.
type Fold struct {
	Class         userdata.Class
	Hide          int  // number of the hide, 0 for a class
	Shown         bool // its keys are shown all the same
	Keys, Changed int
}

// A Scene is what the table shows of one session at one instant: everything
// that follows from a State and a view, computed once for all components.
type Scene struct {
	Session *book.Session
	First   int // oldest event kept
	Last    int // newest event
	At      int // event whose state is shown
	Data    *userdata.Map
	Marks   Marks
	Rows    []Row // to be drawn, after filter and folds
	Skipped []Skipped
	Order   []RowID
	Moved   int // rows that were kept from moving
	Total   int // rows there are: matching, filtered out and hidden ones
	Match   int // rows that are not hidden and that the filter lets through
	Changed int // how many of these are marked
	Folds   []Fold
	Packed  int              // about how many bytes the data take inside of Genesys
	Lengths [fitMost + 1]int // of the keys that are not folded away, in characters
	Query   query.Query
	Problem *query.Error      // what is wrong with the filter's text
	A       Counterpart       // what the marks compare with
	Found   Findings          // of a comparison
	Twins   map[string]string // keys whose names look like others', and what tells them apart
}

// Hidden counts the keys that are folded away, and those of them that are marked.
func (s *Scene) Hidden() (keys, changed int) {
	for _, f := range s.Folds {
		if !f.Shown {
			keys += f.Keys
			changed += f.Changed
		}
	}
	return keys, changed
}

// Find returns the index of the first row with that key, or -1.
func (s *Scene) Find(key string) int {
	for i := range s.Rows {
		if s.Rows[i].Key == key {
			return i
		}
	}
	return -1
}

// Compose makes the scene of a session as v looks at it, in a file or live.
func Compose(x *book.Session, v *View, now time.Time, filed bool, c *Classes) Scene {
	if x == nil {
		return Scene{}
	}
	s := Scene{Session: x, First: x.History.First(), Last: x.History.Last(), Data: x.Data}
	s.At = s.Last
	var m Marks
	switch {
	case v.At != 0:
		s.At = max(v.At, s.First)
		s.Data = x.History.At(s.At)
		m = eventMarks(x.History, s.At)
	case filed:
		m = lastMarks(x)
	default:
		m = freshMarks(x.History, now.Add(-Fresh))
	}
	if s.A = s.counterpart(v); s.A.Event != 0 {
		m, s.Found.reordered = between(s.A.Data, s.Data)
	}
	s.Marks = m
	all, order, moved := arrange(RowsOf(s.Data, m, c), v, s.wrote(v))
	s.Order, s.Moved, s.Total = order, moved, len(all)
	s.Packed, s.Twins = packed(s.Data), TwinsIn(s.Data)
	s.Query, s.Problem = query.Parse(v.Filter)
	for i := range all {
		s.Found.keys += OneIf(all[i].Dup == 1)
	}
	s.Rows = s.sift(all, v, now)
	if s.A.Event != 0 {
		s.Found = s.tallied(m)
	}
	return s
}

// Writer is the event that made a row what it is, and how many newer ones do
// not count.
func (s *Scene) Writer(v *View, r *Row) (e history.Event, skipped int, ok bool) {
	if r.Event != 0 && v.Skips.None() {
		e, ok = s.Session.History.Event(r.Event)
		return e, 0, ok
	}
	return v.Skips.LastWriter(s.Session, r.Key, s.At)
}

// wrote says who wrote a row and when, as its cells do, for sorting by them.
func (s *Scene) wrote(v *View) func(*Row) (event int, who string) {
	return func(r *Row) (int, string) {
		e, _, ok := s.Writer(v, r)
		if !ok {
			return 0, ""
		}
		return e.N, s.Session.Who(e, r.Key).String()
	}
}

// sift leaves the rows that the filter, the changed-only switch and the folds
// let through, and counts the others: every row is among those that match, is
// hidden, or is filtered out. A filter that names keys or values also finds
// what is folded away: who searches for a key wants to see it.
func (s *Scene) sift(all []Row, v *View, now time.Time) []Row {
	rows := all[:0] // arrange has made all for this scene alone
	folds := make([]Fold, int(userdata.Reporting)+1+len(v.Book.Hides))
	sieve := s.sieve(v, now)
	passes := func(r *Row) bool {
		asked := v.asked(r)
		return sieve.Passes(&asked)
	}
	open := s.Query.FindsHidden()
	var left Skipped
	for i := range all {
		r := &all[i]
		marked := r.Kind != userdata.Same
		if f := v.foldOf(r, folds); f != nil && !open && (f.Hide > 0 || !s.yours(r)) {
			f.Keys++
			f.Changed += OneIf(marked)
			if !f.Shown {
				left.Changed += OneIf(marked && passes(r))
				continue
			}
		}
		s.Lengths[min(utf8.RuneCountInString(r.Key), fitMost)]++
		if !passes(r) {
			continue
		}
		s.Match++
		s.Changed += OneIf(marked)
		if !marked && v.ChangedOnly {
			left.Same++
			continue
		}
		if !v.Live() {
			s.leave(&left, len(rows))
		}
		rows = append(rows, *r)
	}
	if !v.Live() || v.ChangedOnly {
		s.leave(&left, len(rows))
	}
	for _, f := range folds {
		if f.Keys > 0 {
			s.Folds = append(s.Folds, f)
		}
	}
	return rows
}

// leave notes what was left out before a row, and begins to count anew. Where
// no row is left the table says so in full. While the newest state is followed
// all of it is said behind the last row: no row may move because of what comes.
func (s *Scene) leave(left *Skipped, row int) {
	if left.Changed+left.Same > 0 && s.Match > left.Same {
		left.Row = row
		s.Skipped = append(s.Skipped, *left)
	}
	*left = Skipped{}
}

// yours reports that a row is marked for what you wrote. Who writes a key looks
// for it, so its class does not fold it away as long as the mark stands.
func (s *Scene) yours(r *Row) bool {
	if r.Event == 0 {
		return false
	}
	e, ok := s.Session.History.Event(r.Event)
	return ok && s.Session.Who(e, r.Key) == history.You
}

// foldOf returns the fold that a row belongs to, nil for none. What is pinned
// is never folded away.
func (v *View) foldOf(r *Row, folds []Fold) *Fold {
	if !v.HidesRow(r.hide, r.Class) || len(v.Pins) > 0 && slices.Contains(v.Pins, r.Key) {
		return nil
	}
	if r.hide > 0 && r.hide <= len(v.Book.Hides) {
		f := &folds[int(userdata.Reporting)+r.hide]
		f.Hide, f.Shown = r.hide, v.Book.Hides[r.hide-1].Shown
		return f
	}
	f := &folds[r.Class]
	f.Class, f.Shown = r.Class, v.Unfolded.Has(r.Class)
	return f
}

// sieve makes the sieve of the scene's query.
func (s *Scene) sieve(v *View, now time.Time) *query.Sieve {
	f := &Facts{Session: s.Session, At: s.At, Now: now, View: v}
	if e, ok := s.Session.History.Event(s.At); ok && !v.Live() {
		f.Now = e.Time
	}
	return s.Query.Sieve(s.Session.History, f)
}

// Clamp is how many bytes of a value stand in its row; the inspector has all.
const Clamp = 1000

// OneIf is 1 for true and 0 for false.
func OneIf(on bool) int {
	if on {
		return 1
	}
	return 0
}
