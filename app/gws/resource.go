package gws

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/keytrail/keytrail/app/rawjson"
)

// decodeSessions reads the interactions of a medium out of a reply. They may stand
// in a list under the name of the resource, in one object under its singular, or be
// the reply itself; a collection read without fields lists addresses only, whose
// keys are returned apart.
func decodeSessions(m *Medium, raw []byte) (list []Session, keys []string, err error) {
	bare := sessionReader{s: Session{Raw: raw}}
	var bad []error
	found := false
	add := func(e []byte) error {
		s, err := Decode(m, e)
		if err != nil {
			bad = append(bad, fmt.Errorf("session %q: %w", s.ID, err))
			return nil
		}
		list = append(list, s)
		return nil
	}
	err = rawjson.Members(raw, func(key string, value []byte) error {
		switch about := NamedMedium(key); {
		case about == m && value[0] == '[':
			found = true
			return rawjson.Elements(value, add)
		case about == m && isObject(value):
			found = true
			return add(value)
		case key == "uris" && !isNull(value):
			found = true
			return rawjson.Elements(value, func(e []byte) error {
				if id := lastSegment(text(e)); id != "" {
					keys = append(keys, Key(m, "", id))
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
		if s, err := bare.session(m); err == nil {
			list = append(list, s)
		} else if s.State != "" || s.UserData != nil {
			bad = append(bad, err)
		}
	}
	return list, keys, errors.Join(bad...)
}

// A Found is an interaction that stands somewhere in a reply.
type Found struct {
	Key string
	Raw []byte // the resource as it stood
}

// FindAll returns the interactions of all media that the reply to a GET of address
// lists: collections by themselves, those of a user or of the users of a list (GET
// /me?subresources=*), of a workbin, and of a session of version 3. The address is
// "" where nobody knows it.
func FindAll(raw []byte, address string) []Found { return findAll(raw, addressed(address), 0) }

// nested are the members of a reply below which interactions are listed.
var nested = map[string]bool{"user": true, "users": true, "me": true, "workbin": true,
	"data": true, "activesession": true, "media": true, "channels": true}

// Lists reports whether interactions may stand in, or somewhere below, a member of a
// reply.
func Lists(member string) bool { return nested[strings.ToLower(member)] || NamedMedium(member) != nil }

// deepest is how many levels of a reply interactions are looked for in.
const deepest = 6

// A shelf is a part of a reply in which interactions stand.
type shelf struct {
	name      string                     // of the member that it is
	whose     func() string              // the id of the user or of the workbin
	others    bool                       // the user is another one, or it is a workbin
	version3  bool                       // of the API
	mediaType func(m *Medium) (t string) // that the address names, "" for none
}

// addressed returns what an address says of the interactions in the reply to it.
func addressed(address string) shelf {
	path, _, _ := strings.Cut(address, "?")
	parts := strings.Split(path, "/")
	behind := func(name string) string {
		if at := slices.Index(parts, name); at >= 0 && at+1 < len(parts) {
			return parts[at+1]
		}
		return ""
	}
	owner := cmp.Or(behind("users"), behind("workbins"))
	return shelf{
		whose: func() string { return owner }, others: owner != "", version3: behind("workspace") == "v3",
		mediaType: func(m *Medium) string {
			if !m.Typed {
				return ""
			}
			return behind(m.Collection)
		},
	}
}

// within returns the part of a shelf that is the member name of the object raw.
func (in shelf) within(raw []byte, name string) shelf {
	outer := in.whose
	in.whose = sync.OnceValue(func() string {
		around, _ := DecodeSession(raw) // of which only the id counts
		return cmp.Or(around.ID, outer())
	})
	in.version3 = in.version3 || name == "activesession"
	in.name = name
	return in
}

func findAll(raw []byte, in shelf, depth int) (list []Found) {
	if !isObject(raw) || depth > deepest {
		return nil
	}
	_ = rawjson.Members(raw, func(member string, value []byte) error { // what is broken has none
		name := strings.ToLower(member)
		m, inner := NamedMedium(name), in.within(raw, name)
		each := func(e []byte) error {
			if m != nil {
				list = append(list, found(m, e, inner)...)
			} else {
				list = append(list, findAll(e, inner, depth+1)...)
			}
			return nil
		}
		switch {
		case m == nil && !nested[name]:
		case m == workspace && (in.name == "user" || in.name == "me"): // is empty there, whatever there is
		case value[0] == '[':
			return rawjson.Elements(value, each)
		default:
			return each(value)
		}
		return nil
	})
	return list
}

// FindBare returns the interaction that raw is by itself, in the reply to a GET of
// address: that names its medium, or else its own address does.
func FindBare(raw []byte, address string) (f Found, ok bool) {
	s, err := DecodeSession(raw)
	if err != nil || s.State == "" && s.UserData == nil && s.Capabilities == nil {
		return Found{}, false
	}
	if key := KeyIn(address); key != "" && IDOf(key) == IDOf(s.ID) {
		return Found{key, raw}, true
	}
	m := sms
	for _, own := range []string{s.URI, s.Path} {
		above := strings.TrimSuffix(strings.TrimRight(own, "/"), lastSegment(own))
		if named := NamedMedium(lastSegment(above)); named != nil {
			m = named
		}
	}
	if s, err = Decode(m, raw); err != nil {
		return Found{}, false
	}
	return Found{s.ID, raw}, true
}

// found returns what stands where an interaction of a medium is expected, if it is one.
// In the list of another user or of a workbin it has no state, no address and no
// capability (pages SMSGetAgentInteractions, WorkbinGetWorkbinContent).
func found(m *Medium, raw []byte, in shelf) []Found {
	if !isObject(raw) {
		return nil
	}
	s, err := Decode(m, raw)
	if err != nil || s.State == "" && s.UserData == nil && s.Capabilities == nil {
		return nil
	}
	_, mediaType, id := Parts(s.ID)
	if in.others || s.State == "" && s.URI == "" && s.Path == "" && s.Capabilities != nil && len(s.Capabilities) == 0 {
		return []Found{{Key(copies, in.whose(), s.ID), raw}}
	}
	if m == voice && (in.version3 || ofVersion3(raw)) {
		return []Found{{Key(workspace, voice.Name, id), raw}}
	}
	if m.Typed && mediaType == "" {
		return []Found{{Key(m, in.mediaType(m), id), raw}}
	}
	return []Found{{s.ID, raw}}
}

// ofVersion3 reports whether a resource lists its userData, or its capabilities,
// as version 3 of the API does.
func ofVersion3(raw []byte) (yes bool) {
	_ = rawjson.Members(raw, func(key string, value []byte) error { // it was read before
		switch key {
		case "userData":
			yes = yes || value[0] == '['
		case "capabilities":
			yes = yes || bytes.Contains(value, []byte("-user-data"))
		}
		return nil
	})
	return yes
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
		case "uri":
			uri = text(value)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("gws: GET /me: user: %w", err)
	}
	u.ID = cmp.Or(u.ID, lastSegment(uri))
	return &u, nil
}

// UserName returns the userName in a reply to GET /me, "" for none.
func UserName(reply []byte) string {
	u, err := decodeUser(reply)
	if err != nil {
		return ""
	}
	return u.UserName
}
