package gws_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/wire"
)

// shapes are messages of every medium, composed from what the documentation says of
// their structure.
var shapes = []struct {
	name, data string
	key        string
	medium     string
	state      string
	userData   string // "" for none
	terminal   bool
}{
	{"call", `{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","phoneNumber":"15000","extensions":{"id":"E","state":"x"},
		"call":{"id":"01T1","callUuid":"01T1","connId":"0071","state":"Established","callType":"Inbound","participants":[{"digits":"15001","phoneNumber":"15001"}],
		"capabilities":["UpdateUserData","DeleteUserDataPair"],"userData":{"Account":"42"},"uri":"http://gws.test/api/v2/me/calls/01T1"}}`,
		"calls/01T1", "voice", "Established", `{"Account":"42"}`, false},
	{"call wiped", `{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"01T1","state":"Established"}}`,
		"calls/01T1", "voice", "Established", `{}`, false},
	{"call without a word of data", `{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","call":{"id":"01T1","state":"Released","participants":["15001"],"capabilities":[]}}`,
		"calls/01T1", "voice", "Released", "", true},
	{"chat", `{"messageType":"ChatStateChangeMessage","notificationType":"PropertiesUpdated","referenceId":3,"chat":{"id":"C","state":"Chatting","userData":{"A":"1"}}}`,
		"chats/C", "chat", "Chatting", `{"A":"1"}`, false},
	{"chat, absent keeps", `{"messageType":"ChatStateChangeMessage","notificationType":"PropertiesUpdated","chat":{"id":"C","state":"Chatting"}}`,
		"chats/C", "chat", "Chatting", "", false},
	{"e-mail", `{"messageType":"EmailStateChangeMessage","notificationType":"EmailSaved","email":{"id":"E","state":"Processing","from":"a@b.test","body":"<b>","userData":{"_AutoReplyCount":0,"RRequestedSkills":null}}}`,
		"emails/E", "email", "Processing", `{"_AutoReplyCount":0,"RRequestedSkills":null}`, false},
	{"e-mail, pairs", `{"email":{"id":"E","state":"Completed","userData":[{"key":"A","value":"1"},{"key":"A","value":2}]}}`,
		"emails/E", "email", "Completed", `{"A":"1","A":2}`, true},
	{"work item", `{"messageType":"WorkitemStateChangeMessage","notificationType":"StatusChange","workitem":{"id":"W","state":"InWorkbin","workitemType":"Inbound","userData":{}}}`,
		"workitems/W", "workitem", "InWorkbin", `{}`, true},
	{"open media, the plural in its address is not its type", `{"messageType":"OpenMediaStateChangeMessage","notificationType":"PropertiesUpdated","referenceId":7,
		"openmedia":{"id":"03T","mediaType":"promotion","state":"Processing","uri":"http://gws.test/api/v2/openmedia/promotions/03T","userData":{"Prio":1,"Skill":null}}}`,
		"openmedia/promotion/03T", "openmedia", "Processing", `{"Prio":1,"Skill":null}`, false},
	{"IM, a blank before the state, wiped", `{"messageType":"IMSessionStateChangeMessage","notificationType":"AttachedDataChanged","imSession":{"id":"I","state":" Talking"}}`,
		"im-sessions/I", "im", "Talking", `{}`, false},
	{"IM, log", `{"messageType":"IMLogUpdateMessage","notificationType":"NewMessage","imSessionPath":"/im-sessions/I","messages":[]}`, "im-sessions/I", "im", "", "", false},
	{"Facebook, private", `{"messageType":"facebooksessionStateChangeMessage","facebooksessions":{"id":"F","state":"Chatting","userData":{"A":1}}}`, "facebooksessions/F", "facebook", "Chatting", `{"A":1}`, false},
	{"Facebook, public", `{"messageType":"FacebookSaved","facebook":{"id":"F","state":"Composing","userData":{}}}`, "facebook/F", "facebook-public", "Composing", `{}`, false},
	{"Twitter", `{"messageType":"TweetStateChangeMessage","tweet":{"id":"T","state":"Sent","capabilities":[],"uri":"http://h/tweet/T"}}`, "tweets/T", "twitter", "Sent", "", true},
	{"Twitter, older", `{"messageType":"TwitterStateChangeMessage","twitter":{"id":"T","state":"Invited","userData":{"A":1}}}`, "twitter/T", "twitter-older", "Invited", `{"A":1}`, false},
	{"record previewed", `{"messageType":"OutboundRecordMessage","notificationType":"PreviewRecord","record":{"userData":{"GSW_RECORD_HANDLE":17,"Tier":""}}}`,
		"outbound-records/17", "outbound", "", `{"GSW_RECORD_HANDLE":17,"Tier":""}`, false},
	{"record", `{"messageType":"OutboundRecordMessage","notificationType":"StatusChanged","metrics":{"id":"m","state":"x"},"record":{"id":"0000aaaa","state":"ReadyToCall","phone":"555","customFields":{"days":45}}}`,
		"outbound-records/0000aaaa", "outbound", "ReadyToCall", `{"days":45}`, false},
	{"version 3, call", `{"messageType":"CallStateChanged","notificationType":"AttachedDataChanged","call":{"id":"0071aa","state":"Established","capabilities":["update-user-data"],
		"userData":[{"key":"A","type":"str","value":"1"},{"key":"A","type":"str","value":"2"},{"key":"L","type":"kvlist","value":[{"key":"n","type":"int","value":3}]}]}}`,
		"v3/voice/0071aa", "voice", "Established", `{"A":"1","A":"2","L":{"n":3}}`, false},
	{"version 3, call without a word of data", `{"messageType":"CallStateChanged","notificationType":"AttachedDataChanged","call":{"id":"0071aa","state":"Held"}}`,
		"v3/voice/0071aa", "voice", "Held", "", false},
	{"version 3", `{"messageType":"InteractionStateChanged","interaction":{"id":"I","mediatype":"chat","state":"Chat","userData":[{"key":"B","type":"new","value":[1]}]}}`,
		"v3/chat/I", "chat", "Chat", `{"B":[1]}`, false},
	{"nobody knows", `{"messageType":"FaxStateChangeMessage","fax":{"id":"X","userData":{"A":1}}}`, "other/fax/X", "fax", "", `{"A":1}`, false},
	{"an SMS session wins", `{"chat":{"id":"C","state":"Chatting"},"smsession":{"id":"S","state":"Chatting"}}`, "S", "sms", "Chatting", "", false},
	{"an id with a slash is none of another medium", `{"smssession":{"id":"calls/C","state":"Chatting"}}`, "smssessions/calls/C", "sms", "Chatting", "", false},
}

func TestShapesOfEveryMedium(t *testing.T) {
	seen := map[string]bool{}
	for _, tt := range shapes {
		t.Run(tt.name, func(t *testing.T) {
			n, err := gws.DecodeNotification([]byte(tt.data))
			require.NoError(t, err)
			assert.Equal(t, tt.key, n.SessionID)
			assert.Equal(t, tt.medium, gws.MediumName(n.SessionID))
			m := gws.MediumOf(n.SessionID)
			seen[m.Name] = true
			if n.Session == nil {
				assert.Empty(t, tt.state)
				return
			}
			assert.Equal(t, tt.state, n.Session.State)
			assert.Equal(t, tt.userData, string(n.Session.UserData))
			assert.Equal(t, tt.terminal, m.Terminal(n.Session.State))
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
		name, reply string
		want        []string
	}{
		{"the user with everything", `{"statusCode":0,"user":{"id":"u","userName":"sam","settings":{"calls":[{"id":"no","state":"x"}]},"devices":[{"id":"d"}],"interactions":[],
			"chats":[{"id":"C","state":"Chatting","userData":{}}],"calls":[{"id":"V","state":"Held"}]}}`, []string{"chats/C", "calls/V"}},
		{"a supervisor's", `{"user":{"smssessions":[{"id":"S","userData":{"A":1},"capabilities":[]}],"id":"u"}}`, []string{"lists/u/S"}},
		{"a collection", `{"emails":[{"id":"E","state":"Processing"},{"id":"F"}],"statusCode":0}`, []string{"emails/E"}},
		{"one of a type", `{"openmedia":{"id":"O","mediaType":"fax","userData":{}}}`, []string{"openmedia/fax/O"}},
		{"a workbin", `{"workbin":{"id":"b","workitems":[{"id":"W","capabilities":[],"userData":{"A":null}}]}}`, []string{"lists/b/workitems/W"}},
		{"version 3", `{"status":{"code":0},"data":{"user":{"activeSession":{"calls":[{"id":"V","userData":[]}],"media":{"channels":[{"interactions":[{"id":"I","mediatype":"email","state":"Invited"}]}]}}}}}`,
			[]string{"v3/voice/V", "v3/email/I"}},
		{"nothing", `{"statusCode":0,"uris":["http://h/calls/C"]}`, nil},
	} {
		var got []string
		for _, f := range gws.FindAll([]byte(tt.reply)) {
			got = append(got, f.Key)
		}
		assert.Equal(t, tt.want, got, tt.name)
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
