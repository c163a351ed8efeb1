package bayeux

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"
)

const (
	// clockPeriod is how often the wall clock is compared with what should have
	// happened by then. Timers stand still while a machine sleeps and are held
	// back in a hidden tab.
	clockPeriod = 5 * time.Second
	// fresh is the age up to which a request counts as the attempt that a Wake
	// asks for. Coming back to a page causes several Wakes in a row.
	fresh = time.Second
	// farewell is how long the last message may take. The page may be going away.
	farewell = 2 * time.Second
	// lull is how long the owner's reading may keep the next poll back. Servers
	// drop a session that does not poll for some ten seconds.
	lull = 2 * time.Second
)

// A loop is the state of one Run. It belongs to Run's goroutine. Requests go out
// one at a time, each in a goroutine of its own that hands over its outcome and
// touches nothing else; an outcome that nobody waits for any more vanishes with
// its channel, messages included, so that nothing arrives twice or late.
type loop struct {
	*Client
	ctx   context.Context
	clock *time.Ticker
	sent  sync.WaitGroup // requests under way, with those that were given up
	ids   uint64
	due   time.Time // of the next request, on the wall clock

	// The session.
	clientID string         // "" before the handshake
	again    bool           // there was a session before
	todo     []subscription // not yet confirmed
	connects int            // answered in this session
	ack      bool
	batch    int64
	kicked   *message // a disconnect that nobody asked for

	// What the server wants.
	advice advice

	// What the owner does.
	reread chan struct{} // closed when it has read the state again, nil while nobody waits for that
	flush  bool          // the next poll fetches what was published meanwhile
	hasty  bool          // the request under way came too early for a Hurry: the poll after it fetches, too

	// A poll for which a newer one was sent, nil for none.
	old *overtaken

	// The health of the link.
	quick    bool      // the next connect shall be answered at once, and will prove that the link works
	alive    time.Time // when a connect was last answered with success, zero for never
	polled   time.Time // when the last connect ended, well or not
	failures int       // requests that failed since a connect went well
	young    int       // sessions in a row that were lost before their second poll
	hollow   int       // polls in a row that were not held and brought nothing
	doubtful time.Time // messages published since may be lost; zero for none
	broken   bool      // a poll failed and nobody was told: the machine slept
}

// A subscription is one that the server has not confirmed.
type subscription struct {
	channel string
	due     time.Time
}

// run does one thing after the other until an error ends it.
func (l *loop) run() error {
	l.clock = time.NewTicker(clockPeriod)
	defer l.clock.Stop()
	err := l.poll()
	if l.ctx.Err() != nil {
		err = context.Cause(l.ctx)
		l.goodbye()
	}
	l.notify(Ended{Stamp{l.now()}, err})
	// Requests that were given up return, since their contexts have ended.
	l.sent.Wait()
	return err
}

func (l *loop) poll() error {
	for {
		if err := l.pause(); err != nil {
			return err
		}
		r := l.next()
		out, err := l.await(r)
		if err != nil {
			return err
		}
		if !out.woken {
			l.part(r)
		}
		if err := l.finish(r, out); err != nil {
			return err
		}
	}
}

// next returns what is to be sent now. Subscriptions go before the first poll,
// so that the server holds that one for them.
func (l *loop) next() *request {
	if l.outlived() {
		l.forget()
	}
	if l.clientID == "" {
		// What an older session was told does not hold for a new one.
		l.adopt(defaultAdvice, l.now())
		return newHandshake(l.id(), l.opt.NetworkDelay)
	}
	if channels := l.dueChannels(); len(channels) > 0 {
		return newSubscribe(l.id, l.clientID, channels, l.opt.NetworkDelay)
	}
	select {
	case <-l.haste:
		l.flush = true
	default:
	}
	limit, hold := l.opt.NetworkDelay, time.Duration(0)
	quick := l.quick || l.flush
	if !quick {
		limit += l.advice.timeout
		hold = l.hold()
	}
	r := newConnect(l.id(), l.clientID, hold, limit).end(l.ack, l.batch)
	r.quick, r.flush = quick, l.flush && !l.quick
	return r
}

// hold returns how long the next poll is to be held, less than zero where the
// server decides.
func (l *loop) hold() time.Duration {
	if hold := l.opt.Hold(); !l.ack && hold > 0 && hold < l.advice.timeout {
		return hold
	}
	return -1
}

// id returns a message id that no other message of this Run has.
func (l *loop) id() string {
	l.ids++
	return strconv.FormatUint(l.ids, 10)
}

// await sends the request and waits for its outcome, its time limit, a Wake, or
// the end of everything. The reply passes from goroutine to goroutine: no timer
// stands between it and the next poll.
func (l *loop) await(r *request) (outcome, error) {
	ctx, cancel := context.WithTimeout(l.ctx, r.limit)
	r.start = l.now()
	done := make(chan outcome, 1)
	l.sent.Go(func() { done <- l.send(ctx, r) })
	out, err := l.outcome(ctx, r, done)
	if err == nil && out.woken && out.err == nil && r.op == opConnect && !l.ack {
		l.giveUp()
		l.old = &overtaken{r: r, done: done, cancel: cancel, alive: l.alive, trusted: out.hurried}
		return out, nil
	}
	cancel()
	return out, err
}

func (l *loop) outcome(ctx context.Context, r *request, done <-chan outcome) (outcome, error) {
	for {
		select {
		case out := <-done:
			if ctx.Err() != nil && out.err != nil {
				return l.givenUp(r)
			}
			return l.slept(r, out), nil
		case out := <-l.old.ended():
			l.overtook(out)
		case <-ctx.Done():
			return l.givenUp(r)
		case <-l.wake:
			if !r.quick || l.now().Sub(r.start) >= fresh {
				return outcome{woken: true}, nil
			}
		case <-l.haste:
			switch age := l.now().Sub(r.start); {
			case r.quick || r.op != opConnect:
				l.hasty = true
			case age < parting: // on another connection a newer one might come first
				time.AfterFunc(parting-age, l.Hurry)
			default:
				return outcome{woken: true, hurried: true}, nil
			}
		case <-l.clock.C:
			if l.now().Sub(r.start) > r.limit {
				return l.givenUp(r)
			}
		}
	}
}

// givenUp is the outcome of a request whose time is over.
func (l *loop) givenUp(r *request) (outcome, error) {
	if err := l.ctx.Err(); err != nil {
		return outcome{}, err
	}
	err := fmt.Errorf("bayeux: %s: %w within %v", r.op, ErrNoReply, r.limit)
	return l.slept(r, outcome{err: err, at: l.now()}), nil
}

// slept turns a failure into a Wake if far more time has passed than the
// request could take: the machine slept, and the network is not to blame.
func (l *loop) slept(r *request, out outcome) outcome {
	if out.err != nil && l.now().Sub(r.start) > r.limit+l.opt.NetworkDelay {
		return outcome{woken: true, err: out.err}
	}
	return out
}

// catchUp waits for the owner, who reads the state again.
func (l *loop) catchUp() {
	if l.reread == nil {
		return
	}
	timer := time.NewTimer(lull)
	defer timer.Stop()
	select {
	case <-l.reread:
	case <-timer.C:
	case <-l.ctx.Done():
	}
	l.reread, l.flush = nil, true
}

// resync has the owner read the state again.
func (l *loop) resync(e Resync) {
	l.notify(e)
	if l.opt.Reread == nil {
		return
	}
	done := make(chan struct{})
	l.reread = done
	l.sent.Go(func() {
		defer close(done)
		l.opt.Reread(l.ctx)
	})
}

// pause waits until the next request is due, or a Wake.
func (l *loop) pause() error {
	l.catchUp()
	for l.ctx.Err() == nil {
		wait := l.due.Sub(l.now())
		if wait <= 0 {
			return nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
			return nil
		case <-l.wake:
			l.hurry()
		case <-l.clock.C:
		case <-l.ctx.Done():
		}
		timer.Stop()
	}
	return l.ctx.Err()
}

// hurry makes the next request due as soon as the server allows.
func (l *loop) hurry() {
	l.due = l.polled.Add(l.advice.interval)
	for i := range l.todo {
		l.todo[i].due = time.Time{}
	}
}

// goodbye tells the server that the session is over, and hands on what it may
// have had left to say.
func (l *loop) goodbye() {
	if l.clientID == "" {
		return
	}
	r := newDisconnect(l.id(), l.clientID, farewell)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(l.ctx), r.limit)
	defer cancel()
	done := make(chan outcome, 1)
	l.sent.Go(func() { done <- l.send(ctx, r) })
	select {
	case out := <-done:
		if messages, err := parseReply(out.body); out.err == nil && err == nil {
			l.deliver(r, messages, out.at)
		}
	case <-ctx.Done():
	}
}

// notify tells the owner, whose panic is not to end the loop.
func (l *loop) notify(e Event) {
	defer func() {
		if value := recover(); value != nil {
			l.complain(Panicked{Stamp{e.Observed()}, e, value})
		}
	}()
	l.opt.Notify(e)
}

// complain is notify for the complaint itself, which nobody can hear if it
// panics again.
func (l *loop) complain(e Panicked) {
	defer func() { _ = recover() }()
	l.opt.Notify(e)
}
