package tracker

import (
	"context"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
)

// A follower is handed what a Tracker observes live, piece by piece.
type follower struct {
	book *book.Book       // the one that is followed; the tracker's goroutine's
	held *capture.Capture // what came since the last piece; the tracker's goroutine's
}

// Follow is for a recording that outlives the page. next returns what was
// observed since the last next, numbered as on the tape, at first what is on the
// tape already; anew says that it is the beginning of something else, because
// another connection was made. Nothing is handed over of a file. One goroutine
// may use next at a time, and must call stop in the end.
func (t *Tracker) Follow() (next func(context.Context) (c *capture.Capture, anew bool, err error), stop func()) {
	f := new(follower)
	next = func(ctx context.Context) (*capture.Capture, bool, error) { return f.next(ctx, t) }
	return next, func() { t.inbox.post(f.let) }
}

// A piece is what a follower is handed at once.
type piece struct {
	capture *capture.Capture
	tape    book.Tape // in place of capture, when it is the beginning
	anew    bool
}

func (f *follower) next(ctx context.Context, t *Tracker) (c *capture.Capture, anew bool, err error) {
	handed := make(chan piece, 1) // nobody may be there to take it
	t.inbox.post(func() { handed <- f.cut(t) })
	select {
	case p := <-handed:
		switch {
		case p.anew:
			return p.tape.Join(t.pacer(ctx)), true, nil
		case p.capture == nil:
			p.capture = new(capture.Capture)
		}
		// It has no Rest: what came since the last piece is little as a rule,
		// and where it is much, keeping it comes before drawing it.
		return p.capture, false, nil
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
}

// cut takes what is there to be handed over.
func (f *follower) cut(t *Tracker) piece {
	if f.held != nil && f.held.Len() > 0 || f.book == t.book {
		p := piece{capture: f.held}
		f.held = new(capture.Capture)
		return p
	}
	f.let()
	f.book, f.held = t.book, new(capture.Capture)
	f.book.Follow(func(o capture.Observation) { f.held.Put(o) })
	return piece{tape: f.book.Tape(), anew: true}
}

func (f *follower) let() {
	if f.book != nil {
		f.book.Follow(nil)
		f.book, f.held = nil, nil
	}
}
