package pattern

import "unicode/utf8"

// A Pattern is a regular expression that can be looked for. It may be used by
// several goroutines at once.
type Pattern struct {
	program []step
	groups  int
	first   *[256]bool // the bytes that a match begins with, nil for any
}

// A step is one instruction of a program: a test, or one or two places to go on.
type step struct {
	do   act
	set  set
	edge op
	slot int
	to   int // where to go on
	or   int // of fork, the place of second choice
}

type act uint8

const (
	read act = iota // a character of the set
	fork
	jump
	save // the place in the text, in a slot
	test // of an edge
	found
)

// mostSteps bounds a program, and with it the time for each character of a text.
const mostSteps = 10_000

// Compile reads a regular expression in the syntax of package regexp without
// classes by Unicode property, \p and \P. The error says what is wrong and
// quotes the place.
func Compile(expr string) (*Pattern, error) {
	p := parser{src: expr}
	n, err := p.choice()
	if err != nil {
		return nil, err
	}
	if p.more() {
		p.next()
		return nil, p.fail(p.pos-1, "a parenthesis that was not opened")
	}
	w := writer{}
	w.node(n)
	w.add(step{do: found})
	if len(w.program) > mostSteps {
		return nil, p.fail(0, "an expression that is too large")
	}
	return &Pattern{w.program, p.groups, w.firsts()}, nil
}

// MustCompile is Compile for an expression that is part of the program.
func MustCompile(expr string) *Pattern {
	p, err := Compile(expr)
	if err != nil {
		panic(err)
	}
	return p
}

// A writer writes a program. It stops growing beyond mostSteps.
type writer struct{ program []step }

func (w *writer) add(s step) (at int) {
	if s.to == 0 {
		s.to = len(w.program) + 1
	}
	w.program = append(w.program, s)
	return len(w.program) - 1
}

func (w *writer) node(n *node) {
	if len(w.program) > mostSteps {
		return
	}
	switch n.op {
	case one:
		w.add(step{do: read, set: n.set.quick()})
	case sequence:
		for _, k := range n.kids {
			w.node(k)
		}
	case choice:
		w.choice(n.kids)
	case repeat:
		w.repeat(n)
	case group:
		w.add(step{do: save, slot: 2*n.group - 2})
		w.node(n.kids[0])
		w.add(step{do: save, slot: 2*n.group - 1})
	default:
		w.add(step{do: test, edge: n.op})
	}
}

func (w *writer) choice(kids []*node) {
	var ends []int
	for i, k := range kids {
		if i == len(kids)-1 {
			w.node(k)
			break
		}
		at := w.add(step{do: fork})
		w.node(k)
		ends = append(ends, w.add(step{do: jump}))
		w.program[at].or = len(w.program)
	}
	for _, at := range ends {
		w.program[at].to = len(w.program)
	}
}

func (w *writer) repeat(n *node) {
	kid := n.kids[0]
	for i := 1; i < n.min; i++ {
		w.node(kid)
	}
	switch {
	case n.max < 0 && n.min > 0:
		w.plus(kid, n.lazy)
	case n.max < 0:
		w.optional(n.lazy, func() { w.plus(kid, n.lazy) })
	default:
		if n.min > 0 {
			w.node(kid)
		}
		w.most(kid, n.max-n.min, n.lazy)
	}
}

// plus writes a loop: the part once, and then perhaps back to it.
func (w *writer) plus(kid *node, lazy bool) {
	start := len(w.program)
	w.node(kid)
	at := w.add(step{do: fork})
	w.aim(at, start, at+1, lazy)
}

// most writes the part inside of itself, up to n times: (x(x(x)?)?)?
func (w *writer) most(kid *node, n int, lazy bool) {
	if n > 0 && len(w.program) <= mostSteps {
		w.optional(lazy, func() {
			w.node(kid)
			w.most(kid, n-1, lazy)
		})
	}
}

func (w *writer) optional(lazy bool, inside func()) {
	at := w.add(step{do: fork})
	inside()
	w.aim(at, at+1, len(w.program), lazy)
}

// aim sets where a fork goes: on with the repetition first, or out of it first.
func (w *writer) aim(at, again, out int, lazy bool) {
	s := &w.program[at]
	if s.to, s.or = again, out; lazy {
		s.to, s.or = out, again
	}
}

// firsts returns the bytes that a match begins with, nil when it can be empty.
func (w *writer) firsts() *[256]bool {
	var first [256]bool
	seen := make([]bool, len(w.program))
	for next := []int{0}; len(next) > 0; {
		at := next[len(next)-1]
		next = next[:len(next)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		switch s := w.program[at]; s.do {
		case found:
			return nil
		case read:
			for c := range first {
				first[c] = first[c] || c >= utf8.RuneSelf || s.set.has(rune(c))
			}
		case fork:
			next = append(next, s.to, s.or)
		default:
			next = append(next, s.to)
		}
	}
	return &first
}
