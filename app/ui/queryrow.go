package ui

import (
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// A sieve tells which rows a query lets through. It is made once for a scene
// and asked once for each row, and so allocates nothing while it is asked.
type sieve struct {
	query   terms
	session *tracker.Session
	at      int // the event whose state is shown
	now     time.Time
	view    *view
	events  map[int]history.Event
	ever    []map[string]bool // by term: the keys that ever had the value
}

// passes reports whether a row is what the query asks for.
func (s *sieve) passes(r *row) bool {
	for i := range s.query {
		t := &s.query[i]
		if s.holds(t, i, r) == t.not {
			return false
		}
	}
	return true
}

func (s *sieve) holds(t *term, i int, r *row) bool {
	switch t.field {
	case "":
		return contains(r.key, t.text) || containsText(r.value, t.text) ||
			r.kind != userdata.Same && containsText(r.was, t.text)
	case "key":
		return t.matches(r.key)
	case "value":
		return t.matchesValue(r.value)
	case "was":
		return r.kind != userdata.Same && r.was.Kind() != userdata.Absent && t.matchesValue(r.was)
	case "ever":
		return s.ever[i][r.key]
	case "type":
		return isType(r.value, t.text)
	case "class":
		return r.class.String() == t.text
	case "by":
		return s.by(r.key) == t.text
	case "changed":
		e, ok := s.writer(r.key)
		return ok && !brought(e) && e.Time.After(s.now.Add(-t.age))
	}
	return s.is(t.text, r)
}

// writer returns the last event that touched key. Many keys share one, and
// reading an event is what costs, so each is read once.
func (s *sieve) writer(key string) (history.Event, bool) {
	numbers := s.session.History.Touching(key)
	i, _ := slices.BinarySearch(numbers, s.at+1)
	if i == 0 {
		return history.Event{}, false
	}
	n := numbers[i-1]
	e, ok := s.events[n]
	if !ok {
		if e, ok = s.session.History.Event(n); !ok {
			return e, false
		}
		if s.events == nil {
			s.events = map[int]history.Event{}
		}
		s.events[n] = e
	}
	return e, true
}

// by is the word of the filter for who changed key last.
func (s *sieve) by(key string) string {
	e, ok := s.writer(key)
	if !s.view.skips.none() {
		e, _, ok = s.view.skips.lastWriter(s.session, key, s.at)
	}
	if !ok {
		return ""
	}
	return whoWords[s.session.Who(e, key)]
}

func (s *sieve) is(word string, r *row) bool {
	switch word {
	case "marked":
		return r.kind != userdata.Same
	case "pinned":
		return slices.Contains(s.view.pins, r.key)
	case "watched":
		return s.view.watching(r.key) >= 0
	case "hidden":
		return r.hide > 0 || s.view.noise().has(r.class)
	}
	return r.kind.String() == word
}

func isType(v userdata.Value, word string) bool {
	switch word {
	case "int":
		return v.Kind() == userdata.Number && !strings.ContainsAny(v.Literal(), ".eE")
	case "decimal":
		return v.Kind() == userdata.Number && strings.ContainsAny(v.Literal(), ".eE")
	}
	return v.Kind().String() == word
}

// matches compares s with the term's text: as a whole, by wildcards, or as a
// part. Letters of ASCII match in either case, except for the whole.
func (t *term) matches(s string) bool {
	switch {
	case t.whole:
		return s == t.text
	case strings.ContainsAny(t.text, "*?"):
		return glob(t.text, s)
	}
	return contains(s, t.text)
}

// matchesValue is matches for the text of a value.
func (t *term) matchesValue(v userdata.Value) bool {
	if v.Kind() == userdata.Absent {
		return false
	}
	return t.matches(textOf(v))
}

func containsText(v userdata.Value, sub string) bool { return contains(textOf(v), sub) }

// textOf is v.Text without a copy wherever the literal is the text.
func textOf(v userdata.Value) string {
	if lit := v.Literal(); v.Kind() == userdata.Text && strings.IndexByte(lit, '\\') < 0 {
		return lit[1 : len(lit)-1]
	}
	return v.Text()
}

// glob reports whether pattern, in which * is any run of bytes and ? any single
// byte, is all of s. It tries each place of the last star once.
func glob(pattern, s string) bool {
	p, i, star, mark := 0, 0, -1, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || fold7(pattern[p]) == fold7(s[i])):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// contains is strings.Contains without regard to the case of ASCII letters. It
// does not copy its arguments: a value may be ten megabytes long.
func contains(s, sub string) bool {
	return sub == "" || strings.Contains(s, sub) || indexFold(s, sub) >= 0
}

// indexFold returns where s holds sub, in the sense of contains, or -1.
func indexFold(s, sub string) int {
	for i := 0; sub != "" && i+len(sub) <= len(s); i++ {
		if fold7(s[i]) == fold7(sub[0]) && equalFold7(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}

func equalFold7(a, b string) bool {
	for i := range len(a) {
		if fold7(a[i]) != fold7(b[i]) {
			return false
		}
	}
	return true
}

func fold7(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}
