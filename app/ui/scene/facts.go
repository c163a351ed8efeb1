package scene

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
)

// Facts are what the filter asks of a key of a session as a view shows it; see
// [query.Facts].
type Facts struct {
	Session *book.Session
	At      int // the event whose state is shown
	Now     time.Time
	View    *View
	events  map[int]history.Event
}

// asked is a row as the filter sees it.
func (v *View) asked(r *Row) query.Row {
	return query.Row{Key: r.Key, Value: r.Value, Class: r.Class, Kind: r.Kind, Was: r.Was, Hidden: v.HidesRow(r.hide, r.Class)}
}

// HidesRow reports whether a row of that class is folded away, or taken off the
// table by the hide of that number.
func (v *View) HidesRow(hide int, class userdata.Class) bool { return hide > 0 || v.Noise().Has(class) }

// By passes over the writers that do not count.
func (f *Facts) By(key string) string {
	e, ok := f.writer(key)
	if !f.View.Skips.None() {
		e, _, ok = f.View.Skips.LastWriter(f.Session, key, f.At)
	}
	if !ok {
		return ""
	}
	return query.AuthorWord(f.Session.Who(e, key))
}

// Changed says no of what a session brought along.
func (f *Facts) Changed(key string, within time.Duration) bool {
	e, ok := f.writer(key)
	return ok && !e.Brought() && e.Time.After(f.Now.Add(-within))
}

// Pinned reports whether a key is pinned.
func (f *Facts) Pinned(key string) bool { return slices.Contains(f.View.Pins, key) }

// Medium is the word for the session's medium.
func (f *Facts) Medium() string { return query.MediumWord(f.Session.Medium) }

// Watched reports whether a key is watched.
func (f *Facts) Watched(key string) bool { return f.View.Watching(key) >= 0 }

// writer returns the last event that touched key. Many keys share one, and
// reading an event is what costs, so each is read once.
func (f *Facts) writer(key string) (history.Event, bool) {
	numbers := f.Session.History.TouchingUntil(key, f.At)
	if len(numbers) == 0 {
		return history.Event{}, false
	}
	n := numbers[len(numbers)-1]
	e, ok := f.events[n]
	if !ok {
		if e, ok = f.Session.History.Event(n); !ok {
			return e, false
		}
		if f.events == nil {
			f.events = map[int]history.Event{}
		}
		f.events[n] = e
	}
	return e, true
}
