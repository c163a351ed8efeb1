package bayeux_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/wire"
)

// A trial is one Run of a client against the server, in a bubble of fake time.
type trial struct {
	*bayeux.Client
	start  time.Time
	cancel context.CancelFunc
	mu     sync.Mutex
	events []bayeux.Event
	err    error
	ended  chan struct{}
}

// run starts a client. The trial ends with the test, which synctest fails if a
// goroutine is left over.
func run(t *testing.T, s wire.Transport, o bayeux.Options) *trial {
	ctx, cancel := context.WithCancel(t.Context())
	r := &trial{start: time.Now(), cancel: cancel, ended: make(chan struct{})}
	if o.URL == "" {
		o.URL = "/cometd"
	}
	if o.Channels == nil {
		o.Channels = []string{"/a"}
	}
	if o.Jitter == nil {
		o.Jitter = func() float64 { return 0.5 }
	}
	inner := o.Notify
	o.Notify = func(e bayeux.Event) {
		r.mu.Lock()
		r.events = append(r.events, e)
		r.mu.Unlock()
		if inner != nil {
			inner(e)
		}
	}
	r.Client = bayeux.New(s, o)
	go func() { r.err = r.Run(ctx); close(r.ended) }()
	t.Cleanup(func() { cancel(); <-r.ended })
	synctest.Wait()
	return r
}

// tail is log from an index, for what follows a beginning that another test covers.
func (r *trial) tail(from int) []string {
	log := r.log()
	return log[min(from, len(log)):]
}

func (r *trial) describe(e bayeux.Event) string {
	switch e := e.(type) {
	case bayeux.Handshaken:
		return fmt.Sprintf("handshaken ack=%v", e.Ack)
	case bayeux.Subscribed:
		return "subscribed " + e.Channel
	case bayeux.SubscribeFailed:
		return fmt.Sprintf("refused %s until %v: %v", e.Channel, e.Next.Sub(r.start), e.Err)
	case bayeux.Connected:
		return "connected"
	case bayeux.Message:
		return "message " + e.Channel + " " + string(e.Data)
	case bayeux.BadMessage:
		return "bad " + string(e.Raw)
	case bayeux.Resync:
		line := "resync"
		if !e.Since.IsZero() {
			line += fmt.Sprintf(" since %v", e.Since.Sub(r.start))
		}
		if e.Lost {
			line += ", lost"
		}
		return line
	case bayeux.Retrying:
		return fmt.Sprintf("retrying %d at %v: %v", e.Attempt, e.Next.Sub(r.start), e.Err)
	case bayeux.MultipleClients:
		return fmt.Sprintf("multiple clients %v", e.On)
	case bayeux.Panicked:
		return fmt.Sprintf("panicked %v", e.Value)
	case bayeux.Ended:
		return fmt.Sprintf("ended: %v", e.Err)
	}
	return ""
}

// last returns the newest event of a type.
func last[E bayeux.Event](t *testing.T, r *trial) E {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := len(r.events) - 1; i >= 0; i-- {
		if e, ok := r.events[i].(E); ok {
			return e
		}
	}
	var none E
	t.Fatalf("no %T was observed", none)
	return none
}

// established is the log of a session that began without trouble.
var established = []string{"0s handshaken ack=false", "0s subscribed /a", "0s connected", "0s resync"}

// log lists the events so far, without heartbeats.
func (r *trial) log() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var lines []string
	for _, e := range r.events {
		if line := r.describe(e); line != "" {
			lines = append(lines, fmt.Sprintf("%v %s", e.Observed().Sub(r.start), line))
		}
	}
	return lines
}
