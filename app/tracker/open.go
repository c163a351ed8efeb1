package tracker

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// slice is for how long a replay may keep the page from answering to input.
const slice = 8 * time.Millisecond

// An Opening is a file that is being opened, or what became of it.
type Opening struct {
	Name       string
	Read, Size int64             // bytes; Size is 0 when unknown
	Done       bool              // the file is on the screen, or Err says why not
	Err        error             // why nothing could be opened
	Understood string            // one line on what the file was taken for
	Fixes      []capture.Fix     // the repairs that reading it took
	Problems   []capture.Problem // what could not be read, and where
	Header     capture.Header
}

// Open reads a file of any kind that package capture understands and shows it
// in place of a server. What is on the screen stays until the file has been
// understood.
type Open struct {
	Name   string
	Reader io.Reader
	Size   int64 // bytes, 0 when unknown
}

// Cancel gives up opening a file.
type Cancel struct{}

// Annotate keeps a person's words about an event of a session.
type Annotate struct {
	Session string
	Event   int    // its number in the session's history, 0 for the session itself
	Text    string // "" marks the event without words
}

func (Open) command()     {}
func (Cancel) command()   {}
func (Annotate) command() {}

// open starts reading a file beside the owner.
func (t *Tracker) open(c Open) {
	t.cancelOpening()
	ctx, cancel := context.WithCancel(t.ctx)
	t.opening, t.stopOpening = &Opening{Name: c.Name, Size: c.Size}, cancel
	mine := t.opening
	t.spawn(func() {
		reader := capture.NewReader(c.Reader, c.Size)
		var err error
		for err == nil {
			err = reader.Step(ctx)
			read, size := reader.Progress()
			t.inbox.post(func() { t.progressed(mine, read, size) })
			breathe()
		}
		t.inbox.post(func() { t.opened(mine, reader.Capture(), err) })
	})
}

// breathe lets the browser handle input: its event loop runs only while every
// goroutine waits for something, and yielding to other goroutines is no wait.
func breathe() { time.Sleep(time.Nanosecond) }

func (t *Tracker) progressed(mine *Opening, read, size int64) {
	if o := t.opening; o != nil && o.Name == mine.Name && !o.Done {
		next := *o
		next.Read, next.Size = read, size
		t.opening = &next
	}
}

// opened replays what was read, unless nothing could be.
func (t *Tracker) opened(mine *Opening, c *capture.Capture, err error) {
	if t.stopOpening == nil || t.opening.Name != mine.Name {
		return // given up meanwhile
	}
	next := *t.opening
	next.Understood, next.Fixes, next.Problems, next.Header = c.Understood, c.Fixes, c.Problems, c.Header
	if err != io.EOF {
		next.Err = err
	}
	t.opening = &next
	if c.Len() == 0 {
		next.Done = true
		if next.Err == nil {
			next.Err = capture.ErrNothing
		}
		return
	}
	t.hangUp()
	t.suspended = nil
	t.book = newBook(t.opts)
	t.link = Link{State: File, Since: time.Now(), Profile: Profile{Name: next.Name}}
	pull, stop := iter.Pull(c.All())
	t.replay(newReplayer(t.book), pull, stop)
}

// replay takes observations in for one slice of time and comes back for more.
func (t *Tracker) replay(r *replayer, next func() (capture.Observation, bool), stop func()) {
	if t.book != r.book {
		stop()
		return // something else was opened meanwhile
	}
	for until := time.Now().Add(slice); time.Now().Before(until); {
		o, ok := next()
		if !ok {
			r.end()
			stop()
			done := *t.opening
			done.Done = true
			t.opening = &done
			return
		}
		r.take(o)
	}
	t.spawn(func() {
		breathe()
		t.inbox.post(func() { t.replay(r, next, stop) })
	})
}

func (t *Tracker) cancelOpening() {
	if t.stopOpening != nil {
		t.stopOpening()
		t.opening, t.stopOpening = nil, nil
	}
}

// annotate keeps a note.
func (t *Tracker) annotate(c Annotate) {
	about := 0
	if s := t.book.byID[c.Session]; s != nil {
		about = s.tapedAt(c.Event)
	}
	t.book.note(Note{Time: time.Now(), Session: c.Session, Event: c.Event, Text: c.Text}, about)
}

// Tape returns everything recorded, as one capture of the caller's own.
func (t *Tracker) Tape(ctx context.Context) (*capture.Capture, error) {
	done := make(chan *capture.Capture, 1)
	t.inbox.post(func() { done <- t.book.tape.join() })
	select {
	case c := <-done:
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
