package scene

import "sort"

// A Skipped counts rows that are left out of the table right before one that is
// in it, so that nobody takes the two for neighbours: changed ones that are
// folded away, and, where only changes are shown, unchanged ones.
type Skipped struct {
	Row           int // the row of the table that follows
	Changed, Same int
}

// Lines is how many lines the table has: its rows, and one for each place where
// rows are left out.
func (s *Scene) Lines() int { return len(s.Rows) + len(s.Skipped) }

// Line returns what stands in line k: a row of the table, or where rows are
// left out.
func (s *Scene) Line(k int) (row int, left *Skipped) {
	before := sort.Search(len(s.Skipped), func(i int) bool { return s.Skipped[i].Row+i >= k })
	if before < len(s.Skipped) && s.Skipped[before].Row+before == k {
		return -1, &s.Skipped[before]
	}
	return k - before, nil
}

// LineOf is the line that a row stands in.
func (s *Scene) LineOf(row int) int {
	return row + sort.Search(len(s.Skipped), func(i int) bool { return s.Skipped[i].Row > row })
}
