package rows

import (
	"slices"
	"sort"
)

// A Row is one of a list's, with a key that no other one has.
type Row struct {
	Key string
	*Node
}

// A List is an element of the page whose content is drawn here. Its zero value
// has drawn nothing.
type List struct {
	drawn []Row
	page  page
}

// Draw has the browser show rows, in their order, in the element that selector
// finds. It does nothing where there is no browser or no such element.
func (l *List) Draw(selector string, rows []Row) {
	if !l.page.there() {
		return
	}
	if l.draw(selector, rows) {
		return
	}
	// The element is another one than before, or has been emptied.
	l.drawn = nil
	if !l.draw(selector, rows) {
		l.drawn = nil
	}
}

// draw reports whether the browser found what was drawn before.
func (l *List) draw(selector string, rows []Row) bool {
	s := script{words: &l.page.words}
	s.list(l.drawn == nil, selector)
	s.rows(l.drawn, rows)
	l.drawn = rows
	return l.page.carryOut(&s)
}

// The steps of a change, as rows.js numbers them.
const (
	stepEnd       = iota // of the changes of this node
	stepAttribute        // name, value
	stepUnset            // name
	stepData             // text
	stepPart             // which, followed by its changes
	stepAdd              // a new part
	stepReplace          // which, a new part
	stepCut              // how many parts are left
)

// rows writes down how the rows before become those after: their order, and
// then what changes in those that stay.
func (s *script) rows(before, after []Row) {
	from := origins(before, after)
	if len(before) == len(after) && ascending(from) {
		s.number(0)
	} else {
		s.number(1)
		s.number(len(after))
		stay := staying(from)
		for i, at := range from {
			s.number(at)
			s.flag(stay[i])
			if at < 0 {
				s.make(after[i].Node)
			}
		}
	}
	for i, at := range from {
		if at >= 0 && before[at].Node != after[i].Node {
			s.within(i, func() { s.change(before[at].Node, after[i].Node) })
		}
	}
	s.number(-1)
}

// origins returns for each row after its place before, -1 for a new one. A row
// whose element would be another is new.
func origins(before, after []Row) []int {
	from := make([]int, len(after))
	same := len(before) == len(after)
	for i := 0; same && i < len(after); i++ {
		from[i], same = i, before[i].Key == after[i].Key && before[i].Tag == after[i].Tag
	}
	if same { // as after most drawings
		return from
	}
	places := make(map[string]int, len(before))
	for i, r := range before {
		places[r.Key] = i
	}
	for i, r := range after {
		from[i] = -1
		if at, ok := places[r.Key]; ok && before[at].Tag == r.Tag {
			from[i] = at
			delete(places, r.Key)
		}
	}
	return from
}

// ascending reports that nothing is new and nothing moves.
func ascending(from []int) bool {
	for i, at := range from {
		if at != i {
			return false
		}
	}
	return true
}

// staying finds the longest run of places that ascends: these rows need not move.
func staying(from []int) (stay []bool) {
	stay = make([]bool, len(from))
	before := make([]int, len(from)) // the one before in the best run that ends here
	var ends []int                   // of the best run of each length: the one with the least end
	for i, at := range from {
		before[i] = -1
		if at < 0 {
			continue
		}
		n := sort.Search(len(ends), func(k int) bool { return from[ends[k]] >= at })
		if n > 0 {
			before[i] = ends[n-1]
		}
		ends = append(ends[:n], append([]int{i}, ends[min(n+1, len(ends)):]...)...)
	}
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = before[i] {
			stay[i] = true
		}
	}
	return stay
}

// change writes down how one node becomes another with the same tag.
func (s *script) change(a, b *Node) {
	if a.Text != b.Text {
		s.number(stepData)
		s.text(b.Text)
	}
	s.attributes(a.Attrs, b.Attrs)
	for i, p := range b.Parts {
		switch {
		case i >= len(a.Parts):
			s.number(stepAdd)
			s.make(p)
		case a.Parts[i] == p:
		case a.Parts[i].Tag != p.Tag:
			s.number(stepReplace)
			s.number(i)
			s.make(p)
		default:
			s.part(i, func() { s.change(a.Parts[i], p) })
		}
	}
	if len(b.Parts) < len(a.Parts) {
		s.number(stepCut)
		s.number(len(b.Parts))
	}
}

func (s *script) attributes(a, b []Attr) {
	if slices.Equal(a, b) {
		return
	}
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y Attr) bool { return y.Name == x.Name }) {
			s.number(stepUnset)
			s.word(x.Name)
		}
	}
	for _, y := range b {
		if !slices.Contains(a, y) {
			s.number(stepAttribute)
			s.word(y.Name)
			s.text(y.Value)
		}
	}
}
