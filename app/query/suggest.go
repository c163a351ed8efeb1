package query

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
)

// A Suggestion is what a query's text can be continued to, or put right with.
type Suggestion struct {
	Term string // the condition, as it is shown
	Text string // the query's whole text with it
}

// MaxSuggestions is how many there are at once.
const MaxSuggestions = 6

// fieldNames are the fields of the language, those that are asked for most first.
func fieldNames() []string {
	return []string{"key", "value", "was", "type", "by", "is", "changed", "class", "ever"}
}

// fieldAliases are words that people take for fields.
var fieldAliases = map[string]string{
	"who": "by", "author": "by", "user": "by", "from": "by", "kind": "type", "name": "key", "text": "value", "val": "value",
	"old": "was", "before": "was", "since": "changed", "when": "changed", "time": "changed", "within": "changed",
	"history": "ever", "group": "class", "category": "class", "has": "is", "mark": "is", "status": "is",
}

// unknownField returns the word before the colon of a text that looks as if a
// condition was meant. An address is not meant so, and neither is a time.
func (t Term) unknownField() string {
	name, rest, found := strings.Cut(t.Text, ":")
	letters := func(r rune) bool { return (r|0x20) < 'a' || (r|0x20) > 'z' }
	if t.Field != "" || t.quoted || !found || rest == "" || strings.HasPrefix(rest, "//") || len(name) < 2 || strings.ContainsFunc(name, letters) {
		return ""
	}
	return name
}

// Hint says of the first text with an unknown field that it is taken as text.
func (q Query) Hint() string {
	for _, t := range q {
		if name := t.unknownField(); name != "" {
			return "“" + name + ":” is no condition, so “" + t.Text + "” is looked for as text."
		}
	}
	return ""
}

// Suggestions returns what the text that the query was parsed from can be
// continued to at its end, and before that what can be put right in it; problem
// is what [Parse] found wrong, keys are those of the session.
func (q Query) Suggestions(text string, problem *Error, keys iter.Seq[string]) []Suggestion {
	var out []Suggestion
	add := func(from, to int, terms ...string) {
		for _, s := range terms {
			next := Suggestion{s, text[:from] + s + text[to:]}
			if len(out) < MaxSuggestions && next.Text != text && !slices.Contains(out, next) {
				out = append(out, next)
			}
		}
	}
	if problem != nil {
		field, word := problem.field, strings.ToLower(problem.word)
		for _, w := range nearest(word, wordsOf(field)) {
			add(problem.from, problem.to, field+":"+w)
		}
	}
	for _, t := range q {
		if name := strings.ToLower(t.unknownField()); name != "" {
			_, word, _ := strings.Cut(t.Text, ":")
			for _, f := range nearest(name, slices.Concat(fieldNames(), slices.Sorted(maps.Keys(fieldAliases)))) {
				f = cmp.Or(fieldAliases[f], f)
				words := []string{Quote(word, f)}
				if _, bad := Parse(f + ":" + words[0]); bad != nil {
					words = nearest(strings.ToLower(word), wordsOf(f))
				}
				for _, w := range words {
					add(t.start(), t.To, f+":"+w)
				}
			}
		}
	}
	if n := len(q); n > 0 && q[n-1].To == len(text) && !q[n-1].quoted {
		t := q[n-1]
		add(t.start(), t.To, t.continued(keys)...)
	}
	return out
}

// wordsOf are the words that a field knows, and some that a time may be.
func wordsOf(field string) []string {
	if field == "changed" {
		return []string{"30s", "2m", "10m", "1h"}
	}
	return fieldWords[field]
}

// continued are the terms that begin as t does.
func (t Term) continued(keys iter.Seq[string]) (out []string) {
	begins := func(s string) bool {
		return len(s) > len(t.Text) && strings.EqualFold(s[:len(t.Text)], t.Text)
	}
	if t.Text == "" || t.Whole || t.Field != "" && t.Field != "key" {
		return nil
	}
	if t.Field == "" {
		for _, f := range fieldNames() {
			if begins(f + ":") {
				out = append(out, f+":")
			}
		}
	}
	if keys != nil {
		most := len(out) + MaxSuggestions/2
		for key := range keys {
			if begins(key) {
				out = append(out, "key:"+Quote(key, "key"))
			}
			if len(out) == most {
				break
			}
		}
	}
	if t.Field == "" {
		for _, f := range fieldNames() {
			for _, w := range fieldWords[f] {
				if begins(w) {
					out = append(out, f+":"+w)
				}
			}
		}
	}
	return out
}

// nearest returns the words that s begins, or else those that are spelled most
// like it, or else all.
func nearest(s string, words []string) []string {
	begun := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !strings.HasPrefix(w, s) })
	if s != "" && len(begun) > 0 {
		return begun
	}
	best := max(1, len(s)/3)
	var alike []string
	for _, w := range words {
		switch d := spelled(s, w); {
		case d < best:
			best, alike = d, []string{w}
		case d == best:
			alike = append(alike, w)
		}
	}
	if len(alike) == 0 {
		return words
	}
	return alike
}

// spelled is how many letters have to be put in, left out, replaced or swapped
// with the next to make b of a.
func spelled(a, b string) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		last := row
		row = make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replaced := last[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			row[j] = min(last[j]+1, row[j-1]+1, replaced)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before = last
	}
	return row[len(b)]
}
