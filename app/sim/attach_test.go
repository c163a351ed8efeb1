package sim_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
)

// The sample of the page SMSAttachUserData: two keys are attached, a text and a
// number, and the notification lists the whole map.
func TestAttachUserDataAsDocumented(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, id := quiet(sim.Options{})
		p := newPage(t, s)
		p.listen("/v2/me/*")
		before := p.get("/api/v2/me/smssessions/" + id)["smssession"].(map[string]any)

		resp := p.post(id, `{"operationName":"AttachUserData","userData":{"UserData1":"DATA1","UserData2":123456789}}`)
		assert.Equal(t, 200, resp.Status)
		assert.Equal(t, `{"statusCode":0}`, string(resp.Body))

		n := p.events(1)[0]
		assert.Equal(t, "SMSsessionStateChangeMessage", n["messageType"])
		assert.Equal(t, "PropertiesUpdated", n["notificationType"])
		assert.Equal(t, json.Number("1"), n["referenceId"])
		after := n["smssession"].(map[string]any)
		assert.Equal(t, id, after["id"])
		assert.Equal(t, "Chatting", after["state"])
		assert.Equal(t, "http://gws.test/api/v2/smssessions/"+id, after["uri"])
		assert.Len(t, after["participants"], 2)
		assert.ElementsMatch(t, []any{"Transfer", "Leave", "Invite", "Consult", "SetInFocus", "SetDisposition",
			"AttachUserData", "DeleteUserData", "UpdateUserData", "Complete", "SendMessage",
			"SendStartTypingNotification", "SendStopTypingNotification"}, after["capabilities"])

		want := before["userData"].(map[string]any)
		want["UserData1"], want["UserData2"] = "DATA1", json.Number("123456789")
		assert.Equal(t, want, after["userData"])
	})
}

// The documented map has routing keys of every awkward shape.
func TestUserDataHasTheDocumentedShapes(t *testing.T) {
	s, id := quiet(sim.Options{Seed: 1})
	raw, err := s.UserData(id)
	require.NoError(t, err)
	data := decode[map[string]any](t, raw)
	for key, want := range map[string]any{
		"RRequestedSkills":  nil,
		"CBR-IT-path_DBIDs": "",
		"RVQID":             "",
		"ChatServerPort":    "7160",
		"RTenant":           "Environment",
	} {
		got, there := data[key]
		assert.True(t, there, key)
		assert.Equal(t, want, got, key)
	}
	group := data["RTargetObjectSelected"].(string)
	assert.Equal(t, json.Number("1"), data["PegAG"+group])
}

func TestValuesComeBackAsTheyWereSent(t *testing.T) {
	for _, tt := range []struct{ name, pair string }{
		{"integer of 20 digits", `"k":12345678901234567890`},
		{"decimal with a zero", `"k":1.0`},
		{"exponent", `"k":1e0`},
		{"negative zero", `"k":-0`},
		{"empty text", `"k":""`},
		{"null", `"k":null`},
		{"boolean", `"k":true`},
		{"nested", `"k":{"b":[1.50,{"a":null}],"a":"x,}]"}`},
		{"escapes", `"k":"\u0000\ud83d\ude00\"\\<script>"`},
		{"key with blanks", `"PegAG?:Customer_Service > 1":20`},
		{"key with quotes", `"a\"b\\":1`},
		{"empty key", `"":1`},
		{"prototype", `"__proto__":{"x":1}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, id := quiet(sim.Options{})
				p := newPage(t, s)
				for _, op := range []string{"AttachUserData", "UpdateUserData"} {
					resp := p.post(id, `{"operationName":"`+op+`","userData":{`+tt.pair+`}}`)
					require.Equal(t, 200, resp.Status, string(resp.Body))
				}
				raw, err := s.UserData(id)
				require.NoError(t, err)
				assert.Contains(t, string(raw), tt.pair)
			})
		})
	}
}

// A new value stands where the old one did; only a new key goes to the end.
func TestKeyOrderIsKept(t *testing.T) {
	s, id := quiet(sim.Options{})
	p := newPage(t, s)
	before, err := s.UserData(id)
	require.NoError(t, err)
	p.post(id, `{"operationName":"UpdateUserData","userData":{"zz":1,"Subject":2,"aa":3}}`)
	p.post(id, `{"operationName":"DeleteUserData","keys":["RTenant","not there"]}`)
	after, err := s.UserData(id)
	require.NoError(t, err)
	want := slices.DeleteFunc(append(keys(t, before), "zz", "aa"), func(k string) bool { return k == "RTenant" })
	assert.Equal(t, want, keys(t, after))
}

// keys returns the names of a flat JSON object in their order.
func keys(t *testing.T, raw []byte) []string {
	names := []string{}
	d := json.NewDecoder(bytes.NewReader(raw))
	_, err := d.Token()
	require.NoError(t, err)
	for d.More() {
		name, err := d.Token()
		require.NoError(t, err)
		names = append(names, name.(string))
		var value json.RawMessage
		require.NoError(t, d.Decode(&value))
	}
	return names
}
