package sim_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
)

func TestCollection(t *testing.T) {
	s, _ := quiet(sim.Options{Sessions: 2, BaseURL: "http://node.test/api/v2"})
	p := newPage(t, s)
	ids := s.Sessions()
	var uris, got []any
	for _, id := range ids {
		uris = append(uris, "http://node.test/api/v2/smssessions/"+id)
	}
	assert.Equal(t, map[string]any{"statusCode": json.Number("0"), "uris": uris}, p.get("/api/v2/me/smssessions"))

	for _, x := range p.get("/api/v2/me/smssessions?fields=*")["smssessions"].([]any) {
		x := x.(map[string]any)
		got = append(got, x["uri"])
		for _, field := range []string{"id", "state", "participants", "capabilities", "userData", "receivedDate", "chatType"} {
			assert.Contains(t, x, field)
		}
		assert.Equal(t, x, p.get("/api/v2/me/smssessions/" + x["id"].(string))["smssession"])
		assert.Equal(t, x, p.get("/api/v2/me/smsessions/" + x["id"].(string))["smssession"], "the other spelling")
	}
	assert.Equal(t, uris, got)
	p.post(ids[0], `{"operationName":"Complete"}`)
	assert.Len(t, p.get("/api/v2/me/smssessions")["uris"], 1, "what is over is gone")
	assert.Equal(t, 404, p.do("GET", "/api/v2/me/smssessions/"+ids[0], "").Status)
}

func TestMessages(t *testing.T) {
	s, id := quiet(sim.Options{})
	p := newPage(t, s)
	require.NoError(t, s.Say(id, "bye"))
	all := p.get("/api/v2/me/smssessions/" + id + "/messages")["messages"].([]any)
	n := len(all)
	require.Greater(t, n, 4)
	assert.Equal(t, "bye", all[n-1].(map[string]any)["text"])
	for _, tt := range []struct {
		query string
		want  []any
	}{
		{"?startIndex=0&count=0", all},
		{"?startIndex=1", all},
		{"?startIndex=3", all[2:]},
		{"?startIndex=2&count=2", all[1:3]},
		{"?count=1", all[:1]},
		{"?count=1000", all},
		{"?startIndex=1000", []any{}},
	} {
		assert.Equal(t, tt.want, p.get("/api/v2/me/smssessions/" + id + "/messages" + tt.query)["messages"], tt.query)
	}
}

func TestUser(t *testing.T) {
	s, _ := quiet(sim.Options{User: "jo"})
	p := newPage(t, s)
	user := p.get("/api/v2/me")["user"].(map[string]any)
	assert.Equal(t, "jo", user["userName"])
	assert.NotContains(t, user, "channels")
	some := p.get("/api/v2/me?subresources=features,channels")["user"].(map[string]any)
	assert.Contains(t, some, "features")
	assert.Contains(t, some, "channels")
	assert.NotContains(t, some, "smssessions")
	all := p.get("/api/v2/me?subresources=*")["user"].(map[string]any)
	assert.Len(t, all["smssessions"], 1)
	assert.Contains(t, all, "devices")
	assert.Contains(t, all, "settings")
}

func TestContactCenterSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := quiet(sim.Options{})
		p := newPage(t, s)
		p.listen("/v2/me/*")
		do := func(body, state string) map[string]any {
			resp := p.do("POST", "/api/v2/me", body)
			require.Equal(t, 200, resp.Status, string(resp.Body))
			n := p.events(1)[0]
			assert.Equal(t, "ChannelStateChangeMessageV2", n["messageType"])
			channel := n["channels"].([]any)[0].(map[string]any)
			assert.Equal(t, "smssession", channel["channel"])
			assert.Equal(t, state, channel["userState"].(map[string]any)["state"])
			return decode[map[string]any](t, resp.Body)
		}
		ok := map[string]any{"statusCode": json.Number("0")}
		assert.Equal(t, ok, do(`{"operationName":"StartContactCenterSession","channels":["smssession"]}`, "NotReady"))
		assert.Equal(t, ok, do(`{"operationName":"Ready"}`, "Ready"))
		assert.Equal(t, ok, do(`{"operationName":"NotReady"}`, "NotReady"))
		partly := do(`{"operationName":"StartContactCenterSession","channels":["voice","smssession"]}`, "NotReady")
		assert.Equal(t, json.Number("7"), partly["statusCode"])
		assert.Equal(t, ok, do(`{"operationName":"EndContactCenterSession"}`, "LoggedOut"))
	})
}

func TestContentType(t *testing.T) {
	s, id := quiet(sim.Options{NoCSRF: true})
	for mediaType, want := range map[string]int{
		"application/json": 200, "Application/JSON;charset=UTF-8": 200, "text/plain": 415, "application/x-www-form-urlencoded": 415,
	} {
		resp := roundTrip(t, s, "POST", "/api/v2/me/smssessions/"+id, `{"operationName":"SetInFocus"}`, "Content-Type", mediaType)
		assert.Equal(t, want, resp.Status, mediaType)
		assert.Equal(t, "application/json;charset=UTF-8", resp.Header.Get("Content-Type"))
		assert.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
	}
}
