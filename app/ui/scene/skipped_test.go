package scene

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLinesOfTheTable(t *testing.T) {
	s := Scene{Rows: make([]Row, 4), Skipped: []Skipped{{Row: 0, Same: 1}, {Row: 2, Same: 2}, {Row: 4, Same: 3}}}
	type line struct{ row, same int }
	var got []line
	for k := range s.Lines() {
		i, left := s.Line(k)
		if left != nil {
			got = append(got, line{-1, left.Same})
			continue
		}
		got = append(got, line{i, 0})
		assert.Equal(t, k, s.LineOf(i))
	}
	assert.Equal(t, []line{{-1, 1}, {0, 0}, {1, 0}, {-1, 2}, {2, 0}, {3, 0}, {-1, 3}}, got)
}
