package relay_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/relay"
)

const reply = `{"statusCode":0,"user":{}}`

// upstream answers every request with reply, except those to /held, which it
// holds until the caller leaves.
func upstream(t *testing.T) (url string, seen func() int) {
	t.Helper()
	arrived := make(chan struct{}, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		if r.URL.Path == "/held" {
			<-r.Context().Done()
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, reply)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() int { return len(arrived) }
}

func through(t *testing.T, upstream string, faults ...relay.Fault) *relay.Relay {
	t.Helper()
	r, err := relay.New(upstream)
	require.NoError(t, err)
	t.Cleanup(r.Close)
	r.Break(faults...)
	return r
}

// ask sends one poll on a connection of its own, so that the client does not
// repeat it, and returns the status and what arrived of the body.
func ask(t *testing.T, url string) (status int, body string, err error) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(`[{"channel":"/meta/connect"}]`))
	require.NoError(t, err)
	resp, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

func TestFaults(t *testing.T) {
	tests := []struct {
		name    string
		fault   relay.Fault
		path    string
		status  int // 0 when no head arrives
		body    string
		failure bool // the reply does not arrive whole
		seen    int  // requests that reach the server
	}{
		{name: "pass", fault: relay.Fault{}, status: 200, body: reply, seen: 1},
		{name: "drop idle", fault: relay.Fault{Kind: relay.DropIdle, Wait: time.Millisecond}, path: "/held", failure: true, seen: 1},
		{name: "drop idle leaves a prompt reply alone", fault: relay.Fault{Kind: relay.DropIdle, Wait: time.Minute}, status: 200, body: reply, seen: 1},
		{name: "drop reply", fault: relay.Fault{Kind: relay.DropReply}, failure: true, seen: 1},
		{name: "drop half", fault: relay.Fault{Kind: relay.DropHalf}, status: 200, body: reply[:len(reply)/2], failure: true, seen: 1},
		{name: "truncate", fault: relay.Fault{Kind: relay.Truncate}, status: 200, body: reply[:len(reply)/2], seen: 1},
		{name: "delay", fault: relay.Fault{Kind: relay.Delay, Wait: time.Millisecond}, status: 200, body: reply, seen: 1},
		{name: "answer", fault: relay.Fault{Kind: relay.Answer, Status: 403, Text: "no"}, status: 403, body: "no"},
		{name: "disconnect", fault: relay.Fault{Kind: relay.Disconnect}, failure: true},
		{name: "another method", fault: relay.Fault{Kind: relay.Disconnect, Method: "GET"}, status: 200, body: reply, seen: 1},
		{name: "another path", fault: relay.Fault{Kind: relay.Disconnect, Path: "/api"}, status: 200, body: reply, seen: 1},
		{name: "another body", fault: relay.Fault{Kind: relay.Disconnect, Body: "/meta/handshake"}, status: 200, body: reply, seen: 1},
		{name: "polls", fault: relay.Fault{Kind: relay.Disconnect}.Polls(), failure: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			url, seen := upstream(t)
			r := through(t, url, test.fault)

			status, body, err := ask(t, r.URL()+test.path)

			assert.Equal(t, test.failure, err != nil, "error: %v", err)
			assert.Equal(t, test.status, status)
			assert.Equal(t, test.body, body)
			// A connection that is cut early may outrun the request behind it.
			assert.Eventually(t, func() bool { return seen() >= test.seen }, time.Minute, time.Millisecond)
			assert.Equal(t, test.seen, seen())
			require.Len(t, r.Log(), 1)
			assert.Equal(t, "/meta/connect", r.Log()[0].Channel)
		})
	}
}

func TestSwallowHoldsUntilTheClientLeaves(t *testing.T) {
	url, seen := upstream(t)
	r := through(t, url, relay.Fault{Kind: relay.Swallow})
	ctx, leave := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL(), nil)
	require.NoError(t, err)
	failure := make(chan error, 1)
	go func() {
		_, err := http.DefaultClient.Do(req)
		failure <- err
	}()
	require.Eventually(t, func() bool { return len(r.Log()) == 1 }, 10*time.Second, time.Millisecond)

	leave()

	assert.ErrorIs(t, <-failure, context.Canceled)
	assert.Zero(t, seen())
}

func TestEveryAndTimesCount(t *testing.T) {
	url, _ := upstream(t)
	r := through(t, url, relay.Fault{Kind: relay.Answer, Status: 500, Every: 3, Times: 2})
	var statuses []int
	for range 10 {
		status, _, err := ask(t, r.URL())
		require.NoError(t, err)
		statuses = append(statuses, status)
	}
	assert.Equal(t, []int{200, 200, 500, 200, 200, 500, 200, 200, 200, 200}, statuses)
}

func TestAwayAndBack(t *testing.T) {
	url, _ := upstream(t)
	r := through(t, url)
	_, _, err := ask(t, r.URL())
	require.NoError(t, err)

	r.Away()
	_, _, err = ask(t, r.URL())
	assert.Error(t, err)
	r.Back()

	status, _, err := ask(t, r.URL())
	require.NoError(t, err)
	assert.Equal(t, 200, status)
}
