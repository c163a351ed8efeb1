package tracker

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// slice is for how long the tracker may keep the page from answering to input.
const slice = 8 * time.Millisecond

// pacer returns a function that breathes once a slice of time has passed since
// it last did, and that ends its goroutine when ctx has ended: however deep in a
// long value the work is, nobody waits for it any more. One goroutine calls it,
// as often as it likes.
func (t *Tracker) pacer(ctx context.Context) func() {
	rested := time.Now()
	return func() {
		if time.Since(rested) > slice {
			t.Breathe()
			rested = time.Now()
		}
		if ctx.Err() != nil {
			runtime.Goexit()
		}
	}
}

const (
	// crowd is how much work may wait before more is asked of the server.
	crowd = 200
	// lull is how long the server may be kept waiting: one that hears nothing for
	// some ten seconds drops the session.
	lull = 2 * time.Second
)

// An inbox carries work to the one goroutine that owns the state. Posting
// never blocks, because the page's event handlers and the poll loop post.
type inbox struct {
	mu    sync.Mutex // protects work
	work  []func()
	ready chan struct{} // holds one token while there is work
	empty chan struct{} // holds one token when all has been done
}

func (b *inbox) post(f func()) {
	b.mu.Lock()
	b.work = append(b.work, f)
	b.mu.Unlock()
	b.again()
}

// again has the owner look into the inbox.
func (b *inbox) again() { token(b.ready) }

// token puts a token where there is none.
func token(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// drain does what has been posted for one slice of time, and reports whether
// something is left: the owner publishes and lets the browser breathe before it
// goes on, however much one reply brought.
func (b *inbox) drain() (more bool) {
	for until := time.Now().Add(slice); ; {
		f := b.take()
		if f == nil {
			token(b.empty)
			return false
		}
		f()
		if !time.Now().Before(until) {
			return true
		}
	}
}

// take removes the oldest piece of work; nil when there is none.
func (b *inbox) take() (f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.work) == 0 {
		return nil
	}
	f = b.work[0]
	b.work[0] = nil // what it held may be large
	b.work = b.work[1:]
	return f
}

// room waits while too much work is waiting, for a lull at most: what a server
// keeps costs no memory here.
func (b *inbox) room(ctx context.Context) {
	select {
	case <-b.empty: // it is of another time
	default:
	}
	b.mu.Lock()
	waiting := len(b.work)
	b.mu.Unlock()
	if waiting < crowd {
		return
	}
	t := time.NewTimer(lull)
	defer t.Stop()
	select {
	case <-b.empty:
	case <-t.C:
	case <-ctx.Done():
	}
}
