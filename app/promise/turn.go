//go:build js && wasm

package promise

import "syscall/js"

// A Turn lets the browser do what it has to do, input and painting first among
// it, while a goroutine has more work than fits in one go. The browser's event
// loop turns only while every goroutine waits for something outside of the
// program: runtime.Gosched waits for nothing, a short time.Sleep is over before
// the loop has turned, and a longer one takes 4 milliseconds at least. A message
// that the page sends to itself comes as its next task. See
// https://developer.mozilla.org/en-US/docs/Web/API/MessageChannel
type Turn struct {
	port    js.Value
	heard   js.Func
	waiting []chan struct{}
}

// NewTurn returns a Turn, which lives until Close.
func NewTurn() *Turn {
	t := new(Turn)
	channel := js.Global().Get("MessageChannel").New()
	t.heard = js.FuncOf(func(js.Value, []js.Value) any {
		next := t.waiting[0]
		t.waiting = t.waiting[1:]
		close(next)
		return nil
	})
	channel.Get("port1").Set("onmessage", t.heard)
	t.port = channel.Get("port2")
	return t
}

// Wait waits until the event loop has turned once. Any goroutine may call it.
func (t *Turn) Wait() {
	done := make(chan struct{})
	t.waiting = append(t.waiting, done)
	t.port.Call("postMessage", js.Null())
	<-done
}

// Close lets go of the Turn, once nobody waits any more.
func (t *Turn) Close() {
	t.port.Call("close")
	t.heard.Release()
}
