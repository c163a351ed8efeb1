package ui

import (
	"sort"

	"github.com/keytrail/keytrail/app/ui/rows"
)

// A skipped counts rows that are left out of the table right before one that is
// in it, so that nobody takes the two for neighbours: changed ones that are
// folded away, and, where only changes are shown, unchanged ones.
type skipped struct {
	row           int // the row of the table that follows
	changed, same int
}

func (k skipped) any() bool { return k.changed+k.same > 0 }

// lines is how many lines the table has: its rows, and one for each place where
// rows are left out.
func (s *scene) lines() int { return len(s.rows) + len(s.skipped) }

// line returns what stands in line k: a row of the table, or where rows are
// left out.
func (s *scene) line(k int) (row int, left *skipped) {
	before := sort.Search(len(s.skipped), func(i int) bool { return s.skipped[i].row+i >= k })
	if before < len(s.skipped) && s.skipped[before].row+before == k {
		return -1, &s.skipped[before]
	}
	return k - before, nil
}

// lineOf is the line that a row stands in.
func (s *scene) lineOf(row int) int {
	return row + sort.Search(len(s.skipped), func(i int) bool { return s.skipped[i].row > row })
}

// skippedRow is the line that says what is left out.
func skippedRow(left *skipped) *rows.Node {
	var body []*rows.Node
	if left.changed > 0 {
		body = append(body, rows.Text(plural(left.changed, "hidden change")+" "), rows.Button("grid-class", "unfold-all", "", rows.Text("Show")).Attr("tabindex", -1))
	}
	if left.same > 0 {
		body = append(body, rows.Text(plural(left.same, "unchanged key")+" "), rows.Button("grid-class", "all", "", rows.Text("Show all")).Attr("tabindex", -1))
	}
	return rows.El("tr", "grid-skipped", rows.El("td", "grid-glyph", rows.Sign("", "…")), rows.El("td", "", body...).Attr("colspan", "6"))
}
