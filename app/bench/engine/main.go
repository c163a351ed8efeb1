//go:build js && wasm

// Command engine gives a page the engine of userData, to be measured beside
// others: open and read for a circle of replies, keys for what it finds in
// them, history for a long log.
package main

import (
	"slices"
	"strings"
	"syscall/js"

	"github.com/keytrail/keytrail/app/userdata"
)

func main() {
	var circles []*circle
	js.Global().Set("keytrail", map[string]any{
		"open": js.FuncOf(func(_ js.Value, args []js.Value) any {
			circles = append(circles, newCircle(args[0]))
			return len(circles) - 1
		}),
		"read": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return circles[args[0].Int()].read(args[1].Int())
		}),
		"keys": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return keys(args[0])
		}),
		"history": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return long(args[0].Int(), args[1].Int())
		}),
	})
	select {}
}

// keys returns which keys changed, for each message, sorted. The order of keys
// is left out: nobody else looks at it.
func keys(replies js.Value) any {
	var found []any
	c := newCircle(replies)
	c.changed = func(changes []userdata.Change) {
		var names []string
		for _, change := range changes {
			if change.Kind != userdata.Reordered {
				names = append(names, change.Key)
			}
		}
		slices.Sort(names)
		found = append(found, strings.Join(names, " "))
	}
	c.read(len(c.replies))
	return found
}
