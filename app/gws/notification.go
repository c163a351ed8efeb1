package gws

import (
	"errors"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A Notification is the data of one CometD message about an SMS session.
type Notification struct {
	MessageType      string // as it stood: SMSsessionStateChangeMessage, MessageLogUpdated, …
	NotificationType string // as it stood: StatusChange, ParticipantsUpdated, PropertiesUpdated, NewMessages, Error, …
	ReferenceID      string // present on what a request of this user caused
	SessionID        string
	Session          *Session // nil when the message carried none, as those with Messages do
	Medium           string   // what it is about where that is no SMS session, in the word of the message: call, chat
	Messages         []Message
	Err              string // why an operation failed after it was accepted, "" otherwise
	Raw              []byte // the message as it came
}

// A NotificationError says why a message could not be taken as one about an
// SMS session.
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
// regard to case, both smssession and smsession are understood, the session is
// the object that has an id and a state, and its id may stand in an address
// only. Unknown fields are ignored. The error is a *[NotificationError]; the
// Notification beside it holds what could be read.
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
	resource string // the envelope key of the session
	family   string // the prefix of a key that ends in Uri or Path
	id       string // from that key's address
	messages []byte
	session  Session
	bad      error  // what is wrong with the session
	other    string // the key of a list or object that is not a session
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
	case isObject(value):
		e.object(key, value)
	case value[0] == '[' && e.other == "":
		e.other = key
	}
	return nil
}

func (e *envelope) address(family, uri string) {
	if id := lastSegment(uri); id != "" && !isSMS(e.family) {
		e.family, e.id = family, id
	}
}

// object takes the session: the key that is named so, or else the first
// object that has an id and a state.
func (e *envelope) object(key string, value []byte) {
	if isSMS(e.resource) && !isSMS(key) {
		return
	}
	s, err := DecodeSession(value)
	if isSMS(key) || e.resource == "" && s.ID != "" && s.State != "" {
		e.resource, e.session, e.bad = key, s, err
		return
	}
	if e.other == "" {
		e.other = key
	}
}

func (e *envelope) notification() (Notification, error) {
	n := &e.n
	e.failure()
	if n.SessionID = e.session.ID; n.SessionID == "" {
		n.SessionID = e.id
	}
	if about := e.foreign(); about != "" {
		if e.resource != "" && e.bad == nil {
			n.Session, n.Medium = &e.session, e.resource // for those that show it and write nothing
			if e.messages != nil {
				n.Messages, _ = decodeMessages(e.messages) // what cannot be read of them is in Raw
			}
		}
		return *n, &NotificationError{Reason: "about " + about + ", not about an SMS session", Foreign: true}
	}
	if e.bad != nil && (e.bad != errNoID || n.SessionID == "") {
		return *n, fault(e.bad)
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
		e.session.ID = n.SessionID
		n.Session = &e.session
	}
	return *n, nil
}

// foreign names what a message is about when that is not an SMS session, and
// returns "" when it is or when nothing tells.
func (e *envelope) foreign() string {
	kind := strings.ToLower(e.n.MessageType)
	if isSMS(e.resource) || isSMS(e.family) || strings.HasPrefix(kind, "smssession") || strings.HasPrefix(kind, "smsession") {
		return ""
	}
	for _, name := range []string{e.resource, e.family, e.other} {
		if name != "" {
			return name
		}
	}
	return ""
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
