package link

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/gws"
)

const (
	// readLimit and writeLimit are the time that a request may take before it is
	// given up: it may hang on a dead connection, and nothing else would be read
	// meanwhile. A write has longer, for nobody knows what becomes of one that is
	// given up.
	readLimit  = 10 * time.Second
	writeLimit = 30 * time.Second
	// othersLimit is how long the sessions wait for what is read of other media.
	othersLimit = 3 * time.Second
	// publishing is for how long GWS may take to publish what a reading shows
	// already.
	publishing = 300 * time.Millisecond
	// nudging is how long a reading waits for a poll to end by itself, before one
	// is sent that is answered at once.
	nudging = 500 * time.Millisecond
	// patience is how long it waits at most: the truth is not kept back because
	// no poll comes through.
	patience = 5 * time.Second
	// hasty is how often in a row a reading that was overtaken is repeated at
	// once. Then pauses follow, or a session that changes all the time would be
	// read all the time.
	hasty = 5
)

// Reread reads one session again, or all of them for "", because a person asked.
func (k *Link) Reread(session string) {
	if session == "" {
		k.readAll(true)
		return
	}
	k.readOne(session, book.Reason{Asked: true})
}

// Refresh reads every session again as a precaution.
func (k *Link) Refresh() { k.readAll(false) }

// Doubt reads the sessions again because a poll that was made at since, and sent at
// last, seems to have been answered into a dead connection. It may as well have waited
// for a connection: only a reading that tells something new makes a gap. Where the page
// was away meanwhile, nobody listened, whichever it was.
func (k *Link) Doubt(since, sent time.Time) {
	c := k.open
	switch {
	case c == nil:
	case sent.Sub(since) >= time.Second && c.woken.After(since) && c.woken.Before(sent.Add(time.Second)):
		k.heard(c, bayeux.Resync{Stamp: bayeux.Stamp{Time: k.host.Now()}, Since: since, Lost: true})
	case c.unobserved.doubt():
		c.tabs.tell(tellDoubt, since, "", nil)
		k.readAll(false)
	}
}

// readAll reads every session again.
func (k *Link) readAll(asked bool) {
	c := k.open
	if !k.Ready() {
		return
	}
	ctx, cancel := context.WithTimeout(c.ctx, readLimit)
	if !c.sweep.begin(time.Now(), cancel) {
		cancel()
		return
	}
	r := k.book.Ask(c.unobserved.reason(asked), "")
	k.host.Spawn(func() {
		var err error
		r.Sessions, err = c.gws.Sessions(ctx)
		if err == nil {
			k.readOthers(ctx, c, r)
		}
		cancel()
		r.At = k.host.Now()
		k.host.Post(func() { k.allRead(c, r, err) })
	})
}

// readOthers adds the other media to a reading. SMS sessions come first: they wait
// for the others only so long, and a server that refuses to list those has said all
// about the sessions.
func (k *Link) readOthers(ctx context.Context, c *connection, r *book.Reading) {
	ctx, cancel := context.WithTimeout(ctx, othersLimit)
	defer cancel()
	if others, err := c.gws.Others(ctx); err == nil {
		r.Sessions, r.Others = append(r.Sessions, others...), true
	}
}

// allRead holds the answer, unless it is the first of all, which nothing
// contradicts.
func (k *Link) allRead(c *connection, r *book.Reading, err error) {
	switch {
	case k.open != c:
		r.Drop()
	case err != nil:
		r.Drop()
		k.swept(c)
		k.readFailed(c, err)
	case r.Confirmed.IsZero():
		k.readWell(c)
		k.take(c, r)
		k.swept(c)
	default:
		k.host.later(publishing, func() {
			k.hold(c, r)
			k.swept(c)
		})
	}
}

// swept ends the reading of the list, begins the one that was asked for
// meanwhile, and otherwise lets the polls go on.
func (k *Link) swept(c *connection) {
	if k.open == c && c.sweep.end() {
		k.readAll(false)
	}
}

// catchUp keeps the next poll back until the sessions have been read: that poll
// then brings whatever the reading may have shown too early.
func (k *Link) catchUp(ctx context.Context, c *connection) {
	done := make(chan struct{})
	k.host.Post(func() {
		if k.open != c {
			close(done)
			return
		}
		c.sweep.await(done)
	})
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// readOne reads one session again.
func (k *Link) readOne(session string, why book.Reason) {
	c := k.open
	if !k.Ready() || !k.book.Has(session) {
		return
	}
	r := k.book.Ask(why, session)
	k.host.Spawn(func() {
		ctx, cancel := context.WithTimeout(c.ctx, readLimit)
		defer cancel()
		g, err := c.gws.Session(ctx, session)
		r.Sessions, r.At = []gws.Session{g}, k.host.Now()
		k.host.Post(func() { k.oneRead(c, session, r, err) })
	})
}

func (k *Link) oneRead(c *connection, session string, r *book.Reading, err error) {
	switch {
	case k.open != c:
		r.Drop()
	case gone(err):
		r.Drop()
		k.book.Unfetch(session)
		k.readAll(false) // the list says what has ended
	case err != nil:
		r.Drop()
		k.readFailed(c, err)
	default:
		k.host.later(publishing, func() { k.hold(c, r) })
	}
}

// gone reports whether a session is not there any more for this user.
func gone(err error) bool {
	e, ok := errors.AsType[*gws.Error](err)
	return ok && (e.StatusCode == 6 || e.HTTPStatus == 404 && !e.Page)
}

// readFailed complains and tries again, unless the reading was given up or the
// link has a problem that explains the failure: its end will ask for a reading.
func (k *Link) readFailed(c *connection, err error) {
	if c.ctx.Err() != nil || errors.Is(err, context.Canceled) || !k.status.State.works() {
		return
	}
	k.status.Problem = fmt.Errorf("reading the sessions: %w", err)
	if wait, begin := c.sweep.fail(); begin {
		k.host.later(wait, func() {
			if c.sweep.repeat() && k.open == c {
				k.readAll(false)
			}
		})
	}
}

// readWell withdraws the complaint.
func (k *Link) readWell(c *connection) {
	if c.sweep.succeed() && k.status.State.works() {
		k.status.Problem = k.status.subscriptionProblem()
	}
}

// hold takes a reading in that tells nothing new, and keeps another one until
// the polls allow to judge it.
func (k *Link) hold(c *connection, r *book.Reading) {
	if k.open != c {
		r.Drop()
		return
	}
	if r.Whole {
		k.readWell(c)
	}
	if !r.News() {
		k.take(c, r)
		return
	}
	c.held.hold(r, k.host.Now())
	k.host.later(nudging, func() { k.nudge(c, r) })
	k.host.later(patience, func() {
		switch {
		case !c.held.release(r):
		case k.open != c:
			r.Drop()
		default:
			k.take(c, r)
		}
	})
}

// nudge asks for a poll that is answered at once.
func (k *Link) nudge(c *connection, r *book.Reading) {
	switch {
	case k.open != c || !c.held.holds(r):
	case !k.status.State.works(): // a poll will come by itself
	case k.status.Heartbeat.After(r.Held):
		// Polls end; the next one tells.
		k.host.later(nudging, func() { k.nudge(c, r) })
	default:
		k.hurryPoll(c)
	}
}

// hurryPoll has a poll sent that is answered at once, in place of the open one.
func (k *Link) hurryPoll(c *connection) {
	if c.tabs.role == following {
		c.tabs.commons.Post(tell(tellWake, k.host.Now(), "", nil))
		return
	}
	c.bayeux.Hurry()
}

// polled takes the readings in that the answer to a poll, sent at asked, allows
// to judge.
func (k *Link) polled(c *connection, asked time.Time) {
	judged, again := c.held.polled(asked)
	for _, r := range judged {
		k.take(c, r)
	}
	if again {
		k.readAll(false)
	}
}

// take takes a reading in, and reads the sessions again that changed meanwhile.
func (k *Link) take(c *connection, r *book.Reading) {
	for _, again := range r.Take() {
		pause := min(max(time.Duration(again.Times-hasty)*firstWait, 0), maxWait)
		k.host.later(pause, func() {
			if k.open == c {
				k.readOne(again.Session, book.Reason{Asked: again.Asked, Confirmed: c.unobserved.confirmed})
			}
		})
	}
	if r.Whole {
		for _, session := range k.book.Fetched() {
			k.readOne(session, r.Reason)
		}
		c.unobserved.read(r)
	}
	k.watchDeadline()
}
