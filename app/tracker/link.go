package tracker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/wire"
)

// Notifications is the path of GWS's CometD endpoint.
const Notifications = "/api/v2/notifications"

// everything is the channel that covers what GWS sends a user, whatever the
// SMS topic is called on this server.
const everything = "/v2/me/*"

// A line is one connection to one GWS, from Connect to Disconnect.
type line struct {
	wanted Connect
	ctx    context.Context
	cancel context.CancelFunc
	gws    *gws.Client
	bayeux *bayeux.Client

	dialled wire.Transport // what Dial returned
	shaken  bool           // a handshake has succeeded
	blocked bool           // the browser withholds the answers to POST
	once    atomic.Bool    // what answers knows requests that are repeated, and says so

	awake chan struct{} // cuts the wait for the next attempt to sign in short

	reading   bool            // a re-read of all sessions is under way
	readSince time.Time       // when it began
	stopRead  func()          // gives it up
	readAgain bool            // and another one is wanted after it
	waiting   []chan struct{} // to be closed when no re-read of all is under way
	held      []*book.Reading //  re-reads that the polls must catch up with
	unsure    time.Time       // a re-read of that time was taken in before they did, zero for none
	misread   int             // re-reads that failed in a row; the link complains of them
	rereadDue bool            // and another one will follow

	lost      time.Time                // since when something may have been missed, zero while nothing is owed
	doubted   bool                     // a poll seems to have been sent twice; that is a guess
	confirmed time.Time                // when the whole state was last known to be true
	started   bool                     // the contact-centre session was asked for
	writing   map[string]chan struct{} // by session: closed when its newest write was answered
	commons   Commons                  // what the tabs share, nil where nothing is shared
	company   bool                     // another tab was heard of
	leads     bool                     // this tab holds the poll for the others
}

// connect begins a line in place of the one before.
func (t *Tracker) connect(c Connect) {
	ctx, cancel := context.WithCancel(t.ctx)
	l := &line{wanted: c, ctx: ctx, cancel: cancel, awake: make(chan struct{}, 1), writing: map[string]chan struct{}{}, lost: t.unobservedSince(c.Profile)}
	t.hangUp()
	t.line, t.suspended = l, nil
	t.link = Link{Profile: c.Profile, Steps: steps(), Heartbeat: l.lost}
	if !l.lost.IsZero() {
		t.book.Missed(l.lost, linkLost)
	}
	t.setLink(Connecting, nil)
	dialled, err := t.opts.Dial(c.Profile)
	if err != nil {
		t.step(stepReach, Failed, "", err)
		t.setLink(Refused, err)
		return
	}
	l.dialled = dialled
	wired := recorder{next: dialled, inbox: t.inbox, book: t.book.Book, clock: &t.clock, once: &l.once}
	l.gws = gws.New(wired, gws.Options{Authorization: authorization(c)})
	l.bayeux = bayeux.New(wired, bayeux.Options{
		URL:        Notifications,
		Channels:   channels(c.Profile),
		AppendType: true,
		Now:        t.clock.now,
		Hold:       func() time.Duration { return t.brevity(l) },
		Header:     l.gws.Header,
		Refused:    func(ctx context.Context, _ *bayeux.StatusError) error { _, err := l.gws.Me(ctx); return err },
		Notify: func(e bayeux.Event) {
			t.inbox.post(func() { t.heard(l, e) })
			if _, end := e.(bayeux.Heartbeat); end {
				t.inbox.room(ctx)
			}
		},
		Reread: func(ctx context.Context) { t.catchUp(ctx, l) },
	})
	t.spawn(func() { t.keep(l) })
}

// brief is how long a poll is where one that is repeated is to be noticed soon:
// it ends, and then the sessions are read, within five seconds.
const brief = 3 * time.Second

// brevity is how long a poll shall be at most, zero for as long as GWS likes.
func (t *Tracker) brevity(l *line) time.Duration {
	if !t.opts.Repeats || l.wanted.Profile.BaseURL == settings.Simulator || l.once.Load() {
		return 0
	}
	return brief
}

// unobservedSince returns since when nobody listened, for a line that takes up
// where the one before left off, and zero for a new beginning. Sessions of
// another server or user are forgotten: their ids mean nothing here.
func (t *Tracker) unobservedSince(p settings.Profile) time.Time {
	old := t.link.Profile
	if old.BaseURL == p.BaseURL && old.User == p.User {
		return t.link.Heartbeat
	}
	t.book, t.due = t.newBook(), time.Time{}
	return time.Time{}
}

// keep signs in and then polls until the line is given up.
func (t *Tracker) keep(l *line) {
	if !t.signIn(l) {
		return
	}
	if t.opts.Share != nil && l.wanted.Profile.BaseURL != settings.Simulator {
		t.keepShared(l)
		return
	}
	// What ended it was an event, and is on the screen already.
	_ = l.bayeux.Run(l.ctx)
}

// lostSince notes that nobody listened since then, mostly the last sign of life.
func (t *Tracker) lostSince(l *line, since time.Time) {
	if l.lost.IsZero() && !l.confirmed.IsZero() {
		l.lost = since
	}
}

// hangUp ends the line, if there is one. Its poll loop says goodbye by itself.
func (t *Tracker) hangUp() {
	if t.line != nil {
		t.line.cancel()
		t.line = nil
	}
}

// suspend hangs up until the page is back.
func (t *Tracker) suspend() {
	if t.line == nil {
		return
	}
	t.suspended = &t.line.wanted
	t.hangUp()
	t.setLink(Offline, nil)
}

// wake tries again at once: the network is back, the page is visible, or a
// person asked.
func (t *Tracker) wake() {
	l := t.line
	switch {
	case l == nil && t.suspended != nil:
		t.connect(*t.suspended)
	case l == nil:
	case t.link.State == Refused || t.link.State == SignedOut:
		t.connect(l.wanted)
	case l.commons != nil && !l.leads:
		t.rereadAll(false) // the tab that leads looks after the link
	default:
		select {
		case l.awake <- struct{}{}:
		default:
		}
		l.bayeux.Wake()
	}
}

// setLink changes the state of the link; Since tells when it began.
func (t *Tracker) setLink(s LinkState, problem error) {
	if t.link.State != s || t.link.Since.IsZero() {
		t.link.Since = t.clock.now()
	}
	t.link.State, t.link.Problem = s, problem
	if s != Reconnecting {
		t.link.Attempt, t.link.Next = 0, time.Time{}
	}
}

// heard takes one event of the poll loop in.
func (t *Tracker) heard(l *line, e bayeux.Event) {
	if t.line != l {
		return // of a line that was given up
	}
	l.share(e)
	switch e := e.(type) {
	case bayeux.Handshaken:
		if l.shaken && !l.confirmed.IsZero() {
			t.book.Missed(t.link.Heartbeat, linkLost) // what came since had no session to go to
		}
		l.shaken, l.blocked = true, false
		t.step(stepHandshake, Done, ackNote(e.Ack), nil)
	case bayeux.Subscribed:
		t.step(stepSubscribe, Done, e.Channel, nil)
	case bayeux.SubscribeFailed:
		t.step(stepSubscribe, Failed, e.Channel, e.Err)
		t.link.Problem = e.Err
	case bayeux.Connected:
		t.step(stepFirst, Running, "connected; waiting for the first data", nil)
		t.setLink(Connected, t.link.subscriptionProblem())
		if l.commons == nil || l.leads { // once for all tabs
			t.startSession(l)
		}
	case bayeux.Heartbeat:
		t.link.Heartbeat = e.Time
		t.book.Alive(e.Time)
		t.polled(l, e.Asked)
	case bayeux.Message:
		t.step(stepFirst, Done, "data on "+e.Channel, nil)
		t.book.Notified(e.Time, e.Channel, e.Data)
		t.watchDeadline()
	case bayeux.BadMessage:
		t.book.Stray(history.Event{Time: e.Time, Kind: history.Stray, Type: "CometD", Note: e.Err.Error(), Raw: e.Raw})
	case bayeux.Resync:
		if e.Lost {
			t.lostSince(l, e.Since)
		}
		t.resync(l)
	case bayeux.Retrying:
		t.retrying(l, e)
	case bayeux.MultipleClients:
		t.multiple(e)
	case bayeux.Panicked:
		t.book.Stray(history.Event{Time: e.Time, Kind: history.Stray, Type: "defect", Note: fmt.Sprintf("handling %T: %v", e.Event, e.Value)})
	case bayeux.Ended:
		t.ended(l, e.Err)
	}
}

// startSession asks for a contact-centre session, once a line and only if the
// profile wants one: a re-handshake must not repeat it.
func (t *Tracker) startSession(l *line) {
	if !l.wanted.Profile.StartSession || l.started {
		return
	}
	l.started = true
	channel := cmp.Or(l.wanted.Profile.ChannelID, "smssession")
	t.spawn(func() {
		err := l.gws.StartContactCenterSession(l.ctx, []string{channel})
		t.inbox.post(func() {
			if err != nil && t.line == l && l.ctx.Err() == nil {
				l.started = false
				t.link.Problem = fmt.Errorf("starting the contact-centre session on channel %s: %w", channel, err)
			}
		})
	})
}

func channels(p settings.Profile) []string {
	if len(p.Channels) == 0 {
		return []string{everything}
	}
	return p.Channels
}

// signInRefused reports whether trying again is of no use before a person has
// done something.
func signInRefused(err error) bool {
	var refusal *gws.Error
	return errors.As(err, &refusal) && refusal.HTTPStatus < 500
}
