package rows

import (
	"encoding/binary"
	"unicode/utf8"
)

// A script is what the browser is to do: numbers, and the texts that they
// stand for, one behind the other.
type script struct {
	steps, texts []byte
	words        *words
}

// words are names that the browser is told once, and their numbers.
type words struct {
	numbers map[string]int
	fresh   []string // that it was not told yet
}

func (s *script) number(n int) {
	s.steps = binary.LittleEndian.AppendUint32(s.steps, uint32(n))
}

func (s *script) flag(on bool) {
	if on {
		s.number(1)
	} else {
		s.number(0)
	}
}

// text appends a text and its length in UTF-16. What is not UTF-8 is replaced
// here, so that the browser counts as many characters.
func (s *script) text(t string) {
	n := 0
	for _, r := range t {
		if n++; r > 0xFFFF {
			n++
		}
		s.texts = utf8.AppendRune(s.texts, r)
	}
	s.number(n)
}

func (s *script) word(name string) {
	n, known := s.words.numbers[name]
	if !known {
		if s.words.numbers == nil {
			s.words.numbers = map[string]int{}
		}
		n = len(s.words.numbers)
		s.words.numbers[name] = n
		s.words.fresh = append(s.words.fresh, name)
	}
	s.number(n)
}

// list says which element is meant, and whether it is to be emptied.
func (s *script) list(empty bool, selector string) {
	s.flag(empty)
	s.text(selector)
}

// make says what a new node is.
func (s *script) make(n *Node) {
	if n.Tag == "" {
		s.number(-1)
		s.text(n.Text)
		return
	}
	s.word(n.Tag)
	s.number(len(n.Attrs))
	for _, a := range n.Attrs {
		s.word(a.Name)
		s.text(a.Value)
	}
	s.number(len(n.Parts))
	for _, p := range n.Parts {
		s.make(p)
	}
}

// within says what changes in row i, and nothing where nothing does.
func (s *script) within(i int, change func()) {
	s.block(func() { s.number(i) }, change)
}

// part is within for a part of a node.
func (s *script) part(i int, change func()) {
	s.block(func() { s.number(stepPart); s.number(i) }, change)
}

func (s *script) block(begin, change func()) {
	start := len(s.steps)
	begin()
	empty := len(s.steps)
	if change(); len(s.steps) == empty {
		s.steps = s.steps[:start]
		return
	}
	s.number(stepEnd)
}
