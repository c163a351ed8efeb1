package rows

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A reader carries out a script as rows.js does, on nodes of Go.
type reader struct {
	t     *testing.T
	steps []byte
	texts []uint16
	words []string
	rows  []*Node
	made  int // nodes
	moved int // rows that did not stay
}

func (r *reader) carryOut(s *script, words []string) {
	r.steps, r.texts, r.words = s.steps, utf16.Encode([]rune(string(s.texts))), append(r.words, words...)
	if r.next() == 1 {
		r.rows = nil
	}
	assert.Equal(r.t, "#list", r.text())
	if r.next() == 1 {
		before, stays := r.rows, 0
		r.rows = make([]*Node, r.next())
		for i := range r.rows {
			from := r.next()
			stays += r.next()
			if from < 0 {
				r.rows[i] = r.node()
			} else {
				r.rows[i] = before[from]
			}
		}
		r.moved = len(r.rows) - stays
	}
	for i := r.next(); i >= 0; i = r.next() {
		r.change(r.rows[i])
	}
	assert.Empty(r.t, r.steps)
	assert.Empty(r.t, r.texts)
}

func (r *reader) next() int {
	n := int32(binary.LittleEndian.Uint32(r.steps))
	r.steps = r.steps[4:]
	return int(n)
}

func (r *reader) word() string { return r.words[r.next()] }

func (r *reader) text() string {
	n := r.next()
	s := string(utf16.Decode(r.texts[:n]))
	r.texts = r.texts[n:]
	return s
}

func (r *reader) node() *Node {
	r.made++
	tag := r.next()
	if tag < 0 {
		return Text(r.text())
	}
	n := &Node{Tag: r.words[tag]}
	for range r.next() {
		n.Attrs = append(n.Attrs, Attr{r.word(), r.text()})
	}
	for range r.next() {
		n.Parts = append(n.Parts, r.node())
	}
	return n
}

func (r *reader) change(n *Node) {
	for step := r.next(); step != stepEnd; step = r.next() {
		switch step {
		case stepAttribute:
			name, value := r.word(), r.text()
			n.Attrs = append(slices.DeleteFunc(n.Attrs, func(a Attr) bool { return a.Name == name }), Attr{name, value})
		case stepUnset:
			name := r.word()
			n.Attrs = slices.DeleteFunc(n.Attrs, func(a Attr) bool { return a.Name == name })
		case stepData:
			n.Text = r.text()
		case stepPart:
			r.change(n.Parts[r.next()])
		case stepAdd:
			n.Parts = append(n.Parts, r.node())
		case stepReplace:
			i := r.next()
			n.Parts[i] = r.node()
		case stepCut:
			n.Parts = n.Parts[:r.next()]
		default:
			require.Fail(r.t, "an unknown step", "%d", step)
		}
	}
}

// looks is how a node looks, whatever the order of its attributes.
func looks(n *Node) string {
	if n.Tag == "" {
		return fmt.Sprintf("%q", []rune(n.Text))
	}
	attrs := slices.Clone(n.Attrs)
	slices.SortFunc(attrs, func(a, b Attr) int { return strings.Compare(a.Name, b.Name) })
	s := fmt.Sprintf("<%s %q>", n.Tag, attrs)
	for _, p := range n.Parts {
		s += looks(p)
	}
	return s + "</>"
}

// A screen is a list and what its scripts have made.
type screen struct {
	reader
	drawn []Row
	names words
}

func (s *screen) draw(rows ...Row) (steps int) {
	w := script{words: &s.names}
	w.list(s.drawn == nil, "#list")
	w.rows(s.drawn, rows)
	fresh := s.names.fresh
	s.names.fresh, s.drawn = nil, rows
	s.carryOut(&w, fresh)
	require.Len(s.t, s.rows, len(rows))
	for i := range rows {
		require.Equal(s.t, looks(rows[i].Node), looks(s.rows[i]))
	}
	return len(w.steps) / 4
}

// Whatever the rows become, the browser has them, and every row that was there
// is the same element.
func TestRowsAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		s := screen{reader: reader{t: t}}
		elements := map[string]*Node{}
		for range 8 {
			var rows []Row
			for _, k := range random.Perm(12)[:random.IntN(12)] {
				rows = append(rows, Row{fmt.Sprint(k), El("tr", "", parts(random, 3)...).Attr("id", k)})
			}
			s.draw(rows...)
			before := elements
			elements = map[string]*Node{}
			for i, r := range rows {
				elements[r.Key] = s.rows[i]
				if was := before[r.Key]; was != nil {
					require.Same(t, was, s.rows[i])
				}
			}
		}
	}
}

func parts(random *rand.Rand, depth int) (list []*Node) {
	for range random.IntN(4) {
		if depth == 0 || random.IntN(3) == 0 {
			list = append(list, Text([]string{"", "a", "<b>", "\u00e9\ufeff", "\U0001f600", "\xff\xed\xa0\x80"}[random.IntN(6)]))
			continue
		}
		n := El([]string{"td", "span", "svg"}[random.IntN(3)], []string{"", "x", "y"}[random.IntN(3)], parts(random, depth-1)...)
		if random.IntN(2) == 0 {
			n.Data("v", random.IntN(3)).Aria("label", true)
		}
		list = append(list, n)
	}
	return list
}

func TestOnlyWhatDiffersIsHandedOver(t *testing.T) {
	row := func(key, value, age string) Row {
		return Row{key, El("tr", "row", Word("td", "value", value), Word("td", "age", age)).Aria("rowindex", 1)}
	}
	s := screen{reader: reader{t: t}}
	a, b, c, d := row("a", "1", "now"), row("b", "2", "now"), row("c", "3", "now"), row("d", "4", "now")
	s.draw(a, b, c)
	nothing := s.draw(a, b, c)
	assert.Equal(t, 4, nothing, "the list, its name, the order, the end")
	older := Row{"b", b.WithPart(1, b.Parts[1].WithPart(0, Text("1 s")))}
	assert.Equal(t, nothing+10, s.draw(a, older, c), "row, part, part, data; three ends")
	s.made = 0
	s.draw(d, a, older, c)
	assert.Equal(t, 5, s.made, "one row")
	assert.Equal(t, 1, s.moved, "the new one")
	s.draw(c, d, a, older)
	assert.Equal(t, 1, s.moved, "one row goes to the top")
	assert.Equal(t, 5, s.made)
	numbered := Row{"c", c.WithAttr("aria-rowindex", "2")}
	s.draw(numbered, d, a, older)
	assert.Equal(t, "1", c.Attrs[1].Value, "what was drawn stays as it was")
	s.draw()
	s.draw(a)
	s.draw(Row{"a", Word("li", "", "another element")})
}

// Go and the browser count the steps of a change alike.
func TestStepsAreThoseOfTheBrowser(t *testing.T) {
	steps := func(file, pattern string) (names []string) {
		code, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(code), -1) {
			names = append(names, strings.ToLower(m[1]))
		}
		return names
	}
	written := steps("list.go", `(?m)^\tstep([A-Z]\w+)`)
	assert.Equal(t, written, steps("rows.js", `(?m)^    (\w+)(?:\(it\) {|: undefined,)`))
	assert.Len(t, written, stepCut+1)
}
