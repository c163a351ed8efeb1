package dashboard

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Filter says which sessions the board shows. It is written like the filter of
// keys, but in front of a colon stands a column or a key:
//
//	gold           some column that is shown holds it
//	state:Chatting  the state; also session, customer, medium, contract
//	broken:yes      so do unread, ended and gap
//	DISP_KEY:=sold  the value of a key, all of it
//	DISP_KEY:*      any value of a key: those that have it
//	"Order No":7*   a key with blanks, or one that is called as a column is
//	-state:Invited  a minus turns any of them around
type Filter struct {
	terms []term
	text  string
}

type term struct {
	query.Term
	column string // "" for any that is shown
}

// words are columns that a filter may name in an address: none of them can hold
// what a customer has said.
var words = []string{ID, Medium, State, Contract, Unread, "gap", "broken", "ended"}

// ParseFilter reads a filter. It returns the terms that can be read even where
// err says that another one cannot.
func ParseFilter(s string) (f Filter, err *query.Error) {
	f.text = s
	for i := 0; i < len(s); {
		if s[i] == ' ' || s[i] == '\t' {
			i++
			continue
		}
		t, end, bad := parseTerm(s, i)
		switch {
		case bad != nil && err == nil:
			err = bad
		case bad == nil && (t.column != "" || t.Text != ""):
			f.terms = append(f.terms, t)
		}
		i = end
	}
	return f, err
}

func parseTerm(s string, i int) (t term, end int, err *query.Error) {
	t.From = i
	if s[i] == '-' && i+1 < len(s) && s[i+1] != ' ' {
		t.Not = true
		i++
	}
	if name, quoted, after := nameAt(s, i); after > 0 {
		t.column, i = KeyColumn(name), after
		if !quoted && (slices.Contains(words, name) || name == Customer) {
			t.column = name
		}
	}
	if t.column != "" && i < len(s) && s[i] == '=' {
		t.Whole = true
		i++
	}
	t.Text, end, err = query.ReadWord(s, i)
	if word, ok := query.Word("medium", strings.ReplaceAll(t.Text, " ", "")); ok && t.column == Medium {
		t.Text = word // what the column shows is a title: E-mail, Work item
	}
	t.To = end
	return t, end, err
}

// nameAt is the name in front of a colon at s[i:], and where it ends; after is 0
// where there is none.
func nameAt(s string, i int) (name string, quoted bool, after int) {
	if s[i] == '"' {
		name, end, err := query.ReadWord(s, i)
		if err == nil && end < len(s) && s[end] == ':' {
			return name, true, end + 1
		}
		return "", false, 0
	}
	n := strings.IndexAny(s[i:], ": \t\"")
	if n <= 0 || s[i+n] != ':' {
		return "", false, 0
	}
	return s[i : i+n], false, i + n + 1
}

// Passes reports whether a session is what the filter asks for, of a board with
// these columns. A record is asked once.
func (f *Filter) Passes(r *Record, columns []string) bool {
	if r.asked != f.text {
		fails := func(t term) bool { return t.holds(r, columns) == t.Not }
		r.asked, r.passes = f.text, !slices.ContainsFunc(f.terms, fails)
	}
	return r.passes || f.text == ""
}

func (t *term) holds(r *Record, columns []string) bool {
	if t.column != "" {
		return t.finds(r, t.column)
	}
	for _, c := range [...]string{Customer, ID, State} {
		if t.finds(r, c) {
			return true
		}
	}
	return slices.ContainsFunc(columns, func(key string) bool { return t.finds(r, KeyColumn(key)) })
}

// finds reports whether a column has what is looked for. A key that is absent has
// nothing, and no empty text either.
func (t *term) finds(r *Record, column string) bool {
	if key, ok := strings.CutPrefix(column, "="); ok && r.Data.Get(key).Kind() == userdata.Absent {
		return false
	}
	return t.Matches(r.text(column))
}

// Public is the part of a filter that names no value of a key and no customer.
func (f *Filter) Public() string {
	var parts []string
	for _, t := range f.terms {
		if slices.Contains(words, t.column) {
			parts = append(parts, f.text[t.From:t.To])
		}
	}
	return strings.Join(parts, " ")
}
