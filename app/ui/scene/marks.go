package scene

import (
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// A change stays marked for this long while the newest state is followed.
const Fresh = 2 * time.Minute

// freshEvents bounds the events that are looked through for fresh changes.
const freshEvents = 500

// A Mark is what the table says about one key: what happened to it, what it
// was, and which event did it.
type Mark struct {
	Kind  userdata.ChangeKind
	Was   userdata.Value
	Path  string // of a change inside the value, a JSON pointer
	More  int    // further changes inside the same value
	Event int    // 0 when it is not one event
}

// Marks are the marked keys of a table.
type Marks map[string]Mark

// add takes in the changes of one event. A key that a newer event has marked
// keeps its mark, as the table shows the last change of each key.
func (m Marks) add(changes []userdata.Change, event int) {
	for _, c := range changes {
		old, ok := m[c.Key]
		switch {
		case !ok:
			m[c.Key] = Mark{Kind: c.KeyKind(), Was: c.Old, Path: c.Path, Event: event}
		case old.Event == event:
			old.More++
			m[c.Key] = old
		}
	}
}

// freshMarks marks the keys that changed at or after since, looking back from
// the newest event. What was there when the session became known is no change.
func freshMarks(v history.View, since time.Time) Marks {
	m := Marks{}
	for n, left := v.Last(), freshEvents; n >= v.First() && n > 0 && left > 0; n, left = n-1, left-1 {
		e, ok := v.Event(n)
		if !ok || e.Time.Before(since) {
			break
		}
		if !e.Brought() {
			m.add(e.Changes, n)
		}
	}
	return m
}

// eventMarks marks what event n did.
func eventMarks(v history.View, n int) Marks {
	m := Marks{}
	if e, ok := v.Event(n); ok && !e.Brought() {
		m.add(e.Changes, n)
	}
	return m
}

// between marks what differs from one state to another, and tells whether the
// keys stand in another order: that belongs to no key.
func between(a, b *userdata.Map) (m Marks, reordered bool) {
	m = Marks{}
	for _, c := range userdata.Diff(a, b) {
		if c.OfMap() {
			reordered = true
			continue
		}
		m.add([]userdata.Change{c}, 0)
	}
	return m, reordered
}

// lastMarks marks what changed shortly before the session's last event, for a
// file: nothing comes any more, and what came last is what one looks for.
func lastMarks(x *book.Session) Marks {
	m := freshMarks(x.History, x.LastChange.Add(-Fresh))
	if x.LastChange.IsZero() || len(m) == 0 {
		m = eventMarks(x.History, x.History.Last())
	}
	return m
}
