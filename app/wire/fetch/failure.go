//go:build js && wasm

package fetch

import (
	"context"
	"errors"
	"syscall/js"

	"github.com/keytrail/keytrail/app/wire"
)

// failure turns a rejection into a *wire.NoResponse. An AbortError is the echo
// of a context that ended.
func failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &wire.NoResponse{Err: ctx.Err()}
	}
	if rejection, ok := errors.AsType[js.Error](err); ok {
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
