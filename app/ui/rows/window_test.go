package rows

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSpans(t *testing.T) {
	sum := func(s []span) (rows, gaps int) {
		for _, x := range s {
			if x.row < 0 {
				gaps += x.gap
			} else {
				rows++
			}
		}
		return rows, gaps
	}
	for _, x := range []struct {
		name    string
		n, keep int
		w       Window
		rows    int
	}{
		{"nothing", 0, -1, Window{0, 60}, 0},
		{"all", 10, -1, Window{0, 60}, 10},
		{"the middle", 1000, -1, Window{100, 50}, 50},
		{"the kept row above", 1000, 3, Window{100, 50}, 51},
		{"the kept row below", 1000, 999, Window{100, 50}, 51},
		{"the kept row inside", 1000, 120, Window{100, 50}, 50},
		{"beyond the end", 10, -1, Window{100, 50}, 10},
		{"partly beyond the end", 120, -1, Window{100, 50}, 50},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := spans(x.n, x.w, x.keep)
			rows, gaps := sum(s)
			assert.Equal(t, x.rows, rows)
			assert.Equal(t, x.n, rows+gaps, "every row is drawn or in a gap")
			last := -1
			for _, y := range s {
				if y.row >= 0 {
					assert.Greater(t, y.row, last, "in order")
					last = y.row
				}
			}
		})
	}
}

func TestWindowAt(t *testing.T) {
	assert.Equal(t, Window{0, 24}, WindowAt(0, 280, 28, false))
	assert.Equal(t, Window{92, 32}, WindowAt(2800, 280, 28, false), "more below")
	assert.Equal(t, Window{88, 32}, WindowAt(2800, 280, 28, true), "more above")
	assert.Equal(t, Window{0, 17}, WindowAt(0, 84, 28, false), "some even for a low one")
	assert.Equal(t, Window{0, 82}, WindowAt(0, 1400, 28, false), "no more for a high one")
	assert.Equal(t, FirstWindow, WindowAt(0, 0, 28, false).OrFirst(), "not measured yet")
}

// A list that is moved slowly is drawn anew when half of the rows in front are left, and
// one that is moved fast before it gets there.
func TestAWindowMovesBeforeItsEdgeIsSeen(t *testing.T) {
	for _, x := range []struct {
		name       string
		tops       []float64 // in rows
		first      int       // of the window at last
		drawn      int
		from, much float64
	}{
		{"row by row", []float64{1, 2, 3, 4, 5, 6, 7, 8}, 0, 1, 0, 20},
		{"until half of those in front are left", []float64{1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 2, 0, 20},
		{"and back", []float64{1, 2, 3, 4, 5, 4, 3, 2, 1, 0}, 0, 1, 0, 20},
		{"upwards", []float64{99, 98, 97, 96, 95, 94, 93}, 77, 2, 100, 20},
		{"fast", []float64{5, 10, 15}, 7, 4, 0, 20},
		{"by more than is drawn", []float64{500}, 492, 2, 0, 20},
		{"to the top", []float64{3, 0}, 0, 1, 6, 20},
		{"where it is", []float64{100, 100}, 92, 1, 100, 20},
	} {
		var s Scroller
		drawn := 0
		move := func(top, height float64) {
			if s.Move(top*28, height*28, 28) {
				drawn++
			}
			assert.LessOrEqual(t, s.Win.First, s.Sight.First, x.name)
			assert.GreaterOrEqual(t, s.Win.end(), s.Sight.end(), x.name)
		}
		move(x.from, x.much)
		for _, top := range x.tops {
			move(top, x.much)
		}
		assert.Equal(t, x.drawn, drawn, x.name)
		assert.Equal(t, x.first, s.Win.First, x.name)
	}
}

func TestBrieflyOnlyWhatIsInSightIsDrawn(t *testing.T) {
	var s Scroller
	assert.Equal(t, FirstWindow, s.Drawn(true), "not measured yet")
	s = Scroller{Win: WindowAt(2800, 280, 28, false), Sight: SightAt(2800, 280, 28)}
	assert.Equal(t, Window{92, 32}, s.Drawn(false))
	assert.Equal(t, Window{100, 12}, s.Drawn(true))
}

func TestALineIsKeptWhileItIsTheSame(t *testing.T) {
	var s Lines[string, int]
	draw := func(row string, line int) *RowLine[int] {
		l := s.Keep(row, line)
		s.Turn()
		return l
	}
	first := draw("a", 1)
	assert.Same(t, first, draw("a", 1))
	assert.NotSame(t, first, draw("a", 2))
	second := draw("a", 2)
	draw("b", 2)
	assert.NotSame(t, second, draw("a", 2), "it was not drawn meanwhile, and is forgotten")
}
