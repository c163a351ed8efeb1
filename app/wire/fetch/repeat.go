//go:build js && wasm

package fetch

import (
	"slices"
	"sort"
	"syscall/js"
	"time"
)

// How long a request may wait between being made and being sent without looking
// as if it had been sent before. A busy machine is slow with every request: what
// is unusual is measured against the requests before. The start of a service
// worker comes before fetchStart and is no part of it.
const (
	usualWait  = 40 * time.Millisecond
	unusual    = 4  // times the median
	remembered = 15 // requests that the median is taken of
	// While a page loads everything waits for everything, and there is little to
	// measure it against.
	few      = 6 // requests
	fewsWait = time.Second
)

// WatchRepeats calls f, from a JavaScript callback, for each request that the
// browser seems to have sent twice, with its address, when it was made, and when
// the attempt that was answered went out. Browsers silently repeat a request when
// a connection that had been used before dies without a byte of the response; the
// page sees no error, and what the first response carried is lost. All that shows
// it is the time at which the request finally went out
// (https://www.w3.org/TR/resource-timing/#sec-performanceresourcetiming), so a
// request that had to queue may be taken for a repeated one. A server on another
// origin must send Timing-Allow-Origin for it to show. stop ends it.
func WatchRepeats(f func(url string, made, sent time.Time)) (stop func()) {
	global := js.Global()
	var before waits
	callback := js.FuncOf(func(_ js.Value, args []js.Value) any {
		// The wall clock may have been set since the page began to count.
		now, ms := time.Now(), global.Get("performance").Call("now").Float()
		at := func(e js.Value, name string) time.Time {
			return now.Add(-time.Duration((ms - e.Get(name).Float()) * float64(time.Millisecond)))
		}
		entries := args[0].Call("getEntries")
		for i := range entries.Length() {
			if e := entries.Index(i); before.repeated(e) {
				f(e.Get("name").String(), at(e, "startTime"), at(e, "requestStart"))
			}
		}
		return nil
	})
	observer := global.Get("PerformanceObserver").New(callback)
	observer.Call("observe", map[string]any{"type": "resource"})
	return func() {
		observer.Call("disconnect")
		callback.Release()
	}
}

// waits are those of the latest requests, in milliseconds.
type waits []float64

// repeated judges one PerformanceResourceTiming and remembers its wait.
func (w *waits) repeated(e js.Value) bool {
	at := func(name string) float64 { return e.Get(name).Float() }
	if e.Get("initiatorType").String() != "fetch" || at("requestStart") == 0 {
		return false
	}
	// On a connection that was there already, the times of connecting are those
	// of the beginning. A new one took its time for honest reasons.
	sent := at("requestStart")
	if at("connectStart") > at("fetchStart") {
		sent = at("connectStart")
	}
	wait := sent - at("fetchStart")
	least := usualWait
	if len(*w) < few {
		least = fewsWait
	}
	late := wait > max(float64(least.Milliseconds()), unusual*w.median())
	*w = append(*w, wait)
	if len(*w) > remembered {
		*w = (*w)[1:]
	}
	return late
}

func (w waits) median() float64 {
	if len(w) == 0 {
		return 0
	}
	sorted := slices.Clone(w)
	sort.Sort(sort.Float64Slice(sorted)) // sort.Float64s would bring another sort into the program
	return sorted[len(sorted)/2]
}
