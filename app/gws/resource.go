package gws

import (
	"errors"
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// decodeSessions reads the sessions out of a reply. They may stand in a list
// under the name of the resource, in one object under its singular, or be the
// reply itself; a collection read without fields lists addresses only, whose
// ids are returned apart.
func decodeSessions(raw []byte) (list []Session, ids []string, err error) {
	bare := sessionReader{s: Session{Raw: raw}}
	var bad []error
	found := false
	add := func(e []byte) error {
		s, err := DecodeSession(e)
		if err != nil {
			bad = append(bad, fmt.Errorf("session %q: %w", s.ID, err))
			return nil
		}
		list = append(list, s)
		return nil
	}
	err = rawjson.Members(raw, func(key string, value []byte) error {
		switch {
		case isSMS(strings.TrimSuffix(key, "s")) && !isNull(value) && value[0] == '[':
			found = true
			return rawjson.Elements(value, add)
		case isSMS(key) && isObject(value):
			found = true
			return add(value)
		case key == "uris" && !isNull(value):
			found = true
			return rawjson.Elements(value, func(e []byte) error {
				if id := lastSegment(text(e)); id != "" {
					ids = append(ids, id)
				}
				return nil
			})
		}
		return bare.member(key, value)
	})
	if err != nil {
		return list, nil, err
	}
	if !found {
		if s, err := bare.session(); err == nil {
			list = append(list, s)
		} else if s.State != "" || s.UserData != nil {
			bad = append(bad, err)
		}
	}
	return list, ids, errors.Join(bad...)
}

// isSMS reports whether key is the envelope key of an SMS session in one of
// the spellings that the documentation uses.
func isSMS(key string) bool {
	return strings.EqualFold(key, "smssession") || strings.EqualFold(key, "smsession")
}

func decodeUser(raw []byte) (*User, error) {
	user := raw
	err := rawjson.Members(raw, func(key string, value []byte) error {
		if key == "user" && isObject(value) {
			user = value
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("gws: GET /me: %w", err)
	}
	var u User
	var uri string
	err = rawjson.Members(user, func(key string, value []byte) error {
		switch key {
		case "id":
			u.ID = text(value)
		case "userName":
			u.UserName = text(value)
		case "firstName":
			u.FirstName = text(value)
		case "lastName":
			u.LastName = text(value)
		case "uri":
			uri = text(value)
		case "channels":
			u.Channels = decodeChannels(value)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("gws: GET /me: user: %w", err)
	}
	if u.ID == "" {
		u.ID = lastSegment(uri)
	}
	return &u, nil
}

// decodeChannels reads what it can: channels are shown, nothing hangs on them.
func decodeChannels(value []byte) []Channel {
	if value[0] != '[' {
		return nil
	}
	var list []Channel
	err := rawjson.Elements(value, func(e []byte) error {
		var c Channel
		err := rawjson.Members(e, func(key string, value []byte) error {
			switch key {
			case "channel":
				c.Name = text(value)
			case "userState":
				c.State = channelState(value)
			}
			return nil
		})
		list = append(list, c)
		return err
	})
	if err != nil {
		return nil
	}
	return list
}

func channelState(value []byte) (state string) {
	if !isObject(value) {
		return text(value)
	}
	err := rawjson.Members(value, func(key string, value []byte) error {
		switch {
		case key == "displayName", key == "state" && state == "":
			state = text(value)
		}
		return nil
	})
	if err != nil {
		return ""
	}
	return state
}

// UserName returns the userName that a reply to GET /me tells, "" for none.
func UserName(reply []byte) string {
	u, err := decodeUser(reply)
	if err != nil {
		return ""
	}
	return u.UserName
}
