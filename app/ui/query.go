package ui

import (
	"strings"
	"time"
)

// Terms are what the filter field asks for: every one must hold. Their text
// form is read by parseQuery:
//
//	RT routing              both texts stand in the key, the value or the Was column
//	key:RT*                 the key matches; * is any run, ? one character
//	value:"open order"      the value contains it
//	was:pending             so does the value in the Was column
//	ever:resolved           so does the value of some event that is kept
//	type:number             text, number (int, decimal), true/false, null, list, object, absent
//	class:routing           the key's class
//	by:you                  who changed it last: you, routing, other, unknown, first
//	changed:2m              changed within 2 minutes (s, m, h, d) of the instant shown
//	is:added                added, removed, changed, retyped, marked, pinned, watched, …
//	-class:routing          a minus turns any term around
//	key:=Subject            an equals sign wants all of it, not a part
type terms []term

// A term is one condition of a query.
type term struct {
	not    bool
	field  string // "" looks at key, value and previous value
	text   string
	whole  bool // the text must be all of it
	age    time.Duration
	from   int // where the term stands in the query's text, in bytes
	to     int
	quoted bool // its text stands in quotes
}

// A queryError says what is wrong with a query, and where.
type queryError struct {
	column int // in characters, from 1
	text   string
	// Of a word that a field does not know: where the condition stands without
	// its minus, in bytes, and what it is.
	field, word string
	from, to    int
}

func (e *queryError) Error() string { return "column " + itoa(e.column) + ": " + e.text }

// queryWords are the fields of the language, each with the words it knows;
// a field without words takes any text.
var queryWords = map[string][]string{
	"key": nil, "value": nil, "was": nil, "ever": nil, "changed": nil,
	"type":  {"text", "number", "int", "decimal", "true/false", "null", "list", "object", "absent"},
	"class": {"business", "contact", "disposition", "routing", "cost-routing", "chat-server", "reporting", "other"},
	"by":    {"you", "routing", "other", "unknown", "first"},
	"is":    {"marked", "added", "removed", "changed", "retyped", "respelled", "duplicate", "pinned", "watched", "hidden"},
}

// queryAliases are words that people bring along from elsewhere.
var queryAliases = map[string]string{
	"string": "text", "integer": "int", "bool": "true/false", "boolean": "true/false", "array": "list",
	"me": "you", "another": "other", "routed": "routing",
}

// parseQuery reads the text of the filter field. It returns the terms that can
// be read even where err says that another one cannot.
func parseQuery(s string) (q terms, err *queryError) {
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
		} else if t.text != "" || t.field != "" {
			q = append(q, t)
		}
		i = end
	}
	return q, err
}

// parseTerm reads the term at s[i:] and returns where it ends.
func parseTerm(s string, i int) (t term, end int, err *queryError) {
	t.from = i
	if s[i] == '-' && i+1 < len(s) && s[i+1] != ' ' {
		t.not = true
		i++
	}
	if name, ok := fieldAt(s[i:]); ok {
		t.field = name
		i += len(name) + 1
	}
	at := i
	if t.field != "" && i < len(s) && s[i] == '=' {
		t.whole = true
		i++
	}
	t.quoted = i < len(s) && s[i] == '"'
	t.text, end, err = parseWord(s, i)
	t.to = end
	if err == nil {
		if err = t.check(s, at); err != nil {
			err.field, err.word, err.from, err.to = t.field, t.text, t.from+index01(t.not), end
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
	_, ok := queryWords[s[:n]]
	return s[:n], ok
}

// parseWord reads a run of characters without blanks, or a quoted one in which
// a backslash takes the next character as it is.
func parseWord(s string, i int) (word string, end int, err *queryError) {
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
	return "", len(s), &queryError{column: column(s, i), text: `the text that begins here has no closing "`}
}

func column(s string, i int) int { return len([]rune(s[:i])) + 1 }

// check fills in what the term's text means, or says what is wrong with it;
// at is where the text begins.
func (t *term) check(s string, at int) *queryError {
	bad := func(text string) *queryError { return &queryError{column: column(s, at), text: text} }
	words := queryWords[t.field]
	switch {
	case t.field == "" || t.field == "key" && t.whole || t.field == "value" && t.whole:
	case t.text == "":
		return bad(t.field + ": wants something behind the colon, like " + t.field + ":" + example(t.field))
	case t.field == "changed":
		d, ok := parseAge(t.text)
		if !ok {
			return bad("changed: wants a time like 30s, 2m, 1h or 7d")
		}
		t.age = d
	case words != nil:
		word := strings.ToLower(t.text)
		if other := queryAliases[word]; other != "" {
			word = other
		}
		for _, w := range words {
			if w == word {
				t.text = w
				return nil
			}
		}
		return bad(t.field + ": knows " + strings.Join(words, ", "))
	}
	return nil
}

func example(field string) string {
	switch {
	case field == "key":
		return "RT*"
	case field == "changed":
		return "2m"
	case queryWords[field] != nil:
		return queryWords[field][0]
	}
	return `"x"`
}

// parseAge reads a whole number with the unit s, m, h or d.
func parseAge(s string) (time.Duration, bool) {
	unit := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[s[len(s)-1]]
	n := atoi(s[:len(s)-1])
	if unit == 0 || n <= 0 || n > 1e6 || s[0] == '+' {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// String writes the query so that parseQuery reads it again.
func (q terms) String() string {
	parts := make([]string, len(q))
	for i, t := range q {
		parts[i] = t.String()
	}
	return strings.Join(parts, " ")
}

func (t term) String() string {
	s := ""
	if t.not {
		s = "-"
	}
	if t.field != "" {
		s += t.field + ":"
		if t.whole {
			s += "="
		}
	}
	return s + quoteWord(t.text, t.field)
}

// quoteWord quotes a text where it would not be read as one word without.
func quoteWord(text, field string) string {
	if text == "" && field != "" {
		return `""`
	}
	_, named := fieldAt(text)
	if strings.ContainsAny(text, " \t\"\\") || field == "" && (named || len(text) > 1 && text[0] == '-') {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	return text
}

// public is the query without the terms that may name a customer's value. It
// is what may leave the page's memory.
func (q terms) public() terms {
	var out terms
	for _, t := range q {
		switch t.field {
		case "", "value", "was", "ever":
		default:
			out = append(out, t)
		}
	}
	return out
}

// wanted are the texts that the query looks for in a column, to be marked
// there: "key", "value" or "was".
func (q terms) wanted(column string) (out []string) {
	for _, t := range q {
		if !t.not && t.text != "" && (t.field == "" || t.field == column && !strings.ContainsAny(t.text, "*?")) {
			out = append(out, t.text)
		}
	}
	return out
}

// names reports whether somebody who asks this looks for keys or values
// themselves, and so wants to see them even where they are hidden.
func (q terms) names() bool {
	for _, t := range q {
		switch t.field {
		case "by", "changed", "type":
		case "is":
			if t.text == "hidden" {
				return true
			}
		default:
			if !t.not {
				return true
			}
		}
	}
	return false
}
