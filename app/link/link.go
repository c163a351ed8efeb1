// Package link keeps the wanted connection to one Genesys Web Services: it signs
// in, polls, sends writes, reads sessions again where something may have been
// missed, and shares the poll with the other tabs of a browser. What comes goes
// into a book.
//
// Start with New and Link.Connect; Link.Status says how the connection stands,
// and an Obstacle what is in its way. A Watcher stands in its place where another
// page is watched.
//
// The one rule: one goroutine owns a Link, the one that Host.Post has things run
// by. Methods are called from there and return at once.
//
// It keeps nothing of what it hears, publishes nothing and chooses no server: the
// transport comes from Options.Dial.
package link

import (
	"cmp"
	"context"
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

// Options say how a Link reaches the world. Dial is needed.
type Options struct {
	// Dial returns the transport for a profile. It is called once per Connect.
	Dial func(settings.Profile) (wire.Transport, error)
	// Share joins the tabs of this browser that share a name, and calls listen with
	// what the others post. Nil means that this page polls by itself.
	Share func(name string, listen func([]byte)) Commons
	// Repeats says that what Dial returns may send a request again by itself, as
	// browsers do, and tell nobody: then polls are short where the server does not
	// acknowledge messages, so that a reply which was lost that way shows soon.
	Repeats bool
}

// A Host is what a Link needs of the goroutine that owns it.
type Host struct {
	Post  func(f func())            // has f run by the owner, in the order of the calls, and returns at once
	Spawn func(work func())         // runs work beside the owner, who waits for it in the end
	Room  func(ctx context.Context) // waits while the owner has too much to do
	Now   func() time.Time          // the clock that the times of observations are from
}

// later has f run by the owner in a while. A timer that fires after the owner has
// ended posts to somebody who does not listen any more.
func (h Host) later(d time.Duration, f func()) { time.AfterFunc(d, func() { h.Post(f) }) }

// Credentials are secrets; they live in memory only.
type Credentials struct{ Password, Token string }

// wanted is the connection that a person wants.
type wanted struct {
	profile     settings.Profile
	credentials Credentials
}

// A Link is the connection that is wanted and all that keeps it.
type Link struct {
	options   Options
	host      Host
	ctx       context.Context // how long anything is wanted at all
	book      *book.Book      // what comes goes into it
	status    Status
	open      *connection // nil for none
	suspended *wanted     // what to take up again after Suspend, nil for nothing
	windows   windows
	finding   *Finding
	misbehave *Misbehaviours
}

// New returns a Link without a connection.
func New(o Options, h Host) *Link { return &Link{options: o, host: h} }

// A connection is one from Connect to its end, whatever becomes of the link
// meanwhile.
type connection struct {
	wanted
	ctx     context.Context
	cancel  context.CancelFunc
	gws     *gws.Client
	bayeux  *bayeux.Client
	dialled wire.Transport // what Dial returned
	once    atomic.Bool    // what answers knows requests that are repeated, and says so
	user    string         // who is signed in, as /me has it; belongs to run
	awake   chan struct{}  // cuts the wait for the next attempt to sign in short
	woken   time.Time      // when the page was back last, zero for never

	shaken     bool                     // a handshake has succeeded
	blocked    bool                     // the browser withholds the answers to POST
	started    bool                     // the contact-centre session was asked for
	writing    map[string]chan struct{} // by session: closed when its newest write was answered
	unobserved unobserved
	sweep      sweep
	held       held
	tabs       tabs
}

// Status says how the connection stands.
func (k *Link) Status() Status { return k.status }

// Continues reports whether a connection with a profile takes up where the one
// before left off. The sessions of another server or user mean nothing there.
func (k *Link) Continues(p settings.Profile) bool {
	old := k.status.Profile
	return old.BaseURL == p.BaseURL && old.User == p.User
}

// Connect begins a connection in place of the one before, until ctx ends. What
// comes goes into b, which is another book where it does not continue.
func (k *Link) Connect(ctx context.Context, p settings.Profile, secret Credentials, b *book.Book) {
	if b != k.book {
		k.book, k.windows = b, windows{}
	}
	k.ctx = ctx
	k.connect(wanted{p, secret})
}

func (k *Link) connect(w wanted) {
	c := &connection{wanted: w, awake: make(chan struct{}, 1), writing: map[string]chan struct{}{}}
	c.ctx, c.cancel = context.WithCancel(k.ctx)
	if k.Continues(w.profile) {
		c.unobserved.since = k.status.Heartbeat
	} else {
		k.misbehave = nil // that is of another server
	}
	k.hangUp()
	k.open, k.suspended = c, nil
	k.status = Status{Profile: w.profile, Steps: steps(), Heartbeat: c.unobserved.since}
	if c.unobserved.owed() {
		k.book.Missed(c.unobserved.since, lost)
	}
	k.set(Connecting, nil)
	dialled, err := k.options.Dial(w.profile)
	if err != nil {
		k.step(stepReach, Failed, "", err)
		k.set(Refused, err)
		return
	}
	c.dialled = dialled
	wired := recorder{next: dialled, host: k.host, book: k.book, once: &c.once}
	c.gws = gws.New(wired, gws.Options{Authorization: c.authorization})
	c.bayeux = bayeux.New(wired, bayeux.Options{
		URL:        Notifications,
		Channels:   channels(w.profile),
		AppendType: true,
		Now:        k.host.Now,
		Hold:       func() time.Duration { return k.brevity(c) },
		Header:     c.gws.Header,
		Refused:    func(ctx context.Context, _ *bayeux.StatusError) error { _, err := c.gws.Me(ctx); return err },
		Notify: func(e bayeux.Event) {
			k.host.Post(func() { k.heard(c, e) })
			if _, end := e.(bayeux.Heartbeat); end {
				k.host.Room(c.ctx)
			}
		},
		Reread: func(ctx context.Context) { k.catchUp(ctx, c) },
	})
	k.host.Spawn(func() { k.run(c) })
}

// brief is how long a poll is where one that is repeated is to be noticed soon:
// it ends, and then the sessions are read, within five seconds.
const brief = 3 * time.Second

// brevity returns how long a poll may last at most, zero for as long as GWS
// likes.
func (k *Link) brevity(c *connection) time.Duration {
	if !k.options.Repeats || c.profile.BaseURL == settings.Simulator || c.once.Load() {
		return 0
	}
	return brief
}

// run signs in and then polls until the connection is given up. What ends a poll
// loop is an event, and on the screen already.
func (k *Link) run(c *connection) {
	switch {
	case !k.signIn(c):
	case k.options.Share != nil && c.profile.BaseURL != settings.Simulator:
		k.runShared(c)
	default:
		_ = c.bayeux.Run(c.ctx)
	}
}

// Disconnect ends the connection for good.
func (k *Link) Disconnect() {
	k.hangUp()
	k.suspended = nil
	k.set(Offline, nil)
}

// hangUp ends the connection, if there is one. Its poll loop says goodbye by
// itself.
func (k *Link) hangUp() {
	if k.open != nil {
		k.open.cancel()
		k.open = nil
	}
}

// Suspend says goodbye until Wake, because the page is going away.
func (k *Link) Suspend() {
	if k.open == nil {
		return
	}
	k.suspended = &k.open.wanted
	k.hangUp()
	k.set(Offline, nil)
}

// Wake tries again at once: the network is back, the page is visible, or a
// person asked.
func (k *Link) Wake() {
	c := k.open
	switch {
	case c == nil && k.suspended != nil:
		k.connect(*k.suspended)
	case c == nil:
	case k.status.State == Refused || k.status.State == SignedOut:
		k.connect(c.wanted)
	case c.tabs.role == following && k.status.State == Reconnecting:
		k.hurryPoll(c) // the tab that leads may be hidden, and wait for long
	case c.tabs.role == following:
		k.readAll(false) // the tab that leads looks after the link
	default:
		select {
		case c.awake <- struct{}{}:
		default:
		}
		c.woken = k.host.Now()
		c.bayeux.Wake()
	}
}

// heard takes one event of the poll loop in.
func (k *Link) heard(c *connection, e bayeux.Event) {
	if k.open != c {
		return // of a connection that was given up
	}
	c.tabs.share(e)
	switch e := e.(type) {
	case bayeux.Handshaken:
		if c.shaken && !c.unobserved.unread() {
			k.book.Missed(k.status.Heartbeat, lost) // what came since had no session to go to
		}
		c.shaken, c.blocked = true, false
		k.step(stepHandshake, Done, ackNote(e.Ack), nil)
	case bayeux.Subscribed:
		if s := k.status.at(stepSubscribe); s.State != Failed || s.Note == e.Channel { // another channel stays refused
			k.step(stepSubscribe, Done, e.Channel, nil)
		}
	case bayeux.SubscribeFailed:
		k.step(stepSubscribe, Failed, e.Channel, e.Err)
		k.status.Problem = e.Err
	case bayeux.Connected:
		k.step(stepFirst, Running, "connected; waiting for the first data", nil)
		k.set(Connected, k.status.subscriptionProblem())
		if c.tabs.role != following { // once for all tabs
			k.startSession(c)
		}
	case bayeux.Heartbeat:
		k.status.Heartbeat = e.Time
		k.book.Alive(e.Time)
		k.polled(c, e.Asked)
	case bayeux.Message:
		k.step(stepFirst, Done, "data on "+e.Channel, nil)
		k.book.Notified(e.Time, e.Channel, e.Data)
		k.watchDeadline()
	case bayeux.BadMessage:
		k.book.Stray(history.Event{Time: e.Time, Kind: history.Stray, Type: "CometD", Note: e.Err.Error(), Raw: e.Raw})
	case bayeux.Resync:
		if e.Lost {
			c.unobserved.lost(e.Since)
		}
		c.sweep.hurry(time.Now())
		k.readAll(false)
	case bayeux.Retrying:
		k.retrying(c, e)
	case bayeux.MultipleClients:
		state := Connected
		if e.On {
			state = Slow
		}
		k.set(state, k.status.subscriptionProblem())
	case bayeux.Panicked:
		k.book.Stray(history.Event{Time: e.Time, Kind: history.Stray, Type: "defect", Note: fmt.Sprintf("handling %T: %v", e.Event, e.Value)})
	case bayeux.Ended:
		k.ended(c, e.Err)
	}
}

// startSession asks for a contact-centre session, once a connection and only if
// the profile wants one: a re-handshake must not repeat it.
func (k *Link) startSession(c *connection) {
	if !c.profile.StartSession || c.started {
		return
	}
	c.started = true
	channel := cmp.Or(c.profile.ChannelID, "smssession")
	k.host.Spawn(func() {
		err := c.gws.StartContactCenterSession(c.ctx, []string{channel})
		k.host.Post(func() {
			if err != nil && k.open == c && c.ctx.Err() == nil {
				c.started = false
				k.status.Problem = fmt.Errorf("starting the contact-centre session on channel %s: %w", channel, err)
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
