package gws

import (
	"cmp"
	"errors"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A Notification is the data of one CometD message about an interaction.
type Notification struct {
	MessageType      string   // as it stood: SMSsessionStateChangeMessage, MessageLogUpdated, …
	NotificationType string   // as it stood: StatusChange, ParticipantsUpdated, PropertiesUpdated, NewMessages, Error, …
	ReferenceID      string   // present on what a request of this user caused
	SessionID        string   // of another medium than SMS its [Key]
	Session          *Session // nil when the message carried none, as those with Messages do
	Messages         []Message
	Err              string // why an operation failed after it was accepted, "" otherwise
	Raw              []byte // the message as it came
}

// A NotificationError says why a message could not be taken as one about an
// interaction.
type NotificationError struct {
	Reason  string // in plain words: "no session id", "userData is a list, not an object"
	Foreign bool   // the message is in order, but about something else, such as a device
	Err     error  // where the JSON is broken, nil otherwise
}

// Error returns "gws: notification: no session id".
func (e *NotificationError) Error() string { return "gws: notification: " + e.Reason }

// Unwrap returns Err.
func (e *NotificationError) Unwrap() error { return e.Err }

// DecodeNotification reads the data of a CometD message by rules that do not
// depend on the exact spelling of names, because the documentation does not
// agree with itself: names of types and envelope keys are compared without
// regard to case, the interaction is the object that a row of [Media] names, or
// else one that has an id and userData, and its id may stand in an address only.
// The topic tells nothing. Unknown fields are ignored. Where a medium leaves out
// userData to say that there is none any more, it is read as empty. The error is
// a *[NotificationError]; the Notification beside it holds what could be read.
//
// The result shares memory with data.
func DecodeNotification(data []byte) (Notification, error) {
	var e envelope
	e.n.Raw = data
	if err := rawjson.Members(data, e.member); err != nil {
		return e.n, fault(err)
	}
	return e.notification()
}

// fault turns whatever stopped the reading into a NotificationError.
func fault(err error) *NotificationError {
	var broken *rawjson.Error
	if errors.As(err, &broken) {
		return &NotificationError{Reason: "not a JSON object: " + err.Error(), Err: err}
	}
	return &NotificationError{Reason: err.Error()}
}

// An envelope collects the members of a notification. What kind of message it
// is may come last, so that nothing is decided before the end.
type envelope struct {
	n        Notification
	resource string  // the envelope key of the interaction
	raw      []byte  // its object
	medium   *Medium // that the key names, nil for none
	family   *Medium // that a key which ends in Uri or Path names, nil for none
	about    string  // that key's beginning
	id       string  // from that key's address
	messages []byte
	other    string // the key of a list or object that is not an interaction
	code     string
}

func (e *envelope) member(key string, value []byte) error {
	switch lower := strings.ToLower(key); {
	case lower == "messagetype":
		e.n.MessageType = text(value)
	case lower == "notificationtype":
		e.n.NotificationType = text(value)
	case lower == "referenceid":
		e.n.ReferenceID = reference(value)
	case lower == "errormessage":
		e.n.Err = text(value)
	case lower == "errorcode":
		e.code = reference(value)
	case lower == "messages":
		e.messages = value
	case strings.HasSuffix(lower, "uri"):
		e.address(lower[:len(lower)-len("uri")], text(value))
	case strings.HasSuffix(lower, "path"):
		e.address(lower[:len(lower)-len("path")], text(value))
	case lower == "userdata" || lower == "extensions" || lower == "metrics":
		e.other = cmp.Or(e.other, key) // beside an interaction, and whatever it holds no resource
	case isObject(value):
		e.object(key, value)
	case value[0] == '[' && e.other == "":
		e.other = key
	}
	return nil
}

func (e *envelope) address(family, uri string) {
	if id := lastSegment(uri); id != "" && e.family == nil {
		e.family, e.about, e.id = NamedMedium(family), family, id
	}
}

// object takes the interaction: the key that a medium has, or else the first
// object that has an id and a state or userData.
func (e *envelope) object(key string, value []byte) {
	m := NamedMedium(key)
	if e.medium != nil && (m == nil || m != sms) {
		return
	}
	if m == nil && e.resource == "" {
		s, _ := DecodeSession(value) // what is wrong with it is said later
		if s.ID != "" && (s.State != "" || s.UserData != nil) {
			e.resource, e.raw = key, value
			return
		}
	}
	if m != nil {
		e.resource, e.raw, e.medium = key, value, m
		return
	}
	e.other = cmp.Or(e.other, key)
}

// userEvent is the type of the message of a digital user event (page
// DigitalUserEventsPublish).
const userEvent = "MultimediaEventNotificationMessage"

// of returns the medium of the message, nil where it is about no interaction.
func (e *envelope) of(s *Session) *Medium {
	m := typed(e.n.MessageType)
	switch {
	case m == sms || m == workspace && e.resource != "":
		return m
	case e.medium != nil:
		return e.medium
	case e.family != nil && e.resource == "":
		return e.family
	case strings.EqualFold(e.n.MessageType, userEvent): // carries key-values of its own
	case e.resource != "" && s.UserData != nil:
		return unknown
	case m != nil && e.resource != "":
		return m
	}
	return nil
}

func (e *envelope) notification() (Notification, error) {
	n := &e.n
	e.failure()
	var s Session
	var bad error
	if e.resource != "" {
		s, bad = DecodeSession(e.raw)
	}
	m := e.of(&s)
	if m == nil {
		if about := cmp.Or(e.resource, e.about, e.other); about != "" {
			return *n, &NotificationError{Reason: "about " + about + ", not about an interaction", Foreign: true}
		}
		return *n, &NotificationError{Reason: errNoID.Error()}
	}
	if e.resource != "" && m != sms {
		s, bad = e.decode(m)
	}
	if n.SessionID = s.ID; n.SessionID == "" {
		n.SessionID = Key(m, "", e.id)
	}
	if bad != nil && (bad != errNoID || n.SessionID == "") {
		return *n, fault(bad)
	}
	if n.SessionID == "" {
		return *n, &NotificationError{Reason: errNoID.Error()}
	}
	if e.messages != nil {
		var err error
		if n.Messages, err = decodeMessages(e.messages); err != nil {
			return *n, fault(err)
		}
	}
	if e.resource != "" {
		s.ID = n.SessionID
		if s.UserData == nil && m.Empties && strings.EqualFold(n.NotificationType, m.DataEvent) {
			s.UserData = []byte("{}")
		}
		n.Session = &s
	}
	return *n, nil
}

// decode reads the interaction as one of another medium than SMS.
func (e *envelope) decode(m *Medium) (Session, error) {
	r := sessionReader{s: Session{Raw: e.raw}}
	switch {
	case m == workspace && e.medium == voice:
		r.mediaType = voice.Name
	case m == workspace || m == unknown:
		r.mediaType = e.resource
	}
	return r.read(m)
}

// failure fills in Err for what reports the late failure of an operation. No
// such message is documented for SMS; the signs are those of other media.
func (e *envelope) failure() {
	n := &e.n
	failed := strings.EqualFold(n.NotificationType, "Error") || strings.Contains(strings.ToLower(n.MessageType), "error")
	switch {
	case n.Err != "" && e.code != "":
		n.Err += " (code " + e.code + ")"
	case n.Err == "" && e.code != "":
		n.Err = "error code " + e.code
	case n.Err == "" && failed:
		n.Err = "the server reported a failure without saying why"
	}
}
