package tracker

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// An Opening is a file that is being opened, or what became of it.
type Opening struct {
	N          int // numbered from 1, so that two in a row can be told apart
	Name       string
	Read, Size int64             // bytes; Size is 0 when unknown
	Shown      bool              // something of it is on the screen
	Done       bool              // the file is on the screen, or Err says why not
	Err        error             // why nothing could be opened
	Understood string            // one line on what the file was taken for
	Fixes      []capture.Fix     // the repairs that reading it took
	Problems   []capture.Problem // what could not be read, and where
	Header     capture.Header
}

// Open reads a file of any kind that package capture understands and shows it
// in place of a server, from the first message on. What is on the screen stays
// until one was found.
type Open struct {
	Name   string
	Reader io.Reader // closed in the end if it can be
	Size   int64     // bytes, 0 when unknown
	Note   string    // what to say of its end, "" for nothing
}

// Cancel gives up opening a file.
type Cancel struct{}

// Annotate keeps a person's words about an event of a session, or about the
// events from one to another.
type Annotate struct {
	Session string
	Event   int    // its number in the session's history, 0 for the session itself
	Until   int    // the last event of a range that begins with Event, 0 for that one alone
	Text    string // "" marks the event without words
}

// Label keeps what a person calls a session and whether it stands on top. It
// travels with the recording, as notes do.
type Label struct {
	Session string
	Name    string // "" takes the name away
	Pinned  bool
}

func (Open) command()     {}
func (Cancel) command()   {}
func (Annotate) command() {}
func (Label) command()    {}

// An opener reads one file beside the owner and hands it what was read, so that
// the beginning of a long file is on the screen while the rest is being read.
type opener struct {
	t      *Tracker
	reader *capture.Reader
	file   Open
	replay *replayer
	stop   context.CancelFunc
	shown  bool // the file has taken the screen
}

// open starts reading a file.
func (t *Tracker) open(c Open) {
	t.cancelOpening()
	ctx, stop := context.WithCancel(t.ctx)
	o := &opener{t: t, reader: capture.NewReader(c.Reader, c.Size), file: c, stop: stop}
	o.reader.Capture().Rest = t.pacer()
	o.replay = newReplayer(newBook(t.opts))
	t.openings++
	t.opening, t.opener = &Opening{N: t.openings, Name: c.Name, Size: c.Size}, o
	t.spawn(func() { o.run(ctx) })
}

// batchSize is how many observations are handed to the owner at once.
const batchSize = 200

// run reads slice by slice; each is taken in before the next one is read, so
// that the two goroutines never touch the capture at the same time.
func (o *opener) run(ctx context.Context) {
	c := o.reader.Capture()
	next, end := iter.Pull(c.All())
	pulled, reordered := 0, false
	var err error
	for going := true; going; going = err == nil {
		if err = o.reader.Step(ctx); o.reader.Reordered() && !reordered {
			end()
			next, end = iter.Pull(c.All())
			pulled, reordered = 0, true
			o.hand(ctx, nil, nil, o.again)
		}
		for pulled < c.Len() {
			batch := make([]capture.Observation, min(c.Len()-pulled, batchSize))
			for i := range batch {
				batch[i], _ = next()
			}
			pulled += len(batch)
			o.hand(ctx, batch, nil, o.take)
		}
		o.hand(ctx, nil, err, o.take)
		c.Rest() // a step may find nothing
	}
	end()
	if file, ok := o.file.Reader.(io.Closer); ok {
		_ = file.Close() // it was read as far as anybody wants
	}
}

// hand has the owner do something with a batch and waits until it has.
func (o *opener) hand(ctx context.Context, batch []capture.Observation, err error, do func([]capture.Observation, error, chan<- struct{})) {
	taken := make(chan struct{})
	o.t.inbox.post(func() { do(batch, err, taken) })
	select {
	case <-taken:
	case <-ctx.Done():
	}
}

// again begins the screen anew, for a file whose order was found out at its end.
func (o *opener) again(_ []capture.Observation, _ error, taken chan<- struct{}) {
	t := o.t
	if t.opener == o {
		o.replay = newReplayer(newBook(t.opts))
		if o.shown {
			t.book = o.replay.book
		}
	}
	close(taken)
}

// take takes observations in for one slice of time and comes back for more.
func (o *opener) take(batch []capture.Observation, err error, taken chan<- struct{}) {
	t := o.t
	if t.opener != o {
		close(taken) // given up
		return
	}
	if len(batch) > 0 && !o.shown {
		o.show()
	}
	for until := time.Now().Add(slice); len(batch) > 0 && time.Now().Before(until); batch = batch[1:] {
		o.replay.take(batch[0])
	}
	if len(batch) > 0 {
		t.spawn(func() {
			t.Breathe()
			t.inbox.post(func() { o.take(batch, err, taken) })
		})
		return
	}
	now := *t.opening
	now.Read, now.Size = o.reader.Progress()
	now.Shown = o.shown
	if err != nil {
		o.finish(&now, err)
	}
	t.opening = &now
	close(taken)
}

// show gives the screen to the file.
func (o *opener) show() {
	t := o.t
	t.hangUp()
	t.suspended = nil
	t.book = o.replay.book
	t.link = Link{State: File, Since: t.clock.now(), Profile: Profile{Name: t.opening.Name}}
	o.shown = true
}

// finish says what became of the file.
func (o *opener) finish(now *Opening, err error) {
	c := o.reader.Capture()
	o.replay.end()
	if o.file.Note != "" {
		o.replay.take(capture.Observation{Kind: capture.Note, Text: o.file.Note})
	}
	now.Done = true
	now.Understood, now.Fixes, now.Problems, now.Header = c.Understood, c.Fixes, c.Problems, c.Header
	if o.file.Note != "" {
		now.Problems = append(slices.Clip(now.Problems), capture.Problem{Offset: -1, Text: o.file.Note})
	}
	switch {
	case err != io.EOF:
		now.Err = err
	case c.Len() == 0:
		now.Err = capture.ErrNothing
	}
}

// cancelOpening gives up the file that is being opened. What of it is on the
// screen stays there, with the word that it is not all.
func (t *Tracker) cancelOpening() {
	o := t.opener
	if o == nil {
		return
	}
	o.stop()
	t.opener = nil
	if t.opening == nil || t.opening.Done {
		return
	}
	if !o.shown {
		t.opening = nil
		return
	}
	now := *t.opening
	now.Done, now.Err = true, ErrCanceled
	t.opening = &now
}

// ErrCanceled says that a person gave up opening a file of which a part is
// shown.
var ErrCanceled = errors.New("the rest of the file was not read, as you asked")

// annotate keeps a note.
func (t *Tracker) annotate(c Annotate) {
	about, through := 0, 0
	if s := t.book.byID[c.Session]; s != nil {
		about, through = s.tapedAt(c.Event), s.tapedAt(c.Until)
	}
	t.book.note(Note{Time: t.clock.now(), Session: c.Session, Event: c.Event, Until: c.Until, Text: c.Text}, about, through)
}

// Tape returns everything recorded, as one capture of the caller's own. Its
// observations have the numbers that Session.Taped tells; the lowest are missing
// when the oldest were dropped. The copy is made by the caller's goroutine.
func (t *Tracker) Tape(ctx context.Context) (*capture.Capture, error) {
	done := make(chan []reel, 1)
	t.inbox.post(func() { done <- t.book.tape.still() })
	select {
	case list := <-done:
		return join(list, t.pacer()), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
