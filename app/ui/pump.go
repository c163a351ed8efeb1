package ui

import (
	"context"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// frame is the time between two paints of new states where no browser says when
// it paints.
const frame = 16 * time.Millisecond

// A waker tells the pump that there is something new.
type waker struct {
	wake  chan struct{} // for what is to be seen at once
	later chan struct{} // for what may wait a little
}

func newWaker() waker { return waker{make(chan struct{}, 1), make(chan struct{}, 1)} }

// pump calls paint when w says that there is something new, at most once for
// each frame that next waits for however often that is, and tick once a second.
// What may wait is painted with what comes next, after unseen at the latest. It
// returns when ctx ends; next reports whether ctx is still there.
func pump(ctx context.Context, w waker, paint, tick func(), next func(context.Context) bool) {
	seconds := time.NewTicker(time.Second)
	defer seconds.Stop()
	var waited <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-seconds.C:
			tick()
		case <-w.later:
			if waited == nil {
				waited = time.After(unseen)
			}
		case <-waited:
			waited = nil
			poke(w.wake)
		case <-w.wake:
			waited = nil
			start := time.Now()
			paint()
			if !next(ctx) {
				return
			}
			// Where frames take long, what brings the news gets as much time.
			if took := time.Since(start); took > 2*frame && !rest(ctx, min(took, unseen)) {
				return
			}
		}
	}
}

// rest waits for d and reports whether ctx is still there.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// poke makes wake ready without waiting.
func poke(wake chan<- struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
}

// A beat is when the browser paints.
type beat struct {
	ask   func() // has ready filled when the next frame begins
	ready chan struct{}
	asked bool // a frame that has not come yet
}

// next waits until the browser is about to paint what was drawn. It paints
// nothing where nobody looks, in a tab in the background: there a fixed time
// counts, so that the title and the notices of watched keys go on.
func (b *beat) next(ctx context.Context) bool {
	if b.ask == nil {
		return rest(ctx, frame)
	}
	if !b.asked {
		b.ask()
	}
	t := time.NewTimer(unseen)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-b.ready:
		b.asked = false
	case <-t.C:
		b.asked = true
	}
	return true
}

// unseen is the time between two paints of new states that nobody sees, or of
// little that nobody waits for.
const unseen = 250 * time.Millisecond

// frames tells when the browser paints, until stop is called.
func frames() (b *beat, stop func()) {
	ready := make(chan struct{}, 1)
	if !app.Window().Get("requestAnimationFrame").Truthy() {
		return new(beat), func() {}
	}
	handler := app.FuncOf(func(app.Value, []app.Value) any {
		poke(ready)
		return nil
	})
	ask := func() { app.Window().Call("requestAnimationFrame", handler) }
	return &beat{ask: ask, ready: ready}, handler.Release
}
