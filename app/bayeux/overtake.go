package bayeux

import (
	"context"
	"errors"
	"slices"
	"time"
)

// An overtaken poll is one for which a newer one was sent. A server answers it
// when the newer one comes, with an error or with what it had to say just then.
// Without the acknowledge extension that would be lost if the poll were called
// back, so it is waited for.
type overtaken struct {
	r       *request
	done    <-chan outcome
	cancel  context.CancelFunc
	alive   time.Time // when a connect was last answered before it
	trusted bool      // its connection is not suspected of being dead
}

// ended returns the channel of its outcome, nil where there is no such poll.
func (o *overtaken) ended() <-chan outcome {
	if o == nil {
		return nil
	}
	return o.done
}

// How long an overtaken poll is waited for at least: trusting where nothing is
// wrong with it and a newer one was merely wanted soon, else parting.
const (
	parting  = 500 * time.Millisecond
	trusting = time.Second
)

// part waits for the overtaken poll when the newer one, r, has been answered:
// what it brings is older. One that takes much longer has a dead connection.
func (l *loop) part(r *request) {
	if l.old == nil {
		return
	}
	wait := max(parting, l.now().Sub(r.start))
	if l.old.trusted {
		wait = max(wait, trusting)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case out := <-l.old.done:
		l.overtook(out)
	case <-timer.C:
		r.flush = false // what is missing now, a reading tells
		l.giveUp()
	case <-l.ctx.Done():
	}
}

// overtook hands on what the overtaken poll brought.
func (l *loop) overtook(out outcome) {
	old := l.old
	l.old = nil
	old.cancel()
	messages, err := parseReply(out.body)
	if out.err == nil {
		events := slices.DeleteFunc(messages, func(m message) bool { return m.meta() })
		l.deliver(old.r, events, out.at)
	}
	if out.err == nil && err != nil || out.err != nil && !answered(out.err) {
		l.lack(old.alive)
	}
}

// answered reports whether an error is what the server itself said, so that
// nothing was lost on the way from it.
func answered(err error) bool {
	e, ok := errors.AsType[*StatusError](err)
	return ok && e.Status != 502 && e.Status != 503 && e.Status != 504
}

// giveUp calls the overtaken poll back. What it carried is lost.
func (l *loop) giveUp() {
	if l.old == nil {
		return
	}
	l.old.cancel()
	l.lack(l.old.alive)
	l.old = nil
}

// lack notes that messages published after a time may be lost.
func (l *loop) lack(since time.Time) {
	if l.doubtful.IsZero() {
		l.doubtful = since
	}
}
