package ui

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
)

// facts are what the filter asks of a key of a session as a view shows it; see
// [query.Facts].
type facts struct {
	session *book.Session
	at      int // the event whose state is shown
	now     time.Time
	view    *view
	events  map[int]history.Event
}

// asked is a row as the filter sees it.
func (v *view) asked(r *row) query.Row {
	return query.Row{Key: r.key, Value: r.value, Class: r.class, Kind: r.kind, Was: r.was, Hidden: v.hidesRow(r.hide, r.class)}
}

// hidesRow reports whether a row of that class is folded away, or taken off the
// table by the hide of that number.
func (v *view) hidesRow(hide int, class userdata.Class) bool { return hide > 0 || v.noise().Has(class) }

// By passes over the writers that do not count.
func (f *facts) By(key string) string {
	e, ok := f.writer(key)
	if !f.view.skips.none() {
		e, _, ok = f.view.skips.lastWriter(f.session, key, f.at)
	}
	if !ok {
		return ""
	}
	return query.AuthorWord(f.session.Who(e, key))
}

// Changed says no of what a session brought along.
func (f *facts) Changed(key string, within time.Duration) bool {
	e, ok := f.writer(key)
	return ok && !e.Brought() && e.Time.After(f.now.Add(-within))
}

func (f *facts) Pinned(key string) bool { return slices.Contains(f.view.pins, key) }

func (f *facts) Watched(key string) bool { return f.view.watching(key) >= 0 }

// writer returns the last event that touched key. Many keys share one, and
// reading an event is what costs, so each is read once.
func (f *facts) writer(key string) (history.Event, bool) {
	numbers := f.session.History.TouchingUntil(key, f.at)
	if len(numbers) == 0 {
		return history.Event{}, false
	}
	n := numbers[len(numbers)-1]
	e, ok := f.events[n]
	if !ok {
		if e, ok = f.session.History.Event(n); !ok {
			return e, false
		}
		if f.events == nil {
			f.events = map[int]history.Event{}
		}
		f.events[n] = e
	}
	return e, true
}
