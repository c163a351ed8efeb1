package sim

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/sim/simjson"
	"github.com/keytrail/keytrail/app/wire"
)

// A message is one Bayeux message of a request.
type message struct {
	fields   simjson.Fields
	id       []byte // literal; nil if there was none
	channel  string
	clientID string
}

// An exchange is one CometD request on its way to a response.
type exchange struct {
	browser string   // the BAYEUX_BROWSER cookie
	isNew   bool     // it has just been given out
	single  bool     // the request holds one message, so that a connect may be held
	client  *client  // whose events may ride on the response
	connect *message // the last /meta/connect, answered after everything else
	replies [][]byte
}

// comet answers a request to /api/v2/notifications and to the addresses that the
// CometD JavaScript client derives from it.
func (s *Sim) comet(ctx context.Context, req *wire.Request, suffix string) (*wire.Response, error) {
	switch strings.Trim(suffix, "/") {
	case "", "handshake", "connect", "disconnect":
	default:
		return refuse(notFound, "no such address below notifications"), nil
	}
	if req.Method != "POST" {
		return refuseMethod("POST"), nil
	}
	messages, ok := parseMessages(req.Body)
	if !ok {
		return refuse(invalidParameter, "the body must be a JSON array of Bayeux messages"), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	x := &exchange{browser: cookie(req, browserCookie), single: len(messages) == 1}
	for i := range messages {
		s.message(x, &messages[i])
	}
	resp, err := s.finish(ctx, x)
	if err == nil && x.isNew {
		resp.Header.Add("Set-Cookie", browserCookie+"="+x.browser+"; Path=/; HttpOnly")
	}
	return resp, err
}

func parseMessages(body []byte) ([]message, bool) {
	if !simjson.Valid(body) {
		return nil, false
	}
	es, ok := simjson.Elements(body)
	if !ok {
		es = [][]byte{body} // some clients send a lone message
	}
	var ms []message
	for _, e := range es {
		f, ok := simjson.ParseFields(e)
		if !ok {
			return nil, false
		}
		m := message{fields: f, id: f["id"]}
		m.channel, _ = simjson.Text(f["channel"])
		m.clientID, _ = simjson.Text(f["clientId"])
		if len(m.id) > 0 && (m.id[0] == '{' || m.id[0] == '[') {
			m.id = nil
		}
		ms = append(ms, m)
	}
	return ms, len(ms) > 0
}

// message deals with one message and adds its reply, but for a connect, which is
// answered when all others are.
func (s *Sim) message(x *exchange, m *message) {
	if m.channel == "/meta/handshake" {
		x.replies = append(x.replies, s.handshake(x, m))
		return
	}
	c := s.clients[m.clientID]
	if c == nil || c.browser != x.browser {
		x.replies = append(x.replies, s.unknownClient(m))
		return
	}
	x.client = c
	switch m.channel {
	case "/meta/connect":
		x.connect = m
	case "/meta/subscribe", "/meta/unsubscribe":
		x.replies = append(x.replies, c.subscribe(m))
	case "/meta/disconnect":
		s.forget(c, pollDisconnected)
		x.replies = append(x.replies, m.reply().ok())
	default:
		x.replies = append(x.replies, m.reply().fail("403:"+m.channel+":publish_denied"))
	}
}

// handshake opens a CometD session, unless there is no transport in common.
func (s *Sim) handshake(x *exchange, m *message) []byte {
	r := m.reply()
	r.o.Text("version", "1.0")
	r.o.Text("minimumVersion", "1.0")
	r.o.List("supportedConnectionTypes", "long-polling")
	if types, _ := names(m.fields["supportedConnectionTypes"]); !slices.Contains(types, "long-polling") {
		r.o.Raw("advice", []byte(`{"reconnect":"none"}`))
		return r.fail("400::no_common_connection_type")
	}
	if x.browser == "" {
		x.browser, x.isNew = secret(), true
	}
	ext, _ := simjson.ParseFields(m.fields["ext"])
	c := s.newClient(x.browser, s.o.Ack && string(ext["ack"]) == "true")
	x.client = c
	r.o.Text("clientId", c.id)
	r.o.Raw("advice", s.advice(false))
	if c.ack {
		r.o.Raw("ext", []byte(`{"ack":true}`))
	}
	return r.ok()
}

// unknownClient answers for a session that is gone: with HTTP 200, since clients
// read advice from nothing else.
func (s *Sim) unknownClient(m *message) []byte {
	r := m.reply()
	if m.channel == "/meta/connect" {
		r.o.Raw("advice", []byte(`{"reconnect":"handshake","interval":0}`))
	}
	return r.fail("402::session_unknown")
}

func (s *Sim) advice(multiple bool) []byte {
	var o simjson.Object
	o.Text("reconnect", "retry")
	interval := int64(0)
	if multiple {
		interval = multipleInterval.Milliseconds()
		o.Raw("multiple-clients", []byte("true"))
	}
	o.Number("interval", interval)
	o.Number("timeout", s.o.Timeout.Milliseconds())
	return o.End()
}

// A metaReply is the reply to a Bayeux message under construction.
type metaReply struct{ o simjson.Object }

func (m *message) reply() *metaReply {
	r := &metaReply{}
	if m.id != nil {
		r.o.Raw("id", m.id)
	}
	r.o.Text("channel", m.channel)
	return r
}

func (r *metaReply) ok() []byte {
	r.o.Raw("successful", []byte("true"))
	return r.o.End()
}

func (r *metaReply) fail(reason string) []byte {
	r.o.Raw("successful", []byte("false"))
	r.o.Text("error", reason)
	return r.o.End()
}

// subscribe handles /meta/subscribe and /meta/unsubscribe. The subscription may
// be a name or an array of names; one bad name refuses them all.
func (c *client) subscribe(m *message) []byte {
	r := m.reply()
	subscription := m.fields["subscription"]
	tokens, isList := simjson.Elements(subscription)
	if !isList {
		tokens = [][]byte{subscription}
	}
	var names []string
	for _, t := range tokens {
		name, _ := simjson.Text(t)
		if !validChannel(name) {
			return r.fail("400::subscription_invalid")
		}
		if strings.HasPrefix(name, "/meta/") {
			return r.fail("403:" + name + ":subscribe_denied")
		}
		names = append(names, name)
	}
	for _, name := range names {
		if m.channel == "/meta/subscribe" {
			c.subscriptions[name] = true
		} else {
			delete(c.subscriptions, name)
		}
	}
	r.o.Raw("subscription", subscription)
	return r.ok()
}

// validChannel reports whether a name is a channel or a channel pattern of the
// Bayeux specification: absolute, without empty segments, and with a wildcard as
// its whole last segment only.
func validChannel(name string) bool {
	segments := strings.Split(name, "/")
	if len(segments) < 2 || segments[0] != "" {
		return false
	}
	for i, seg := range segments[1:] {
		wild := seg == "*" || seg == "**"
		if seg == "" || strings.Contains(seg, "*") && !(wild && i == len(segments)-2) {
			return false
		}
	}
	return true
}

// matches reports whether a subscription covers a channel: * stands for one
// segment, ** for one or more.
func matches(pattern, channel string) bool {
	if stem, ok := strings.CutSuffix(pattern, "**"); ok {
		return strings.HasPrefix(channel, stem) && len(channel) > len(stem)
	}
	if stem, ok := strings.CutSuffix(pattern, "*"); ok {
		rest, below := strings.CutPrefix(channel, stem)
		return below && rest != "" && !strings.Contains(rest, "/")
	}
	return pattern == channel
}

const multipleInterval = 2 * time.Second // CometD's multiSessionInterval
