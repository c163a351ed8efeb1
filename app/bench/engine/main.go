//go:build js && wasm

// Command engine gives a page the engine of userData, to be measured beside
// others: open and read for a circle of replies, keys for what it finds in
// them, history for a long log.
package main

import (
	"slices"
	"strings"
	"syscall/js"

	"github.com/keytrail/keytrail/app/rawjson"
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

// A circle is a list of replies that are read again and again.
type circle struct {
	replies []js.Value // Uint8Arrays
	at      int
	data    *userdata.Map // the last version seen
}

func newCircle(replies js.Value) *circle {
	c := &circle{}
	for i := range replies.Length() {
		c.replies = append(c.replies, replies.Index(i))
	}
	c.data = each(received(c.replies[len(c.replies)-1]), nil, func([]userdata.Change) {})
	return c
}

// read reads so many replies and returns how many lists of changes there were.
func (c *circle) read(times int) (finished int) {
	for range times {
		c.data = each(received(c.replies[c.at]), c.data, func(changes []userdata.Change) {
			if len(changes) > 0 {
				finished++
			}
		})
		c.at = (c.at + 1) % len(c.replies)
	}
	return finished
}

// received copies a reply into Go, once, as package fetch does.
func received(reply js.Value) []byte {
	b := make([]byte, reply.Length())
	js.CopyBytesToGo(b, reply)
	return b
}

// each reads a list of versions, each after the one before it, and returns the
// last. The lists are the page's own, so a fault in them ends the program.
func each(b []byte, old *userdata.Map, f func([]userdata.Change)) *userdata.Map {
	i, empty, err := rawjson.Open(b, 0, false)
	for more := !empty; more && err == nil; {
		var changes []userdata.Change
		if old, changes, i, err = old.NextAt(b, i); err != nil {
			break
		}
		f(changes)
		i, more, err = rawjson.Comma(b, i, false)
	}
	if err != nil {
		panic(err)
	}
	return old
}

// keys returns which keys changed, for each message, sorted. The order of keys
// is left out: nobody else looks at it.
func keys(replies js.Value) any {
	var found []any
	c := newCircle(replies)
	for _, reply := range c.replies {
		c.data = each(received(reply), c.data, func(changes []userdata.Change) {
			var names []string
			for _, change := range changes {
				if change.Kind != userdata.Reordered {
					names = append(names, change.Key)
				}
			}
			slices.Sort(names)
			found = append(found, strings.Join(names, " "))
		})
	}
	return found
}
