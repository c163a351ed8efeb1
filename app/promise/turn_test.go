//go:build js && wasm

package promise_test

import (
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/promise"
)

// Each wait lets the event loop turn: what others have put into its queue before
// is done afterwards.
func TestTurnLetsOthersRun(t *testing.T) {
	channel := js.Global().Get("MessageChannel").New()
	heard := 0
	listen := js.FuncOf(func(js.Value, []js.Value) any { heard++; return nil })
	t.Cleanup(listen.Release)
	channel.Get("port1").Set("onmessage", listen)
	t.Cleanup(func() { channel.Get("port1").Call("close") })

	turn := promise.NewTurn()
	for range 20 {
		before := heard
		channel.Get("port2").Call("postMessage", js.Null())
		for heard == before { // the test's own time limit ends it
			turn.Wait()
		}
	}

	assert.Equal(t, 20, heard)
}

func TestTurnServesManyAtOnce(t *testing.T) {
	turn := promise.NewTurn()
	done := make(chan int)
	for n := range 10 {
		go func() {
			turn.Wait()
			done <- n
		}()
	}

	seen := map[int]bool{}
	for range 10 {
		seen[<-done] = true
	}

	assert.Len(t, seen, 10)
}
