package scene

import (
	"slices"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Skips say whose events do not count where the table says who wrote a key
// last: noise that would hide the writer somebody looks for. What is skipped is
// counted in place, and its changes stay marked.
type Skips struct {
	Authors settings.Authors
	Events  map[string][]int // by session; numbers mean nothing beyond the page
}

// None reports that every write counts.
func (s *Skips) None() bool { return s.Authors == 0 && len(s.Events) == 0 }

// Has reports whether an event of a session was skipped by hand.
func (s *Skips) Has(session string, event int) bool { return slices.Contains(s.Events[session], event) }

// mostSkipped bounds how far back a writer is looked for, as rows are drawn
// often and a strategy may write a key all day.
const mostSkipped = 200

// LastWriter returns the newest event up to at that touched key and counts, and
// how many newer ones do not. ok is false where none was found that counts.
func (s *Skips) LastWriter(x *book.Session, key string, at int) (e history.Event, skipped int, ok bool) {
	if s.None() {
		e, ok = x.History.LastWriter(key, at)
		return e, 0, ok
	}
	numbers := x.History.TouchingUntil(key, at)
	for i := len(numbers) - 1; i >= 0 && skipped < mostSkipped; i-- {
		if e, ok = x.History.Event(numbers[i]); !ok {
			break
		}
		if !s.Has(x.ID, e.N) && !s.Authors.Has(x.Who(e, key)) {
			return e, skipped, true
		}
		skipped++
	}
	return history.Event{}, skipped, false
}

// Unsearched reports that a search for a writer that left out n events ended
// without a look at older ones.
func Unsearched(n int) bool { return n == mostSkipped }

// SkippedText is NotCounted behind what the search found, "" where it left out none.
func SkippedText(n int) string {
	if n == 0 {
		return ""
	}
	return "; " + NotCounted(n)
}

// NotCounted says how many events a search for a writer left out.
func NotCounted(n int) string {
	return wording.Plural(n, "newer event") + " not counted" + wording.Either(Unsearched(n), ", older ones not looked at", "")
}
