package bayeux

import (
	"errors"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A message is one object of a reply: an event of a channel, or the answer to
// a request. Fields that are not known are passed over.
type message struct {
	raw          []byte
	channel      string
	id           string // an id that is a number is taken by its digits
	clientID     string
	subscription string
	successful   bool
	err          string // the error field; servers send "" with a success, too
	data         []byte // nil without the field, which tells an answer from an event
	advice       []byte
	ext          []byte
	types        []byte // supportedConnectionTypes
}

// The reasons of a [BadMessage].
var (
	errNoChannel  = errors.New("the message has no channel")
	errNoData     = errors.New("the message has neither data nor a request that it answers")
	errNotAwaited = errors.New("the message answers no request that is under way")
)

// parseMessage reads the fields of one message without decoding its data.
func parseMessage(raw []byte) (message, error) {
	m := message{raw: raw}
	err := rawjson.Members(raw, func(key string, value []byte) error {
		switch key {
		case "channel":
			m.channel, _ = rawjson.Text(value)
		case "data":
			m.data = value
		case "id":
			m.id = textOrNumber(value)
		case "clientId":
			m.clientID = textOrNumber(value)
		case "subscription":
			m.subscription, _ = rawjson.Text(value)
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
		return nil
	})
	if err == nil && m.channel == "" {
		err = errNoChannel
	}
	return m, err
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

// splitReply returns the messages of a reply body, which is an array or, from
// some servers, a lone object. With an error come those that could be told apart
// before it.
func splitReply(body []byte) (messages [][]byte, err error) {
	if i := firstByte(body); i < len(body) && body[i] == '{' {
		end, err := rawjson.Skip(body, i)
		if err != nil {
			return nil, err
		}
		if rest := firstByte(body[end:]); end+rest < len(body) {
			return nil, errors.New("something follows the message")
		}
		return [][]byte{body[i:end:end]}, nil
	}
	err = rawjson.Elements(body, func(value []byte) error {
		messages = append(messages, value[:len(value):len(value)])
		return nil
	})
	return messages, err
}

// firstByte returns the offset of the first byte that is not white space.
func firstByte(b []byte) int {
	for i, c := range b {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return i
		}
	}
	return len(b)
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
	// What is no object has no members, and leaves the extension off.
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
	// As above: an ext that is no object carries nothing.
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
func (m *message) failure(op string, masked secrets) *ReplyError {
	e := &ReplyError{Op: op, Text: masked.excerpt([]byte(m.err))}
	if op == opSubscribe {
		e.Channel = m.subscription
	}
	parts := strings.SplitN(m.err, ":", 3)
	if code, err := strconv.Atoi(parts[0]); err == nil && len(parts) == 3 {
		e.Code, e.Text = code, masked.excerpt([]byte(parts[2]))
	}
	return e
}

// batch returns the number of the batch that a connect reply closes.
func (m *message) batch() (int64, bool) { return rawjson.Int(m.ack()) }
