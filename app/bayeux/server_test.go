package bayeux_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/wire"
)

// A server is a small Bayeux server in memory: the peer that the client is
// tested against. It keeps sessions, holds polls, queues events, and reports a
// test failure when the client breaks the protocol.
type server struct {
	t *testing.T
	// hook, if set, sees each call first. It returns a response or an error to
	// answer with it, or neither to let the server do so.
	hook func(c *call) (*wire.Response, error)
	// advice of connect replies; nil for none.
	advice map[string]any
	// ack is what the handshake reply carries as ext.ack; nil turns it off.
	ack any
	// order is "events first", as CometD has it, or "reply first", as Faye.
	order string

	mu       sync.Mutex
	calls    []*call
	open     []*call
	sessions map[string]*session
	opened   int
}

// A session is what the server knows of one clientId.
type session struct {
	channels []string
	queue    []event
	batch    int
	unacked  []event
	poke     chan struct{}
	dead     chan struct{} // closed when the connection of the poll that is held dies
}

type event struct {
	batch int
	text  string
}

// A call is one HTTP request as the server saw it.
type call struct {
	*wire.Request
	n        int // from 1
	ctx      context.Context
	at       time.Time
	replaced chan struct{} // closed when a newer poll has come
	messages []map[string]any
}

func newServer(t *testing.T) *server {
	return &server{
		t: t, order: "events first", sessions: map[string]*session{},
		advice: map[string]any{"reconnect": "retry", "interval": 0, "timeout": 30000},
	}
}

// op is what the first message asks for.
func (c *call) op() string { return strings.TrimPrefix(c.messages[0]["channel"].(string), "/meta/") }

// quick reports whether a connect asks for an immediate answer.
func (c *call) quick() bool {
	a, _ := c.messages[0]["advice"].(map[string]any)
	return a["timeout"] == float64(0)
}

func (s *server) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	// A call that was answered is over; the context of its request ends later.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c := &call{Request: req, ctx: ctx, at: time.Now(), replaced: make(chan struct{})}
	assert.NoError(s.t, json.Unmarshal(req.Body, &c.messages), "a request is an array of messages")
	s.mu.Lock()
	// A call that was given up may still be on its way through the server.
	s.open = slices.DeleteFunc(s.open, func(other *call) bool { return other.ctx.Err() != nil })
	for _, other := range s.open {
		if other.op() == "connect" && c.op() == "connect" && s.ack == nil {
			close(other.replaced) // a poll that is overtaken
			continue
		}
		assert.Fail(s.t, "two requests at once", "%s and %s", other.op(), c.op())
	}
	s.open = []*call{c}
	s.calls = append(s.calls, c)
	c.n = len(s.calls)
	hook := s.hook
	s.mu.Unlock()
	if hook != nil {
		if res, err := hook(c); res != nil || err != nil {
			return res, err
		}
	}
	return s.serve(c)
}

// serve answers as a CometD server would.
func (s *server) serve(c *call) (*wire.Response, error) {
	var replies []string
	for _, m := range c.messages {
		clientID, _ := m["clientId"].(string)
		s.mu.Lock()
		x := s.sessions[clientID]
		s.mu.Unlock()
		switch channel := m["channel"]; {
		case channel == "/meta/handshake":
			assert.Len(s.t, c.messages, 1, "a handshake is alone in its request")
			assert.Empty(s.t, clientID, "a handshake has no clientId")
			replies = append(replies, s.handshake(m))
		case x == nil:
			replies = append(replies, unknown(m))
		case channel == "/meta/subscribe":
			s.mu.Lock()
			x.channels = append(x.channels, m["subscription"].(string))
			s.mu.Unlock()
			replies = append(replies, reply(m, "successful", true, "subscription", m["subscription"], "error", ""))
		case channel == "/meta/connect":
			events, ack, err := s.hold(c, x, m)
			if errors.Is(err, errReplaced) {
				return status(408, "text/html", "duplicate"), nil
			}
			if err != nil {
				return nil, err
			}
			answer := reply(m, "successful", true, "advice", s.advice, "ext", ack)
			if s.order == "reply first" {
				replies = append(append(replies, answer), events...)
			} else {
				replies = append(append(replies, events...), answer)
			}
		case channel == "/meta/disconnect":
			s.mu.Lock()
			delete(s.sessions, clientID)
			s.mu.Unlock()
			replies = append(replies, reply(m, "successful", true))
		}
	}
	return ok("[" + strings.Join(replies, ",") + "]"), nil
}

func (s *server) handshake(m map[string]any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opened++
	id := fmt.Sprintf("client%d", s.opened)
	s.sessions[id] = &session{poke: make(chan struct{}, 1), dead: make(chan struct{})}
	var ext any
	if s.ack != nil {
		ext = map[string]any{"ack": s.ack}
	}
	return reply(m, "successful", true, "clientId", id, "version", "1.0", "supportedConnectionTypes",
		[]string{"websocket", "long-polling"}, "ext", ext, "x-messages", 0)
}

// hold waits for events, the end of the hold time, or the end of the call. As
// with real servers, events that were taken from the queue are gone, unless the
// client acknowledges.
func (s *server) hold(c *call, x *session, m map[string]any) (events []string, ext any, err error) {
	limit := 30 * time.Second
	if ms, ok := s.advice["timeout"].(int); ok {
		limit = time.Duration(ms) * time.Millisecond
	}
	if a, _ := m["advice"].(map[string]any); a != nil {
		limit = min(limit, time.Duration(a["timeout"].(float64))*time.Millisecond)
	}
	if s.advice["multiple-clients"] == true {
		limit = 0
	}
	s.acknowledged(x, m)
	timeout := time.After(limit)
	s.mu.Lock()
	poke, dead := x.poke, x.dead
	s.mu.Unlock()
	for limit > 0 && s.queued(x) == 0 {
		select {
		case <-poke:
			continue
		case <-timeout:
			limit = 0
		case <-c.ctx.Done():
			return nil, nil, c.ctx.Err()
		case <-c.replaced:
			select {
			case <-dead:
				<-c.ctx.Done()
				return nil, nil, c.ctx.Err()
			default:
				return nil, nil, errReplaced
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ack == nil {
		for _, e := range x.queue {
			events = append(events, e.text)
		}
		x.queue = nil
		return events, nil, nil
	}
	x.batch++
	for _, e := range x.queue {
		x.unacked = append(x.unacked, event{x.batch, e.text})
	}
	x.queue = nil
	for _, e := range x.unacked {
		events = append(events, e.text)
	}
	return events, map[string]any{"ack": x.batch}, nil
}

func (s *server) queued(x *session) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(x.queue) + len(x.unacked)
}

// acknowledged drops what the client has.
func (s *server) acknowledged(x *session, m map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ext, _ := m["ext"].(map[string]any)
	last, given := ext["ack"].(float64)
	assert.Equal(s.t, s.ack != nil, given, "ext.ack goes with the extension")
	var kept []event
	for _, e := range x.unacked {
		if e.batch > int(last) {
			kept = append(kept, e)
		}
	}
	x.unacked = kept
}

// publish queues an event for every session that subscribed to the channel.
func (s *server) publish(channel, data string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.sessions {
		for _, c := range x.channels {
			if c == channel {
				x.queue = append(x.queue, event{text: fmt.Sprintf(`{"channel":%q,"data":%s,"id":7,"new":[1]}`, channel, data)})
				select {
				case x.poke <- struct{}{}:
				default:
				}
			}
		}
	}
}

// mute has no answer to a poll that is held now arrive.
func (s *server) mute() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.sessions {
		close(x.dead)
		x.poke, x.dead = make(chan struct{}, 1), make(chan struct{})
	}
}

// forget drops all sessions, as a restart does.
func (s *server) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions = map[string]*session{}
}

// log lists the calls so far: when, what, and what is special about it.
func (s *server) log(start time.Time) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, c := range s.calls {
		line := fmt.Sprintf("%v %s", c.at.Sub(start), c.op())
		if c.quick() {
			line += " quick"
		}
		lines = append(lines, line)
	}
	return lines
}

func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.calls)
}

// reply answers m with more fields, of which nil ones are left out.
func reply(m map[string]any, more ...any) string {
	r := map[string]any{"id": m["id"], "channel": m["channel"]}
	for i := 0; i < len(more); i += 2 {
		r[more[i].(string)] = more[i+1]
		if a, ok := more[i+1].(map[string]any); more[i+1] == nil || ok && a == nil {
			delete(r, more[i].(string))
		}
	}
	text, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func unknown(m map[string]any) string {
	return reply(m, "successful", false, "error", "402::Unknown client",
		"advice", map[string]any{"reconnect": "handshake", "interval": 0})
}

func ok(body string) *wire.Response {
	return &wire.Response{Status: 200, Header: wire.Header{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(body)}
}

func status(code int, kind, body string) *wire.Response {
	return &wire.Response{Status: code, Header: wire.Header{{Name: "Content-Type", Value: kind}}, Body: []byte(body)}
}

var (
	errCut      = errors.New("connection reset")
	errReplaced = errors.New("a newer poll has come")
)

// sleep lets fake time pass. What the test changed in the server before is seen
// by the calls that follow, since count takes the lock that they take.
func (s *server) sleep(d time.Duration) {
	s.count()
	time.Sleep(d)
	synctest.Wait()
}

// onPoll makes a hook that acts on the nth held poll alone.
func onPoll(nth int, f func(c *call) (*wire.Response, error)) func(c *call) (*wire.Response, error) {
	polls := 0
	return func(c *call) (*wire.Response, error) {
		if c.op() == "connect" && !c.quick() {
			if polls++; polls == nth {
				return f(c)
			}
		}
		return nil, nil
	}
}
