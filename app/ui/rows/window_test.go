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
