package dashboard

import (
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// The columns that are there whatever the sessions carry, by the names that sort,
// group and filter them.
const (
	Customer = "customer"
	ID       = "session"
	Medium   = "medium"
	State    = "state"
	Known    = "known"
	Changed  = "changed"
	Unread   = "unread"
	Contract = "contract"
)

// KeyColumn is the name of a key's column.
func KeyColumn(key string) string { return "=" + key }

// A Standing is what a board needs of a session besides what was observed.
type Standing struct {
	Unread int    // changes since somebody looked at it
	Gap    bool   // some of that time was not observed
	Owed   bool   // there is a contract
	Waits  bool   // something that it asks for is still to come
	Broken int    // clauses that are broken
	Clause string // the first of them, in words
}

// contract is how the session stands to the contract, in a word.
func (s *Standing) contract() string {
	switch {
	case !s.Owed:
		return ""
	case s.Broken > 0:
		return "broken"
	case s.Waits:
		return "open"
	}
	return "holds"
}

// A Record is a session as the board sorts, groups and filters it.
type Record struct {
	*book.Session
	Standing
	First  time.Time // of the oldest event that is kept
	Cut    bool      // older ones are not
	Values [settings.MostColumns]userdata.Value

	line   *Line  // of its row, nil as long as it was not drawn
	asked  string // the filter that was asked last
	passes bool   // and what it said
}

// RecordOf is the record of a session with the values of columns.
func RecordOf(x *book.Session, s Standing, columns []string) *Record {
	r := &Record{Session: x, Standing: s, Cut: x.History.Dropped() > 0}
	if e, ok := x.History.Event(x.History.First()); ok {
		r.First = e.Time
	}
	for i, key := range columns[:min(len(columns), len(r.Values))] {
		r.Values[i] = x.Data.Get(key)
	}
	return r
}

// who is what the customer's column shows.
func (r *Record) who() string {
	if r.Name != "" {
		return r.Name
	}
	return r.Customer
}

// Nameless is what a session is called where its customer is not: by the end of its
// id, or by so much of it as no other has.
func Nameless(all []*Record, id string) string {
	name, n := wording.Tail(id, 4), 4
	for slices.ContainsFunc(all, func(r *Record) bool { return r.ID != id && wording.Tail(r.ID, n) == name }) {
		n++
		name = wording.Tail(id, n)
	}
	return wording.Either(n > 4, "", "Session ") + name // a column has room for one of the two
}

// medium is that of the session, in the words of its messages.
func (r *Record) medium() string {
	if r.Medium == "" {
		return "sms"
	}
	return r.Medium
}

// group is what sessions with the same stand together by: of a key the value as JSON
// has it, so that nothing, an empty text and null are three.
func (r *Record) group(column string) string {
	if key, ok := strings.CutPrefix(column, "="); ok {
		return r.Data.Get(key).Literal()
	}
	return r.text(column)
}

// text is what a column holds, for grouping and for the filter.
func (r *Record) text(column string) string {
	if key, ok := strings.CutPrefix(column, "="); ok {
		return r.Data.Get(key).Text()
	}
	switch column {
	case Customer:
		return r.who()
	case ID:
		return r.ID
	case Medium:
		return r.medium()
	case State:
		return r.StateNow()
	case Contract:
		return r.contract()
	case Unread:
		return yes(r.Unread > 0 || r.Gap)
	case "gap":
		return yes(r.Gap)
	case "broken":
		return yes(r.Broken > 0)
	case "ended":
		return yes(r.Ended)
	}
	return ""
}

func yes(on bool) string { return wording.Either(on, "yes", "no") }

// compare orders two records by a column, or the other way around; what is absent
// comes last either way.
func compare(column string, down bool) func(a, b *Record) int {
	if key, ok := strings.CutPrefix(column, "="); ok {
		return func(a, b *Record) int { return scene.CompareValues(a.Data.Get(key), b.Data.Get(key), down) }
	}
	if down {
		by := compare(column, false)
		return func(a, b *Record) int { return by(b, a) }
	}
	switch column {
	case Known:
		return func(a, b *Record) int { return a.First.Compare(b.First) }
	case Changed:
		return func(a, b *Record) int { return a.LastChange.Compare(b.LastChange) }
	case Unread:
		return func(a, b *Record) int { return a.Unread - b.Unread }
	case Contract:
		return func(a, b *Record) int { return a.weight() - b.weight() }
	}
	return func(a, b *Record) int {
		return strings.Compare(strings.ToLower(a.text(column)), strings.ToLower(b.text(column)))
	}
}

// weight puts what breaks the contract behind what is open, and that behind what
// holds.
func (r *Record) weight() int {
	return slices.Index([]string{"", "holds", "open", "broken"}, r.contract())
}
