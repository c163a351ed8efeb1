package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/nethttp"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// The simulator is a transport as any other, in the page as behind a socket.
func TestSimulatorHoldsTheContract(t *testing.T) {
	t.Run("in process", func(t *testing.T) {
		testPoll(t, &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})})
	})
	t.Run("behind a socket", func(t *testing.T) {
		address, _ := start(t, web(), "-sim-quiet")
		jar, err := cookiejar.New(nil)
		require.NoError(t, err)
		testPoll(t, &nethttp.Transport{Base: address, Client: &http.Client{Jar: jar}})
	})
}

// testPoll opens a CometD session by hand and holds its poll.
func testPoll(t *testing.T, tr wire.Transport) {
	me := &wire.Request{Method: "GET", Path: "/api/v2/me"}
	resp, err := tr.RoundTrip(t.Context(), me)
	require.NoError(t, err)
	comet := func(message string) *wire.Request {
		return &wire.Request{Method: "POST", Path: "/api/v2/notifications", Body: []byte("[" + message + "]"), Header: wire.Header{
			{Name: "Content-Type", Value: "application/json"}, {Name: "X-CSRF-TOKEN", Value: resp.Header.Get("X-CSRF-TOKEN")},
		}}
	}
	shaken, err := tr.RoundTrip(t.Context(), comet(`{"id":"1","channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["long-polling"]}`))
	require.NoError(t, err)
	var replies []struct{ ClientID string }
	require.NoError(t, json.Unmarshal(shaken.Body, &replies), "%s", shaken.Body)
	connect := comet(fmt.Sprintf(`{"id":"2","channel":"/meta/connect","connectionType":"long-polling","clientId":%q}`, replies[0].ClientID))
	// A GWS does not tell how many polls it holds, so nothing can be waited for.
	wiretest.TestHeld(t, tr, connect, me, func(*testing.T, int) {})
}
