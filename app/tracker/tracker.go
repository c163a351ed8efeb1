package tracker

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/wire"
)

// Options say how a Tracker reaches the world. Dial is needed; the rest has
// working zero values.
type Options struct {
	// Dial returns the transport for a profile. It is called once per Connect.
	Dial func(settings.Profile) (wire.Transport, error)
	// Share joins the tabs of this browser that are connected to the same
	// profile and calls listen with what the others post. Nil means that this
	// page polls by itself.
	Share func(p settings.Profile, listen func([]byte)) Commons
	// Repeats says that what Dial returns may send a request again by itself, as
	// browsers do, and tell nobody: then polls are short where the server does not
	// acknowledge messages, so that a reply which was lost that way shows soon.
	Repeats bool
	// Window is how long a write may stay unseen before it is judged
	// not-seen; 0 means 15 s.
	Window time.Duration
	// RereadEvery is the period of the precautionary re-read while connected;
	// 0 means 60 s.
	RereadEvery time.Duration
	// HistoryBudget is the memory, in bytes, that one session's history may
	// take; 0 means 32 MiB, which is 50,000 notifications that change a key.
	HistoryBudget int
	// HistoriesBudget is the memory, in bytes, that all sessions' histories may
	// take together; 0 means 96 MiB.
	HistoriesBudget int
	// Breathe returns once the page has had a chance to handle input. It is
	// called after each slice of long work; nil sleeps for an instant, which is
	// enough where other threads do such things.
	Breathe func()
	// TapeLength is how many observations are kept for saving, give or take a
	// tenth; 0 means 50,000.
	TapeLength int
	// TapeBudget is the memory, in bytes, that they may take, give or take a
	// tenth; 0 means 24 MiB.
	TapeBudget int
	// Wall is the wall clock, which somebody may set while the page is open; nil
	// means time.Now.
	Wall func() time.Time
}

// book is what a book may keep.
func (o Options) book() book.Options {
	return book.Options{Window: o.Window, HistoryBudget: o.HistoryBudget, HistoriesBudget: o.HistoriesBudget, TapeLength: o.TapeLength, TapeBudget: o.TapeBudget}
}

// A Tracker owns everything known of the sessions and publishes it as
// immutable States. Create it with New, start it with Run, ask it for things
// with Do. All methods are safe for concurrent use.
type Tracker struct {
	opts  Options
	inbox inbox
	clock steady
	state atomic.Pointer[State]

	mu       sync.Mutex // protects watchers and watchSeq
	watchers map[int]func()
	watchSeq int

	// The rest belongs to Run's goroutine alone.
	ctx         context.Context
	link        Link
	line        *line     // the connection that is wanted, nil for none
	suspended   *Connect  // what to take up again after Suspend, nil for nothing
	book        numbered  // the live one
	due         time.Time // for when the windows of its writes are watched, zero for never
	books       int       // how many were begun
	files       []*opener // those that are open or on their way, in the order in which they were asked for
	shown       *opener   // the one on the screen, nil for the live book
	asked       *opener   // the one that was asked for last, nil once something else was brought to the screen
	openings    int       // how many files were asked for
	finding     *Finding  // the session that was asked for last
	misbehaving *Misbehaviours
	tasks       sync.WaitGroup
}

// New returns a Tracker that is not running yet.
func New(o Options) *Tracker {
	if o.Window == 0 {
		o.Window = 15 * time.Second
	}
	if o.RereadEvery == 0 {
		o.RereadEvery = time.Minute
	}
	if o.HistoryBudget == 0 {
		o.HistoryBudget = 32 << 20
	}
	if o.HistoriesBudget == 0 {
		o.HistoriesBudget = 96 << 20
	}
	if o.Breathe == nil {
		o.Breathe = func() { time.Sleep(time.Nanosecond) }
	}
	if o.TapeLength == 0 {
		o.TapeLength = 50_000
	}
	if o.TapeBudget == 0 {
		o.TapeBudget = 24 << 20
	}
	t := &Tracker{opts: o, inbox: newInbox(), watchers: map[int]func(){}}
	t.book, t.clock.wall = t.newBook(), o.Wall
	t.state.Store(&State{Book: t.book.n})
	return t
}

// State returns the newest State; it is never nil.
func (t *Tracker) State() *State { return t.state.Load() }

// Now returns the present by the clock that the times of States are from, which
// goes on where the machine's is set back.
func (t *Tracker) Now() time.Time { return t.clock.now() }

// Watch has f called after each new State, from the tracker's goroutine: f
// must return at once and must not call the tracker's blocking methods. stop
// ends it.
func (t *Tracker) Watch(f func()) (stop func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.watchSeq++
	id := t.watchSeq
	t.watchers[id] = f
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.watchers, id)
	}
}

// Breathe returns once the page has had a chance to handle input. Who has long
// work to do in the page calls it after each slice of a few milliseconds, from a
// goroutine and not from an event handler.
func (t *Tracker) Breathe() { t.opts.Breathe() }

// Do hands over a command and returns at once. What becomes of it shows in
// later States. Commands given before Run starts wait for it.
func (t *Tracker) Do(c Command) { t.inbox.post(func() { t.obey(c) }) }

// Run works until ctx ends, then says goodbye to the server and returns nil.
// It must be called once.
func (t *Tracker) Run(ctx context.Context) error {
	t.ctx = ctx
	tick := time.NewTicker(t.opts.RereadEvery)
	defer tick.Stop()
	var published time.Time
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-t.inbox.ready:
			more := t.inbox.drain()
			if !more || time.Since(published) > behind {
				t.publish()
				published = time.Now()
			}
			if more {
				t.Breathe()
				t.inbox.again()
			}
		case <-tick.C:
			t.rereadAll(false)
		}
	}
	t.hangUp()
	t.tasks.Wait()
	return nil
}

// behind is how often a State is published while there is more work than there
// is time for: each one is drawn, and drawing is what the time is wanted for.
const behind = 100 * time.Millisecond

func (t *Tracker) obey(c Command) {
	switch c := c.(type) {
	case Connect:
		t.show(0)
		t.connect(c)
	case Disconnect:
		t.hangUp()
		t.suspended = nil
		t.setLink(Offline, nil)
	case Suspend:
		t.suspend()
	case Doubt:
		switch l := t.line; {
		case l == nil:
		case book.Comet(c.URL):
			t.doubt(c.Since)
		case !l.once.Load(): // a server that knows repeated requests has passed it on once
			t.book.Resent(c.URL, c.Since, c.Sent)
		}
	case RetryNow:
		t.wake()
	case Reread:
		t.reread(c.Session)
	case Operate:
		t.operate(c)
	case Open:
		t.open(c)
	case Cancel:
		t.cancelOpening()
	case Show:
		t.show(c.File)
	case Close:
		t.close(c.File)
	case Annotate:
		t.annotate(c)
	case Label:
		if b := t.bookOf(c.Book); b.Book != nil {
			b.Label(t.clock.now(), c.Session, c.Name, c.Pinned)
		}
	case Find:
		t.find(c.Session)
	case Misbehave:
		t.misbehave(c)
	}
}

// publish stores a new State and tells the watchers.
func (t *Tracker) publish() {
	b, link := t.screen(), t.link
	var beside []*book.Session
	if o := t.shown; o != nil {
		link = Link{State: File, Since: o.since, Profile: settings.Profile{Name: o.opening.Name}}
		beside = t.book.Sessions()
	}
	files, current := t.openingsNow()
	t.state.Store(&State{
		View:          b.View(),
		Book:          b.n,
		Link:          link,
		Live:          t.link,
		Beside:        beside,
		Files:         files,
		Opening:       current,
		Memory:        t.book.Memory(),
		Finding:       t.finding,
		Misbehaviours: t.misbehaving,
	})
	t.mu.Lock()
	fs := make([]func(), 0, len(t.watchers))
	for _, f := range t.watchers {
		fs = append(fs, f)
	}
	t.mu.Unlock()
	for _, f := range fs {
		f()
	}
}

// spawn runs work beside the owner; what it posts comes back in order. The
// Tracker's Run waits for it.
func (t *Tracker) spawn(work func()) {
	t.tasks.Add(1)
	go func() {
		defer t.tasks.Done()
		work()
	}()
}
