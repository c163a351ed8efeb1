package gws_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/wire"
)

// A shape is a message of some medium, composed from what the documentation says of its
// structure, and what it tells.
type shape struct {
	Name, Key, Medium, State string
	Over                     bool
	UserData, Data           json.RawMessage // userData is nil where nothing is said of it
}

func shapes(t testing.TB) (list []shape) {
	text, err := os.ReadFile("testdata/media.jsonl")
	require.NoError(t, err)
	for line := range bytes.Lines(text) {
		var s shape
		require.NoError(t, json.Unmarshal(line, &s), "%s", line)
		list = append(list, s)
	}
	return list
}

func TestShapesOfEveryMedium(t *testing.T) {
	seen := map[string]bool{}
	for _, tt := range shapes(t) {
		t.Run(tt.Name, func(t *testing.T) {
			n, err := gws.DecodeNotification(tt.Data)
			require.NoError(t, err)
			assert.Equal(t, tt.Key, n.SessionID)
			assert.Equal(t, tt.Medium, gws.MediumName(n.SessionID))
			m := gws.MediumOf(n.SessionID)
			seen[m.Name] = true
			if n.Session == nil {
				assert.Empty(t, tt.State)
				return
			}
			assert.Equal(t, tt.State, n.Session.State)
			assert.Equal(t, string(tt.UserData), string(n.Session.UserData))
			assert.Equal(t, tt.Over, m.Terminal(n.Session.State))
		})
	}
	for _, m := range gws.Media() {
		assert.True(t, seen[m.Name] || m.Copies(), "a message of every row: %s", m.Name)
	}
}

func TestAConsultCallNamesItsParent(t *testing.T) {
	n, err := gws.DecodeNotification([]byte(`{"messageType":"CallStateChangeMessage","call":{"id":"C2","state":"Dialing","callType":"Consult","parentCallUri":"http://h/api/v2/me/calls/C1"}}`))
	require.NoError(t, err)
	assert.Equal(t, "calls/C1", n.Session.Parent)
	n, err = gws.DecodeNotification([]byte(`{"messageType":"CallStateChanged","call":{"id":"B","parentConnId":"A"}}`))
	require.NoError(t, err)
	assert.Equal(t, "v3/voice/A", n.Session.Parent)
	n, err = gws.DecodeNotification([]byte(`{"messageType":"CallStateChanged","call":{"id":"B","previousConnId":"A"}}`))
	require.NoError(t, err)
	assert.Equal(t, "v3/voice/A", n.Session.Previous)
}

func TestInteractionsOfAReply(t *testing.T) {
	for _, tt := range []struct {
		name, address, reply string
		want                 []string
	}{
		{"the user with everything", "", `{"statusCode":0,"user":{"id":"u","userName":"sam","settings":{"calls":[{"id":"no","state":"x"}]},"devices":[{"id":"d"}],"interactions":[{"id":"C","state":"Chatting"}],
			"chats":[{"id":"C","state":"Chatting","userData":{}}],"calls":[{"id":"V","state":"Held"}]}}`, []string{"chats/C", "calls/V"}},
		{"a supervisor's", "", `{"user":{"smssessions":[{"id":"S","userData":{"A":1},"capabilities":[]}],"id":"u"}}`, []string{"lists/u/S"}},
		{"a collection", "", `{"emails":[{"id":"E","state":"Processing"},{"id":"F"}],"statusCode":0}`, []string{"emails/E"}},
		{"one of a type", "", `{"openmedia":{"id":"O","mediaType":"fax","userData":{}}}`, []string{"openmedia/fax/O"}},
		{"a workbin", "", `{"workbin":{"id":"b","workitems":[{"id":"W","capabilities":[],"userData":{"A":null}}]}}`, []string{"lists/b/workitems/W"}},
		{"version 3", "", `{"status":{"code":0},"data":{"user":{"activeSession":{"calls":[{"id":"V","userData":[]}],"media":{"channels":[{"interactions":[{"id":"I","mediatype":"email","state":"Invited"}]}]}}}}}`,
			[]string{"v3/voice/V", "v3/email/I"}},
		{"a user by the address", "/api/v2/users/7f?subresources=chats", `{"user":{"chats":[{"id":"C","state":"Chatting","capabilities":["Complete"]}],"smssessions":[{"id":"S","state":"Chatting"}]}}`,
			[]string{"lists/7f/chats/C", "lists/7f/S"}},
		{"a workbin by the address", "http://h/api/v2/me/workbins/b?subresources=*", `{"workbin":{"emails":[{"id":"E","state":"InWorkbin"}]}}`, []string{"lists/b/emails/E"}},
		{"a list of a type", "/api/v2/me/openmedia/promotion?fields=*", `{"statusCode":0,"openmedia":[{"id":"O","state":"Processing"}]}`, []string{"openmedia/promotion/O"}},
		{"version 3 without data", "", `{"data":{"user":{"activeSession":{"calls":[{"id":"V","state":"Held"}]}}}}`, []string{"v3/voice/V"}},
		{"version 3 by the address", "/workspace/v3/voice/calls", `{"data":{"calls":[{"id":"V","state":"Held"}]}}`, []string{"v3/voice/V"}},
		{"nothing", "", `{"statusCode":0,"uris":["http://h/calls/C"]}`, nil},
	} {
		var got []string
		for _, f := range gws.FindAll([]byte(tt.reply), tt.address) {
			got = append(got, f.Key)
		}
		assert.Equal(t, tt.want, got, tt.name)
	}
}

// What a reply is by itself belongs to the medium that was asked for.
func TestAnInteractionByItself(t *testing.T) {
	for _, tt := range [][3]string{
		{"/api/v2/me/calls/C", `{"id":"C","state":"Established","userData":{}}`, "calls/C"},
		{"http://h/api/v2/me/chats/C?fields=*", `{"statusCode":0,"id":"C","state":"Chatting"}`, "chats/C"},
		{"/api/v2/me/openmedia/promotion/O", `{"id":"O","state":"Processing"}`, "openmedia/promotion/O"},
		{"/workspace/v3/voice/calls/V", `{"id":"V","state":"Held"}`, "v3/voice/V"},
		{"", `{"id":"E","state":"Processing","uri":"http://h/api/v2/me/emails/E"}`, "emails/E"},
		{"/api/v2/me/smssessions/S", `{"id":"S","state":"Chatting"}`, "S"},
		{"", `{"id":"S","state":"Chatting"}`, "S"},
	} {
		f, ok := gws.FindBare([]byte(tt[1]), tt[0])
		assert.True(t, ok, tt[0])
		assert.Equal(t, tt[2], f.Key, tt[0])
	}
}

func TestKeysInAddresses(t *testing.T) {
	for path, want := range map[string]string{
		"/api/v2/me/smssessions/S/messages?x=1":            "S",
		"/api/v2/smsessions/S":                             "S",
		"http://h/api/v2/me/calls/a%2Fb":                   "calls/a/b",
		"/api/v2/me/openmedia/promotion/O":                 "openmedia/promotion/O",
		"/api/v2/me/facebooksession/F":                     "facebooksessions/F",
		"/workspace/v3/voice/calls/V/update-user-data":     "v3/voice/V",
		"/workspace/v3/media/chat/interactions/I/complete": "v3/chat/I",
		"/api/v2/me/calls?fields=*":                        "",
		"/api/v2/me/devices/D":                             "",
		"/api/v2/users/u/channels/smssession":              "",
		"/api/v2/me":                                       "",
	} {
		assert.Equal(t, want, gws.KeyIn(path), path)
	}
}

// What may be asked for, over the whole table: for every medium, operation and kind of
// argument either nothing is sent, or what the row documents. A call is never
// sent DeleteUserData, which would remove everything.
func TestWhatIsSentIsWhatTheRowAllows(t *testing.T) {
	data, one, two := []byte(`{"A":"1"}`), []string{"A"}, []string{"A", "B"}
	names := []string{"AttachUserData", "UpdateUserData", "DeleteUserData", "DeleteUserDataPair", "deleteuserdata", "Complete", "SetDisposition", ""}
	for _, m := range append(slices.Clone(gws.Media()), nil) {
		key := "other//X"
		if m != nil {
			key = gws.Key(m, "fax", "X")
		}
		for _, name := range names {
			for _, keys := range [][]string{nil, {}, one, two} {
				for _, d := range [][]byte{nil, data} {
					sent := new(heard)
					client := gws.New(sent, gws.Options{})
					own, body, err := gws.Compose(key, name, d, keys, nil)
					if err == nil {
						_, err = client.Operate(t.Context(), key, body)
						assert.NoError(t, err, "%s %s", key, own)
						assert.Len(t, sent.bodies, 1, "%s %s", key, own)
					}
					// Whatever else is composed for it, by whomever, does not go out.
					for _, raw := range [][]byte{gws.Body(name), gws.Body(name, gws.Texts("keys", two)), gws.Body(name, gws.Raw("key", []byte(`"A"`))),
						gws.Body(name, gws.Raw("userData", data)), gws.Body(name, gws.Raw("userData", data), gws.Texts("keys", one))} {
						_, _ = client.Operate(t.Context(), key, raw)
					}
					for i, b := range sent.bodies {
						allowed(t, gws.MediumOf(key), sent.paths[i], b)
					}
				}
			}
		}
	}
}

// allowed fails where a request is not documented for a medium. It knows so by
// itself, not from the table.
func allowed(t *testing.T, m *gws.Medium, path string, body []byte) {
	t.Helper()
	if m.SMS() {
		assert.Equal(t, "/api/v2/me/smssessions/X", path)
		return
	}
	fields := map[string]string{}
	require.NoError(t, rawjson.Members(body, func(key string, value []byte) error {
		fields[key] = string(value)
		return nil
	}))
	require.Len(t, fields, 2, "%s %s", m.Name, body)
	what := map[string]string{"calls": "call", "im-sessions": "im", "chats": "usual", "emails": "usual", "workitems": "usual", "openmedia": "usual", "facebooksessions": "usual", "tweets": "usual"}[m.Collection]
	require.NotEmpty(t, what, "read-only: %s", m.Name)
	assert.Contains(t, path, "/me/"+m.Collection+"/")
	switch operation := fields["operationName"]; operation {
	case `"AttachUserData"`, `"UpdateUserData"`:
		assert.Equal(t, `{"A":"1"}`, fields["userData"])
	case `"DeleteUserDataPair"`:
		assert.Equal(t, "call", what)
		assert.Equal(t, `"A"`, fields["key"])
	case `"DeleteUserData"`:
		assert.NotEqual(t, "call", what, "it would remove everything")
		assert.Equal(t, what == "im", fields["key"] == `"A"`)
		assert.Equal(t, what == "usual", fields["keys"] != "" && fields["keys"] != "[]")
	default:
		t.Errorf("%s: %s", m.Name, operation)
	}
}

// heard is a server that accepts everything.
type heard struct {
	paths  []string
	bodies [][]byte
}

func (h *heard) RoundTrip(_ context.Context, r *wire.Request) (*wire.Response, error) {
	h.paths, h.bodies = append(h.paths, r.Path), append(h.bodies, r.Body)
	return &wire.Response{Status: 200, Body: []byte(`{"statusCode":0}`)}, nil
}

// What is sent for what is asked leads back to it.
func TestAskedIsTheOppositeOfWrite(t *testing.T) {
	for _, m := range gws.Media() {
		for _, w := range m.Writes {
			assert.Equal(t, w.Asked, m.Asked(w.Operation), m.Name)
		}
		assert.Equal(t, "Complete", m.Asked("Complete"), m.Name)
	}
	assert.Equal(t, "DeleteUserData", gws.MediumOf("calls/C").Asked("DeleteUserDataPair"))
	assert.Equal(t, "DeleteUserData", gws.MediumOf("calls/C").Asked("DeleteUserData"), "a wipe, which no row has")
	assert.Equal(t, "DeleteUserDataPair", gws.MediumOf("S").Asked("DeleteUserDataPair"), "no operation of SMS")
}
