package pattern

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A node is a part of an expression.
type node struct {
	op       op
	set      set     // of one
	kids     []*node // of sequence, choice, repeat, group
	min, max int     // of repeat; max is -1 for any number
	lazy     bool    // of repeat
	group    int     // of group, from 1
}

type op uint8

const (
	one op = iota // one character of a set
	sequence
	choice
	repeat
	group
	lineStart
	lineEnd
	textStart
	textEnd
	wordEdge
	noWordEdge
)

// The flags that (?ims-U) sets.
type flags struct{ fold, multi, dotAll, lazy bool }

// The limits of package regexp: how often something may be repeated by number,
// and how deep groups may stand in each other.
const (
	mostRepeats = 1000
	mostDepth   = 1000
)

type parser struct {
	src    string
	pos    int
	flags  flags
	groups int
	depth  int
}

func (p *parser) fail(from int, what string) error {
	return fmt.Errorf("pattern: %s: `%s`", what, p.src[from:min(p.pos, len(p.src))])
}

func (p *parser) more() bool { return p.pos < len(p.src) }

func (p *parser) next() rune {
	r, n := utf8.DecodeRuneInString(p.src[p.pos:])
	p.pos += n
	return r
}

func (p *parser) accept(s string) bool {
	if strings.HasPrefix(p.src[p.pos:], s) {
		p.pos += len(s)
		return true
	}
	return false
}

// choice reads alternatives up to the end or a closing parenthesis. Flags that
// are set inside end with it.
func (p *parser) choice() (*node, error) {
	if p.depth++; p.depth > mostDepth {
		return nil, p.fail(0, "groups stand too deep in each other")
	}
	saved := p.flags
	defer func() { p.flags = saved; p.depth-- }()
	var kids []*node
	for {
		n, err := p.sequence()
		if err != nil {
			return nil, err
		}
		kids = append(kids, n)
		if !p.accept("|") {
			break
		}
	}
	if len(kids) == 1 {
		return kids[0], nil
	}
	return &node{op: choice, kids: kids}, nil
}

func (p *parser) sequence() (*node, error) {
	n := &node{op: sequence}
	for p.more() && p.src[p.pos] != '|' && p.src[p.pos] != ')' {
		atoms, err := p.atom()
		if err != nil {
			return nil, err
		}
		n.kids = append(n.kids, atoms...)
		if err := p.repeats(n); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// repeats puts the last of n's parts into the repetition that follows it.
func (p *parser) repeats(n *node) error {
	for first := true; p.more(); first = false {
		start := p.pos
		least, most, ok, err := p.count()
		if err != nil || !ok {
			return err
		}
		if !first {
			return p.fail(start, "two repetitions of one thing")
		}
		if len(n.kids) == 0 {
			return p.fail(start, "nothing to repeat in front of a repetition")
		}
		last := &n.kids[len(n.kids)-1]
		*last = &node{op: repeat, kids: []*node{*last}, min: least, max: most, lazy: p.accept("?") != p.flags.lazy}
		if !within(*last, mostRepeats) {
			return p.fail(start, "a repetition that is too large or ends before it begins")
		}
	}
	return nil
}

// within reports whether the numbers of repetitions that stand in each other
// multiply to no more than limit. Without that, what repeats nothing at all
// could be written for ever.
func within(n *node, limit int) bool {
	if n.op == repeat {
		times := n.max
		if times == 0 {
			return true
		}
		if times < 0 {
			times = n.min
		}
		if times > limit {
			return false
		}
		if times > 0 {
			limit /= times
		}
	}
	for _, k := range n.kids {
		if !within(k, limit) {
			return false
		}
	}
	return true
}

// count reads *, +, ?, {2}, {2,} or {2,3}. Any other brace is a character.
func (p *parser) count() (least, most int, ok bool, err error) {
	switch start := p.pos; p.next() {
	case '*':
		return 0, -1, true, nil
	case '+':
		return 1, -1, true, nil
	case '?':
		return 0, 1, true, nil
	case '{':
		if least, ok = p.number(); ok {
			most = least
			if p.accept(",") {
				if most, ok = p.number(); !ok {
					most, ok = -1, true
				}
			}
			if p.accept("}") {
				if least > mostRepeats || most > mostRepeats || most >= 0 && least > most {
					return 0, 0, false, p.fail(start, "a repetition that is too large or ends before it begins")
				}
				return least, most, true, nil
			}
		}
		p.pos = start
	default:
		p.pos = start
	}
	return 0, 0, false, nil
}

// number reads digits without a leading zero. A number beyond the limit is any
// number beyond it.
func (p *parser) number() (n int, ok bool) {
	start := p.pos
	for p.more() && p.src[p.pos]-'0' < 10 {
		n = min(n*10+int(p.src[p.pos]-'0'), mostRepeats+1)
		p.pos++
	}
	return n, p.pos > start && (p.src[start] != '0' || p.pos == start+1)
}

// atom reads what a repetition may follow. \Q…\E is several.
func (p *parser) atom() ([]*node, error) {
	from := p.pos
	if _, _, ok, err := p.count(); ok || err != nil {
		return nil, p.fail(from, "nothing to repeat in front of a repetition")
	}
	switch c := p.next(); c {
	case '(':
		return p.group()
	case '[':
		s, err := p.class()
		return []*node{{op: one, set: s}}, err
	case '.':
		return []*node{{op: one, set: p.dot()}}, nil
	case '^':
		return p.edge(textStart, lineStart), nil
	case '$':
		return p.edge(textEnd, lineEnd), nil
	case '\\':
		return p.escape(from)
	case utf8.RuneError:
		return nil, p.fail(from, "a byte that is not UTF-8")
	default:
		return []*node{p.character(c)}, nil
	}
}

func (p *parser) edge(ofText, ofLine op) []*node {
	if p.flags.multi {
		return []*node{{op: ofLine}}
	}
	return []*node{{op: ofText}}
}

func (p *parser) character(c rune) *node {
	return &node{op: one, set: set{items: []item{{ranges: []rune{c, c}}}, fold: p.flags.fold}}
}

func (p *parser) dot() set {
	if p.flags.dotAll {
		return set{not: true}
	}
	return set{items: []item{{ranges: []rune{'\n', '\n'}}}, not: true}
}

// group reads what follows an opening parenthesis. Flags alone are no atom.
func (p *parser) group() ([]*node, error) {
	from := p.pos - 1
	n := &node{op: group}
	saved := p.flags
	switch {
	case p.accept("?P<"), p.accept("?<"):
		name, _, ok := strings.Cut(p.src[p.pos:], ">")
		p.pos += min(len(name)+1, len(p.src)-p.pos)
		if !ok || name == "" || strings.IndexFunc(name, notInName) >= 0 {
			return nil, p.fail(from, "a group whose name is not made of letters, digits and underscores")
		}
	case p.accept("?"):
		ended, err := p.setFlags(from)
		if err != nil || ended {
			return nil, err
		}
		n.op = sequence
	}
	if n.op == group {
		p.groups++
		n.group = p.groups
	}
	inside, err := p.choice()
	p.flags = saved
	if err != nil {
		return nil, err
	}
	n.kids = []*node{inside}
	if !p.accept(")") {
		return nil, p.fail(from, "a parenthesis that is not closed")
	}
	return []*node{n}, nil
}

func notInName(r rune) bool { return r != '_' && !isWordRune(r) }

func isWordRune(r rune) bool {
	return r < utf8.RuneSelf && (r == '_' || unicode.IsLetter(r) || r >= '0' && r <= '9')
}

// setFlags reads the flags of (?i) or (?i:…). ended reports the first form,
// whose flags hold up to the end of the group around it.
func (p *parser) setFlags(from int) (ended bool, err error) {
	f, on, any := p.flags, true, false
	for p.more() {
		switch p.next() {
		case 'i':
			f.fold = on
		case 'm':
			f.multi = on
		case 's':
			f.dotAll = on
		case 'U':
			f.lazy = on
		case '-':
			if !on {
				return false, p.fail(from, "flags that are not known")
			}
			on, any = false, false
			continue
		case ':', ')':
			if !on && !any {
				return false, p.fail(from, "flags that are not known")
			}
			p.flags = f
			return p.src[p.pos-1] == ')', nil
		default:
			return false, p.fail(from, "flags that are not known")
		}
		any = true
	}
	return false, p.fail(from, "a parenthesis that is not closed")
}
