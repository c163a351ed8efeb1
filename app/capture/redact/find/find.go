// Package find finds credentials and personal data in text that is not JSON.
//
// Start with [Names], which knows what names say of their values, and
// [Names.Find], which looks through a text.
//
// The one rule: a text goes in as words.Fold has it, and what comes out are places
// in that.
//
// It hides nothing: package redact does, and asks it what.
package find

import (
	"sort"

	"github.com/keytrail/keytrail/app/capture"
)

// A Label says as what something is hidden.
type Label uint8

// The labels. Their names are the words of the pseudonyms.
const (
	None Label = iota // it is not hidden
	Credential
	Card
	Email
	Phone
	Token
	IBAN
	Name
	Text
	Header // that is not known to be harmless
	Hidden // by a person's rule
)

var labels = [...]string{"", "credential", "card", "email", "phone", "token", "iban", "name", "text", "header", "hidden"}

// String returns the word of a label, "" for None.
func (l Label) String() string { return labels[l] }

// A Span is a part of a text that is to be hidden. A long text has many, so that
// there is no pointer in it to follow.
type Span struct {
	From, To int
	Label    Label
	Known    int32 // the number of the known value that the part spells, 0 where it is the value itself
}

// Find returns where credentials and, where personal, personal data stand in s,
// ascending. In a word for programs only what is unmistakable is. inside are credentials
// within them, which may stand by themselves elsewhere.
func (n *Names) Find(s string, personal, word bool) (merged, inside []Span) {
	f := finder{names: n, personal: personal, s: s}
	f.credentials()
	if personal {
		f.people(word)
	}
	f.escaped(word)
	merged = Merge(f.spans, n.pace)
	for i, end := 0, 0; len(merged) < len(f.spans) && i < len(f.spans); i++ { // sorted by now
		if p := f.spans[i]; p.To > end {
			end = p.To
		} else if p.Label == Credential && p.To-p.From <= nearHalf {
			inside = append(inside, p)
		}
	}
	return merged, inside
}

// SortCost is what it costs to compare two values, in bytes of plain text.
const SortCost = 4

// Merge sorts spans and leaves out those within others. Of two that overlap the
// first is as it was and of the second the rest is left to hide.
func Merge(spans []Span, p *capture.Pace) []Span {
	before := func(i, j int) bool {
		p.Spend(SortCost)
		a, b := spans[i], spans[j]
		return a.From < b.From || a.From == b.From && a.To > b.To
	}
	if !sort.SliceIsSorted(spans, before) {
		sort.SliceStable(spans, before)
	}
	out, end := make([]Span, 0, len(spans)), 0
	for _, s := range spans {
		if s.To > end {
			out, end = append(out, s), s.To
		}
	}
	return out
}
