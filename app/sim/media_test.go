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
