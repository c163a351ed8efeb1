package tracker

import (
	"sync"
	"time"
)

// slice is for how long the tracker may keep the page from answering to input.
const slice = 8 * time.Millisecond

// pacer returns a function that breathes once a slice of time has passed since
// it last did. One goroutine calls it, as often as it likes.
func (t *Tracker) pacer() func() {
	rested := time.Now()
	return func() {
		if time.Since(rested) > slice {
			t.Breathe()
			rested = time.Now()
		}
	}
}

// An inbox carries work to the one goroutine that owns the state. Posting
// never blocks, because the page's event handlers and the poll loop post.
type inbox struct {
	mu    *sync.Mutex // protects *work
	work  *[]func()
	ready chan struct{} // holds one token while there is work
}

func newInbox() inbox {
	return inbox{mu: new(sync.Mutex), work: new([]func()), ready: make(chan struct{}, 1)}
}

func (b inbox) post(f func()) {
	b.mu.Lock()
	*b.work = append(*b.work, f)
	b.mu.Unlock()
	b.again()
}

// again has the owner look into the inbox.
func (b inbox) again() {
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

// drain runs what has been posted for one slice of time, and reports whether
// something is left: the owner publishes and lets the browser breathe before it
// goes on, however much one reply brought.
func (b inbox) drain() (more bool) {
	b.mu.Lock()
	work := *b.work
	*b.work = nil
	b.mu.Unlock()
	for until := time.Now().Add(slice); len(work) > 0; {
		work[0]()
		work[0] = nil // what it held may be large
		work = work[1:]
		if !time.Now().Before(until) {
			break
		}
	}
	if len(work) == 0 {
		return false
	}
	b.mu.Lock()
	*b.work = append(work, *b.work...)
	b.mu.Unlock()
	return true
}
