// Package bayeux is a CometD client: it keeps one long poll open to a server
// that speaks the Bayeux protocol 1.0 and tells its owner what arrives. Start
// with [New], [Client.Run] and [Options.Notify]; the [Event] types are the whole
// output.
//
// The one rule: on every [Resync] read the state again from its source. Without
// the acknowledge extension a reply that is lost on its way loses its events,
// and a browser that repeats a POST on a dead connection hides even that. For
// the same reason a message can arrive twice, with the extension too: applying
// one must be idempotent.
//
// The package does not publish, offers no WebSocket or callback-polling, and
// knows nothing of what the messages mean.
package bayeux

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"github.com/keytrail/keytrail/app/wire"
)

// The defaults of [Options].
const (
	DefaultNetworkDelay = 10 * time.Second
	DefaultMaxBackoff   = 15 * time.Second
)

// Options say what a Client connects to and who listens. Only URL is needed.
type Options struct {
	// URL is the path of the server's Bayeux endpoint, such as
	// "/api/v2/notifications"; it may carry a query.
	URL string
	// Channels are the channels to be subscribed to, again after every
	// handshake. Patterns such as "/v2/me/*" are the server's to interpret.
	Channels []string
	// AppendType adds "/handshake", "/connect" or "/disconnect" to the path, as
	// cometd.js does unless told otherwise (its appendMessageTypeToURL). It has no
	// effect when URL has a query or its last segment a dot.
	AppendType bool
	// Header returns further fields for one request, such as a CSRF token. It is
	// asked at every request, possibly by another goroutine than Run's. The
	// values are taken for secrets and masked wherever a server repeats them in
	// an error.
	Header func() wire.Header
	// Refused is called when a request was answered 401 or 403, outside Run's
	// goroutine and at most once for each request, within that request's time
	// limit. Nil says that the cause may be gone, and the request is sent once
	// more with a fresh Header; an error is reported beside the status.
	Refused func(context.Context, *StatusError) error
	// Notify receives every event, in order, from Run's goroutine. It must not
	// block long, since nothing is polled meanwhile. A panic in it is caught and
	// comes back as a [Panicked].
	Notify func(Event)
	// Reread, if set, is called beside Run's goroutine with every [Resync], to read
	// the state again. No poll is sent before it has returned, or for two seconds,
	// and the next one is answered at once: when its [Heartbeat] comes, everything
	// has come that was published while Reread ran. It must return when its context
	// ends.
	Reread func(context.Context)
	// Hold, if set, is asked before each poll how long the server is to hold it;
	// zero and more than the server wants means as long as that does. It counts
	// only without the acknowledge extension: where a reply may be lost unnoticed,
	// a poll that ends soon shows it soon.
	Hold func() time.Duration
	// NetworkDelay is how long a reply may take beyond the time that the server
	// is asked to hold it; zero means DefaultNetworkDelay.
	NetworkDelay time.Duration
	// MaxBackoff is the longest wait between two attempts; zero means
	// DefaultMaxBackoff.
	MaxBackoff time.Duration
	// Jitter returns numbers from 0 up to 1 that spread the waits; nil means
	// math/rand.
	Jitter func() float64
	// Now is the wall clock; nil means time.Now.
	Now func() time.Time
}

// A Client holds one session with a Bayeux server at a time.
type Client struct {
	transport wire.Transport
	opt       Options
	wake      chan struct{}
	haste     chan struct{}
	running   atomic.Bool
}

// New returns a Client that sends its requests through t. Nothing is sent
// before Run.
func New(t wire.Transport, o Options) *Client {
	o.Channels = distinct(o.Channels)
	return &Client{transport: t, opt: o.withDefaults(), wake: make(chan struct{}, 1), haste: make(chan struct{}, 1)}
}

// Run shakes hands, subscribes and polls until ctx ends, when it says goodbye
// with /meta/disconnect in a request that outlives the page, or until the server
// wants no further attempt. It returns the cause of ctx's end, or an error that
// wraps [ErrNoReconnect], [ErrDisconnected] or [ErrNoTransport]; everything else
// is retried. [Ended] is the last event. A Run that has returned may be
// followed by another one, which begins with a new handshake; two at once are
// refused with [ErrRunning].
func (c *Client) Run(ctx context.Context) error {
	if !c.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer c.running.Store(false)
	l := &loop{Client: c, ctx: ctx, advice: defaultAdvice}
	return l.run()
}

// Wake asks for an attempt at once: the page is online or visible again, the
// machine woke up, or a person pressed "retry now". A poll that may hang on a
// dead connection is replaced by a new one, and a wait after a failure is cut
// short. The interval that the server asked for is still kept. Unless the attempt
// fails, [Connected] and [Resync] follow. Wake may be called from anywhere, any
// number of times.
func (c *Client) Wake() { poke(c.wake) }

// Hurry has a new poll sent and answered soon in place of the one that is held.
// Nothing is wrong with that one, so what it carries is waited for. [Heartbeat]
// follows. Hurry may be called from anywhere, any number of times.
func (c *Client) Hurry() { poke(c.haste) }

func poke(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (o Options) withDefaults() Options {
	if o.NetworkDelay <= 0 {
		o.NetworkDelay = DefaultNetworkDelay
	}
	if o.MaxBackoff <= 0 {
		o.MaxBackoff = DefaultMaxBackoff
	}
	if o.Header == nil {
		o.Header = func() wire.Header { return nil }
	}
	if o.Notify == nil {
		o.Notify = func(Event) {}
	}
	if o.Hold == nil {
		o.Hold = func() time.Duration { return 0 }
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

func distinct(channels []string) []string {
	var kept []string
	for _, c := range channels {
		if !slices.Contains(kept, c) {
			kept = append(kept, c)
		}
	}
	return kept
}
