package link

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/bayeux"
)

// Commons is what the tabs of one browser have in common: one of them leads and
// holds the poll, the others are told what came.
type Commons interface {
	// Lead waits until this tab leads, until release is called.
	Lead(ctx context.Context) (release func(), err error)
	// Post tells the other tabs something.
	Post(message []byte)
	// Leave ends the membership.
	Leave()
}

// tabs is this tab's part among those that share a poll.
type tabs struct {
	role    role
	company bool    // another tab was heard of
	commons Commons // nil while the role is alone
}

// A role is what a tab does for the others.
type role uint8

const (
	alone     role = iota // nothing is shared
	following             // another tab holds the poll, or will
	leading               // this one holds it for all
)

// tell tells the tabs that follow something, if this one leads any.
func (t *tabs) tell(word string, at time.Time, text string, data []byte) {
	if t.role == leading && t.company {
		t.commons.Post(tell(word, at, text, data))
	}
}

// meet notes that there are other tabs, and lets one that has just come know of
// this one: it may lead before this one does anything to be heard.
func (t *tabs) meet(word string, now time.Time) {
	if t.company {
		return
	}
	t.company = true
	if word == tellHello && t.commons != nil { // else this one's own hello is still to come
		t.commons.Post(tell(tellHello, now, "", nil))
	}
}

// share tells the tabs that follow what the leader heard.
func (t *tabs) share(e bayeux.Event) {
	switch e := e.(type) {
	case bayeux.Handshaken:
		t.tell(tellShaken, e.Time, "", nil)
	case bayeux.Connected:
		t.tell(tellConnected, e.Time, "", nil)
	case bayeux.Heartbeat:
		t.tell(tellHeartbeat, e.Time, e.Asked.Format(time.RFC3339Nano), nil)
	case bayeux.Message:
		t.tell(tellMessage, e.Time, e.Channel, e.Data)
	case bayeux.Resync:
		if e.Lost {
			t.tell(tellLost, e.Time, e.Since.Format(time.RFC3339Nano), nil)
			return
		}
		t.tell(tellResync, e.Time, "", nil)
	case bayeux.Retrying:
		t.tell(tellRetrying, e.Time, e.Err.Error(), retried(e))
	}
}

// commonName is the same for connections that may share one poll: those of one user
// of one server who listens to the same channels.
func (c *connection) commonName() string {
	channels := slices.Clone(c.profile.Channels)
	slices.Sort(channels)
	return strings.Join(append([]string{"keytrail", strings.TrimRight(c.profile.BaseURL, "/"), c.user}, channels...), "\n")
}

// runShared polls while this tab leads and listens while another one does.
func (k *Link) runShared(c *connection) {
	commons := k.options.Share(c.commonName(), func(b []byte) {
		k.host.Post(func() { k.overheard(c, b) })
	})
	defer commons.Leave()
	k.host.Post(func() { c.tabs.commons, c.tabs.role = commons, following })
	commons.Post(tell(tellHello, k.host.Now(), "", nil))
	release, err := commons.Lead(c.ctx)
	if err != nil {
		return
	}
	defer release()
	k.host.Post(func() { k.lead(c) })
	_ = c.bayeux.Run(c.ctx) // what ended it was an event
}

// lead takes over from another tab, if there was one: since its last sign of
// life nobody has listened.
func (k *Link) lead(c *connection) {
	c.tabs.role = leading
	if k.open == c && k.status.State == Connected {
		c.unobserved.since = k.status.Heartbeat
		k.book.Missed(k.status.Heartbeat, lost)
	}
}

// overheard takes in what another tab told.
func (k *Link) overheard(c *connection, b []byte) {
	word, at, text, data, ok := untell(b)
	if k.open != c || !ok {
		return
	}
	c.tabs.meet(word, k.host.Now())
	if c.tabs.role == leading {
		switch {
		case word == tellWake && k.status.State == Reconnecting:
			k.Wake()
		case word == tellWake:
			c.bayeux.Hurry()
		case word == tellHello && k.status.State.works():
			c.tabs.tell(tellConnected, k.status.Heartbeat, "", nil)
		}
		return
	}
	stamp := bayeux.Stamp{Time: at}
	then, _ := time.Parse(time.RFC3339Nano, text) // zero where the text is no time
	switch word {
	case tellShaken:
		// Nobody listened between the old session and this one.
		if !c.unobserved.unread() {
			c.unobserved.lost(k.status.Heartbeat)
			k.book.Missed(k.status.Heartbeat, lost)
		}
	case tellConnected:
		k.follow(c, stamp)
	case tellHeartbeat:
		k.heard(c, bayeux.Heartbeat{Stamp: stamp, Asked: then})
	case tellMessage:
		k.heard(c, bayeux.Message{Stamp: stamp, Channel: text, Data: data})
	case tellResync:
		k.heard(c, bayeux.Resync{Stamp: stamp})
	case tellLost:
		k.heard(c, bayeux.Resync{Stamp: stamp, Since: then, Lost: true})
	case tellDoubt:
		k.Doubt(at, at)
	case tellRetrying:
		k.heard(c, untoldRetrying(stamp, text, data))
	}
}

// follow connects this tab to a link that another one holds, and reads the
// sessions: nothing that was told before is known here.
func (k *Link) follow(c *connection, stamp bayeux.Stamp) {
	if k.status.State == Connected {
		return
	}
	k.step(stepHandshake, Done, "another tab holds the connection", nil)
	k.step(stepSubscribe, Done, "by that tab", nil)
	k.heard(c, bayeux.Connected{Stamp: stamp})
	k.heard(c, bayeux.Heartbeat{Stamp: stamp})
	k.heard(c, bayeux.Resync{Stamp: stamp})
}
