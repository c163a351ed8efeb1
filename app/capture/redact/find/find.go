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

import "github.com/keytrail/keytrail/app/capture"

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
	f.spans = inOrder(f.spans, n.pace)
	merged = outer(f.spans)
	for i, end := 0, 0; len(merged) < len(f.spans) && i < len(f.spans); i++ {
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
func Merge(spans []Span, p *capture.Pace) []Span { return outer(inOrder(spans, p)) }

// inOrder sorts spans by where they begin, the longest first; of equal ones the first
// stays in front. Each part of the finder finds them in order, so that there are few
// runs to merge. It may write to spans.
func inOrder(spans []Span, p *capture.Pace) []Span {
	for room := make([]Span, 0, len(spans)); ; spans, room = room, spans[:0] {
		pairs := 0
		for rest := spans; len(rest) > 0; pairs++ {
			n := run(rest, p)
			m := n + run(rest[n:], p)
			a, b := rest[:n], rest[n:m]
			for len(a) > 0 && len(b) > 0 {
				if b[0].before(a[0]) {
					room, b = append(room, b[0]), b[1:]
				} else {
					room, a = append(room, a[0]), a[1:]
				}
			}
			room, rest = append(append(room, a...), b...), rest[m:]
		}
		if pairs <= 1 {
			return room
		}
	}
}

// run returns how many spans stand in order.
func run(spans []Span, p *capture.Pace) int {
	for i := range spans {
		if p.Spend(SortCost); i > 0 && spans[i].before(spans[i-1]) {
			return i
		}
	}
	return len(spans)
}

func (s Span) before(t Span) bool { return s.From < t.From || s.From == t.From && s.To > t.To }

// outer leaves out the spans that are within others.
func outer(spans []Span) []Span {
	out, end := make([]Span, 0, len(spans)), 0
	for _, s := range spans {
		if s.To > end {
			out, end = append(out, s), s.To
		}
	}
	return out
}
