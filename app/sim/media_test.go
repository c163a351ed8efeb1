package sim_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

func TestOtherMedia(t *testing.T) {
	s := sim.New(sim.Options{Quiet: true, Media: true, NoCSRF: true})
	jar := &wire.Jar{Transport: s}
	ask := func(method, path, body string) string {
		var h wire.Header
		h.Set("Content-Type", "application/json")
		resp, err := jar.RoundTrip(t.Context(), &wire.Request{Method: method, Path: "/api/v2/me" + path, Header: h, Body: []byte(body)})
		require.NoError(t, err)
		return string(resp.Body)
	}
	me := ask("GET", "?subresources=calls,chats", "")
	assert.Contains(t, me, `"calls":[{"id":"01SIMCALL`)
	assert.Contains(t, me, `"chats":[`)
	assert.NotContains(t, me, "emails", "it was not asked for")
	assert.NotContains(t, ask("GET", "?subresources=*", ""), "openmedia", "it is not listed")
	for _, address := range s.Others() {
		assert.Contains(t, ask("GET", "/"+address, ""), `"statusCode":0`, address)
	}
	call := s.Others()[0]
	post := func(body string) string { return ask("POST", "/"+call, body) }
	assert.Contains(t, post(`{"operationName":"UpdateUserData","userData":{"A":"1","Prio":2}}`), `"statusCode":0`)
	assert.Contains(t, post(`{"operationName":"AttachUserData","userData":{"A":"9"}}`), `"statusCode":0`)
	assert.Equal(t, `{"Account":"4711","Prio":2,"A":"1"}`, string(s.OtherData(call)), "a second A does not show")
	post(`{"operationName":"DeleteUserDataPair","key":"Account"}`)
	assert.Equal(t, `{"Prio":2,"A":"1"}`, string(s.OtherData(call)))
	post(`{"operationName":"DeleteUserData","keys":["A"]}`)
	assert.Equal(t, `{}`, string(s.OtherData(call)), "it reads no parameter")
	assert.NotContains(t, ask("GET", "/"+call, ""), "userData\":", "an empty map is left out")
	im := s.Others()[5]
	assert.True(t, strings.HasPrefix(im, "im-sessions/"))
	assert.Contains(t, ask("POST", "/"+im, `{"operationName":"DeleteUserData","keys":["Prio"]}`), `"statusCode":1`)
}

// What is odd about other media is documented, and a program that only saw the usual
// would be wrong about each. Which channel and names belong together is that of the
// pages on message types.
func TestOdditiesOfOtherMedia(t *testing.T) {
	s := sim.New(sim.Options{Quiet: true, Media: true, Sessions: -1})
	p := newPage(t, s)
	p.listen("/v2/me/*")
	others := s.Others()
	for range others {
		s.Stir()
	}
	type told struct {
		channel string
		data    map[string]any
	}
	next := func(n int) (all []told) {
		for len(all) < n {
			events, reply := p.poll("")
			require.Equal(t, true, reply["successful"])
			for _, e := range events {
				all = append(all, told{e["channel"].(string), e["data"].(map[string]any)})
			}
		}
		require.Len(t, all, n)
		return all
	}
	first := next(len(others) + 1)
	rows := map[string][4]string{ // envelope: channel, messageType, notificationType, how uri continues
		"call":            {"calls", "CallStateChangeMessage", "AttachedDataChanged", "/calls/"},
		"chat":            {"chats", "ChatStateChangeMessage", "PropertiesUpdated", "/chats/"},
		"email":           {"emails", "EmailStateChangeMessage", "PropertiesUpdated", "/emails/"},
		"workitem":        {"workitems", "WorkitemStateChangeMessage", "PropertiesUpdated", "/workitems/"},
		"openmedia":       {"openmedia", "OpenmediaStateChangeMessage", "PropertiesUpdated", "/openmedia/promotions/"},
		"imSession":       {"im-sessions", "IMSessionStateChangeMessage", "AttachedDataChanged", "/im-sessions/"},
		"facebooksession": {"facebooksession", "FacebooksessionStateChangeMessage", "PropertiesUpdated", "/facebooksessions/"},
		"facebook":        {"facebook", "FacebookStateChangeMessage", "PropertiesUpdated", "/facebooks/"},
		"tweet":           {"twitter", "TweetStateChangeMessage", "PropertiesUpdated", "/tweet/"},
		"twitter":         {"twitter", "TwitterStateChangeMessage", "PropertiesUpdated", "/twitters/"},
		"record":          {"outbound", "OutboundRecordMessage", "StatusChanged", "/outbound-records/"},
	}
	seen := map[string]map[string]any{}
	for _, e := range first {
		for name, row := range rows {
			x, ok := e.data[name].(map[string]any)
			if !ok {
				continue
			}
			seen[name] = x
			assert.Equal(t, "/v2/me/"+row[0], e.channel, name)
			assert.Equal(t, row[1], e.data["messageType"], name)
			assert.Equal(t, row[2], e.data["notificationType"], name)
			assert.True(t, strings.HasPrefix(x["uri"].(string), "http://gws.test/api/v2"+row[3]), "%s: %s", name, x["uri"])
		}
	}
	assert.Len(t, seen, len(rows), "one of each")
	assert.Equal(t, " Talking", seen["imSession"]["state"], "printed with a leading blank")
	assert.Equal(t, "promotion", seen["openmedia"]["mediaType"], "which the address needs, where uri has a plural")
	assert.Contains(t, others, "openmedia/promotion/"+seen["openmedia"]["id"].(string))
	assert.Equal(t, seen["tweet"]["id"], seen["twitter"]["id"], "both generations of Twitter")
	assert.NotContains(t, seen["record"], "userData")
	assert.Contains(t, seen["record"], "customFields")
	last := first[len(first)-1]
	assert.Equal(t, "/v2/me/outbound", last.channel)
	assert.Contains(t, last.data, "userData", "a user event has it at the top, and is of no interaction")

	call := "/api/v2/me/" + others[0]
	require.Equal(t, 200, p.do("POST", call, `{"operationName":"DeleteUserData","keys":["Prio"]}`).Status)
	wiped := next(1)[0].data
	assert.Equal(t, "AttachedDataChanged", wiped["notificationType"])
	assert.NotContains(t, wiped["call"], "userData", "the wipe leaves it out")
	assert.NotContains(t, wiped, "referenceId")

	me := p.get("/api/v2/me?subresources=*")["user"].(map[string]any)
	assert.NotContains(t, me, "smssessions", "a family that has none is left out")
	assert.Len(t, me["calls"], 1)
	assert.NotContains(t, me["calls"].([]any)[0], "uri")
	assert.Equal(t, []any{}, me["interactions"], "empty in spite of them")
}
