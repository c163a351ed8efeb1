//go:build js && wasm

package tabs

import (
	"context"
	"sync"
	"syscall/js"

	"github.com/keytrail/keytrail/app/promise"
)

// A Group is the tabs of one browser and origin that use the same name.
type Group struct {
	name    string
	channel js.Value // a BroadcastChannel
	receive js.Func
}

// Join makes this tab a member of a group and calls listen with whatever other
// members post, from a JavaScript callback: listen must not block. The tab is a
// member until Leave. See
// https://developer.mozilla.org/en-US/docs/Web/API/BroadcastChannel
func Join(name string, listen func(message []byte)) *Group {
	g := &Group{name: name, channel: js.Global().Get("BroadcastChannel").New(name)}
	g.receive = js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := args[0].Get("data")
		if !data.InstanceOf(js.Global().Get("Uint8Array")) {
			return nil // another program of this origin uses the name
		}
		message := make([]byte, data.Get("length").Int())
		js.CopyBytesToGo(message, data)
		listen(message)
		return nil
	})
	g.channel.Set("onmessage", g.receive)
	return g
}

// Post sends a message to the other members.
func (g *Group) Post(message []byte) {
	data := js.Global().Get("Uint8Array").New(len(message))
	js.CopyBytesToJS(data, message)
	g.channel.Call("postMessage", data)
}

// Leave ends the membership.
func (g *Group) Leave() {
	g.channel.Call("close")
	g.receive.Release()
}

// Lead waits until this tab is the group's leader, and makes it that until
// release is called or the tab is closed. The error is ctx's. Where the browser
// has no locks, as on pages that were not loaded over a secure connection,
// every tab leads by itself. See
// https://developer.mozilla.org/en-US/docs/Web/API/Web_Locks_API
func (g *Group) Lead(ctx context.Context) (release func(), err error) {
	locks := js.Global().Get("navigator").Get("locks")
	if locks.IsUndefined() {
		return func() {}, nil
	}
	abort := js.Global().Get("AbortController").New()
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	led := make(chan js.Value, 1) // what ends the leadership, once it has begun
	granted, settled := holdLock(led)
	request := locks.Call("request", g.name, map[string]any{"signal": abort.Get("signal")}, granted)
	go func() {
		// The request settles when the lock is released or was never granted;
		// only then no callback can come any more.
		_, _ = promise.Await(request)
		settled()
	}()
	select {
	case end := <-led:
		stop()
		return sync.OnceFunc(func() { end.Invoke() }), nil
	case <-ctx.Done():
		select {
		case end := <-led: // granted at the same moment
			end.Invoke()
		default:
		}
		return nil, ctx.Err()
	}
}

// holdLock returns the callback that a lock is granted to: it answers with a
// promise, and hands over the function that fulfils it and so lets go.
func holdLock(led chan<- js.Value) (granted js.Func, done func()) {
	executor := js.FuncOf(func(_ js.Value, args []js.Value) any {
		led <- args[0]
		return nil
	})
	granted = js.FuncOf(func(js.Value, []js.Value) any {
		return js.Global().Get("Promise").New(executor)
	})
	return granted, func() {
		executor.Release()
		granted.Release()
	}
}
