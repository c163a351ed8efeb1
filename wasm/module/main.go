//go:build js && wasm

// Command module is Keytrail without its page: the tracker for other people's
// programs, as keytrail.js hands it to them. main gives the script an object of
// functions; each returns what keytrail.d.ts says of it, or a list of a code and a
// sentence where it fails. Start with feed, which is a connection, a simulator or a
// file; compare.go has what needs none.
//
// The one rule: nothing is reached but what the script names in its list of what
// this program sees of the page, and nothing is kept but in memory.
package main

import (
	"sync"
	"syscall/js"

	"github.com/keytrail/keytrail/app/events"
	"github.com/keytrail/keytrail/wasm/heap"
)

func main() {
	heap.Pace()
	m := &module{feeds: map[int]*feed{}, ended: make(chan struct{})}
	given := map[string]any{}
	for name, f := range map[string]func(args []js.Value) any{
		"connect":  m.connect,
		"simulate": m.simulate,
		"open":     m.open,
		"suspend":  m.suspend,
		"wake":     m.wake,
		"sessions": m.sessions,
		"data":     m.data,
		"operate":  m.operate,
		"stop":     m.stop,
		"end":      func([]js.Value) any { close(m.ended); return nil },
	} {
		given[name] = js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) })
	}
	js.Global().Call("started", given)
	<-m.ended
	m.running.Wait()
}

// A module owns the feeds. Its methods are called by the script, one at a time,
// and return at once.
type module struct {
	feeds   map[int]*feed // those that were not stopped
	last    int
	running sync.WaitGroup
	ended   chan struct{}
}

// failure is what a function returns in place of its result.
func failure(code, sentence string) any { return []any{code, sentence} }

func failed(err error) any { return failure(events.Code(err), err.Error()) }
