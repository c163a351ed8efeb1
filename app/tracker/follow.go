package tracker

import (
	"context"

	"github.com/keytrail/keytrail/app/capture"
)

// A follower is handed what a Tracker observes live, piece by piece.
type follower struct {
	book *book            // the one that is followed; the tracker's goroutine's
	held *capture.Capture // what came since the last piece; the tracker's goroutine's
}

// Follow is for a recording that outlives the page. next returns what was
// observed since the last next, first of all what is on the tape already; anew
// says that it is the beginning of something else, because another connection
// was made. Nothing is handed over of a file. One goroutine may use next at a
// time, and must call stop in the end.
func (t *Tracker) Follow() (next func(context.Context) (c *capture.Capture, anew bool, err error), stop func()) {
	f := new(follower)
	next = func(ctx context.Context) (*capture.Capture, bool, error) { return f.next(ctx, t) }
	return next, func() { t.inbox.post(f.let) }
}

func (f *follower) next(ctx context.Context, t *Tracker) (c *capture.Capture, anew bool, err error) {
	done := make(chan struct{})
	t.inbox.post(func() {
		defer close(done)
		if f.held != nil && f.held.Len() > 0 || f.book == t.book || t.link.State == File {
			c, f.held = f.held, new(capture.Capture)
			return
		}
		f.let()
		f.book, anew = t.book, true
		c, f.held = t.book.tape.join(), new(capture.Capture)
		dropped := t.book.tape.last - c.Len()
		t.book.tape.sink = func(o capture.Observation) {
			o.About = max(o.About-dropped, 0) // numbered as what was handed over is
			f.held.Append(o)
		}
	})
	select {
	case <-done:
		if c == nil {
			c = new(capture.Capture)
		}
		return c, anew, nil
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
}

func (f *follower) let() {
	if f.book != nil {
		f.book.tape.sink, f.book, f.held = nil, nil, nil
	}
}
