package tracker

import (
	"errors"

	"github.com/keytrail/keytrail/app/bayeux"
)

// retrying notes a lost link. What happens from the last sign of life on is
// unobserved until the sessions have been read again.
func (t *Tracker) retrying(l *line, e bayeux.Retrying) {
	t.lostSince(l, t.link.Heartbeat)
	err := obstacle(e.Err)
	t.setLink(l.conditionAfter(err), err)
	t.link.Attempt, t.link.Next = e.Attempt, e.Next
	t.failStep(err)
	if !l.shaken {
		t.probe(l, err)
	}
}

func (t *Tracker) multiple(e bayeux.MultipleClients) {
	if !e.On {
		t.setLink(Connected, t.link.subscriptionProblem())
		return
	}
	t.setLink(Slow, t.link.subscriptionProblem())
}

// ended notes that the poll loop gave up.
func (t *Tracker) ended(l *line, err error) {
	if l.ctx.Err() != nil {
		return
	}
	t.lostSince(l, t.link.Heartbeat)
	err = obstacle(err)
	t.failStep(err)
	if s := l.conditionAfter(err); s != Reconnecting {
		t.setLink(s, err)
		return
	}
	t.setLink(Refused, err)
}

// conditionAfter is the state of the link after the poll loop met err.
func (l *line) conditionAfter(err error) LinkState {
	switch o, _ := errors.AsType[*Obstacle](err); {
	case l.blocked, !l.shaken && o != nil && o.Kind == NoCSRFToken:
		return Refused // a person must change the server's settings
	case bayeux.SignInNeeded(err):
		return SignedOut
	}
	return Reconnecting
}

// probe looks whether a first handshake without a response was kept back by
// the browser: reading may be allowed to this page and writing not.
func (t *Tracker) probe(l *line, err error) {
	t.spawn(func() {
		found := probed(l, err)
		t.inbox.post(func() {
			o, _ := errors.AsType[*Obstacle](found)
			if t.line != l || l.shaken || l.ctx.Err() != nil || o == nil || o.Kind != CrossOrigin {
				return
			}
			l.blocked = true
			t.setLink(Refused, found)
			t.failStep(found)
		})
	})
}
