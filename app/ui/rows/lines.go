package rows

// A RowLine is what a row showed when it was drawn last.
type RowLine[L any] struct {
	Line  L
	Node  *Node  // how it was drawn
	Age   string // how long ago, as it stands there
	Index int    // its place, as it stands there
}

// Lines remembers what the rows of a list showed when they were drawn last. A
// row whose line is the same as before is not drawn again, but for what passes
// without it: how long ago something was, and the row's place.
type Lines[K, L comparable] struct{ drawn, before map[K]*RowLine[L] }

// Keep returns where the line of row k is kept. What it refers to is always the
// newest: an old line would hold on to the version of the data that it is from.
func (s *Lines[K, L]) Keep(k K, line L) *RowLine[L] {
	if s.drawn == nil {
		s.drawn = map[K]*RowLine[L]{}
	}
	l, known := s.before[k]
	if !known || l.Line != line {
		l = new(RowLine[L])
	}
	l.Line = line
	s.drawn[k] = l
	return l
}

// Turn ends a drawing: rows that were not in it are forgotten.
func (s *Lines[K, L]) Turn() {
	s.drawn, s.before = s.before, s.drawn
	clear(s.drawn)
}
