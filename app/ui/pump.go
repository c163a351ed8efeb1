package ui

import (
	"context"
	"time"
)

// frame is the least time between two paints of new states.
const frame = 16 * time.Millisecond

// pump calls paint when wake says that there is something new, at most once
// per frame however often that is, and tick once a second. It returns when
// ctx ends.
func pump(ctx context.Context, wake <-chan struct{}, paint, tick func()) {
	seconds := time.NewTicker(time.Second)
	defer seconds.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-seconds.C:
			tick()
		case <-wake:
			paint()
			if !rest(ctx, frame) {
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
