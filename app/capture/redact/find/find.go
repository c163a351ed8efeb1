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
	"slices"

	"github.com/keytrail/keytrail/app/capture"
)

// A Span is a part of a text that is to be hidden.
type Span struct {
	From, To int
	Label    string
	Text     string // what is hidden as a whole, "" when it is the part itself
}

// Find returns where credentials and, where personal, personal data stand in s,
// ascending. In a word for programs only what is unmistakable is.
func (n *Names) Find(s string, personal, word bool) []Span {
	f := finder{names: n, personal: personal, s: s}
	f.credentials()
	if personal {
		f.people(word)
	}
	return Merge(f.spans, n.pace)
}

// SortCost is what it costs to compare two values, in bytes of plain text.
const SortCost = 4

// Merge sorts spans and leaves out those within others. Of two that overlap the
// first is as it was and of the second the rest is left to hide.
func Merge(spans []Span, p *capture.Pace) []Span {
	order := func(a, b Span) int {
		p.Spend(SortCost)
		if a.From != b.From {
			return a.From - b.From
		}
		return b.To - a.To
	}
	if !slices.IsSortedFunc(spans, order) {
		slices.SortStableFunc(spans, order)
	}
	var out []Span
	end := 0
	for _, s := range spans {
		if s.To > end {
			out, end = append(out, s), s.To
		}
	}
	return out
}
