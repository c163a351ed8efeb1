package history

import (
	"sort"

	"github.com/keytrail/keytrail/app/userdata"
)

// A View is an immutable reading of a Log. The zero View is empty.
type View struct {
	closed  []*segment // all segments but the newest
	tail    segment    // the newest as it was, for it may have grown since
	last    int
	dropped int
	size    int
	data    *userdata.Map
	keys    *postings
}

// First returns the number of the oldest event kept, 0 when there is none.
func (v View) First() int {
	if v.last == 0 {
		return 0
	}
	return v.dropped + 1
}

// Last returns the number of the newest event, 0 when there is none.
func (v View) Last() int { return v.last }

// Dropped returns how many events were dropped to stay in the budget. They are
// the ones before First.
func (v View) Dropped() int { return v.dropped }

// Size returns roughly how many bytes are held.
func (v View) Size() int { return v.size }

// Event returns event n; ok is false when it was dropped or never was.
func (v View) Event(n int) (e Event, ok bool) {
	s, i := v.find(n)
	if s == nil {
		return Event{}, false
	}
	return s.events[i], true
}

// find returns the segment of event n and the event's place in it, nil when n
// is not kept.
func (v View) find(n int) (*segment, int) {
	if n < v.First() || n > v.last || n <= 0 {
		return nil, 0
	}
	if first := v.tail.events[0].N; n >= first {
		return &v.tail, n - first
	}
	after := sort.Search(len(v.closed), func(i int) bool { return v.closed[i].events[0].N > n })
	s := v.closed[after-1]
	return s, n - s.events[0].N
}

// At returns the state after event n, nil (an empty map) when n is not kept. It
// has the canonical form of what was observed.
func (v View) At(n int) *userdata.Map {
	s, i := v.find(n)
	switch {
	case s == nil:
		return nil
	case n == v.last:
		return v.data
	case i == 0:
		return s.base
	}
	lists := make([][]userdata.Change, i)
	for j := range lists {
		lists[j] = s.events[j+1].Changes
	}
	// The changes were made from these very maps, so they fit.
	m, _ := userdata.Apply(s.base, lists...)
	return m
}

// KeyHistory returns the events that touched key, oldest first, each with only
// that key's changes and the counts of these.
func (v View) KeyHistory(key string) []Event {
	numbers := v.Touching(key)
	events := make([]Event, 0, len(numbers))
	for _, n := range numbers {
		e, _ := v.Event(n)
		e.Changes = only(e.Changes, key)
		e.Reordered = false
		e.count()
		events = append(events, e)
	}
	return events
}

// only returns the changes of key, which stand side by side.
func only(changes []userdata.Change, key string) []userdata.Change {
	from := 0
	for from < len(changes) && changes[from].Key != key {
		from++
	}
	to := from
	for to < len(changes) && changes[to].Key == key {
		to++
	}
	return changes[from:to:to]
}

// LastWriter returns the newest event not after n that touched key. It costs a
// map lookup and two binary searches, so it can be called for each visible row.
func (v View) LastWriter(key string, n int) (Event, bool) {
	numbers := v.Touching(key)
	i := sort.SearchInts(numbers, n+1)
	if i == 0 {
		return Event{}, false
	}
	return v.Event(numbers[i-1])
}

// ValueAfter is the value of a key after event e, which is one of v. The event
// says so itself, unless it changed only a part of the value, or nothing of it,
// or the key has stood more than once: then it may tell of another of them.
func (v View) ValueAfter(e Event, key string) userdata.Value {
	if !v.Twice(key) {
		for _, c := range e.Changes {
			if c.Key == key && c.Path == "" {
				return c.New
			}
		}
	}
	return v.At(e.N).Get(key)
}

// Twice reports whether a key has stood more than once, or may have before what
// was dropped.
func (v View) Twice(key string) bool {
	if v.keys == nil {
		return false
	}
	v.keys.mu.RLock()
	defer v.keys.mu.RUnlock()
	p := v.keys.byKey[key]
	return p != nil && p.twice
}

// TouchingUntil is [View.Touching] without the events after n.
func (v View) TouchingUntil(key string, n int) []int {
	numbers := v.Touching(key)
	return numbers[:sort.SearchInts(numbers, n+1)]
}

// Touching returns the numbers of the events that touched key, ascending. The
// slice must not be changed.
func (v View) Touching(key string) []int {
	if v.keys == nil {
		return nil
	}
	v.keys.mu.RLock()
	var numbers []int
	if p := v.keys.byKey[key]; p != nil {
		numbers = p.events
	}
	v.keys.mu.RUnlock()
	end := sort.SearchInts(numbers, v.last+1)
	return numbers[:end:end]
}
