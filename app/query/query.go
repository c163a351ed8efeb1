// Package query is the language of the filter: what somebody types to see some
// of a session's keys and not the others.
//
// Start with [Parse], which reads a [Query] from its text, and with [Sieve],
// which tells of a [Row] whether the query lets it through. [Query.Suggestions]
// is what a text can be continued to or put right with, and [Presences] answers
// when a value ever was there.
//
// The one rule: a query may name a customer's value. Only its [Query.Public]
// part may be stored or put into an address.
//
// It is not a table: it knows neither pins nor folds, and asks whoever has them
// ([Facts]). It reads no clock and keeps nothing.
package query

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Query is what the filter asks for: every term must hold. Its text form is
// read by [Parse]:
//
//	RT routing              both texts stand in the key, the value or the Was column
//	key:RT*                 the key matches; * is any run, ? one character
//	value:"open order"      the value contains it
//	was:pending             so does the value in the Was column
//	ever:resolved           so does the value of some event that is kept
//	type:number             text, number (int, decimal), true/false, null, list, object, absent
//	class:routing           the key's class
//	by:you                  who changed it last: you, routing, other, unknown, first
//	medium:voice            it is of a session of that medium: sms, voice, chat, email, …
//	changed:2m              changed within 2 minutes (s, m, h, d) of the instant shown
//	is:added                added, removed, changed, retyped, marked, pinned, watched, …
//	-class:routing          a minus turns any term around
//	key:=Subject            an equals sign wants all of it, not a part
type Query []Term

// A Term is one condition of a query.
type Term struct {
	Not      bool
	Field    string // "" looks at key, value and previous value
	Text     string
	Whole    bool          // the text must be all of it
	Within   time.Duration // of changed:
	From, To int           // where the term stands in the query's text, in bytes
	quoted   bool          // its text stands in quotes
}

// start is where the term stands without its minus.
func (t *Term) start() int {
	if t.Not {
		return t.From + 1
	}
	return t.From
}

// An Error says what is wrong with a query, and where.
type Error struct {
	Column int    // in characters, from 1
	Text   string // a sentence without its full stop

	field, word string // of a word that a field does not know
	from, to    int    // where that condition stands without its minus, in bytes
}

// Error names the column.
func (e *Error) Error() string { return "column " + strconv.Itoa(e.Column) + ": " + e.Text }

// fieldWords are the fields of the language, each with the words it knows;
// a field without words takes any text.
var fieldWords = map[string][]string{
	"key": nil, "value": nil, "was": nil, "ever": nil, "changed": nil,
	"type":   {"text", "number", "int", "decimal", "true/false", "null", "list", "object", "absent"},
	"class":  {"business", "contact", "disposition", "routing", "cost-routing", "chat-server", "reporting", "other"},
	"medium": {"sms", "voice", "chat", "email", "workitem", "openmedia", "im", "facebook", "facebook-public", "twitter", "twitter-older", "outbound", "other"},
	"by":     {"you", "routing", "other", "unknown", "first", "repeated"},
	"is":     {"marked", "added", "removed", "changed", "retyped", "respelled", "duplicate", "pinned", "watched", "hidden"},
}

// aliases are words that people bring along from elsewhere.
var aliases = map[string]string{
	"string": "text", "integer": "int", "bool": "true/false", "boolean": "true/false", "array": "list",
	"call": "voice", "mail": "email", "e-mail": "email",
	"me": "you", "another": "other", "routed": "routing",
}

// Words are the words that a field knows, nil where it takes any text.
func Words(field string) []string { return slices.Clone(fieldWords[field]) }

// Word returns the word of a field that somebody means by s, which may be in
// upper case or a well-known alias; ok is false where there is none.
func Word(field, s string) (word string, ok bool) {
	word = strings.ToLower(s)
	if other := aliases[word]; other != "" {
		word = other
	}
	return word, slices.Contains(fieldWords[field], word)
}

// Parse reads the text of a query. It returns the terms that can be read even
// where err says that another one cannot.
func Parse(s string) (q Query, err *Error) {
	for i := 0; i < len(s); {
		if s[i] == ' ' || s[i] == '\t' {
			i++
			continue
		}
		t, end, bad := parseTerm(s, i)
		if bad != nil {
			if err == nil {
				err = bad
			}
		} else if t.Text != "" || t.Field != "" {
			q = append(q, t)
		}
		i = end
	}
	return q, err
}

// ParseEvent reads a query that is asked right after a single event. Terms that
// speak of all history or of the present instant mean nothing there.
func ParseEvent(s string) (Query, *Error) {
	q, err := Parse(s)
	for _, t := range q {
		if err == nil && (t.Field == "ever" || t.Field == "changed") {
			err = &Error{Column: Column(s, t.From), Text: t.Field + ": says nothing about a single event"}
		}
	}
	return q, err
}

// TermEnd returns where the term that begins at s[i:] ends, whether it says
// anything or not.
func TermEnd(s string, i int) int {
	_, end, _ := parseTerm(s, i)
	return end
}

// parseTerm reads the term at s[i:] and returns where it ends.
func parseTerm(s string, i int) (t Term, end int, err *Error) {
	t.From = i
	if s[i] == '-' && i+1 < len(s) && s[i+1] != ' ' {
		t.Not = true
		i++
	}
	if name, ok := fieldAt(s[i:]); ok {
		t.Field = name
		i += len(name) + 1
	}
	at := i
	if t.Field != "" && i < len(s) && s[i] == '=' {
		t.Whole = true
		i++
	}
	t.quoted = i < len(s) && s[i] == '"'
	t.Text, end, err = ReadWord(s, i)
	t.To = end
	if err == nil {
		if err = t.check(s, at); err != nil {
			err.field, err.word, err.from, err.to = t.Field, t.Text, t.start(), end
		}
	}
	return t, end, err
}

// fieldAt returns the field that s begins with. A colon behind any other word
// is text: values hold times and addresses.
func fieldAt(s string) (string, bool) {
	n := strings.IndexAny(s, ": \t\"")
	if n <= 0 || s[n] != ':' {
		return "", false
	}
	_, ok := fieldWords[s[:n]]
	return s[:n], ok
}

// ReadWord reads at s[i:] a run of characters without blanks, or a quoted one in
// which a backslash takes the next character as it is. It returns where it ends.
func ReadWord(s string, i int) (word string, end int, err *Error) {
	if i >= len(s) || s[i] != '"' {
		end = i
		for end < len(s) && s[end] != ' ' && s[end] != '\t' {
			end++
		}
		return s[i:end], end, nil
	}
	var b strings.Builder
	for j := i + 1; j < len(s); j++ {
		switch {
		case s[j] == '"':
			return b.String(), j + 1, nil
		case s[j] == '\\' && j+1 < len(s):
			j++
		}
		b.WriteByte(s[j])
	}
	return "", len(s), &Error{Column: Column(s, i), Text: `the text that begins here has no closing "`}
}

// Column is the place of the byte s[i] in characters, counted from 1.
func Column(s string, i int) int { return len([]rune(s[:i])) + 1 }

// check fills in what the term's text means, or says what is wrong with it;
// at is where the text begins.
func (t *Term) check(s string, at int) *Error {
	bad := func(text string) *Error { return &Error{Column: Column(s, at), Text: text} }
	words := fieldWords[t.Field]
	switch {
	case t.Field == "" || t.Field == "key" && t.Whole || t.Field == "value" && t.Whole:
	case t.Text == "":
		return bad(t.Field + ": wants something behind the colon, like " + t.Field + ":" + example(t.Field))
	case t.Field == "changed":
		d, ok := ParseAge(t.Text)
		if !ok {
			return bad("changed: wants a time like 30s, 2m, 1h or 7d")
		}
		t.Within = d
	case words != nil:
		word, known := Word(t.Field, t.Text)
		if !known {
			return bad(t.Field + ": knows " + strings.Join(words, ", "))
		}
		t.Text = word
	}
	return nil
}

func example(field string) string {
	switch {
	case field == "key":
		return "RT*"
	case field == "changed":
		return "2m"
	case fieldWords[field] != nil:
		return fieldWords[field][0]
	}
	return `"x"`
}

// ages are the units of a time, the largest first.
var ages = [...]struct {
	unit time.Duration
	sign byte
}{{24 * time.Hour, 'd'}, {time.Hour, 'h'}, {time.Minute, 'm'}, {time.Second, 's'}}

// ParseAge reads a whole number with the unit s, m, h or d.
func ParseAge(s string) (time.Duration, bool) {
	for _, a := range ages {
		if digits, ok := strings.CutSuffix(s, string(a.sign)); ok {
			n, _ := strconv.Atoi(digits)
			return time.Duration(n) * a.unit, n > 0 && n <= 1e6 && s[0] != '+'
		}
	}
	return 0, false
}

// FormatAge writes whole seconds so that [ParseAge] reads them again.
func FormatAge(d time.Duration) string {
	for _, a := range ages {
		if d%a.unit == 0 {
			return strconv.Itoa(int(d/a.unit)) + string(a.sign)
		}
	}
	return ""
}

// String writes the query so that [Parse] reads it again.
func (q Query) String() string {
	parts := make([]string, len(q))
	for i, t := range q {
		parts[i] = t.String()
	}
	return strings.Join(parts, " ")
}

// String writes the term so that [Parse] reads it again.
func (t Term) String() string {
	s := ""
	if t.Not {
		s = "-"
	}
	if t.Field != "" {
		s += t.Field + ":"
		if t.Whole {
			s += "="
		}
	}
	return s + Quote(t.Text, t.Field)
}

// Quote quotes a text where it would not be read as one word without.
func Quote(text, field string) string {
	if text == "" && field != "" {
		return `""`
	}
	_, named := fieldAt(text)
	if strings.ContainsAny(text, " \t\"\\") || field == "" && (named || len(text) > 1 && text[0] == '-') || field != "" && text[0] == '=' {
		return InQuotes(text)
	}
	return text
}

// InQuotes writes a text in double quotes, so that [ReadWord] reads it again.
func InQuotes(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// Public is the query without the terms that may name a customer's value. It
// is what may leave the page's memory.
func (q Query) Public() Query {
	var out Query
	for _, t := range q {
		switch t.Field {
		case "", "value", "was", "ever":
		default:
			out = append(out, t)
		}
	}
	return out
}

// Storable reports that a query can be read and names no value, so that its text
// may outlive the page.
func Storable(text string) bool {
	q, err := Parse(text)
	return err == nil && len(q) > 0 && len(q.Public()) == len(q)
}

// Wanted are the texts that the query looks for in a column, to be marked
// there: "key", "value" or "was".
func (q Query) Wanted(column string) (out []string) {
	for _, t := range q {
		if !t.Not && t.Text != "" && (t.Field == "" || t.Field == column && !strings.ContainsAny(t.Text, "*?")) {
			out = append(out, t.Text)
		}
	}
	return out
}

// FindsHidden reports whether somebody who asks this looks for keys or values
// themselves, and so wants to see them even where they are hidden.
func (q Query) FindsHidden() bool {
	for _, t := range q {
		switch t.Field {
		case "by", "changed", "type":
		case "is":
			if t.Text == "hidden" {
				return true
			}
		default:
			if !t.Not {
				return true
			}
		}
	}
	return false
}
