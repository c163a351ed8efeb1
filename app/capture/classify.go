package capture

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A shape is the members of an object that tell what it is. The slices share
// the object's memory.
type shape struct {
	operation, statusCode, messageType []byte
	channel, data, id, state, userData []byte
	successful, client                 []byte
	raw                                []byte // of a Bayeux message
	meta                               bool
	sessions                           [][]byte // of a reply that carries sessions
}

// shapeOf reads the first level of the JSON object raw.
func shapeOf(raw []byte) (shape, error) {
	var s shape
	err := rawjson.Members(raw, func(key string, value []byte) error {
		switch strings.ToLower(key) {
		case "operationname":
			s.operation = value
		case "statuscode":
			s.statusCode = value
		case "messagetype", "notificationtype":
			s.messageType = value
		case "channel":
			s.channel = value
		case "data":
			s.data = value
		case "id":
			s.id = value
		case "state", "capabilities":
			s.state = value
		case "userdata":
			s.userData = value
		case "successful":
			s.meta, s.successful = true, value
		case "clientid":
			s.meta, s.client = true, value
		case "subscription", "connectiontype":
			s.meta = true
		case "smssession", "smsession":
			s.sessions = append(s.sessions, value)
		case "user", "users", "me":
			s.sessions = append(s.sessions, sessionsBelow(value)...)
		case "smssessions", "smsessions":
			if value[0] == '[' {
				return rawjson.Elements(value, func(e []byte) error {
					s.sessions = append(s.sessions, e)
					return nil
				})
			}
		}
		return nil
	})
	return s, err
}

// sessionsBelow returns the sessions of a user, or of the users of a list.
func sessionsBelow(value []byte) (list [][]byte) {
	below := func(e []byte) error {
		if s, err := shapeOf(e); err == nil {
			list = append(list, s.sessions...)
		}
		return nil
	}
	switch {
	case len(value) > 0 && value[0] == '[':
		_ = rawjson.Elements(value, below)
	case isObject(value):
		_ = below(value)
	}
	return list
}

// bayeux reports whether the object is a Bayeux message.
func (s shape) bayeux() bool {
	name, ok := rawjson.Text(s.channel)
	return ok && strings.HasPrefix(name, "/") && (s.data != nil || s.meta || strings.HasPrefix(name, "/meta/"))
}

// published returns what a Bayeux message notifies of, nil for nothing: its data,
// which may be JSON in a text, or itself where it has none.
func (s shape) published() []byte {
	if channel, _ := rawjson.Text(s.channel); strings.HasPrefix(channel, "/meta/") {
		return nil
	}
	if inside, ok := rawjson.Text(s.data); ok && isObject([]byte(inside)) && rawjson.Check([]byte(inside)) == nil {
		return []byte(inside)
	}
	if s.data == nil && s.messageType != nil {
		return s.raw
	}
	return s.data
}

// session reports whether the object is a session by itself.
func (s shape) session() bool {
	return isText(s.id) && (s.state != nil || isObject(s.userData))
}

func isText(b []byte) bool   { return len(b) > 1 && b[0] == '"' }
func isObject(b []byte) bool { return len(b) > 0 && b[0] == '{' }

// Notifications and sessions that were found, for the line that says what was
// understood.
type found struct{ requests, replies, notifications, snapshots, strays, others int }

func (f *found) count(k Kind) {
	switch k {
	case Request:
		f.requests++
	case Reply:
		f.replies++
	case Notification:
		f.notifications++
	case Snapshot:
		f.snapshots++
	case Stray:
		f.strays++
	}
}

// notification returns the observation of a Bayeux message's data.
func notification(at time.Time, channel string, data []byte) Observation {
	n, _ := gws.DecodeNotification(data) // what it does not understand, the replay will say
	return Observation{Kind: Notification, Time: at, Session: n.SessionID, Channel: channel, Raw: data}
}

// snapshots returns the sessions that a reply carries.
func snapshots(at time.Time, list [][]byte) []Observation {
	var out []Observation
	for _, raw := range list {
		s, err := shapeOf(raw)
		if err != nil || !s.session() {
			continue
		}
		id, _ := rawjson.Text(s.id)
		out = append(out, Observation{Kind: Snapshot, Time: at, Session: id, Raw: raw})
	}
	return out
}

// bayeuxMessages returns what the Bayeux messages in body carry.
func bayeuxMessages(at time.Time, body []byte) (carried []Observation, err error) {
	err = eachMessage(body, func(s shape, channel string) {
		if data := s.published(); data != nil {
			carried = append(carried, notification(at, channel, data))
		}
	})
	return carried, err
}

// eachMessage calls f for the Bayeux messages in body, which is an array of
// them, or one.
func eachMessage(body []byte, f func(s shape, channel string)) error {
	each := func(raw []byte) error {
		if !isObject(raw) {
			return nil
		}
		s, err := shapeOf(raw)
		s.raw = raw
		if err == nil {
			channel, _ := rawjson.Text(s.channel)
			f(s, channel)
		}
		return err
	}
	if body = unpadded(body); len(body) > 0 && body[0] == '[' {
		return rawjson.Elements(body, each)
	}
	if !isObject(body) {
		return errNoMessages
	}
	return each(body)
}

var errNoMessages = errors.New("no Bayeux messages")

// collections are the names of what has userData, below the signed-in user.
var collections = map[string]bool{"calls": true, "chats": true, "emails": true, "workitems": true, "im-sessions": true,
	"facebooksessions": true, "facebook": true, "tweets": true, "twitter": true}

// sessionOf returns the session, or the interaction of another medium, that a URL names, "" for none.
func sessionOf(address string) string {
	path, _, _ := strings.Cut(address, "?")
	parts := strings.Split(path, "/")
	for i := 0; i+1 < len(parts); i++ {
		at := i + 1
		switch name := strings.ToLower(parts[i]); {
		case name == "openmedia":
			at++ // behind the type of the medium
		case name == "smssessions" || name == "smsessions":
		case i == 0 || parts[i-1] != "me" || !collections[name]:
			continue
		}
		if at == len(parts) {
			break
		}
		if id, err := url.PathUnescape(parts[at]); err == nil {
			return id
		}
	}
	return ""
}
