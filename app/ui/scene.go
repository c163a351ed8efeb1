package ui

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
)

// A fold counts the keys that one class, or one rule of the person's own,
// takes off the table.
type fold struct {
	class         userdata.Class
	hide          int  // number of the hide, 0 for a class
	shown         bool // its keys are shown all the same
	keys, changed int
}

// A scene is what the table shows of one session at one instant: everything
// that follows from a State and a view, computed once for all components.
type scene struct {
	session *book.Session
	first   int // oldest event kept
	last    int // newest event
	at      int // event whose state is shown
	data    *userdata.Map
	marks   marks
	rows    []row // to be drawn, after filter and folds
	skipped []skipped
	order   []rowID
	moved   int // rows that were kept from moving
	total   int // rows there are: matching, filtered out and hidden ones
	match   int // rows that are not hidden and that the filter lets through
	changed int // how many of these are marked
	folds   []fold
	packed  int              // about how many bytes the data take inside of Genesys
	lengths [fitMost + 1]int // of the keys that are not folded away, in characters
	query   query.Query
	problem *query.Error      // what is wrong with the filter's text
	a       counterpart       // what the marks compare with
	found   findings          // of a comparison
	twins   map[string]string // keys whose names look like others', and what tells them apart
}

func (s *scene) hidden() (keys, changed int) {
	for _, f := range s.folds {
		if !f.shown {
			keys += f.keys
			changed += f.changed
		}
	}
	return keys, changed
}

// find returns the index of the first row with that key, or -1.
func (s *scene) find(key string) int {
	for i := range s.rows {
		if s.rows[i].key == key {
			return i
		}
	}
	return -1
}

// compose makes the scene of a session as v looks at it, in a file or live.
func compose(x *book.Session, v *view, now time.Time, filed bool, c *classes) scene {
	if x == nil {
		return scene{}
	}
	s := scene{session: x, first: x.History.First(), last: x.History.Last(), data: x.Data}
	s.at = s.last
	var m marks
	switch {
	case v.at != 0:
		s.at = max(v.at, s.first)
		s.data = x.History.At(s.at)
		m = eventMarks(x.History, s.at)
	case filed:
		m = lastMarks(x)
	default:
		m = freshMarks(x.History, now.Add(-fresh))
	}
	if s.a = s.counterpart(v); s.a.event != 0 {
		m, s.found.reordered = between(s.a.data, s.data)
	}
	s.marks = m
	all, order, moved := arrange(rowsOf(s.data, m, c), v, s.wrote(v))
	s.order, s.moved, s.total = order, moved, len(all)
	s.packed, s.twins = packed(s.data), twinsIn(s.data)
	s.query, s.problem = query.Parse(v.filter)
	s.rows = s.sift(all, v, now)
	if s.a.event != 0 {
		s.found = s.tallied(m)
	}
	return s
}

// writer is the event that made a row what it is, and how many newer ones do
// not count.
func (s *scene) writer(v *view, r *row) (e history.Event, skipped int, ok bool) {
	if r.event != 0 && v.skips.none() {
		e, ok = s.session.History.Event(r.event)
		return e, 0, ok
	}
	return v.skips.lastWriter(s.session, r.key, s.at)
}

// wrote says who wrote a row and when, as its cells do, for sorting by them.
func (s *scene) wrote(v *view) func(*row) (event int, who string) {
	return func(r *row) (int, string) {
		e, _, ok := s.writer(v, r)
		if !ok {
			return 0, ""
		}
		return e.N, s.session.Who(e, r.key).String()
	}
}

// sift leaves the rows that the filter, the changed-only switch and the folds
// let through, and counts the others: every row is among those that match, is
// hidden, or is filtered out. A filter that names keys or values also finds
// what is folded away: who searches for a key wants to see it.
func (s *scene) sift(all []row, v *view, now time.Time) []row {
	rows := all[:0] // arrange has made all for this scene alone
	folds := make([]fold, int(userdata.Reporting)+1+len(v.book.Hides))
	sieve := s.sieve(v, now)
	passes := func(r *row) bool {
		asked := v.asked(r)
		return sieve.Passes(&asked)
	}
	open := s.query.FindsHidden()
	var left skipped
	for i := range all {
		r := &all[i]
		marked := r.kind != userdata.Same
		if f := v.foldOf(r, folds); f != nil && !open && (f.hide > 0 || !s.yours(r)) {
			f.keys++
			f.changed += index01(marked)
			if !f.shown {
				left.changed += index01(marked && passes(r))
				continue
			}
		}
		s.lengths[min(utf8.RuneCountInString(r.key), fitMost)]++
		if !passes(r) {
			continue
		}
		s.match++
		s.changed += index01(marked)
		if !marked && v.changedOnly {
			left.same++
			continue
		}
		if !v.live() {
			left = s.leave(left, len(rows))
		}
		rows = append(rows, *r)
	}
	if !v.live() || v.changedOnly {
		s.leave(left, len(rows))
	}
	for _, f := range folds {
		if f.keys > 0 {
			s.folds = append(s.folds, f)
		}
	}
	return rows
}

// leave notes what was left out before a row, and begins to count anew. Where
// no row is left the table says so in full. While the newest state is followed
// all of it is said behind the last row: no row may move because of what comes.
func (s *scene) leave(left skipped, row int) skipped {
	if left.any() && s.match > left.same {
		left.row = row
		s.skipped = append(s.skipped, left)
	}
	return skipped{}
}

// yours reports that a row is marked for what you wrote. Who writes a key looks
// for it, so its class does not fold it away as long as the mark stands.
func (s *scene) yours(r *row) bool {
	if r.event == 0 {
		return false
	}
	e, ok := s.session.History.Event(r.event)
	return ok && s.session.Who(e, r.key) == history.You
}

// foldOf returns the fold that a row belongs to, nil for none. What is pinned
// is never folded away.
func (v *view) foldOf(r *row, folds []fold) *fold {
	if !v.hidesRow(r.hide, r.class) || len(v.pins) > 0 && slices.Contains(v.pins, r.key) {
		return nil
	}
	if r.hide > 0 && r.hide <= len(v.book.Hides) {
		f := &folds[int(userdata.Reporting)+r.hide]
		f.hide, f.shown = r.hide, v.book.Hides[r.hide-1].Shown
		return f
	}
	f := &folds[r.class]
	f.class, f.shown = r.class, v.unfolded.Has(r.class)
	return f
}

// sieve makes the sieve of the scene's query.
func (s *scene) sieve(v *view, now time.Time) *query.Sieve {
	f := &facts{session: s.session, at: s.at, now: now, view: v}
	if e, ok := s.session.History.Event(s.at); ok && !v.live() {
		f.now = e.Time
	}
	return s.query.Sieve(s.session.History, f)
}
