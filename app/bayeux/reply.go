package bayeux

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/wire"
)

// A message is one object of a reply: an event of a channel, or the answer to
// a request. Fields that are not known are passed over.
type message struct {
	raw        []byte
	fault      error // why it makes no sense, else nil
	channel    string
	id         string // an id that is a number is taken by its digits
	clientID   string
	successful bool
	err        string // the error field; servers send "" with a success, too
	data       []byte // nil without the field, which tells an answer from an event
	advice     []byte
	ext        []byte
	types      []byte // supportedConnectionTypes
}

// The reasons of a [BadMessage].
var (
	errNoObject   = errors.New("the message is no object")
	errNoChannel  = errors.New("the message has no channel")
	errNoData     = errors.New("the message has neither data nor a request that it answers")
	errNotAwaited = errors.New("the message answers no request that is under way")
)

var errTrailing = errors.New("something follows the end")

// parseReply reads a reply body, which is an array of messages or, from some
// servers, a lone one. It passes over each byte once and decodes no data. With
// an error come the messages that were complete before the fault.
func parseReply(body []byte) (messages []message, err error) {
	if i := skipSpace(body, 0); i < len(body) && body[i] == '{' {
		m, end, err := parseMessage(body, i)
		if err != nil {
			return nil, err
		}
		return []message{m}, checkEnd(body, end)
	}
	i, empty, err := rawjson.Open(body, 0, false)
	for more := !empty; more && err == nil; {
		var m message
		if m, i, err = parseMessage(body, i); err != nil {
			break
		}
		messages = append(messages, m)
		i, more, err = rawjson.Comma(body, i, false)
	}
	if err != nil {
		return messages, err
	}
	return messages, checkEnd(body, i)
}

// parseMessage reads the message at or behind b[i] and returns the offset
// behind it. The error is one of JSON; a message without sense has a fault.
func parseMessage(b []byte, i int) (message, int, error) {
	start := skipSpace(b, i)
	if start < len(b) && b[start] != '{' {
		end, err := rawjson.Skip(b, start)
		return message{raw: b[start:end:end], fault: errNoObject}, end, err
	}
	var m message
	i, empty, err := rawjson.Open(b, start, true)
	for more := !empty; more && err == nil; {
		var p rawjson.Place
		if p, err = rawjson.Member(b, i); err != nil {
			break
		}
		m.set(b[p.Key:p.KeyEnd], b[p.Value:p.End:p.End])
		i, more, err = rawjson.Comma(b, int(p.End), true)
	}
	if err != nil {
		return m, i, err
	}
	m.raw = b[start:i:i]
	if m.channel == "" {
		m.fault = errNoChannel
	}
	return m, i, nil
}

// set keeps one field. The key is a literal with its quotes; it is decoded only
// where it has escapes.
func (m *message) set(key, value []byte) {
	name := key[1 : len(key)-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		decoded, _ := rawjson.Text(key)
		name = []byte(decoded)
	}
	switch string(name) {
	case "channel":
		m.channel, _ = rawjson.Text(value)
	case "data":
		m.data = value
	case "id":
		m.id = textOrNumber(value)
	case "clientId":
		m.clientID = textOrNumber(value)
	case "successful":
		m.successful = string(value) == "true"
	case "error":
		m.err, _ = rawjson.Text(value)
	case "advice":
		m.advice = value
	case "ext":
		m.ext = value
	case "supportedConnectionTypes":
		m.types = value
	}
}

func textOrNumber(value []byte) string {
	if s, ok := rawjson.Text(value); ok {
		return s
	}
	if _, ok := rawjson.Int(value); ok {
		return string(value)
	}
	return ""
}

// meta reports whether the message belongs to the protocol itself ("Meta
// Channels" of the Bayeux specification).
func (m *message) meta() bool { return strings.HasPrefix(m.channel, "/meta/") }

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

func checkEnd(b []byte, i int) error {
	if skipSpace(b, i) < len(b) {
		return errTrailing
	}
	return nil
}

// polls reports whether the server of a handshake reply offers long-polling. A
// server that names no connection types at all has just answered a long-polling
// request, and is believed.
func (m *message) polls() bool {
	if m.types == nil {
		return true
	}
	found := false
	err := rawjson.Elements(m.types, func(value []byte) error {
		name, _ := rawjson.Text(value)
		found = found || name == "long-polling"
		return nil
	})
	return err == nil && found
}

// acknowledges returns whether a handshake reply turns the acknowledge extension
// on, and from which batch. Servers answer true, or an object with enabled and
// batch.
func (m *message) acknowledges() (on bool, batch int64) {
	ack := m.ack()
	if string(ack) == "true" {
		return true, 0
	}
	// What is not an object has no members, and leaves the extension off.
	_ = rawjson.Members(ack, func(key string, value []byte) error {
		switch key {
		case "enabled":
			on = string(value) == "true"
		case "batch":
			batch, _ = rawjson.Int(value)
		}
		return nil
	})
	return on, batch
}

// ack returns the ack field of the ext object, or nil.
func (m *message) ack() []byte {
	if m.ext == nil {
		return nil
	}
	var ack []byte
	// As above: an ext that is not an object carries nothing.
	_ = rawjson.Members(m.ext, func(key string, value []byte) error {
		if key == "ack" {
			ack = value
		}
		return nil
	})
	return ack
}

// failure makes an error of an answer with successful false. The arguments in
// the middle of the error field are left out: they tend to be the clientId.
func (m *message) failure(op, subscription string, masked wire.Secrets) *ReplyError {
	e := &ReplyError{Op: op, Channel: subscription, Text: excerpt([]byte(m.err), masked)}
	parts := strings.SplitN(m.err, ":", 3)
	if code, err := strconv.Atoi(parts[0]); err == nil && len(parts) == 3 {
		e.Code, e.Text = code, excerpt([]byte(parts[2]), masked)
	}
	return e
}

// batch returns the number of the batch that a connect reply closes.
func (m *message) batch() (int64, bool) { return rawjson.Int(m.ack()) }
