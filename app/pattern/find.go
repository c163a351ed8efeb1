package pattern

import (
	"strings"
	"unicode/utf8"
)

// Match reports whether the pattern is found in s.
func (p *Pattern) Match(s string) bool { return p.Find(s) != nil }

// Find returns the offsets in s of the first match and of its groups: two for
// the whole, two for each group in the order of their opening parentheses, -1
// for a group that took no part. It returns nil when there is no match.
func (p *Pattern) Find(s string) []int { return newSearch(p, s).from(0) }

// All calls f with every match, as Find returns it, one behind the other,
// until f returns false. An empty match right behind another does not count.
func (p *Pattern) All(s string, f func(at []int) bool) {
	m := newSearch(p, s)
	behind := -1
	for pos := 0; pos <= len(s); {
		at := m.from(pos)
		if at == nil {
			return
		}
		if pos = at[1]; at[1] == at[0] {
			_, n := utf8.DecodeRuneInString(s[pos:])
			pos += max(n, 1)
		}
		if at[1] == at[0] && at[0] == behind {
			continue
		}
		behind = at[1]
		if !f(at) {
			return
		}
	}
}

// Replace returns s with every match replaced by what with returns for the
// texts of the match and its groups, "" for a group that took no part.
func (p *Pattern) Replace(s string, with func(groups []string) string) string {
	var out strings.Builder
	done := 0
	p.All(s, func(at []int) bool {
		out.WriteString(s[done:at[0]])
		out.WriteString(with(Texts(s, at)))
		done = at[1]
		return true
	})
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// Texts returns what Find found in s as texts.
func Texts(s string, at []int) []string {
	texts := make([]string, len(at)/2)
	for i := range texts {
		if at[2*i] >= 0 {
			texts[i] = s[at[2*i]:at[2*i+1]]
		}
	}
	return texts
}

// A search follows all ways through a program side by side, the preferred ones
// first, so that a text is read once whatever the pattern is.
type search struct {
	p         *Pattern
	text      string
	now, then []way // those that read the character at hand, and those that come to the next
	seen      []int // by step: 1 + the place in the text for which it was entered
	stack     []way
}

// A way is where one reading of the text has come to.
type way struct {
	at    int   // the step
	start int   // of the match
	slots []int // of the groups, nil before the first; never changed
}

func newSearch(p *Pattern, text string) *search {
	return &search{p: p, text: text, seen: make([]int, len(p.program))}
}

// from returns the first match that begins at pos or later.
func (m *search) from(pos int) (match []int) {
	m.now = m.now[:0]
	clear(m.seen)
	for pos <= len(m.text) {
		if match == nil {
			if len(m.now) == 0 {
				pos = m.skip(pos)
			}
			m.now = m.enter(m.now, way{start: pos}, pos)
		} else if len(m.now) == 0 {
			break
		}
		_, n := m.rune(pos)
		m.then = m.then[:0]
		for _, w := range m.now {
			s := &m.p.program[w.at]
			if s.do == found {
				match = w.match(pos, m.p.groups)
				break
			}
			w.at = s.to
			m.then = m.enter(m.then, w, pos+n)
		}
		m.now, m.then = m.then, m.now
		pos += max(n, 1)
	}
	return match
}

// rune returns the character at a place, of size 0 at the end.
func (m *search) rune(pos int) (r rune, size int) {
	if pos < len(m.text) && m.text[pos] < utf8.RuneSelf {
		return rune(m.text[pos]), 1
	}
	return utf8.DecodeRuneInString(m.text[pos:])
}

// skip returns the next place where a match can begin, by its first byte.
func (m *search) skip(pos int) int {
	if m.p.first != nil {
		for pos < len(m.text) && !m.p.first[m.text[pos]] {
			pos++
		}
	}
	return pos
}

func (w way) match(end, groups int) []int {
	at := make([]int, 2*groups+2)
	at[0], at[1] = w.start, end
	for i := range 2 * groups {
		at[i+2] = -1
	}
	copy(at[2:], w.slots)
	return at
}

// enter follows w, the preferred way first, up to the steps that read the
// character at pos, and appends these. A step is entered once for each place:
// whoever comes later is less preferred and would go on in the same way.
func (m *search) enter(to []way, w way, pos int) []way {
	r, n := m.rune(pos)
	m.stack = append(m.stack[:0], w)
	for len(m.stack) > 0 {
		w := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if m.seen[w.at] == pos+1 {
			continue
		}
		m.seen[w.at] = pos + 1
		s := &m.p.program[w.at]
		switch s.do {
		case read:
			if n > 0 && s.set.has(r) {
				to = append(to, w)
			}
			continue
		case found:
			to = append(to, w)
			continue
		case fork:
			m.stack = append(m.stack, way{s.or, w.start, w.slots})
		case save:
			w.slots = m.saved(w.slots, s.slot, pos)
		case test:
			if !holds(s.edge, m.text, pos) {
				continue
			}
		}
		w.at = s.to
		m.stack = append(m.stack, w)
	}
	return to
}

func (m *search) saved(slots []int, slot, pos int) []int {
	out := make([]int, 2*m.p.groups)
	if slots == nil {
		for i := range out {
			out[i] = -1
		}
	}
	copy(out, slots)
	out[slot] = pos
	return out
}

// holds reports whether an edge is between the characters around pos.
func holds(edge op, s string, pos int) bool {
	before := pos > 0 && isWord(s[pos-1])
	behind := pos < len(s) && isWord(s[pos])
	switch edge {
	case textStart:
		return pos == 0
	case textEnd:
		return pos == len(s)
	case lineStart:
		return pos == 0 || s[pos-1] == '\n'
	case lineEnd:
		return pos == len(s) || s[pos] == '\n'
	case wordEdge:
		return before != behind
	}
	return before == behind
}

func isWord(c byte) bool {
	return c == '_' || c-'0' < 10 || c|0x20 >= 'a' && c|0x20 <= 'z'
}
