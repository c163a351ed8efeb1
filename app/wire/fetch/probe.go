//go:build js && wasm

package fetch

import (
	"context"
	"syscall/js"

	"github.com/keytrail/keytrail/app/promise"
)

// Probe returns nil when anything at all answers at path, even if the browser
// keeps the answer from this page by the rules for other origins: a request in
// the mode "no-cors" (https://fetch.spec.whatwg.org/#concept-request-mode) is
// answered by an opaque response. It sends no cookie and no header of ours.
func (t *Transport) Probe(ctx context.Context, path string) error {
	abort := js.Global().Get("AbortController").New()
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()
	_, err := promise.Await(js.Global().Call("fetch", t.url(path), map[string]any{
		"mode":        "no-cors",
		"credentials": "omit",
		"cache":       "no-store",
		"signal":      abort.Get("signal"),
	}))
	if err != nil {
		return failure(ctx, err)
	}
	return nil
}
