package ui

import "github.com/keytrail/keytrail/app/ui/rows"

// A rowLine is what a row showed when it was drawn last.
type rowLine[L any] struct {
	line  L
	node  *rows.Node // how it was drawn
	age   string     // how long ago, as it stands there
	index int        // its place, as it stands there
}

// lines remembers what the rows of a list showed when they were drawn last. A
// row whose line is the same as before is not drawn again, but for what passes
// without it: how long ago something was, and the row's place.
type lines[K, L comparable] struct{ drawn, before map[K]*rowLine[L] }

// keep returns where the line of row k is kept. What it refers to is always the
// newest: an old line would hold on to the version of the data that it is from.
func (s *lines[K, L]) keep(k K, line L) *rowLine[L] {
	if s.drawn == nil {
		s.drawn = map[K]*rowLine[L]{}
	}
	l, known := s.before[k]
	if !known || l.line != line {
		l = new(rowLine[L])
	}
	l.line = line
	s.drawn[k] = l
	return l
}

// turn ends a drawing: rows that were not in it are forgotten.
func (s *lines[K, L]) turn() {
	s.drawn, s.before = s.before, s.drawn
	clear(s.drawn)
}
