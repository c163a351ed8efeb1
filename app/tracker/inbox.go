package tracker

import "sync"

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
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

// drain runs what has been posted, once through, so that a flood of posts
// cannot keep the owner from publishing.
func (b inbox) drain() {
	b.mu.Lock()
	work := *b.work
	*b.work = nil
	b.mu.Unlock()
	for _, f := range work {
		f()
	}
}
