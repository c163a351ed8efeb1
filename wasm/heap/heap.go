//go:build js && wasm

// Package heap paces Go's collector for a program that shares its only thread with
// a page. Start with Pace; nothing has to be done afterwards.
package heap

import (
	"runtime"
	"runtime/debug"
)

// Collecting the heap holds the page up for as long as it takes to look through
// what is in use. So the heap may grow by spare bytes before that, and by
// leastRate percent once that is more: what is kept grows with the hours, and
// the page should not take twice of it. At mostRate Go does not collect a heap
// that is smaller than spare.
const (
	spare     = 24 << 20
	leastRate = 60
	mostRate  = spare * 100 / (4 << 20)
)

// A cycle is garbage at once, and is finalized when the collector has been.
type cycle struct{ _ *cycle }

// Pace sets the collector's pace, and anew whenever it has been.
func Pace() {
	rate := 0
	var pace func(*cycle)
	pace = func(*cycle) {
		if r := min(max(spare*100/inUse(rate), leastRate), mostRate); r != rate {
			rate = r
			debug.SetGCPercent(r)
		}
		runtime.SetFinalizer(new(cycle), pace)
	}
	pace(nil)
}

// inUse is how many bytes were in use when the heap was collected last, as
// the collector's next goal says: that is so much, and rate percent.
func inUse(rate int) int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return max(int(m.NextGC)*100/(100+rate), 1)
}
