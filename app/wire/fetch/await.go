//go:build js && wasm

package fetch

import (
	"context"
	"errors"
	"syscall/js"

	"github.com/keytrail/keytrail/app/wire"
)

// await waits until the promise settles, however long that takes. The two
// callbacks are released inside the one that runs and nowhere else: a promise
// calls exactly one of them exactly once, and a released callback that is
// called later would be reported as an error of the page.
func await(promise js.Value) (js.Value, error) {
	type result struct {
		value js.Value
		err   error
	}
	settled := make(chan result, 1)
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

// failure turns a rejection into a *wire.NoResponse. An AbortError is the echo
// of a context that ended.
func failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &wire.NoResponse{Err: ctx.Err()}
	}
	var rejection js.Error
	if errors.As(err, &rejection) {
		err = errors.New(reason(rejection.Value))
	}
	return &wire.NoResponse{Err: err}
}

// reason reads an Error's message and, where Node gives one, its cause: a
// browser says no more than "Failed to fetch".
func reason(v js.Value) string {
	if v.Type() != js.TypeObject {
		return js.Global().Call("String", v).String()
	}
	text := v.Get("message").String()
	if cause := v.Get("cause"); cause.Type() == js.TypeObject && cause.Get("message").Truthy() {
		text += ": " + cause.Get("message").String()
	}
	return text
}
