//go:build js && wasm

package store

import (
	"syscall/js"

	"github.com/keytrail/keytrail/app/recorder"
)

// A recording that is going on holds a lock of its name, which the browser lets
// go when its page ends in whatever way: so other tabs tell one that is going on
// from one that was cut off. See
// https://developer.mozilla.org/en-US/docs/Web/API/Web_Locks_API
func lockName(recording string) string { return name() + " " + recording }

// locks is the browser's, undefined on pages that have none because they did not
// come over a secure connection.
func locks() js.Value { return js.Global().Get("navigator").Get("locks") }

// hold holds the lock of a recording until let is called with it, and returns
// when it is held. No one else asks for it.
func (s *Store) hold(recording string) {
	if locks().IsUndefined() {
		return
	}
	until := js.Global().Get("Promise").Call("withResolvers")
	held, refused := make(chan struct{}), make(chan struct{})
	granted := js.FuncOf(func(js.Value, []js.Value) any {
		close(held)
		return until.Get("promise")
	})
	go func() {
		defer close(refused) // or let go, when nobody listens any more
		_, _ = await(func() js.Value { return locks().Call("request", lockName(recording), granted) })
		granted.Release()
	}()
	select {
	case <-held:
	case <-refused:
		return
	}
	s.holding.Store(recording, until)
}

// let lets the lock of a recording go, if it is held here.
func (s *Store) let(recording string) {
	if until, ok := s.holding.LoadAndDelete(recording); ok {
		until.(js.Value).Call("resolve")
	}
}

// tell marks which recordings of a list that were not ended go on, since their
// locks are held, and which were cut off.
func tell(list []recorder.Recording) error {
	if locks().IsUndefined() {
		return nil
	}
	state, err := await(func() js.Value { return locks().Call("query") })
	if err != nil {
		return err
	}
	held := map[string]bool{}
	for i := range state.Get("held").Length() {
		held[state.Get("held").Index(i).Get("name").String()] = true
	}
	for i := range list {
		r := &list[i]
		r.Running = !r.Closed && held[lockName(r.ID)]
		r.Cut = !r.Closed && !r.Running
	}
	return nil
}
