package rows

import "strconv"

// behind is the number of rows drawn beyond the edge of what is visible where a
// list comes from. Where it is scrolled to are as many as are visible, and between
// least and most: updates land up to two frames after a scroll, in which fewer
// rows leave blanks.
const behind, least, most = 8, 12, 30

// A Window is the part of a long list that is drawn.
type Window struct{ First, Count int }

// end is the first row behind the window.
func (w Window) end() int { return w.First + w.Count }

// FirstWindow is drawn before the page has been measured. A table that is no
// longer is always drawn whole.
var FirstWindow = Window{0, 60}

// OrFirst is w, or the first window when w was never set.
func (w Window) OrFirst() Window {
	if w.Count == 0 {
		return FirstWindow
	}
	return w
}

// WindowAt returns the window of a list scrolled to top, upwards or not, whose
// visible part is height high; all three are in the same unit.
func WindowAt(top, height, row float64, up bool) Window {
	if row <= 0 || height <= 0 {
		return Window{}
	}
	visible := SightAt(top, height, row).Count
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
	return Window{first, max(count, 0)}
}

// SightAt is the part of the list that can be seen, rather more.
func SightAt(top, height, row float64) Window {
	return Window{int(top / row), int(height/row) + 2}
}

// A Scroller is what is known of the element that a list scrolls in.
type Scroller struct {
	Win   Window
	Sight Window  // what of it can be seen
	Top   float64 // where it was scrolled to last
}

// Move takes in that the list stands at top, with height of it in sight and rows that
// are row high, all in the same unit. It reports whether others of them are to be drawn:
// a list that is moved slowly keeps those that it has while there are enough in front.
func (s *Scroller) Move(top, height, row float64) (moved bool) {
	was, up := *s, top < s.Top
	s.Win, s.Sight, s.Top = WindowAt(top, height, row, up), SightAt(top, height, row), top
	step := s.Sight.First - was.Sight.First
	left, wanted := was.Win.end()-s.Sight.end(), s.Win.end()-s.Sight.end()
	if up {
		step, left, wanted = -step, s.Sight.First-was.Win.First, s.Sight.First-s.Win.First
	}
	if was.Sight.Count == s.Sight.Count && was.Win.First <= s.Sight.First && was.Win.end() >= s.Sight.end() && left >= min(wanted, wanted/2+3*step) {
		s.Win = was.Win
	}
	return s.Win != was.Win
}

// Drawn is the part of the list that is drawn: briefly, no more than can be seen.
func (s *Scroller) Drawn(briefly bool) Window {
	if briefly && s.Sight.Count > 0 {
		return s.Sight
	}
	return s.Win.OrFirst()
}

// A Space is what stands in a table in place of rows that are not drawn.
type Space struct {
	Class   string
	Columns int
	RowRem  float64 // the height of a row in rem
}

// Lay lays n rows of a table out: those in w and the row keep are drawn, the others
// are gaps. keep is the row with the focus, which must not vanish; -1 is none.
func (s Space) Lay(n int, w Window, keep int, row func(i int) Row) (out []Row) {
	gaps := 0
	for _, p := range spans(n, w, keep) {
		if p.row >= 0 {
			out = append(out, row(p.row))
			continue
		}
		gap := El("tr", s.Class, El("td", "", s.gap(p.gap)).Attr("colspan", s.Columns)).Aria("hidden", "true")
		out = append(out, Row{Key: "gap" + strconv.Itoa(gaps), Node: gap})
		gaps++
	}
	return out
}

// gap returns an element that is as high as n rows. Its height is an attribute
// of a drawing, since the page's security policy refuses style attributes.
func (s Space) gap(n int) *Node {
	return El("svg", "").Attr("width", "1").
		Attr("height", strconv.FormatFloat(float64(n)*s.RowRem, 'f', -1, 64)+"rem").Aria("hidden", "true")
}

// A span is one drawn row, or a gap of rows that are not drawn.
type span struct {
	row int // index of the row, -1 for a gap
	gap int // rows in the gap
}

// spans are what [Space.Lay] lays out. Where the list ends before w does, the last
// rows are drawn: the browser scrolls back to them.
func spans(n int, w Window, keep int) []span {
	first := max(min(w.First, n-w.Count), 0)
	end := min(first+w.Count, n)
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
