package gws_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/rawjson"
)

// The notification of the page SMSAttachUserData, as valid JSON.
func TestDecodeDocumentedNotification(t *testing.T) {
	data, err := os.ReadFile("testdata/attach-notification.json")
	require.NoError(t, err)
	n, err := gws.DecodeNotification(data)
	require.NoError(t, err)

	assert.Equal(t, "SMSsessionStateChangeMessage", n.MessageType)
	assert.Equal(t, "PropertiesUpdated", n.NotificationType)
	assert.Equal(t, "83", n.ReferenceID)
	assert.Equal(t, "0000Wa9CAM6W00J", n.SessionID)
	require.NotNil(t, n.Session)
	assert.Equal(t, "Chatting", n.Session.State)
	assert.Equal(t, "http://localhost:8080/api/v2/smssessions/0000Wa9CAM6W00J", n.Session.URI)
	assert.Len(t, n.Session.Capabilities, 13)
	assert.Equal(t, []gws.Participant{
		{ID: "007352CE982D031B", Nickname: "test_consult_clientL", Type: "Customer"},
		{ID: "007352CE984F0321", Nickname: "TestName", Type: "Agent"},
	}, n.Session.Participants)
	assert.Nil(t, n.Session.Comment)
	values := map[string]string{}
	require.NoError(t, rawjson.Members(n.Session.UserData, func(key string, value []byte) error {
		values[key] = string(value)
		return nil
	}))
	assert.Len(t, values, 32)
	assert.Equal(t, "null", values["RRequestedSkills"])
	assert.Equal(t, "1", values["PegAGChat distribution for processing"])
	assert.Equal(t, `""`, values["CBR-IT-path_DBIDs"])
	assert.Equal(t, "0", values["ServiceObjective"])
	assert.Equal(t, "123456789", values["UserData2"])
}

func TestDecodeNotification(t *testing.T) {
	comment := "fine"
	for _, tt := range []struct {
		name string
		why  string
		data string
		want gws.Notification // without Raw
	}{{
		name: "state change",
		data: `{"messageType":"SMSsessionStateChangeMessage","notificationType":"StatusChange","referenceId":7,"smssession":{"id":"S","state":"Completed"}}`,
		want: gws.Notification{MessageType: "SMSsessionStateChangeMessage", NotificationType: "StatusChange", ReferenceID: "7", SessionID: "S",
			Session: &gws.Session{ID: "S", State: "Completed"}},
	}, {
		name: "empty is not absent",
		data: `{"smssession":{"id":"S","state":"Chatting","capabilities":[],"participants":[],"comment":"fine","userData":{}}}`,
		want: gws.Notification{SessionID: "S", Session: &gws.Session{ID: "S", State: "Chatting", Capabilities: []string{},
			Participants: []gws.Participant{}, Comment: &comment, UserData: []byte(`{}`)}},
	}, {
		name: "one s, other case",
		data: `{"MESSAGETYPE":"smsSESSIONstatechangemessage","smSession":{"id":"S","state":"Chatting"}}`,
		want: gws.Notification{MessageType: "smsSESSIONstatechangemessage", SessionID: "S", Session: &gws.Session{ID: "S", State: "Chatting"}},
	}, {
		name: "session under an unknown name",
		why:  "the object with an id and a state is the resource",
		data: `{"messageType":"SMSSessionStateChangeMessage","extra":{"id":"X"},"interaction":{"id":"S","state":"Chatting"}}`,
		want: gws.Notification{MessageType: "SMSSessionStateChangeMessage", SessionID: "S", Session: &gws.Session{ID: "S", State: "Chatting"}},
	}, {
		name: "type that is a slip of the documentation",
		data: `{"messageType":"test_accept ","smssession":{"id":"S","state":"Chatting"}}`,
		want: gws.Notification{MessageType: "test_accept ", SessionID: "S", Session: &gws.Session{ID: "S", State: "Chatting"}},
	}, {
		name: "id in the address only",
		data: `{"smssession":{"state":"Chatting","uri":"http://other.host/api/v2/smssessions/S/"}}`,
		want: gws.Notification{SessionID: "S", Session: &gws.Session{ID: "S", State: "Chatting", URI: "http://other.host/api/v2/smssessions/S/"}},
	}, {
		name: "id beside the session only",
		data: `{"smssessionPath":"/smssessions/S","smssession":{"state":"Chatting"}}`,
		want: gws.Notification{SessionID: "S", Session: &gws.Session{ID: "S", State: "Chatting"}},
	}, {
		name: "messages",
		data: `{"messageType":"MessageLogUpdated","notificationType":"NewMessages","smssessionUri":"http://h/api/v2/smssessions/S","messages":[
			{"index":3,"type":"Text","text":"hi","visibility":"All","timestamp":"2026-01-05 10:00:09.120+0000","timestampSeconds":1,
			 "from":{"nickname":"V","type":"Customer","participantId":"00AA","id":"ignored","visibility":"All","uri":"http://h/api/v2/users/U"}},
			{"index":5,"type":"PushUrl","url":"http://x"},{"index":6,"type":"CustomNotice","noticeText":"n","timestampSeconds":1767607209120}]}`,
		want: gws.Notification{MessageType: "MessageLogUpdated", NotificationType: "NewMessages", SessionID: "S", Messages: []gws.Message{
			{Index: 3, Type: "Text", Text: "hi", Visibility: "All", Time: time.Date(2026, 1, 5, 10, 0, 9, 120e6, time.UTC),
				From: gws.Participant{ID: "00AA", Nickname: "V", Type: "Customer", Visibility: "All"}},
			{Index: 5, Type: "PushUrl", URL: "http://x"},
			{Index: 6, Type: "CustomNotice", NoticeText: "n", Time: time.Date(2026, 1, 5, 10, 0, 9, 120e6, time.UTC)},
		}},
	}, {
		name: "messages by path, one s",
		data: `{"messageType":"MessageLogUpdated","smsessionPath":"/smssessions/S","messages":null}`,
		want: gws.Notification{MessageType: "MessageLogUpdated", SessionID: "S"},
	}, {
		name: "late failure",
		data: `{"messageType":"SMSsessionStateChangeMessage","notificationType":"Error","referenceId":"9","errorMessage":"gone","errorCode":4,"smssession":{"id":"S","state":"Chatting"}}`,
		want: gws.Notification{MessageType: "SMSsessionStateChangeMessage", NotificationType: "Error", ReferenceID: "9", SessionID: "S", Err: "gone (code 4)",
			Session: &gws.Session{ID: "S", State: "Chatting"}},
	}, {
		name: "failure without words",
		data: `{"notificationType":"error","smssession":{"id":"S","state":"Chatting"}}`,
		want: gws.Notification{NotificationType: "error", SessionID: "S", Err: "the server reported a failure without saying why", Session: &gws.Session{ID: "S", State: "Chatting"}},
	}, {
		name: "strange but harmless",
		why:  "unknown fields, nulls and odd capabilities are no reason to lose a state",
		data: `{"referenceId":null,"x":[1],"smssession":{"id":"S","state":"Weird","capabilities":["A",1,null],"participants":null,"messages":7}}`,
		want: gws.Notification{SessionID: "S", Session: &gws.Session{ID: "S", State: "Weird", Capabilities: []string{"A"}}},
	}} {
		t.Run(tt.name, func(t *testing.T) {
			n, err := gws.DecodeNotification([]byte(tt.data))
			require.NoError(t, err, tt.why)
			assert.Equal(t, tt.data, string(n.Raw))
			n.Raw = nil
			if n.Session != nil {
				assert.Contains(t, tt.data, string(n.Session.Raw), "the resource as it stood")
				assert.NotEmpty(t, n.Session.Raw)
				n.Session.Raw = nil
			}
			assert.Equal(t, tt.want, n, tt.why)
		})
	}
}

func TestDecodeNotificationRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		data    string
		reason  string // its beginning
		session string // what could be read all the same
		foreign bool
	}{
		{name: "not JSON", data: `<html>`, reason: "not a JSON object: "},
		{name: "empty", data: ``, reason: "not a JSON object: "},
		{name: "cut off", data: `{"smssession":{"id":"S","state":"Chatting"`, reason: "not a JSON object: "},
		{name: "list", data: `[]`, reason: "not a JSON object: "},
		{name: "two values", data: `{} {}`, reason: "not a JSON object: "},
		{name: "no session", data: `{}`, reason: "no session id"},
		{name: "no id", data: `{"messageType":"SMSsessionStateChangeMessage","smssession":{"state":"Chatting"}}`, reason: "no session id"},
		{name: "id that is no text", data: `{"smssession":{"id":7,"state":"Chatting"}}`, reason: "no session id"},
		{name: "messages of nobody", data: `{"messageType":"SMSsessionX","messages":[]}`, reason: "no session id"},
		{name: "userData list", data: `{"smssession":{"id":"S","state":"Chatting","userData":[1]}}`, reason: "userData is a list, not an object", session: "S"},
		{name: "userData text", data: `{"smssession":{"id":"S","state":"Chatting","userData":"{}"}}`, reason: "userData is a text, not an object", session: "S"},
		{name: "userData null", data: `{"smssession":{"id":"S","userData":null}}`, reason: "userData is null, not an object", session: "S"},
		{name: "capabilities", data: `{"smssession":{"id":"S","capabilities":{}}}`, reason: "capabilities is an object, not a list", session: "S"},
		{name: "participants", data: `{"smssession":{"id":"S","participants":true}}`, reason: "participants is true or false, not a list", session: "S"},
		{name: "participant", data: `{"smssession":{"id":"S","participants":[5]}}`, reason: "a participant is a number, not an object", session: "S"},
		{name: "messages", data: `{"smssessionUri":"/S","messages":{}}`, reason: "messages is an object, not a list", session: "S"},
		{name: "message", data: `{"smssessionUri":"/S","messages":["a"]}`, reason: "a message is a text, not an object", session: "S"},
		{name: "no id of a chat", data: `{"messageType":"ChatStateChangeMessage","chat":{"state":"Chatting"}}`, reason: "no session id"},
		{name: "userData of a call", data: `{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"C","userData":7}}`,
			reason: "userData is a number, not an object", session: "calls/C"},
		{name: "user event", data: `{"messageType":"DeviceUserEventMessage","deviceId":"D","userData":{"id":"X","state":"Chatting","userData":{"A":"1"}}}`,
			reason: "about userData, not about an interaction", foreign: true},
		{name: "acknowledged record", data: `{"messageType":"OutboundRecordMessage","notificationType":"RecordCompleteAcknowledge","recordHandle":7,"devicePath":"/devices/D"}`,
			reason: "about device, not about an interaction", foreign: true},
		{name: "workbin", data: `{"messageType":"WorkbinStateChangeMessage","notificationType":"ItemPlaced","workbin":{"id":"b"}}`, reason: "about workbin, not", foreign: true},
		{name: "digital user event", data: `{"messageType":"MultimediaEventNotificationMessage","topic":"t","content":{"id":"X","state":"y"},"actorId":"b"}`,
			reason: "about content, not", foreign: true},
		{name: "user event of version 3", data: `{"messageType":"EventUserEvent","userData":[{"key":"A","type":"str","value":"1"}]}`, reason: "about userData, not", foreign: true},
		{name: "error of version 3", data: `{"messageType":"EventError","error":{"errorCode":1,"errorMessage":"m"}}`, reason: "about error, not", foreign: true},
		{name: "devices", data: `{"messageType":"DeviceStateChangeMessage","devices":[{}]}`, reason: "about devices, not about an interaction", foreign: true},
		{name: "a digital user event", data: `{"messageType":"MultimediaEventNotificationMessage","topic":"t","content":{"id":"X","userData":{"A":"1"}}}`,
			reason: "about content, not about an interaction", foreign: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, err := gws.DecodeNotification([]byte(tt.data))
			var bad *gws.NotificationError
			require.ErrorAs(t, err, &bad)
			assert.True(t, strings.HasPrefix(bad.Reason, tt.reason), bad.Reason)
			assert.Equal(t, tt.foreign, bad.Foreign)
			assert.Equal(t, tt.session, n.SessionID)
			assert.Nil(t, n.Session)
			assert.Equal(t, "gws: notification: "+bad.Reason, err.Error())
		})
	}
}

func FuzzDecodeNotification(f *testing.F) {
	page, err := os.ReadFile("testdata/attach-notification.json")
	require.NoError(f, err)
	f.Add(page)
	f.Add([]byte(`{"messageType":"MessageLogUpdated","smssessionUri":"/S","messages":[{"index":1,"from":{}}]}`))
	f.Add([]byte(`{"smsession":{"id":"S","userData":{"a":1,"a":2}},"errorCode":"x"}`))
	for _, tt := range shapes(f) {
		f.Add([]byte(tt.Data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := gws.DecodeNotification(data)
		if err != nil {
			var bad *gws.NotificationError
			if !errors.As(err, &bad) || bad.Reason == "" {
				t.Fatalf("no reason: %v", err)
			}
			return
		}
		if n.SessionID == "" {
			t.Error("no session, and no error")
		}
		if n.Session == nil {
			return
		}
		if n.Session.ID != n.SessionID {
			t.Errorf("session %q in a message about %q", n.Session.ID, n.SessionID)
		}
		if d := n.Session.UserData; d != nil && rawjson.Members(d, func(string, []byte) error { return nil }) != nil {
			t.Errorf("userData %q is no object", d)
		}
		m, mediaType, id := gws.Parts(n.SessionID)
		if id == "" || gws.Key(m, mediaType, id) != n.SessionID {
			t.Errorf("%q does not name an interaction", n.SessionID)
		}
		if path := gws.SessionPath(n.SessionID); path != "" && gws.KeyIn(path) != n.SessionID {
			t.Errorf("%q is %q in its address", n.SessionID, gws.KeyIn(path))
		}
	})
}
