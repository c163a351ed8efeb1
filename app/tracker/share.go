package tracker

import (
	"bytes"
	"context"
	"errors"
	"strconv"
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

// What tabs tell each other: a word, a time, two fields and the bytes of a
// message, one after the other.
const (
	tellHello     = "hello" // a tab is there
	tellShaken    = "handshaken"
	tellConnected = "connected"
	tellHeartbeat = "heartbeat"
	tellMessage   = "message"
	tellResync    = "resync"
	tellLost      = "lost" // a resync after which something is missing
	tellDoubt     = "doubt"
	tellRetrying  = "retrying"
	tellWake      = "wake" // a tab that follows wants a poll to end
)

// keepShared polls while this tab leads and listens while another one does.
func (t *Tracker) keepShared(l *line) {
	commons := t.opts.Share(l.wanted.Profile, func(b []byte) {
		t.inbox.post(func() { t.overheard(l, b) })
	})
	defer commons.Leave()
	t.inbox.post(func() { l.commons = commons })
	commons.Post(tell(tellHello, t.clock.now(), "", nil))
	release, err := commons.Lead(l.ctx)
	if err != nil {
		return
	}
	defer release()
	t.inbox.post(func() { t.lead(l) })
	_ = l.bayeux.Run(l.ctx) // what ended it was an event
}

// lead takes over from another tab, if there was one: since its last sign of
// life nobody has listened.
func (t *Tracker) lead(l *line) {
	l.leads = true
	if t.line == l && t.link.State == Connected {
		l.lost = t.link.Heartbeat
		t.book.Missed(l.lost, linkLost)
	}
}

// share tells the tabs that follow what the leader heard.
func (l *line) share(e bayeux.Event) {
	switch e := e.(type) {
	case bayeux.Handshaken:
		l.tell(tellShaken, e.Time, "", nil)
	case bayeux.Connected:
		l.tell(tellConnected, e.Time, "", nil)
	case bayeux.Heartbeat:
		l.tell(tellHeartbeat, e.Time, e.Asked.Format(time.RFC3339Nano), nil)
	case bayeux.Message:
		l.tell(tellMessage, e.Time, e.Channel, e.Data)
	case bayeux.Resync:
		if e.Lost {
			l.tell(tellLost, e.Time, e.Since.Format(time.RFC3339Nano), nil)
			return
		}
		l.tell(tellResync, e.Time, "", nil)
	case bayeux.Retrying:
		l.tell(tellRetrying, e.Time, e.Err.Error(), nil)
	}
}

// tell tells the tabs that follow something, if this one leads any.
func (l *line) tell(word string, at time.Time, text string, data []byte) {
	if l.leads && l.company {
		l.commons.Post(tell(word, at, text, data))
	}
}

// overheard takes in what another tab told.
func (t *Tracker) overheard(l *line, b []byte) {
	word, at, text, data, ok := untell(b)
	if t.line != l || !ok {
		return
	}
	t.meet(l, word)
	if l.leads {
		switch {
		case word == tellWake:
			l.bayeux.Wake()
		case word == tellHello && (t.link.State == Connected || t.link.State == Slow):
			l.tell(tellConnected, t.link.Heartbeat, "", nil)
		}
		return
	}
	stamp := bayeux.Stamp{Time: at}
	then, _ := time.Parse(time.RFC3339Nano, text) // zero where the text is no time
	switch word {
	case tellShaken:
		// Nobody listened between the old session and this one.
		if !l.confirmed.IsZero() {
			t.lostSince(l, t.link.Heartbeat)
			t.book.Missed(t.link.Heartbeat, linkLost)
		}
	case tellConnected:
		t.follow(l, stamp)
	case tellHeartbeat:
		t.heard(l, bayeux.Heartbeat{Stamp: stamp, Asked: then})
	case tellMessage:
		t.heard(l, bayeux.Message{Stamp: stamp, Channel: text, Data: data})
	case tellResync:
		t.heard(l, bayeux.Resync{Stamp: stamp})
	case tellLost:
		t.heard(l, bayeux.Resync{Stamp: stamp, Since: then, Lost: true})
	case tellDoubt:
		t.doubt(at)
	case tellRetrying:
		t.heard(l, bayeux.Retrying{Stamp: stamp, Err: errors.New(text)})
	}
}

// meet notes that there are other tabs, and lets one that has just come know of
// this one: it may lead before this one does anything to be heard.
func (t *Tracker) meet(l *line, word string) {
	if l.company {
		return
	}
	l.company = true
	if word == tellHello && l.commons != nil { // else this one's own hello is still to come
		l.commons.Post(tell(tellHello, t.clock.now(), "", nil))
	}
}

// follow connects this tab to a link that another one holds, and reads what
// the case is: nothing that was told before is known here.
func (t *Tracker) follow(l *line, stamp bayeux.Stamp) {
	if t.link.State == Connected {
		return
	}
	t.step(stepHandshake, Done, "another tab holds the connection", nil)
	t.step(stepSubscribe, Done, "by that tab", nil)
	t.heard(l, bayeux.Connected{Stamp: stamp})
	t.heard(l, bayeux.Heartbeat{Stamp: stamp})
	t.heard(l, bayeux.Resync{Stamp: stamp})
}

func tell(word string, at time.Time, text string, data []byte) []byte {
	b := append([]byte(word), '\n')
	b = strconv.AppendInt(b, at.UnixNano(), 10)
	b = append(b, '\n')
	b = strconv.AppendQuote(b, text)
	b = append(b, '\n')
	return append(b, data...)
}

// untell takes a told message apart; ok is false for what no tab of this
// program tells.
func untell(b []byte) (word string, at time.Time, text string, data []byte, ok bool) {
	parts := bytes.SplitN(b, []byte{'\n'}, 4)
	if len(parts) != 4 {
		return "", time.Time{}, "", nil, false
	}
	nanos, err := strconv.ParseInt(string(parts[1]), 10, 64)
	if err != nil {
		return "", time.Time{}, "", nil, false
	}
	if text, err = strconv.Unquote(string(parts[2])); err != nil {
		return "", time.Time{}, "", nil, false
	}
	return string(parts[0]), time.Unix(0, nanos), text, parts[3], true
}
