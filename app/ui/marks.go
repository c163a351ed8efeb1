package ui

import (
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// A change stays marked for this long while the newest state is followed.
const fresh = 2 * time.Minute

// freshEvents bounds the events that are looked through for fresh changes.
const freshEvents = 500

// A mark is what the table says about one key: what happened to it, what it
// was, and which event did it.
type mark struct {
	kind  userdata.ChangeKind
	was   userdata.Value
	path  string // of a change inside the value, a JSON pointer
	more  int    // further changes inside the same value
	event int    // 0 when it is not one event
}

// marks are the marked keys of a table.
type marks map[string]mark

// add takes in the changes of one event. A key that a newer event has marked
// keeps its mark, as the table shows the last change of each key.
func (m marks) add(changes []userdata.Change, event int) {
	for _, c := range changes {
		old, ok := m[c.Key]
		switch {
		case !ok:
			m[c.Key] = mark{kind: c.KeyKind(), was: c.Old, path: c.Path, event: event}
		case old.event == event:
			old.more++
			m[c.Key] = old
		}
	}
}

// freshMarks marks the keys that changed at or after since, looking back from
// the newest event. What was there when the session became known is no change.
func freshMarks(v history.View, since time.Time) marks {
	m := marks{}
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
func eventMarks(v history.View, n int) marks {
	m := marks{}
	if e, ok := v.Event(n); ok && !e.Brought() {
		m.add(e.Changes, n)
	}
	return m
}

// between marks what differs from one state to another, and tells whether the
// keys stand in another order: that belongs to no key.
func between(a, b *userdata.Map) (m marks, reordered bool) {
	m = marks{}
	for _, c := range userdata.Diff(a, b) {
		if c.Kind == userdata.Reordered && c.Key == "" && c.Path == "" {
			reordered = true
			continue
		}
		m.add([]userdata.Change{c}, 0)
	}
	return m, reordered
}
