// Command callbacks goes back and forth between Go and JavaScript: functions of
// Go that JavaScript calls while others wait, and what either side throws.
package main

import (
	"errors"
	"fmt"
	"syscall/js"
)

func main() {
	fmt.Println(mapped(), awaited(30), thrown(), copied())
}

func mapped() string {
	square := js.FuncOf(func(_ js.Value, args []js.Value) any { return args[0].Int() * args[0].Int() })
	defer square.Release()
	return js.ValueOf([]any{1, 2, 3}).Call("map", square).Call("join", "+").String()
}

// awaited waits for a promise from within calls from JavaScript.
func awaited(n int) (sum int) {
	for i := range n {
		done := make(chan int)
		then := js.FuncOf(func(_ js.Value, args []js.Value) any {
			go func() { done <- args[0].Int() }()
			return nil
		})
		js.Global().Get("Promise").Call("resolve", i).Call("then", then)
		sum += <-done
		then.Release()
	}
	return sum
}

func thrown() (what string) {
	defer func() {
		var e js.Error
		err, _ := recover().(error)
		what = fmt.Sprint(errors.As(err, &e), e.Get("name"), what)
	}()
	js.Global().Get("JSON").Call("parse", "{")
	return "nothing was thrown"
}

func copied() string {
	room := js.Global().Get("Uint8Array").New(5)
	n := js.CopyBytesToJS(room, []byte("Grüße"))
	back := make([]byte, 9)
	return fmt.Sprint(n, js.CopyBytesToGo(back, room), back, room.Call("at", -1))
}
