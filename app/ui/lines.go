package ui

// A rowLine is what a row showed when it was drawn last.
type rowLine[L any] struct {
	line  L
	name  string    // of the row among the others, where it was asked for
	index int       // of the row in the list, from 1
	entry *logEntry // that shows it, in the log
	age   string    // how long ago, which passes without the row being drawn anew
	row   *gridRow  // that shows it, in the table
}

// lines remembers what the rows of a list showed when they were drawn last. A
// row whose line is the same as before gets the same pointer again, which is how
// the framework sees, without looking further, that there is nothing to draw.
type lines[K, L comparable] struct{ drawn, before map[K]*rowLine[L] }

// keep returns where the line of row k is kept. What it refers to is always the
// newest: an old line would hold on to the version of the data that it is from.
func (s *lines[K, L]) keep(k K, line L, index int) *rowLine[L] {
	if s.drawn == nil {
		s.drawn = map[K]*rowLine[L]{}
	}
	l, known := s.before[k]
	if !known || l.line != line {
		l = new(rowLine[L])
	}
	l.line, l.index = line, index
	s.drawn[k] = l
	return l
}

// turn ends a drawing: rows that were not in it are forgotten.
func (s *lines[K, L]) turn() {
	s.drawn, s.before = s.before, s.drawn
	clear(s.drawn)
}
