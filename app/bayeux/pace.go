package bayeux

import (
	"errors"
	"time"

	"github.com/keytrail/keytrail/app/wire"
)

const (
	// backoffStep is what each failure adds to the wait for the next attempt.
	backoffStep = time.Second
	// absent is the longest wait while a server that had worked cannot be
	// reached at all. To ask costs it nothing, and its return is to be noticed.
	absent = 1500 * time.Millisecond
	// A poll that is answered within unheld and brings nothing is hollow. After
	// tolerated ones in a row, a server that does not hold polls and advises no
	// interval is asked once a second, or the page would do nothing else.
	unheld    = 100 * time.Millisecond
	tolerated = 10
)

// fail notes an attempt that went wrong in a way that says nothing about the
// session, which is polled again.
func (l *loop) fail(err error) {
	l.failures++
	l.retry(err)
}

// lose gives up a session that the server does not know any more. Renewing it
// at once is right after a restart of the server, but a session that never
// worked (its cookie does not come back, say) would make a storm of handshakes.
func (l *loop) lose(err error) {
	if l.connects < 2 {
		l.young++
	}
	l.failures = 0 // the server is there, however long it was away
	l.forget()
	l.retry(err)
}

// retry says when the next attempt is due.
func (l *loop) retry(err error) {
	l.quick, l.flush, l.hasty, l.reread = true, false, false, nil
	l.doubtful, l.broken = time.Time{}, false // a failure says more
	now := l.now()
	l.due = now.Add(l.backoff(err))
	if earliest := l.polled.Add(l.advice.interval); l.due.Before(earliest) {
		l.due = earliest
	}
	l.notify(Retrying{Stamp{now}, l.failures + l.young, l.due, err})
}

// backoff grows by a second with each failure and is spread by a fifth either
// way, lest all clients come back in the same instant. It is never less than
// one step after a failure. Where a person has to sign in, haste may lock an
// account.
func (l *loop) backoff(err error) time.Duration {
	longest := l.opt.MaxBackoff
	if silent(err) && l.again || nobodyBehind(err) {
		longest = min(longest, absent)
	}
	wait := min(time.Duration(l.failures+l.young)*backoffStep, longest)
	if SignInNeeded(err) {
		wait = longest
	}
	if wait == 0 {
		return 0
	}
	spread := time.Duration(float64(wait) * (0.8 + 0.4*l.opt.Jitter()))
	return min(max(spread, min(backoffStep, longest)), longest)
}

// silent reports whether no server answered. Before the first handshake that
// may also be a browser that withholds the answers from a page of another
// origin, each of which costs the server something.
func silent(err error) bool {
	_, ok := errors.AsType[*wire.NoResponse](err)
	return ok
}

// nobodyBehind reports whether a gateway says that no server answered.
func nobodyBehind(err error) bool {
	e, ok := errors.AsType[*StatusError](err)
	return ok && e.Status == 502
}

// forget drops the session; the next request is a handshake.
func (l *loop) forget() {
	l.clientID, l.todo, l.connects, l.ack, l.batch = "", nil, 0, false, 0
}

// outlived reports whether the link was down for so long that the server must
// have dropped the session.
func (l *loop) outlived() bool {
	life := l.advice.lifetime()
	return life > 0 && l.quick && l.connects > 0 && l.now().Sub(l.alive) > life
}

// restraint is how long to wait although the server asks for no interval.
func (l *loop) restraint(r *request, at time.Time) time.Duration {
	if r.quick || r.events > 0 || at.Sub(r.start) >= unheld {
		l.hollow = 0
		return 0
	}
	if l.hollow++; l.hollow <= tolerated {
		return 0
	}
	return backoffStep
}
