package gws

import (
	"errors"
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A Session is an SMS session as one message or reading shows it. A field that
// the message did not carry is left at its zero value and means "unchanged",
// with one exception: capabilities that are missing in a terminal state mean
// that there are none.
type Session struct {
	ID           string // opaque and case-sensitive
	State        string // as GWS spelled it, "" when absent
	URI, Path    string
	ChatType     string
	ReceivedDate string        // as it stood; [ParseTime] reads it
	Comment      *string       // nil when absent
	Capabilities []string      // nil when absent, empty when empty
	Participants []Participant // nil when absent, empty when empty
	UserData     []byte        // the JSON object as it stood, sharing the message's memory; nil when absent
	Raw          []byte        // the whole resource as it stood, sharing the message's memory
}

// A Participant is one entry of participants, or the author of a message. The
// same person may be listed twice; ID tells entries apart.
type Participant struct {
	ID         string // participantId
	Nickname   string
	Type       string // Agent, Customer or External
	Visibility string // All, Agents or Supervisors, "" when absent
	UserID     string // of agents, from uri or path, "" when absent
}

// A User is the signed-in user.
type User struct {
	ID, UserName, FirstName, LastName string
	Channels                          []Channel
	Simulated                         bool // the server is the simulator
}

// A Channel is a medium of the user with its state.
type Channel struct{ Name, State string }

// Terminal reports whether a session in that state accepts no more operations
// and never comes back. Unknown states are not terminal.
func Terminal(state string) bool {
	return strings.EqualFold(state, "Completed") || strings.EqualFold(state, "Revoked")
}

// A sessionReader collects the members of a session resource.
type sessionReader struct{ s Session }

func (r *sessionReader) member(key string, value []byte) error {
	s := &r.s
	switch key {
	case "id":
		s.ID = text(value)
	case "state":
		s.State = text(value)
	case "uri":
		s.URI = text(value)
	case "path":
		s.Path = text(value)
	case "chatType":
		s.ChatType = text(value)
	case "receivedDate":
		s.ReceivedDate = text(value)
	case "comment":
		if c, ok := rawjson.Text(value); ok {
			s.Comment = &c
		}
	case "capabilities":
		return decodeCapabilities(value, &s.Capabilities)
	case "participants":
		return decodeParticipants(value, &s.Participants)
	case "userData":
		if pairs, ok := ofPairs(value); ok {
			value = pairs
		}
		if !isObject(value) {
			return fmt.Errorf("userData is %s, not an object", kindOf(value))
		}
		s.UserData = value
	}
	return nil
}

// session returns what was read; the id may stand in the address only.
func (r *sessionReader) session() (Session, error) {
	if r.s.ID == "" {
		r.s.ID = lastSegment(r.s.URI)
	}
	if r.s.ID == "" {
		r.s.ID = lastSegment(r.s.Path)
	}
	if r.s.ID == "" {
		return r.s, errNoID
	}
	return r.s, nil
}

var errNoPair = errors.New("no key and value")

var errNoID = errors.New("no session id")

// DecodeSession reads one session resource, as a reading or a notification
// carries it. The result shares memory with raw; beside an error it holds what
// could be read.
func DecodeSession(raw []byte) (Session, error) {
	r := sessionReader{s: Session{Raw: raw}}
	if err := rawjson.Members(raw, r.member); err != nil {
		return r.s, err
	}
	return r.session()
}

func decodeCapabilities(value []byte, to *[]string) error {
	if isNull(value) {
		return nil
	}
	if value[0] != '[' {
		return fmt.Errorf("capabilities is %s, not a list", kindOf(value))
	}
	list := []string{}
	err := rawjson.Elements(value, func(e []byte) error {
		if s, ok := rawjson.Text(e); ok {
			list = append(list, s)
		}
		return nil
	})
	*to = list
	return err
}

func decodeParticipants(value []byte, to *[]Participant) error {
	if isNull(value) {
		return nil
	}
	if value[0] != '[' {
		return fmt.Errorf("participants is %s, not a list", kindOf(value))
	}
	list := []Participant{}
	err := rawjson.Elements(value, func(e []byte) error {
		if !isObject(e) {
			return fmt.Errorf("a participant is %s, not an object", kindOf(e))
		}
		p, err := decodeParticipant(e)
		list = append(list, p)
		return err
	})
	*to = list
	return err
}

func decodeParticipant(raw []byte) (Participant, error) {
	var p Participant
	var id, uri, path string
	err := rawjson.Members(raw, func(key string, value []byte) error {
		switch key {
		case "participantId":
			p.ID = text(value)
		case "id":
			id = text(value)
		case "nickname":
			p.Nickname = text(value)
		case "type":
			p.Type = text(value)
		case "visibility":
			p.Visibility = text(value)
		case "uri":
			uri = text(value)
		case "path":
			path = text(value)
		}
		return nil
	})
	if p.ID == "" {
		p.ID = id
	}
	if p.UserID = lastSegment(uri); p.UserID == "" {
		p.UserID = lastSegment(path)
	}
	return p, err
}
