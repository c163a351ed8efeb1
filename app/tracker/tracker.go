package tracker

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
)

// Options say how a Tracker reaches the world and what it keeps. Link.Dial is
// needed; the rest has working zero values: 15 s for a write, 32 MiB for one
// session's history, which is 50,000 notifications that change a key, 96 MiB for
// all histories, 50,000 observations and 24 MiB for the tape.
type Options struct {
	Link link.Options
	Book book.Options
	// RereadEvery is the period of the precautionary re-read while connected;
	// 0 means 60 s.
	RereadEvery time.Duration
	// Breathe returns once the page has had a chance to handle input. It is
	// called after each slice of long work; nil sleeps for an instant, which is
	// enough where other threads do such things.
	Breathe func()
	// Wall is the wall clock, which somebody may set while the page is open; nil
	// means time.Now.
	Wall func() time.Time
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
	ctx      context.Context
	link     *link.Link
	watching *link.Watcher // the page that is watched in place of a connection, nil for none
	book     *book.Book    // the live one
	books    int           // how many were begun
	files    []*opener     // those that are open or on their way, in the order in which they were asked for
	shown    *opener       // the one on the screen, nil for the live book
	asked    *opener       // the one that was asked for last, nil once something else was brought to the screen
	openings int           // how many files were asked for
	tasks    sync.WaitGroup
}

// New returns a Tracker that is not running yet.
func New(o Options) *Tracker {
	b := &o.Book
	b.HistoryBudget, b.HistoriesBudget = cmp.Or(b.HistoryBudget, 32<<20), cmp.Or(b.HistoriesBudget, 96<<20)
	b.TapeLength, b.TapeBudget = cmp.Or(b.TapeLength, 50_000), cmp.Or(b.TapeBudget, 24<<20)
	o.RereadEvery = cmp.Or(o.RereadEvery, time.Minute)
	if o.Breathe == nil {
		o.Breathe = func() { time.Sleep(time.Nanosecond) }
	}
	t := &Tracker{opts: o, inbox: inbox{ready: make(chan struct{}, 1), empty: make(chan struct{}, 1)}, watchers: map[int]func(){}}
	t.book, t.clock.wall = t.newBook(), o.Wall
	t.link = link.New(o.Link, t.host())
	t.state.Store(&State{Book: t.book.Number})
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

// Breathe returns once the page has had a chance to handle input. Whoever has
// long work to do in the page calls it after each slice of a few milliseconds,
// from a goroutine and not from an event handler.
func (t *Tracker) Breathe() { t.opts.Breathe() }

// Do hands over a command and returns at once. What becomes of it shows in
// later States. Commands given before Run starts wait for it.
func (t *Tracker) Do(c Command) { t.inbox.post(func() { t.obey(c) }) }

// Run works until ctx ends, then says goodbye to the server and returns.
// It must be called once.
func (t *Tracker) Run(ctx context.Context) {
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
			t.link.Refresh()
		}
	}
	t.link.Disconnect()
	t.tasks.Wait()
}

// behind is how often a State is published while there is more work than there is
// time for: each one is drawn, and drawing takes the time that the work needs.
const behind = 100 * time.Millisecond

func (t *Tracker) obey(c Command) {
	switch c := c.(type) {
	case Connect:
		t.show(0)
		t.connect(c)
	case Watch:
		t.show(0)
		t.watch(c)
	case Disconnect:
		t.unwatch()
		t.link.Disconnect()
	case Suspend:
		t.link.Suspend()
	case Doubt:
		if book.Comet(c.URL) {
			t.link.Doubt(c.Since, c.Sent)
		} else {
			t.link.Resent(c.URL, c.Since, c.Sent)
		}
	case RetryNow:
		t.link.Wake()
	case Reread:
		t.link.Reread(c.Session)
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
		if b := t.bookOf(c.Book); b != nil {
			b.Label(t.clock.now(), c.Session, c.Name, c.Pinned)
		}
	case Find:
		t.link.Find(c.Session)
	case Misbehave:
		t.link.Misbehave(c.Ways)
	}
}

// connect goes on with the live book where the server and the user are the same,
// and begins another one where they are not: ids mean nothing there.
func (t *Tracker) connect(c Connect) {
	if t.watching != nil || !t.link.Continues(c.Profile) {
		t.book = t.newBook()
	}
	t.unwatch()
	t.link.Connect(t.ctx, c.Profile, c.Credentials, t.book)
}

// watch shows what another page says and hears in place of a connection.
func (t *Tracker) watch(c Watch) {
	t.unwatch()
	t.link.Disconnect()
	t.book = t.newBook()
	t.watching = link.NewWatcher(t.ctx, c.Page, t.book, t.host())
}

func (t *Tracker) unwatch() {
	if t.watching != nil {
		t.watching.End()
	}
	t.watching = nil
}

func (t *Tracker) host() link.Host {
	return link.Host{Post: t.inbox.post, Spawn: t.spawn, Room: t.inbox.room, Now: t.clock.now}
}

// publish stores a new State and tells the watchers.
func (t *Tracker) publish() {
	b, live := t.screen(), t.link.Status()
	var watched *link.Watched
	if t.watching != nil {
		live, watched = t.watching.Status(), t.watching.Watched()
	}
	from := live
	var beside []*book.Session
	if o := t.shown; o != nil {
		from = o.status()
		beside = t.book.Sessions()
	}
	files, current := t.openingsNow()
	t.state.Store(&State{
		View:          b.View(),
		Book:          b.Number,
		Link:          from,
		Live:          live,
		Beside:        beside,
		Files:         files,
		Opening:       current,
		Memory:        t.book.Memory(),
		Watched:       watched,
		Finding:       t.link.Finding(),
		Misbehaviours: t.link.Misbehaviours(),
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
func (t *Tracker) spawn(work func()) { t.tasks.Go(work) }
