package settings

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
)

// Authors is a set of authors whose changes do not count where somebody looks
// for the writer of a key.
type Authors uint8

// Skippable are the authors that can be in it.
func Skippable() [5]history.Author {
	return [...]history.Author{history.Routing, history.AnotherClient, history.You, history.Unknown, history.Repeated}
}

// Has reports whether an author is in the set.
func (s Authors) Has(a history.Author) bool { return s&(1<<a) != 0 }

// Toggle returns the set with the author put in, or taken out.
func (s Authors) Toggle(a history.Author) Authors { return s ^ 1<<a }

// String names the authors in words of the filter, with blanks between them.
func (s Authors) String() string {
	var words []string
	for _, a := range Skippable() {
		if s.Has(a) {
			words = append(words, query.AuthorWord(a))
		}
	}
	return strings.Join(words, " ")
}

// ParseAuthors reads what String wrote. Unknown words mean nobody.
func ParseAuthors(text string) (s Authors) {
	for _, a := range Skippable() {
		if slices.Contains(strings.Fields(text), query.AuthorWord(a)) {
			s |= 1 << a
		}
	}
	return s
}
