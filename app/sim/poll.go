package sim

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/sim/simjson"
	"github.com/keytrail/keytrail/app/wire"
)

// maxQueue bounds the events that wait for one client, in bytes. A client that
// falls behind further loses its session, and so knows that it must read again.
const maxQueue = 64 << 20

// A client is one CometD session.
type client struct {
	id, browser   string
	ack           bool
	subscriptions map[string]bool

	queue   []event
	size    int // bytes in queue
	batch   int // the last batch number given out
	poll    *poll
	advised bool // multiple-clients was the last advice sent
	expiry  *time.Timer
}

// An event is a published message; its text is shared by all clients.
type event struct {
	text  []byte
	batch int // 0 until it was sent
}

// A poll is one held /meta/connect.
type poll struct {
	wake chan struct{} // closed once there is a reason to answer
	end  pollEnd
}

// A pollEnd says why a poll was answered.
type pollEnd int

const (
	pollWaits        pollEnd = iota
	pollDue                  // events have come
	pollReplaced             // another connect of the same session has come
	pollForgotten            // the session was removed
	pollDisconnected         // the client has said goodbye
	pollDropped              // the connection broke
)

var errDropped = errors.New("the connection was dropped")

func (p *poll) finish(end pollEnd) {
	if p != nil && p.end == pollWaits {
		p.end = end
		close(p.wake)
	}
}

func (s *Sim) newClient(browser string, ack bool) *client {
	c := &client{id: secret(), browser: browser, ack: ack, subscriptions: map[string]bool{}}
	s.clients[c.id] = c
	s.expectPoll(c, 0)
	return c
}

// expectPoll starts the time that a client has for its next connect.
func (s *Sim) expectPoll(c *client, interval time.Duration) {
	var expiry *time.Timer
	expiry = time.AfterFunc(s.o.MaxInterval+interval, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if c.expiry == expiry {
			s.forget(c, pollForgotten)
		}
	})
	c.expiry = expiry
}

func (c *client) pollHasCome() {
	if c.expiry != nil {
		c.expiry.Stop()
		c.expiry = nil
	}
}

// forget removes a session and releases its poll.
func (s *Sim) forget(c *client, why pollEnd) {
	c.pollHasCome()
	delete(s.clients, c.id)
	c.poll.finish(why)
	c.poll, c.queue, c.size = nil, nil, 0
}

// finish turns an exchange into the response, holding the connect in it if that
// is called for. s.mu is locked, and unlocked only while the poll is held.
func (s *Sim) finish(ctx context.Context, x *exchange) (*wire.Response, error) {
	c := x.client
	if x.connect == nil {
		if c != nil && !c.ack {
			x.replies = append(c.take(), x.replies...)
		}
		return reply(200, simjson.Array(x.replies)), nil
	}
	if s.clients[c.id] != c { // it disconnected in the same request
		return reply(200, simjson.Array(append(x.replies, s.unknownClient(x.connect)))), nil
	}
	c.poll.finish(pollReplaced)
	c.poll = nil
	c.pollHasCome()
	c.acknowledge(x.connect)
	multiple := s.browserIsPolling(c)
	end := pollDue
	if timeout := s.holdTime(x, c); timeout > 0 && !multiple {
		end = s.hold(ctx, c, timeout)
	}
	return s.answerConnect(ctx, x, end, multiple)
}

// holdTime is how long a connect may wait: not at all if there is something to
// say, or if it shares the request with other messages.
func (s *Sim) holdTime(x *exchange, c *client) time.Duration {
	if !x.single || len(c.queue) > 0 {
		return 0
	}
	advice, _ := simjson.ParseFields(x.connect.fields["advice"])
	if ms, err := strconv.ParseInt(string(advice["timeout"]), 10, 32); err == nil && ms >= 0 {
		return min(s.o.Timeout, time.Duration(ms)*time.Millisecond)
	}
	return s.o.Timeout
}

// browserIsPolling reports whether another session of the same browser holds a
// poll, for which a browser has few connections to spare.
func (s *Sim) browserIsPolling(c *client) bool {
	for _, other := range s.clients {
		if other != c && other.browser == c.browser && other.poll != nil {
			return true
		}
	}
	return false
}

func (s *Sim) hold(ctx context.Context, c *client, timeout time.Duration) pollEnd {
	p := &poll{wake: make(chan struct{})}
	c.poll = p
	s.mu.Unlock()
	timer := time.NewTimer(timeout)
	select {
	case <-p.wake:
	case <-timer.C:
	case <-ctx.Done():
	}
	timer.Stop()
	s.mu.Lock()
	if c.poll == p {
		c.poll = nil
	}
	if p.end == pollWaits {
		p.end = pollDue
	}
	return p.end
}

// answerConnect writes the reply to a connect. A poll whose connection is gone
// takes no events with it: they stay for the next one.
func (s *Sim) answerConnect(ctx context.Context, x *exchange, end pollEnd, multiple bool) (*wire.Response, error) {
	c, r := x.client, x.connect.reply()
	switch end {
	case pollReplaced:
		return refuseHTTP(500, invalidParameter, "another /meta/connect of this session has come"), ctx.Err()
	case pollForgotten:
		return reply(200, simjson.Array([][]byte{s.unknownClient(x.connect)})), nil
	case pollDisconnected:
		r.o.Raw("advice", []byte(`{"reconnect":"none","interval":0}`))
		return reply(200, simjson.Array([][]byte{r.ok()})), nil
	}
	interval := time.Duration(0)
	if multiple {
		interval = multipleInterval
	}
	s.expectPoll(c, interval)
	if end == pollDropped {
		return nil, errDropped
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if multiple != c.advised {
		c.advised = multiple
		r.o.Raw("advice", s.advice(multiple))
	}
	events := c.take()
	if c.ack {
		r.o.Raw("ext", []byte(`{"ack":`+strconv.Itoa(c.batch)+`}`))
	}
	return reply(200, simjson.Array(append(events, append(x.replies, r.ok())...))), nil
}

// acknowledge drops the events that the client says it has applied. What it has
// not is sent again.
func (c *client) acknowledge(m *message) {
	if !c.ack {
		return
	}
	ext, _ := simjson.ParseFields(m.fields["ext"])
	batch, err := strconv.Atoi(string(ext["ack"]))
	if err != nil {
		return
	}
	n := 0
	for n < len(c.queue) && c.queue[n].batch != 0 && c.queue[n].batch <= batch {
		c.size -= len(c.queue[n].text)
		n++
	}
	c.queue = append([]event(nil), c.queue[n:]...)
}

// take returns the events to send. With acknowledgements they stay queued.
func (c *client) take() [][]byte {
	texts := make([][]byte, len(c.queue))
	fresh := false
	for i, e := range c.queue {
		texts[i] = e.text
		fresh = fresh || e.batch == 0
	}
	if !c.ack {
		c.queue, c.size = nil, 0
		return texts
	}
	if fresh {
		c.batch++
	}
	for i := range c.queue {
		if c.queue[i].batch == 0 {
			c.queue[i].batch = c.batch
		}
	}
	return texts
}

// deliver queues a published message for everybody who has subscribed to its
// channel. s.mu is locked.
func (s *Sim) deliver(channel string, text []byte) {
	for _, c := range s.clients {
		if !c.wants(channel) {
			continue
		}
		if c.size += len(text); c.size > maxQueue {
			s.forget(c, pollForgotten)
			continue
		}
		c.queue = append(c.queue, event{text: text})
		c.poll.finish(pollDue)
	}
}

func (c *client) wants(channel string) bool {
	for pattern := range c.subscriptions {
		if matches(pattern, channel) {
			return true
		}
	}
	return false
}
