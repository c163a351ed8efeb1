package dashboard

import (
	"slices"
	"sort"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A KeyCount says how common a key is.
type KeyCount struct {
	Key      string
	Sessions int // that have it
	Distinct int // values of it, among them
}

// CountKeys counts the keys of sessions: what is in most of them first.
func CountKeys(all []*book.Session) []KeyCount {
	type tally struct {
		sessions int
		last     *book.Session // of which a key may stand twice
		values   map[string]struct{}
	}
	tallies := map[string]*tally{}
	for _, x := range all {
		for key, v := range x.Data.All() {
			t := tallies[key]
			if t == nil {
				t = &tally{values: map[string]struct{}{}}
				tallies[key] = t
			}
			t.sessions += scene.OneIf(t.last != x)
			t.last = x
			t.values[v.Literal()] = struct{}{}
		}
	}
	out := make([]KeyCount, 0, len(tallies))
	for key, t := range tallies {
		out = append(out, KeyCount{key, t.sessions, len(t.values)})
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return a.Sessions > b.Sessions || a.Sessions == b.Sessions && a.Key < b.Key
	})
	return out
}

// mostWeighed is how many entries of sessions are counted to propose columns,
// and mostAlike how many values the sessions have of a key that tells them apart.
const mostWeighed, mostAlike = 20_000, 12

// Propose orders the keys of sessions by what their columns would tell: what most
// sessions have with a few different values comes first, what is noise last.
func Propose(all []*book.Session, noise func(key string) bool) (keys []string) {
	weighed := 0
	for i, x := range all {
		if weighed += x.Data.Len(); weighed > mostWeighed {
			all = all[:i+1]
			break
		}
	}
	var ranks [4][]string
	for _, c := range CountKeys(all) {
		rank := 1 // one of its own in each session
		switch {
		case noise(c.Key):
			rank = 3
		case 2*c.Sessions < len(all), c.Distinct == 1 && len(all) > 1:
			rank = 2
		case c.Distinct < c.Sessions && c.Distinct <= mostAlike:
			rank = 0
		}
		ranks[rank] = append(ranks[rank], c.Key)
	}
	return slices.Concat(ranks[:]...)
}

// mostOffered is how many keys are offered at once; who looks for another one
// types a part of its name.
const mostOffered = 60

// Chooser draws the keys that can be columns: those that are, in their order, and
// below them the others.
func (t *Table) Chooser(counts []KeyCount, sessions int, find string) *rows.Node {
	chosen, offered := rows.El("ol", "board-chosen"), rows.El("ul", "board-offered")
	known := map[string]KeyCount{}
	for _, c := range counts {
		known[c.Key] = c
	}
	for i, key := range t.Columns {
		c := known[key]
		c.Key = key
		li := rows.El("li", "board-choice", t.choice(c, sessions, true))
		if i > 0 {
			li.Parts = append(li.Parts, rows.Button("btn btn--quiet", "board-left", key, rows.Sign("", "◀"), rows.SR("Move "+key+" to the left")))
		}
		chosen.Parts = append(chosen.Parts, li)
	}
	more := 0
	for _, c := range counts {
		switch {
		case slices.Contains(t.Columns, c.Key) || !query.Contains(c.Key, find):
		case len(offered.Parts) == mostOffered:
			more++
		default:
			offered.Parts = append(offered.Parts, rows.El("li", "board-choice", t.choice(c, sessions, false)))
		}
	}
	said := "No key has this in its name."
	switch {
	case len(counts) == 0:
		said = "No session carries a key yet."
	case len(t.Columns) == settings.MostColumns:
		said = "There is no room for more columns: take one away first."
	case more > 0:
		said = "And " + wording.Plural(more, "more key") + ": type a part of the name."
	case len(offered.Parts) > 0:
		said = ""
	}
	return rows.El("div", "board-choices", chosen, offered, rows.Word("p", "note", said))
}

func (t *Table) choice(c KeyCount, sessions int, on bool) *rows.Node {
	note := "in no session now"
	if c.Sessions > 0 {
		note = "in " + wording.Plural(c.Sessions, "session")
		if c.Sessions == sessions {
			note = "in every session"
		}
		note += ", " + wording.Plural(c.Distinct, "value")
	}
	pressed := "false"
	if on {
		pressed = "true"
	}
	name := rows.El("span", "board-keyname", t.Exact(c.Key)...)
	return rows.Button("board-key", "board-column", c.Key, name, rows.Word("span", "note", note)).Aria("pressed", pressed)
}
