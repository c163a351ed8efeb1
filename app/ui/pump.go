package ui

import (
	"context"
	"time"
)

// frame is the time between two paints of new states where no browser says when
// it paints.
const frame = 16 * time.Millisecond

// pump calls paint when wake says that there is something new, at most once
// for each frame that next waits for however often that is, and tick once a
// second. It returns when ctx ends; next reports whether ctx is still there.
func pump(ctx context.Context, wake <-chan struct{}, paint, tick func(), next func(context.Context) bool) {
	seconds := time.NewTicker(time.Second)
	defer seconds.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-seconds.C:
			tick()
		case <-wake:
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

// unseen is the time between two paints of new states that nobody sees.
const unseen = 250 * time.Millisecond
