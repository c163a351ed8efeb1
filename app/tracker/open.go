package tracker

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/open"
)

// An Opening is a file that is being opened, or what became of it.
type Opening struct {
	N          int // numbered from 1, so that two in a row can be told apart
	Book       int // what was read of it, see State.Book; another one where it had to be begun anew
	Name       string
	Read, Size int64             // bytes; Size is 0 when unknown
	Shown      bool              // something was found in it: it can be on the screen
	Done       bool              // all of it was read, or Err says why not
	Err        error             // why nothing could be opened
	Understood string            // one line on what the file was taken for
	Fixes      []capture.Fix     // the repairs that reading it took
	Problems   []capture.Problem // what could not be read, and where
	Header     capture.Header
	Memory     book.Memory
	Grows      bool  // it is read on as it grows; never Done before that ends
	Trouble    error // why it cannot be looked at just now, nil when all is well
}

// Open reads a file of any kind that package capture understands and shows it,
// from the first message on, while what is observed live goes on being recorded.
// What is on the screen stays until a message was found.
type Open struct {
	Name   string
	Reader io.Reader // closed in the end if it can be
	Size   int64     // bytes, 0 when unknown
	Note   string    // what to say of its end, "" for nothing
	// Grows returns the file as it is now, in place of Reader: JSON Lines or a log
	// that another program is writing is read on as it grows, until it is closed.
	Grows func() (Snapshot, error)
}

// Cancel gives up opening the file that was asked for last.
type Cancel struct{}

// Annotate keeps a person's words about an event of a session, or about the
// events from one to another.
type Annotate struct {
	Book    int // that they belong to, 0 for the one that is shown
	Session string
	Event   int    // its number in the session's history, 0 for the session itself
	Until   int    // the last event of a range that begins with Event, 0 for that one alone
	Text    string // "" marks the event without words
}

// Label keeps what a person calls a session and whether it stands on top. It
// travels with the recording, as notes do.
type Label struct {
	Book    int // that the session stands in, 0 for the one that is shown
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
// Afterwards it stands for the file that is open.
type opener struct {
	t       *Tracker
	book    *book.Book     // what was read
	opening *Opening       // what is said of it
	since   time.Time      // when something of it was found
	tail    *tail          // of a file that grows
	grown   time.Time      // when it had grown last
	reader  *open.Reader   // these are nil once the file is read: they hold
	replay  *book.Replayer // all of it a second time
	note    string
	stop    context.CancelFunc
}

// open starts reading a file.
func (t *Tracker) open(c Open) {
	t.forgetFailed()
	t.openings++
	o := &opener{t: t, opening: &Opening{N: t.openings, Name: c.Name, Size: c.Size}, note: c.Note}
	t.files = append(t.files, o)
	if len(t.files) <= MaxFiles || t.asked == nil || t.asked.opening.Done || t.asked.opening.Grows {
		t.asked = o // else the one that is on its way is still waited for
	}
	if len(t.files) > MaxFiles {
		o.opening.Done, o.opening.Err = true, ErrTooManyFiles
		shut(c.Reader)
		return
	}
	ctx, stop := context.WithCancel(t.ctx)
	reader := open.NewReader(c.Reader, c.Size)
	if c.Grows != nil {
		o.tail = &tail{ctx: ctx, look: c.Grows, now: t.clock.now, tell: o.looked}
		o.opening.Grows, reader = true, open.NewGrowing(o.tail)
	}
	reader.Capture().Rest = t.pacer(ctx)
	o.reader, o.stop = reader, stop
	o.begin()
	t.spawn(func() {
		if c.Grows != nil {
			o.follow(ctx, reader)
		} else {
			o.run(ctx, reader, c.Reader)
		}
	})
}

// begin takes the file's first observation into a new book.
func (o *opener) begin() {
	o.book = o.t.newBook()
	o.replay = book.NewReplayer(o.book, &o.reader.Capture().Header)
}

// batchSize is how many observations are handed to the owner at once.
const batchSize = 200

// run reads slice by slice; each is taken in before the next one is read, so
// that the two goroutines never touch the capture at the same time.
func (o *opener) run(ctx context.Context, reader *open.Reader, from io.Reader) {
	c := reader.Capture()
	next, end := iter.Pull(c.All())
	defer func() {
		end()
		shut(from)
	}()
	pulled, reordered := 0, false
	var err error
	for going := true; going; going = err == nil {
		if err = reader.Step(ctx); c.Reordered() && !reordered {
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
}

// shut closes what a file came from: it was read as far as anybody wants.
func shut(from io.Reader) {
	if file, ok := from.(io.Closer); ok {
		_ = file.Close()
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
	if o.reading() {
		o.begin()
	}
	close(taken)
}

// reading reports whether more is expected of the file.
func (o *opener) reading() bool { return o.reader != nil }

// take takes observations in for one slice of time and comes back for more.
func (o *opener) take(batch []capture.Observation, err error, taken chan<- struct{}) {
	t := o.t
	if !o.reading() {
		close(taken) // given up
		return
	}
	now := *o.opening
	if !now.Shown && slices.ContainsFunc(batch, understood) {
		now.Shown, o.since = true, time.Now()
		if t.asked == o {
			t.shown = o
		}
	}
	for until := time.Now().Add(slice); len(batch) > 0 && time.Now().Before(until); batch = batch[1:] {
		o.replay.Take(batch[0])
	}
	o.opening, now.Book = &now, o.book.Number
	if len(batch) > 0 {
		t.spawn(func() {
			t.Breathe()
			t.inbox.post(func() { o.take(batch, err, taken) })
		})
		return
	}
	if o.tail != nil {
		o.advance(&now)
	} else {
		now.Read, now.Size = o.reader.Progress()
	}
	if err != nil {
		o.finish(&now, err)
	}
	now.Memory = o.book.Memory()
	close(taken)
}

// understood reports whether an observation is more than something that nobody
// could read: only then is there something to look at.
func understood(x capture.Observation) bool { return x.Kind != capture.Stray }

// finish says what became of the file.
func (o *opener) finish(now *Opening, err error) {
	c := o.reader.Capture()
	o.replay.End()
	if o.note != "" {
		o.replay.Take(capture.Observation{Kind: capture.Note, Text: o.note})
	}
	now.Done = true
	now.Understood, now.Fixes, now.Problems, now.Header = c.Understood, c.Fixes, c.Problems, c.Header
	if o.note != "" {
		now.Problems = append(slices.Clip(now.Problems), capture.Problem{Text: o.note})
	}
	switch {
	case err != io.EOF:
		now.Err = err
	case !now.Shown:
		now.Err = open.ErrNothing
		for _, e := range o.book.View().Strays {
			now.Problems = append(slices.Clip(now.Problems), capture.Problem{Text: e.Note})
		}
	}
	o.release()
}

// release lets go of what reading took.
func (o *opener) release() {
	if o.stop != nil {
		o.stop()
	}
	o.stop, o.reader, o.replay = nil, nil, nil
}

// cancelOpening gives up the file that is being opened. What of it is on the
// screen stays there, with the word that it is not all.
func (t *Tracker) cancelOpening() {
	o := t.asked
	if o == nil {
		o = t.shown
	}
	switch {
	case o == nil || !o.reading():
	case !o.opening.Shown:
		t.close(o.opening.N)
	default:
		o.release()
		now := *o.opening
		now.Done, now.Err = true, ErrCanceled
		o.opening = &now
	}
}

// ErrCanceled says that a person gave up opening a file of which a part is
// shown.
var ErrCanceled = errors.New("the rest of the file was not read, as you asked")
