package ui

import (
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// A classSet is a set of key classes.
type classSet uint16

func (s classSet) has(c userdata.Class) bool { return s&(1<<c) != 0 }

// noise holds the classes that are folded away until somebody asks for them:
// keys that the platform writes in bursts for itself.
const noise = classSet(1<<userdata.Routing | 1<<userdata.CostRouting | 1<<userdata.ChatServer | 1<<userdata.Reporting)

// A fold counts the keys of one class that a fold hides.
type fold struct {
	class         userdata.Class
	keys, changed int
}

// A scene is what the table shows of one session at one instant: everything
// that follows from a State and a view, computed once for all components.
type scene struct {
	session *tracker.Session
	first   int // oldest event kept
	last    int // newest event
	at      int // event whose state is shown
	data    *userdata.Map
	rows    []row // to be drawn, after filter and folds
	order   []rowID
	moved   bool // rows were kept from moving
	total   int  // rows before filter and folds
	changed int  // of the rows that are not folded
	folds   []fold
	noisy   int // rows in noise classes, folded or not
}

func (s *scene) hidden() (keys, changed int) {
	for _, f := range s.folds {
		keys += f.keys
		changed += f.changed
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

// compose makes the scene of a session as v looks at it.
func compose(x *tracker.Session, v *view, now time.Time, c *classes) scene {
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
	default:
		m = freshMarks(x.History, now.Add(-fresh))
	}
	if v.base != 0 {
		m = baseMarks(x.History, v.base, s.at)
	}
	all, order, moved := arrange(rowsOf(s.data, m, c), v.order, v.held())
	s.order, s.moved, s.total = order, moved, len(all)
	s.rows = s.sift(all, v)
	return s
}

// sift leaves the rows that the filter, the changed-only switch and the folds
// let through, and counts the others. A filter also finds what is folded away:
// who searches for a key by name wants to see it.
func (s *scene) sift(all []row, v *view) []row {
	rows := all[:0] // arrange has made all for this scene alone
	var folds [16]fold
	for _, r := range all {
		changed := r.kind != userdata.Same
		if noise.has(r.class) {
			s.noisy++
			if !v.unfolded.has(r.class) && v.filter == "" {
				f := &folds[r.class]
				f.class = r.class
				f.keys++
				if changed {
					f.changed++
				}
				continue
			}
		}
		if changed {
			s.changed++
		}
		if (v.changedOnly && !changed) || !r.matches(v.filter) {
			continue
		}
		rows = append(rows, r)
	}
	for _, f := range folds {
		if f.keys > 0 {
			s.folds = append(s.folds, f)
		}
	}
	return rows
}

// matches reports whether the key, the value or the previous value contains
// the filter; letters of ASCII match in either case.
func (r *row) matches(filter string) bool {
	return filter == "" || contains(r.key, filter) || contains(r.value.Text(), filter) ||
		r.kind != userdata.Same && contains(r.was.Text(), filter)
}

// contains is strings.Contains without regard to the case of ASCII letters. It
// does not copy its arguments: a value may be ten megabytes long.
func contains(s, sub string) bool {
	if strings.Contains(s, sub) {
		return true
	}
	for i := 0; i+len(sub) <= len(s); i++ {
		if fold7(s[i]) == fold7(sub[0]) && equalFold7(s[i:i+len(sub)], sub) {
			return true
		}
	}
	return false
}

func equalFold7(a, b string) bool {
	for i := range len(a) {
		if fold7(a[i]) != fold7(b[i]) {
			return false
		}
	}
	return true
}

func fold7(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}
