package query

import (
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Row is a key as a query sees it: what it holds and what happened to it.
type Row struct {
	Key   string
	Value userdata.Value // [userdata.Absent] for a key that is gone
	Class userdata.Class
	Kind  userdata.ChangeKind // [userdata.Same] where nothing happened
	Was   userdata.Value      // before that

	Hidden bool // folded away, or taken off the table by a rule
}

// RowAfter is the row of a key right after an event of v, marked with what that
// event did to it.
func RowAfter(v history.View, e history.Event, key string, class userdata.Class) Row {
	r := Row{Key: key, Value: v.ValueAfter(e, key), Class: class}
	if e.Brought() {
		return r
	}
	for _, c := range e.Changes {
		if c.Key == key {
			r.Kind, r.Was = c.KeyKind(), c.Old
			break
		}
	}
	return r
}

// Facts are what a query may ask of a key that its row does not say.
type Facts interface {
	// By returns who changed the key last, as [AuthorWord] has it, "" for nobody.
	By(key string) string
	// Changed reports whether the key changed within a time of the instant that
	// is looked at.
	Changed(key string, within time.Duration) bool
	// Medium is the medium of the session, as [MediumWord] has it.
	Medium() string
	// Pinned and Watched report what somebody has done with the key.
	Pinned(key string) bool
	Watched(key string) bool
}

// AuthorWord is the word of the field by: for an author.
func AuthorWord(a history.Author) string {
	return [...]string{history.FirstSeen: "first", history.You: "you", history.Routing: "routing",
		history.AnotherClient: "other", history.Unknown: "unknown", history.Repeated: "repeated"}[a]
}

// MediumWord is the word of the field medium: for the name of a medium, "" being SMS.
func MediumWord(name string) string {
	switch word, ok := Word("medium", name); {
	case name == "":
		return "sms"
	case ok:
		return word
	}
	return "other"
}

// A Sieve tells which rows a query lets through. It is made once and asked once
// for each row, and so allocates nothing while it is asked.
type Sieve struct {
	query Query
	facts Facts
	ever  []map[string]bool // by term: the keys that ever had the value
}

// Sieve returns the sieve of a query about keys of v.
func (q Query) Sieve(v history.View, facts Facts) *Sieve {
	s := &Sieve{query: q, facts: facts}
	for i := range q {
		if q[i].Field == "ever" {
			if s.ever == nil {
				s.ever = make([]map[string]bool, len(q))
			}
			s.ever[i] = everHad(v, &q[i])
		}
	}
	return s
}

// Passes reports whether a row is what the query asks for.
func (s *Sieve) Passes(r *Row) bool {
	for i := range s.query {
		t := &s.query[i]
		if s.holds(t, i, r) == t.Not {
			return false
		}
	}
	return true
}

func (s *Sieve) holds(t *Term, i int, r *Row) bool {
	switch t.Field {
	case "":
		return Contains(r.Key, t.Text) || Contains(textOf(r.Value), t.Text) ||
			r.Kind != userdata.Same && Contains(textOf(r.Was), t.Text)
	case "key":
		return t.Matches(r.Key)
	case "value":
		return t.matchesValue(r.Value)
	case "was":
		return r.Kind != userdata.Same && t.matchesValue(r.Was)
	case "ever":
		return s.ever[i][r.Key]
	case "type":
		return IsType(r.Value, t.Text)
	case "class":
		return r.Class.String() == t.Text
	case "by":
		return s.facts.By(r.Key) == t.Text
	case "medium":
		return s.facts.Medium() == t.Text
	case "changed":
		return s.facts.Changed(r.Key, t.Within)
	}
	switch t.Text {
	case "marked":
		return r.Kind != userdata.Same
	case "pinned":
		return s.facts.Pinned(r.Key)
	case "watched":
		return s.facts.Watched(r.Key)
	case "hidden":
		return r.Hidden
	}
	return r.Kind.String() == t.Text
}

// IsType reports whether a value is of a type, a word of the field type:.
func IsType(v userdata.Value, word string) bool {
	switch word {
	case "int":
		return v.Kind() == userdata.Number && !strings.ContainsAny(v.Literal(), ".eE")
	case "decimal":
		return v.Kind() == userdata.Number && strings.ContainsAny(v.Literal(), ".eE")
	}
	return v.Kind().String() == word
}

// Matches compares s with the term's text: as a whole, by wildcards, or as a
// part. Letters of ASCII match in either case, except for the whole.
func (t *Term) Matches(s string) bool {
	switch {
	case t.Whole:
		return s == t.Text
	case strings.ContainsAny(t.Text, "*?"):
		return userdata.MatchesGlob(t.Text, s, true)
	}
	return Contains(s, t.Text)
}

// matchesValue is Matches for the text of a value.
func (t *Term) matchesValue(v userdata.Value) bool {
	if v.Kind() == userdata.Absent {
		return false
	}
	return t.Matches(textOf(v))
}

// textOf is v.Text without a copy wherever the literal is the text.
func textOf(v userdata.Value) string {
	if lit := v.Literal(); v.Kind() == userdata.Text && strings.IndexByte(lit, '\\') < 0 {
		return lit[1 : len(lit)-1]
	}
	return v.Text()
}
