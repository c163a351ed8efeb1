//go:build js && wasm

package promise

import "syscall/js"

// Await waits until the promise settles, however long that takes, and returns
// what it was fulfilled with. A rejection is an error of type js.Error that
// holds the reason. See
// https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Promise/then
func Await(promise js.Value) (js.Value, error) {
	type result struct {
		value js.Value
		err   error
	}
	settled := make(chan result, 1)
	// The two callbacks are released inside the one that runs and nowhere else:
	// a promise calls exactly one of them exactly once, and a released callback
	// that is called later would be reported as an error of the page.
	var fulfilled, rejected js.Func
	settle := func(r result) any {
		fulfilled.Release()
		rejected.Release()
		settled <- r
		return nil
	}
	fulfilled = js.FuncOf(func(_ js.Value, args []js.Value) any { return settle(result{value: args[0]}) })
	rejected = js.FuncOf(func(_ js.Value, args []js.Value) any { return settle(result{err: js.Error{Value: args[0]}}) })
	promise.Call("then", fulfilled, rejected)
	r := <-settled
	return r.value, r.err
}
