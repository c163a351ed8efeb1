package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/keytrail/keytrail/app/history"
)

// BenchmarkTake is the cost of a new state on the screen's side, before
// anything is drawn: 5,000 keys, one of them changed.
func BenchmarkTake(b *testing.B) {
	var s strings.Builder
	for i := range 5000 {
		s.WriteString(`,"key` + itoa(i) + `":"` + itoa(i) + `"`)
	}
	m, _ := modelOf(stateOf(session(b, "big", story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"a":1` + s.String() + `}`},
		{history.Event{Kind: history.Notification, Time: before(time.Second)}, `{"a":2` + s.String() + `}`},
	})))
	b.ReportAllocs()
	for b.Loop() {
		m.take(m.state, noon)
	}
}

// BenchmarkFilter is the cost of a keystroke in the filter, before anything is
// drawn: 5,000 keys, and a query that asks for most of what there is.
func BenchmarkFilter(b *testing.B) {
	var s strings.Builder
	for i := range 5000 {
		s.WriteString(`,"key` + itoa(i) + `":"` + itoa(i) + `"`)
	}
	m, _ := modelOf(stateOf(session(b, "big", story{{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"a":1` + s.String() + `}`}})))
	b.ReportAllocs()
	for b.Loop() {
		m.setFilter(`key:k*9* -value:7 type:text by:first 4`)
	}
}
