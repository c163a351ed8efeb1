// Package shape tells by its members what a JSON object of Web Services is: a
// request, a reply, a Bayeux message, a notification, a session.
//
// Start with [Of] and [Messages]; [Polls] judges the answers to long polls.
//
// The one rule: raw JSON that is given to it was checked.
//
// It does not decode: what a notification says is package gws's to read.
package shape

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/rawjson"
)

// An Object is the members of an object that tell what it is. The slices share
// the object's memory.
type Object struct {
	Operation, StatusCode, MessageType []byte
	Channel, Data, ID, state, userData []byte
	Successful, Client                 []byte
	raw                                []byte // the whole object
	meta, lists                        bool   // it is of Bayeux; interactions may be listed in it
}

// Of reads the first level of the JSON object raw.
func Of(raw []byte) (Object, error) {
	s := Object{raw: raw}
	err := rawjson.Members(raw, func(key string, value []byte) error {
		switch strings.ToLower(key) {
		case "operationname":
			s.Operation = value
		case "statuscode":
			s.StatusCode = value
		case "messagetype", "notificationtype":
			s.MessageType = value
		case "channel":
			s.Channel = value
		case "data":
			s.Data = value
		case "id":
			s.ID = value
		case "state", "capabilities":
			s.state = value
		case "userdata":
			s.userData = value
		case "successful":
			s.meta, s.Successful = true, value
		case "clientid":
			s.meta, s.Client = true, value
		case "subscription", "connectiontype":
			s.meta = true
		}
		s.lists = s.lists || gws.Lists(key)
		return nil
	})
	return s, err
}

// Sessions returns the sessions and the interactions of other media that a reply to
// a GET of address carries, "" where nobody knows the address.
func (s Object) Sessions(address string) []gws.Found {
	if s.IsSession() {
		if f, ok := gws.FindBare(s.raw, address); ok {
			return []gws.Found{f}
		}
	}
	if !s.lists || s.MessageType != nil || s.Channel != nil || s.Operation != nil {
		return nil
	}
	return gws.FindAll(s.raw, address)
}

// IsMessage reports whether the object is a Bayeux message.
func (s Object) IsMessage() bool {
	name, ok := rawjson.Text(s.Channel)
	return ok && strings.HasPrefix(name, "/") && (s.Data != nil || s.meta || strings.HasPrefix(name, "/meta/"))
}

// published returns what a Bayeux message notifies of, nil for nothing: its data,
// which may be JSON in a text, or itself where it has none.
func (s Object) published() []byte {
	if channel, _ := rawjson.Text(s.Channel); strings.HasPrefix(channel, "/meta/") {
		return nil
	}
	if inside, ok := rawjson.Text(s.Data); ok && IsObject([]byte(inside)) && rawjson.Check([]byte(inside)) == nil {
		return []byte(inside)
	}
	if s.Data == nil && s.MessageType != nil {
		return s.raw
	}
	return s.Data
}

// IsSession reports whether the object is a session by itself.
func (s Object) IsSession() bool {
	return isText(s.ID) && (s.state != nil || IsObject(s.userData))
}

func isText(b []byte) bool { return len(b) > 1 && b[0] == '"' }

// IsObject reports whether a value is an object.
func IsObject(b []byte) bool { return len(b) > 0 && b[0] == '{' }

// Notification returns the observation of a Bayeux message's data.
func Notification(at time.Time, channel string, data []byte) capture.Observation {
	n, _ := gws.DecodeNotification(data) // what it does not understand, the replay will say
	return capture.Observation{Kind: capture.Notification, Time: at, Session: n.SessionID, Channel: channel, Raw: data}
}

// Snapshots returns the sessions that a reply carries.
func Snapshots(at time.Time, list []gws.Found) []capture.Observation {
	var out []capture.Observation
	for _, f := range list {
		out = append(out, capture.Observation{Kind: capture.Snapshot, Time: at, Session: f.Key, Raw: f.Raw})
	}
	return out
}

// Published returns what the Bayeux messages in body carry.
func Published(at time.Time, body []byte) (carried []capture.Observation) {
	_ = Messages(body, func(s Object, channel string) { // what is no CometD carries nothing
		if data := s.published(); data != nil {
			carried = append(carried, Notification(at, channel, data))
		}
	})
	return carried
}

// Messages calls f for the Bayeux messages in body, which is an array of
// them, or one.
func Messages(body []byte, f func(s Object, channel string)) error {
	each := func(raw []byte) error {
		if !IsObject(raw) {
			return nil
		}
		s, err := Of(raw)
		if err == nil {
			channel, _ := rawjson.Text(s.Channel)
			f(s, channel)
		}
		return err
	}
	if body = Unpadded(body); len(body) > 0 && body[0] == '[' {
		return rawjson.Elements(body, each)
	}
	if !IsObject(body) {
		return errNoMessages
	}
	return each(body)
}

var errNoMessages = errors.New("no Bayeux messages")

// SessionOf returns the session, or the interaction of another medium by its key,
// that a URL names, "" for none.
func SessionOf(address string) string { return gws.KeyIn(address) }

// Address is where a session is read, below the address of Web Services.
func Address(session string) string {
	if path := gws.SessionPath(session); path != "" {
		return strings.TrimPrefix(path, "/api/v2")
	}
	return "/me/" + session // it has no address; the name stays
}

// Envelope is the name under which a reply carries a session.
func Envelope(session string) string {
	if m := gws.MediumOf(session); len(m.Keys) > 0 {
		return m.Keys[0]
	}
	return "interaction"
}

// Understood reports whether the object is anything of GWS or Bayeux.
func (s Object) Understood() bool {
	return s.Operation != nil || s.StatusCode != nil || s.MessageType != nil || s.IsMessage() || s.IsSession() || len(s.Sessions("")) > 0 || s.Data != nil
}

// IDs returns the ids of the Bayeux messages in raw.
func IDs(raw []byte) (ids []string) {
	_ = Messages(raw, func(s Object, channel string) { // what is no CometD has none
		if id, ok := rawjson.Text(s.ID); ok && channel != "" {
			ids = append(ids, id)
		}
	})
	return ids
}

// Unpadded returns the JSON of a reply to callback-polling: a call of a function
// with the messages in it.
func Unpadded(body []byte) []byte {
	body = bytes.TrimSpace(body)
	call := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("/**/")))
	open := bytes.IndexByte(call, '(')
	call = bytes.TrimRight(call, "; \t\r\n")
	if open < 1 || open > longestCall || call[len(call)-1] != ')' {
		return body
	}
	for _, c := range call[:open] {
		if !words.IsWord(c) && c != '.' && c != ' ' {
			return body
		}
	}
	return bytes.TrimSpace(call[open+1 : len(call)-1])
}

// OfInterest reports whether a request goes to Web Services, which may stand behind
// a proxy that has their paths without /api.
func OfInterest(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	if strings.Contains(path, "/api/v2") || strings.Contains(path, "/workspace/v3/") || SessionOf(address) != "" {
		return true
	}
	_, message, comet := strings.Cut(path, "/notifications")
	switch message {
	case "", "/", "/handshake", "/connect", "/disconnect":
		return comet
	}
	return false
}

// longestCall bounds the name of a function, in bytes.
const longestCall = 64
