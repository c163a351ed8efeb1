package ui

// behind is the number of rows drawn beyond the edge of what is visible where a
// list comes from. Where it is scrolled to are as many as are visible, and between
// least and most: updates land up to two frames after a scroll, in which fewer
// rows leave blanks.
const behind, least, most = 8, 12, 30

// A window is the part of a long list that is drawn.
type window struct{ first, count int }

// firstWindow is drawn before the page has been measured. A table that is no
// longer is always drawn whole.
var firstWindow = window{0, 60}

// orFirst is w, or the first window when w was never set.
func (w window) orFirst() window {
	if w.count == 0 {
		return firstWindow
	}
	return w
}

// windowAt returns the window of a list scrolled to top, upwards or not, whose
// visible part is height high; all three are in the same unit.
func windowAt(top, height, row float64, up bool) window {
	if row <= 0 || height <= 0 {
		return window{}
	}
	visible := sightAt(top, height, row).count
	above, below := behind, min(max(visible, least), most)
	if up {
		above, below = below, above
	}
	first := int(top/row) - above
	count := visible + above + below
	if first < 0 {
		count += first
		first = 0
	}
	return window{first, max(count, 0)}
}

// sightAt is the part of the list that can be seen, rather more.
func sightAt(top, height, row float64) window {
	return window{int(top / row), int(height/row) + 2}
}

// A scroller is what is known of the element that a list scrolls in.
type scroller struct {
	win   window
	sight window  // what of it can be seen
	top   float64 // where it was scrolled to last
}

// A span is one drawn row, or a gap of rows that are not drawn.
type span struct {
	row int // index of the row, -1 for a gap
	gap int // rows in the gap
}

// spans lays n rows out: those in w and the row keep are drawn, the others are
// gaps. keep is the row with the focus, which must not vanish; -1 is none.
func spans(n int, w window, keep int) []span {
	first, end := min(w.first, n), min(w.first+w.count, n)
	out := make([]span, 0, end-first+5)
	skip := func(a, b int) {
		if keep >= a && keep < b {
			out = appendGap(out, keep-a)
			out = append(out, span{row: keep})
			a = keep + 1
		}
		out = appendGap(out, b-a)
	}
	skip(0, first)
	for i := first; i < end; i++ {
		out = append(out, span{row: i})
	}
	skip(end, n)
	return out
}

func appendGap(s []span, n int) []span {
	if n <= 0 {
		return s
	}
	return append(s, span{row: -1, gap: n})
}
