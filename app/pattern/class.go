package pattern

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A set is what one place of an expression matches: any of the items, or none
// of them where not is set.
type set struct {
	items []item
	not   bool
	fold  bool       // a character matches when another case of it does
	ascii *[2]uint64 // the answers for ASCII, a bit each; nil before they are known
}

// An item is pairs of first and last characters, or all others.
type item struct {
	ranges []rune
	not    bool
}

// quick returns the set with the answers for ASCII.
func (s set) quick() set {
	var ascii [2]uint64
	for r := range rune(utf8.RuneSelf) {
		if s.has(r) {
			ascii[r>>6] |= 1 << (r & 63)
		}
	}
	s.ascii = &ascii
	return s
}

func (s *set) has(r rune) bool {
	if s.ascii != nil && r < utf8.RuneSelf {
		return s.ascii[r>>6]>>(r&63)&1 == 1
	}
	for _, i := range s.items {
		if i.has(r, s.fold) != i.not {
			return !s.not
		}
	}
	return s.not
}

func (i item) has(r rune, fold bool) bool {
	if i.within(r) {
		return true
	}
	if fold {
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			if i.within(other) {
				return true
			}
		}
	}
	return false
}

func (i item) within(r rune) bool {
	for n := 0; n < len(i.ranges); n += 2 {
		if r >= i.ranges[n] && r <= i.ranges[n+1] {
			return true
		}
	}
	return false
}

// The classes of one letter, which are of ASCII only, and those of POSIX.
var perl = map[byte]string{'d': "09", 's': "\t\n\f\r  ", 'w': "09AZ__az"}

var posix = map[string]string{
	"alnum": "09AZaz", "alpha": "AZaz", "ascii": "\x00\x7f", "blank": "\t\t  ", "cntrl": "\x00\x1f\x7f\x7f", "digit": "09",
	"graph": "!~", "lower": "az", "print": " ~", "punct": "!/:@[`{~", "space": "\t\r  ", "upper": "AZ", "word": "09AZ__az", "xdigit": "09AFaf",
}

// class reads what follows an opening bracket.
func (p *parser) class() (set, error) {
	from := p.pos - 1
	s := set{fold: p.flags.fold, not: p.accept("^")}
	for first := true; ; first = false {
		switch {
		case !p.more():
			return s, p.fail(from, "a bracket that is not closed")
		case !first && p.accept("]"):
			return s, nil
		}
		i, err := p.item(from)
		if err != nil {
			return s, err
		}
		s.items = append(s.items, i)
	}
}

// item reads one part of a class: a class of its own, a range or a character.
func (p *parser) item(from int) (item, error) {
	start := p.pos
	if p.accept("[:") {
		name, _, ok := strings.Cut(p.src[p.pos:], ":]")
		if ok {
			p.pos += len(name) + 2
			name, not := strings.CutPrefix(name, "^")
			if ranges, known := posix[name]; known {
				return item{[]rune(ranges), not}, nil
			}
			return item{}, p.fail(start, "a class that is not known")
		}
		p.pos = start
	}
	if i, ok := p.perl(); ok {
		return i, nil
	}
	low, err := p.inClass(from)
	if err != nil {
		return item{}, err
	}
	high := low
	if strings.HasPrefix(p.src[p.pos:], "-") && !strings.HasPrefix(p.src[p.pos:], "-]") && p.pos+1 < len(p.src) {
		p.pos++
		if high, err = p.inClass(from); err != nil {
			return item{}, err
		}
		if high < low {
			return item{}, p.fail(start, "a range that ends before it begins")
		}
	}
	return item{ranges: []rune{low, high}}, nil
}

// perl reads \d, \s, \w or one of their opposites.
func (p *parser) perl() (i item, ok bool) {
	if p.pos+1 >= len(p.src) || p.src[p.pos] != '\\' {
		return i, false
	}
	c := p.src[p.pos+1]
	ranges, ok := perl[c|0x20]
	if ok {
		p.pos += 2
	}
	return item{[]rune(ranges), c&0x20 == 0}, ok
}

func (p *parser) inClass(from int) (rune, error) {
	if !p.more() {
		return 0, p.fail(from, "a bracket that is not closed")
	}
	start := p.pos
	switch c := p.next(); c {
	case '\\':
		return p.escaped(start)
	case utf8.RuneError:
		return 0, p.fail(start, "a byte that is not UTF-8")
	default:
		return c, nil
	}
}

// escape reads what follows a backslash outside of a class.
func (p *parser) escape(from int) ([]*node, error) {
	edges := map[string]op{"A": textStart, "z": textEnd, "b": wordEdge, "B": noWordEdge}
	for letter, op := range edges {
		if p.accept(letter) {
			return []*node{{op: op}}, nil
		}
	}
	if p.accept("Q") {
		return p.quoted(from)
	}
	p.pos = from
	if i, ok := p.perl(); ok {
		return []*node{{op: one, set: set{items: []item{i}, fold: p.flags.fold}}}, nil
	}
	p.pos = from + 1
	c, err := p.escaped(from)
	return []*node{p.character(c)}, err
}

// quoted reads characters up to \E or the end.
func (p *parser) quoted(from int) ([]*node, error) {
	text, _, _ := strings.Cut(p.src[p.pos:], `\E`)
	if !utf8.ValidString(text) {
		return nil, p.fail(from, "a byte that is not UTF-8")
	}
	var list []*node
	for _, c := range text {
		list = append(list, p.character(c))
	}
	p.pos += len(text)
	p.accept(`\E`)
	return list, nil
}

// escaped reads the character that is meant behind a backslash.
func (p *parser) escaped(from int) (rune, error) {
	if !p.more() {
		return 0, p.fail(from, "a backslash at the end")
	}
	c := p.next()
	if i := strings.IndexRune("aftnrv", c); i >= 0 {
		return rune("\a\f\t\n\r\v"[i]), nil
	}
	switch {
	case c == 'x':
		return p.hex(from)
	case c >= '0' && c <= '7':
		return p.octal(from, c)
	case c < utf8.RuneSelf && !isWordRune(c):
		return c, nil
	}
	return 0, p.fail(from, "an escape that is not known here")
}

func (p *parser) octal(from int, c rune) (rune, error) {
	digit := func() bool { return p.more() && p.src[p.pos]-'0' < 8 }
	if c != '0' && !digit() {
		return 0, p.fail(from, "an escape that is not known here")
	}
	r := c - '0'
	for n := 1; n < 3 && digit(); n++ {
		r = r*8 + p.next() - '0'
	}
	return r, nil
}

// hex reads 7F or {10FFFF}.
func (p *parser) hex(from int) (rune, error) {
	long := p.accept("{")
	r, digits := rune(0), 0
	for p.more() && (long || digits < 2) {
		d := strings.IndexByte("0123456789abcdef", p.src[p.pos]|0x20)
		if d < 0 || p.src[p.pos] < '0' {
			break
		}
		p.pos++
		digits++
		if r = r<<4 | rune(d); r > unicode.MaxRune {
			break
		}
	}
	if long && p.accept("}") && digits > 0 && r <= unicode.MaxRune || !long && digits == 2 {
		return r, nil
	}
	return 0, p.fail(from, "an escape that is not known here")
}
