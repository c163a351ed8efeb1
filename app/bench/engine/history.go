//go:build js && wasm

package main

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"syscall/js"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// long keeps so many notifications of a map of so many keys, three of which
// change each time, and measures what a person would wait for. Times are in
// milliseconds, the worst of several places; memory is in bytes.
func long(notifications, keys int) any {
	before := heap()
	log := history.New(0)
	start := now()
	fill(log, notifications, keys)
	took := now() - start
	view := log.View()
	held := heap() - before
	r := rand.New(rand.NewPCG(3, 4))
	at := worst(200, func() bool {
		return view.At(view.First()+r.IntN(view.Last()-view.First())).Len() == keys
	})
	one := worst(200, func() bool { return len(view.KeyHistory(name(r.IntN(keys)))) > 0 })
	runtime.KeepAlive(log)
	return map[string]any{
		"kept": view.Last() - view.Dropped(), "held": held, "append": 1000 * took / float64(notifications),
		"at": at, "keyHistory": one,
	}
}

func name(i int) string { return "RoutingTarget_" + strconv.Itoa(i) }

// fill writes each notification in full, as a server does, and has it read.
func fill(log *history.Log, notifications, keys int) {
	r := rand.New(rand.NewPCG(1, 2))
	text := []byte{'{'}
	where := make([]int, keys)
	for i := range keys {
		text = fmt.Appendf(text, `"%s":"`, name(i))
		where[i] = len(text)
		text = fmt.Appendf(text, `%020d",`, r.Uint64())
	}
	text[len(text)-1] = '}'
	var data *userdata.Map
	for n := range notifications {
		for range 3 {
			at := where[r.IntN(keys)]
			copy(text[at:at+20], fmt.Sprintf("%020d", r.Uint64()))
		}
		next, changes, err := data.Next(text)
		if err != nil {
			panic(err)
		}
		log.Append(history.Event{Time: time.Unix(int64(n), 0), Type: "PropertiesUpdated", Changes: changes}, next)
		data = next
	}
}

// worst returns the 99th percentile of times tries, each of which must succeed.
func worst(tries int, f func() bool) float64 {
	times := make([]float64, tries)
	for i := range times {
		start := now()
		if !f() {
			panic("the history has lost something")
		}
		times[i] = now() - start
	}
	slices.Sort(times)
	return times[tries*99/100]
}

func now() float64 { return js.Global().Get("performance").Call("now").Float() }

func heap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
