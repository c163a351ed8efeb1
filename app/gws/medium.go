package gws

import (
	"net/url"
	"slices"
	"strings"
)

// A Medium is one kind of interaction whose messages carry userData: a row of
// the table that [Media] returns. SMS is the one that this program is for; of the
// others the row says what is documented and no more.
type Medium struct {
	Name       string   // in this program's language: sms, voice, chat, …
	Title      string   // for people: SMS, Call, Chat, …
	Collection string   // below /me; what the names of its interactions begin with, see [Key]
	Topic      string   // the documented CometD channel, "" where none is
	Keys       []string // how messages name the resource, compared without regard to case
	Type       string   // the documented messageType
	DataEvent  string   // the notificationType that tells of changed userData
	Empties    bool     // a DataEvent without userData says that no key is left; elsewhere absent is unchanged
	Over       []string // the states in which it is no longer this agent's
	Listed     bool     // a reply to /me lists those that go on
	Typed      bool     // its address holds a media type, too
	Doubles    bool     // AttachUserData adds a second one of a key that is there, and an object may show either
	Writes     []Write  // what may be sent, empty where it is always read-only
}

// A Write is one way to change the userData of a medium: what a person asks for
// by the name that SMS has for it, and what is sent for it.
type Write struct {
	Asked     string // AttachUserData, UpdateUserData or DeleteUserData
	Operation string // the operationName, which is the capability as well
	Field     string // the one parameter: userData, keys, or key for one key at a time
}

// The writes that differ between media. The DeleteUserData of a call is none of
// them: it takes no parameter and removes everything.
var (
	attach     = Write{"AttachUserData", "AttachUserData", "userData"}
	update     = Write{"UpdateUserData", "UpdateUserData", "userData"}
	deleteKeys = Write{"DeleteUserData", "DeleteUserData", "keys"}
	deleteKey  = Write{"DeleteUserData", "DeleteUserData", "key"}
	deletePair = Write{"DeleteUserData", "DeleteUserDataPair", "key"}
)

var (
	chatOver = []string{"Completed", "Revoked"}
	mailOver = []string{"Completed", "Revoked", "Sent", "Canceled", "Cancelled", "InWorkbin"}
	usual    = []Write{attach, update, deleteKeys}
)

// media is the table; SMS comes first.
var media = []*Medium{
	{Name: "sms", Title: "SMS", Collection: "smssessions", Topic: "/v2/me/smssessions", Keys: []string{"smssession", "smsession"},
		Type: "SMSsessionStateChangeMessage", DataEvent: "PropertiesUpdated", Over: chatOver, Listed: true, Writes: usual},
	{Name: "voice", Title: "Call", Collection: "calls", Topic: "/v2/me/calls", Keys: []string{"call"},
		Type: "CallStateChangeMessage", DataEvent: "AttachedDataChanged", Empties: true, Doubles: true, Over: []string{"Released", "Completed", "PreviewCancelled"},
		Listed: true, Writes: []Write{attach, update, deletePair}},
	{Name: "chat", Title: "Chat", Collection: "chats", Topic: "/v2/me/chats", Keys: []string{"chat"},
		Type: "ChatStateChangeMessage", DataEvent: "PropertiesUpdated", Over: chatOver, Listed: true, Writes: usual},
	{Name: "email", Title: "E-mail", Collection: "emails", Topic: "/v2/me/emails", Keys: []string{"email"},
		Type: "EmailStateChangeMessage", DataEvent: "PropertiesUpdated", Over: mailOver, Listed: true, Writes: usual},
	{Name: "workitem", Title: "Work item", Collection: "workitems", Topic: "/v2/me/workitems", Keys: []string{"workitem"},
		Type: "WorkitemStateChangeMessage", DataEvent: "PropertiesUpdated", Over: mailOver, Listed: true, Writes: usual},
	{Name: "openmedia", Title: "Open media", Collection: "openmedia", Topic: "/v2/me/openmedia", Keys: []string{"openmedia"},
		Type: "OpenmediaStateChangeMessage", DataEvent: "PropertiesUpdated", Over: mailOver, Typed: true, Writes: usual},
	{Name: "im", Title: "IM", Collection: "im-sessions", Topic: "/v2/me/im-sessions", Keys: []string{"imsession", "im-session"},
		Type: "IMSessionStateChangeMessage", DataEvent: "AttachedDataChanged", Empties: true, Doubles: true, Over: chatOver, Writes: []Write{attach, update, deleteKey}},
	{Name: "facebook", Title: "Facebook", Collection: "facebooksessions", Topic: "/v2/me/facebooksession", Keys: []string{"facebooksession"},
		Type: "FacebooksessionStateChangeMessage", DataEvent: "PropertiesUpdated", Over: chatOver, Writes: usual},
	{Name: "facebook-public", Title: "Facebook, public", Collection: "facebook", Topic: "/v2/me/facebook", Keys: []string{"facebook"},
		Type: "FacebookStateChangeMessage", DataEvent: "PropertiesUpdated", Over: mailOver},
	{Name: "twitter", Title: "Twitter", Collection: "tweets", Topic: "/v2/me/twitter", Keys: []string{"tweet"},
		Type: "TweetStateChangeMessage", DataEvent: "PropertiesUpdated", Over: mailOver, Writes: usual},
	{Name: "twitter-older", Title: "Twitter, older", Collection: "twitter", Topic: "/v2/me/twitter", Keys: []string{"twitter"},
		Type: "TwitterStateChangeMessage", DataEvent: "PropertiesUpdated", Over: mailOver},
	{Name: "outbound", Title: "Outbound record", Collection: "outbound-records", Topic: "/v2/me/outbound", Keys: []string{"record"},
		Type: "OutboundRecordMessage"},
	{Name: "v3", Title: "Workspace", Collection: "v3", Keys: []string{"interaction"}, Over: mailOver, Typed: true},
	{Name: "other", Title: "Other", Collection: "other", Over: mailOver, Typed: true},
	{Name: "copy", Title: "Of a list", Collection: "lists", Typed: true},
}

// The rows that code names.
var (
	sms       = media[0]
	voice     = media[1]
	outbound  = media[11]
	workspace = media[12] // version 3 of the API, which has one envelope for all but calls
	unknown   = media[13] // an interaction that no row describes
	copies    = media[14] // what the list of a user or of a workbin shows: the media type is whose list, the id the key there
)

// Media returns the table of all media, SMS first. It is not to be changed.
func Media() []*Medium { return media }

// Key names an interaction within this program: its medium, its media type where
// the address of the medium has one, and its id, since ids of different servers
// behind GWS are not known to differ. It is what stands below /me in the address,
// and the bare id for SMS.
func Key(m *Medium, mediaType, id string) string {
	switch {
	case id == "":
		return ""
	case m == sms && !strings.Contains(id, "/"):
		return id
	case m.Typed:
		return m.Collection + "/" + url.PathEscape(mediaType) + "/" + id
	}
	return m.Collection + "/" + id
}

// Parts are what a key was made of.
func Parts(key string) (m *Medium, mediaType, id string) {
	name, rest, ok := strings.Cut(key, "/")
	at := slices.IndexFunc(media, func(m *Medium) bool { return m.Collection == name })
	if !ok || at < 0 {
		return sms, "", key
	}
	m = media[at]
	if m.Typed {
		kind, id, _ := strings.Cut(rest, "/")
		if plain, err := url.PathUnescape(kind); err == nil {
			kind = plain
		}
		return m, kind, id
	}
	return m, "", rest
}

// MediumOf returns the medium of an interaction, by its key.
func MediumOf(key string) *Medium {
	m, _, _ := Parts(key)
	return m
}

// IDOf returns the id that GWS has for an interaction, by its key.
func IDOf(key string) string {
	_, _, id := Parts(key)
	return id
}

// MediumName returns the name of an interaction's medium, by its key. One that no
// row describes, and one of version 3, has the name that its messages give it.
func MediumName(key string) string {
	m, mediaType, _ := Parts(key)
	if (m == workspace || m == unknown) && mediaType != "" {
		return mediaType
	}
	return m.Name
}

// Terminal reports whether an interaction in that state accepts no more
// operations. Unknown states are not terminal.
func (m *Medium) Terminal(state string) bool {
	return slices.ContainsFunc(m.Over, func(s string) bool { return strings.EqualFold(s, state) })
}

// SMS reports whether it is the medium that this program is for.
func (m *Medium) SMS() bool { return m == sms }

// Copies reports whether it is what the list of another agent or of a workbin
// shows: its ids are keys of interactions that are not this agent's.
func (m *Medium) Copies() bool { return m == copies }

// ReadOnly reports whether nothing is ever sent to it.
func (m *Medium) ReadOnly() bool { return len(m.Writes) == 0 }

// Write returns what is sent where a person asks for an operation; ok is false
// where nothing is documented for it.
func (m *Medium) Write(asked string) (w Write, ok bool) {
	for _, w := range m.Writes {
		if strings.EqualFold(w.Asked, asked) {
			return w, true
		}
	}
	return Write{}, false
}

// Asked returns what a person asks for where an operation is sent: the opposite of
// Write. What no row has is its own name.
func (m *Medium) Asked(operation string) string {
	for _, w := range m.Writes {
		if strings.EqualFold(w.Operation, operation) {
			return w.Asked
		}
	}
	return operation
}

// named reports whether messages call the resource of a medium by that key.
func (m *Medium) named(key string) bool {
	return slices.ContainsFunc(m.Keys, func(k string) bool { return strings.EqualFold(k, key) })
}

// NamedMedium returns the medium whose resource a message, or whose list a reply,
// calls key, in one of the spellings that the documentation uses; nil for none.
func NamedMedium(key string) *Medium {
	key = strings.ToLower(key)
	one := strings.TrimSuffix(key, "s")
	for _, m := range media {
		if m.Topic != "" && m.Collection == key || m.named(key) || m.named(one) {
			return m
		}
	}
	return nil
}

// typed returns the medium whose messages have a type, nil for none. SMS's is
// misspelt in many ways, and only its beginning is looked at.
func typed(messageType string) *Medium {
	kind := strings.ToLower(strings.TrimSpace(messageType))
	switch {
	case kind == "":
		return nil
	case strings.HasPrefix(kind, "smssession"), strings.HasPrefix(kind, "smsession"):
		return sms
	case kind == "callstatechanged", kind == "interactionstatechanged":
		return workspace
	}
	for _, m := range media {
		if strings.EqualFold(m.Type, kind) {
			return m
		}
	}
	return nil
}

// KeyIn returns the key of the interaction that the path of a request names, ""
// for none. Both APIs are understood, and the address of a user's sessions too.
func KeyIn(path string) string {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(path, "/")
	for i := range parts {
		if plain, err := url.PathUnescape(parts[i]); err == nil {
			parts[i] = plain
		}
	}
	part := func(i int) string {
		if i >= len(parts) {
			return ""
		}
		return parts[i]
	}
	for i, name := range parts {
		m := NamedMedium(name)
		switch {
		case m == nil || m == workspace || m == unknown:
		case m == sms && strings.HasSuffix(strings.ToLower(name), "s"):
			return Key(m, "", part(i+1))
		case m == voice && i > 0 && parts[i-1] == "voice":
			return Key(workspace, "voice", part(i+1))
		case i == 0 || parts[i-1] != "me":
		case m.Typed:
			return Key(m, part(i+1), part(i+2))
		default:
			return Key(m, "", part(i+1))
		}
		if name == "interactions" && i > 1 && parts[i-2] == "media" {
			return Key(workspace, parts[i-1], part(i+1))
		}
	}
	return ""
}

// SessionPath returns the path that operations on an interaction are posted to,
// by its key, and "" where no address is known.
func SessionPath(key string) string {
	m, mediaType, id := Parts(key)
	switch {
	case m == workspace || m == unknown || m == outbound || m == copies || m.Typed && mediaType == "":
		return ""
	case m.Typed:
		return root + "/me/" + m.Collection + "/" + url.PathEscape(mediaType) + "/" + url.PathEscape(id)
	}
	return root + "/me/" + m.Collection + "/" + url.PathEscape(id)
}
