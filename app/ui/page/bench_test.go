package page

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// BenchmarkTake is the cost of a new state on the screen's side, before
// anything is drawn: 5,000 keys, one of them changed.
func BenchmarkTake(b *testing.B) {
	var s strings.Builder
	for i := range 5000 {
		s.WriteString(`,"key` + strconv.Itoa(i) + `":"` + strconv.Itoa(i) + `"`)
	}
	m, _ := modelOf(uitest.StateOf(uitest.Session(b, "big", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1` + s.String() + `}`},
		{history.Event{Kind: history.Notification, Time: uitest.Before(time.Second)}, `{"a":2` + s.String() + `}`},
	})))
	b.ReportAllocs()
	for b.Loop() {
		m.Take(m.State, uitest.Noon)
	}
}

// BenchmarkFilter is the cost of a keystroke in the filter, before anything is
// drawn: 5,000 keys, and a query that asks for most of what there is.
func BenchmarkFilter(b *testing.B) {
	var s strings.Builder
	for i := range 5000 {
		s.WriteString(`,"key` + strconv.Itoa(i) + `":"` + strconv.Itoa(i) + `"`)
	}
	m, _ := modelOf(uitest.StateOf(uitest.Session(b, "big", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1` + s.String() + `}`}})))
	b.ReportAllocs()
	for b.Loop() {
		m.SetFilter(`key:k*9* -value:7 type:text by:first 4`)
	}
}
