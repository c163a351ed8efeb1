package gws

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A Session is an SMS session, or an interaction of another medium, as one message
// or reading shows it. A field that the message did not carry is left at its zero
// value and means "unchanged", with one exception: capabilities that are missing in
// a terminal state mean that there are none.
type Session struct {
	ID           string // opaque and case-sensitive; of another medium than SMS its [Key]
	State        string // as GWS spelled it, without blanks around it, "" when absent
	URI, Path    string
	Previous     string        // the key that a call had before, "" where it has kept it
	Parent       string        // of a consult call: the key of the call that it is about, "" for none
	From         string        // of what is like mail: who sent it, "" when absent
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
}

// A User is the signed-in user.
type User struct {
	ID, UserName string
	Simulated    bool // the server is the simulator
}

// A sessionReader collects the members of a session resource.
type sessionReader struct {
	s         Session
	mediaType string
	parent    string // the id of a consult call's parent
	previous  string // the id that the call had before
	handle    string // of an outbound record
}

func (r *sessionReader) member(key string, value []byte) error {
	s := &r.s
	switch key {
	case "id":
		s.ID = text(value)
	case "state":
		s.State = strings.TrimSpace(text(value))
	case "mediaType", "mediatype":
		r.mediaType = text(value)
	case "parentCallUri", "parentCallPath":
		r.parent = lastSegment(text(value))
	case "previousConnId":
		r.previous = text(value)
	case "parentConnId":
		r.parent = text(value)
	case "recordHandle":
		r.handle = reference(value)
	case "from":
		s.From = text(value)
	case "uri":
		s.URI = text(value)
	case "path":
		s.Path = text(value)
	case "comment":
		if c, ok := rawjson.Text(value); ok {
			s.Comment = &c
		}
	case "capabilities":
		return decodeCapabilities(value, &s.Capabilities)
	case "participants":
		return decodeParticipants(value, &s.Participants)
	case "customFields":
		if s.UserData == nil && isObject(value) {
			s.UserData = value // of an outbound record, which has no userData then
		}
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

// read reads the whole resource of a medium.
func (r *sessionReader) read(m *Medium) (Session, error) {
	err := rawjson.Members(r.s.Raw, r.member)
	s, none := r.session(m)
	if err == nil {
		err = none
	}
	return s, err
}

// session returns what was read of an interaction of a medium; the id may stand in
// the address only.
func (r *sessionReader) session(m *Medium) (Session, error) {
	s := &r.s
	s.ID = cmp.Or(s.ID, lastSegment(s.URI), lastSegment(s.Path), r.handle)
	if s.ID == "" && m == outbound {
		s.ID = handleIn(s.UserData)
	}
	if s.ID == "" {
		return *s, errNoID
	}
	if r.parent != "" {
		s.Parent = Key(m, r.mediaType, r.parent)
	}
	if r.previous != "" {
		s.Previous = Key(m, r.mediaType, r.previous)
	}
	s.ID = Key(m, r.mediaType, s.ID)
	return *s, nil
}

// handleIn returns the number by which outbound knows a record that is previewed,
// "" for none.
func handleIn(data []byte) (handle string) {
	_ = rawjson.Members(data, func(key string, value []byte) error { // it was read before
		if key == "GSW_RECORD_HANDLE" {
			handle = reference(value)
		}
		return nil
	})
	return handle
}

var errNoPair = errors.New("no key and value")

var errNoID = errors.New("no session id")

// DecodeSession reads one SMS session as a reading carries it. The result shares
// memory with raw; beside an error it holds what could be read.
func DecodeSession(raw []byte) (Session, error) { return Decode(sms, raw) }

// Decode is DecodeSession for a resource of any medium.
func Decode(m *Medium, raw []byte) (Session, error) {
	r := sessionReader{s: Session{Raw: raw}}
	if m == workspace {
		r.mediaType = "interaction"
	}
	return r.read(m)
}

func decodeCapabilities(value []byte, to *[]string) error {
	if there, err := listed("capabilities", value); !there {
		return err
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
	if there, err := listed("participants", value); !there {
		return err
	}
	list := []Participant{}
	err := rawjson.Elements(value, func(e []byte) error {
		if number, ok := rawjson.Text(e); ok { // older calls list numbers alone
			list = append(list, Participant{ID: number, Nickname: number})
			return nil
		}
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
	var id, number string
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
		case "formattedPhoneNumber", "phoneNumber", "digits", "number":
			number = cmp.Or(number, text(value))
		}
		return nil
	})
	p.ID, p.Nickname = cmp.Or(p.ID, id, number), cmp.Or(p.Nickname, number)
	return p, err
}
