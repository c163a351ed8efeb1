package bayeux

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/wire"
)

// The operations, as they stand in channels, paths and errors.
const (
	opHandshake  = "handshake"
	opSubscribe  = "subscribe"
	opConnect    = "connect"
	opDisconnect = "disconnect"
)

// A request is one HTTP request with the Bayeux messages in it.
type request struct {
	op       string
	awaited  []awaited
	clientID string
	body     []byte
	quick    bool          // an answer is due at once: everything but a held poll
	flush    bool          // a quick poll for what was published while the owner read
	limit    time.Duration // for the whole exchange
	outlive  bool
	start    time.Time
	events   int // handed on from its reply
}

// An awaited message is one whose answer is missing or has come.
type awaited struct {
	id      string
	channel string // of a subscription
	reply   *message
}

// An outcome is what became of a request.
type outcome struct {
	body  []byte
	err   error
	at    time.Time
	woken bool // given up for a new attempt; nobody's failure, even with an err

	hurried bool // it was woken though nothing is wrong with it
}

func newHandshake(id string, limit time.Duration) *request {
	r := &request{op: opHandshake, quick: true, limit: limit}
	r.begin(id)
	r.body = append(r.body, `,"version":"1.0","minimumVersion":"1.0","supportedConnectionTypes":["long-polling"],`+
		`"advice":{"timeout":60000,"interval":0},"ext":{"ack":true}}]`...)
	return r
}

// newConnect asks to be answered after hold at the latest, unless that is less
// than zero ("Connect" of the Bayeux specification, advice with timeout). To be
// answered at once shows that the session works before the first poll is held.
func newConnect(id, clientID string, hold, limit time.Duration) *request {
	r := &request{op: opConnect, clientID: clientID, limit: limit}
	r.begin(id)
	r.body = append(r.body, `,"connectionType":"long-polling"`...)
	if hold >= 0 {
		r.body = append(r.body, `,"advice":{"timeout":`...)
		r.body = strconv.AppendInt(r.body, hold.Milliseconds(), 10)
		r.body = append(r.body, '}')
	}
	return r
}

// end closes a connect, which with the acknowledge extension names the last
// batch received.
func (r *request) end(ack bool, batch int64) *request {
	if ack {
		r.body = append(r.body, `,"ext":{"ack":`...)
		r.body = strconv.AppendInt(r.body, batch, 10)
		r.body = append(r.body, '}')
	}
	r.body = append(r.body, "}]"...)
	return r
}

// newSubscribe has one message for each channel in one request: servers exist
// that do not know the array form of subscription.
func newSubscribe(id func() string, clientID string, channels []string, limit time.Duration) *request {
	r := &request{op: opSubscribe, clientID: clientID, quick: true, limit: limit}
	for _, channel := range channels {
		r.begin(id())
		r.awaited[len(r.awaited)-1].channel = channel
		r.body = append(r.body, `,"subscription":`...)
		r.body = rawjson.Quote(r.body, channel)
		r.body = append(r.body, '}')
	}
	r.body = append(r.body, ']')
	return r
}

func newDisconnect(id, clientID string, limit time.Duration) *request {
	r := &request{op: opDisconnect, clientID: clientID, quick: true, limit: limit, outlive: true}
	r.begin(id)
	r.body = append(r.body, "}]"...)
	return r
}

// begin opens the next message of the request.
func (r *request) begin(id string) {
	opening := byte('[')
	if len(r.awaited) > 0 {
		opening = ','
	}
	r.awaited = append(r.awaited, awaited{id: id})
	r.body = append(r.body, opening)
	r.body = append(r.body, `{"id":`...)
	r.body = rawjson.Quote(r.body, id)
	r.body = append(r.body, `,"channel":"/meta/`...)
	r.body = append(r.body, r.op...)
	r.body = append(r.body, '"')
	if r.clientID != "" {
		r.body = append(r.body, `,"clientId":`...)
		r.body = rawjson.Quote(r.body, r.clientID)
	}
}

// take keeps m if it answers a message of the request: by id and channel, since
// servers mix answers and events. Only the first answer counts.
func (r *request) take(m *message) bool {
	if m.channel != "/meta/"+r.op {
		return false
	}
	for i := range r.awaited {
		if a := &r.awaited[i]; a.id == m.id && a.reply == nil {
			a.reply = m
			return true
		}
	}
	return false
}

// send carries the request out. When the server refuses it and the owner finds
// that the cause can be removed, it is repeated once.
func (c *Client) send(ctx context.Context, r *request) outcome {
	body, err := c.post(ctx, r)
	var refused *StatusError
	if errors.As(err, &refused) && (refused.Status == 401 || refused.Status == 403) && c.opt.Refused != nil {
		if cause := c.opt.Refused(ctx, refused); cause != nil {
			err = fmt.Errorf("%w (%w)", err, cause)
		} else {
			body, err = c.post(ctx, r)
		}
	}
	return outcome{body: body, err: err, at: c.now()}
}

// post is one round trip. Only status 200 carries messages.
func (c *Client) post(ctx context.Context, r *request) ([]byte, error) {
	header := c.opt.Header()
	masked := header.Secrets(r.clientID)
	req := &wire.Request{Method: "POST", Path: c.path(r.op), Body: r.body, Outlive: r.outlive}
	req.Header.Add("Content-Type", "application/json;charset=UTF-8")
	req.Header = append(req.Header, header...)
	res, err := c.transport.RoundTrip(ctx, req)
	switch {
	case err != nil:
		return nil, fmt.Errorf("bayeux: %s: %w", r.op, err)
	case res.Status != 200:
		return nil, &StatusError{Op: r.op, Status: res.Status, Body: excerpt(res.Body, masked)}
	case strings.Contains(strings.ToLower(res.Header.Get("Content-Type")), "html"), wire.IsPage(res.Body):
		return nil, &NotJSONError{Op: r.op, HTML: true, Body: excerpt(res.Body, masked)}
	}
	return res.Body, nil
}

// path appends the type of the message as cometd.js does: not for subscribe,
// and not where it would end up in a query or behind a file name.
func (c *Client) path(op string) string {
	url := c.opt.URL
	last := url[strings.LastIndexByte(url, '/')+1:]
	if !c.opt.AppendType || op == opSubscribe || strings.Contains(url, "?") || strings.Contains(last, ".") {
		return url
	}
	return strings.TrimSuffix(url, "/") + "/" + op
}

// now is the wall clock alone: the monotonic one may stand still while the
// machine sleeps.
func (c *Client) now() time.Time { return c.opt.Now().Round(0) }
