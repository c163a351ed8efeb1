package main

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// send posts to a page's server, with a mark unless that is empty. It returns
// the status and the body, or 0 when no reply came.
func send(ctx context.Context, t *testing.T, url, mark, body string) (int, string) {
	req, err := http.NewRequestWithContext(ctx, "POST", url, strings.NewReader(body))
	require.NoError(t, err)
	if mark != "" {
		req.Header.Set("Keytrail-Once", mark)
	}
	resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

// TestRepeatedWriteIsCarriedOutOnce is what a browser does when the connection
// dies after the server took the write.
func TestRepeatedWriteIsCarriedOutOnce(t *testing.T) {
	var arrived atomic.Int32
	taken, answer := make(chan struct{}, 9), make(chan struct{})
	upstream := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		assert.Empty(t, r.Header.Get("Keytrail-Once"), "the mark is ours")
		arrived.Add(1)
		taken <- struct{}{}
		<-answer
		w.Header().Set("X-Kept", "yes")
		w.WriteHeader(http.StatusAccepted)
		_, _ = w.Write(append([]byte("took "), body...))
	})
	address, _ := start(t, web(), "-upstream", upstream)
	url := address + "/api/v2/me/smssessions/1"

	ctx, die := context.WithCancel(t.Context())
	first := make(chan struct{})
	go func() {
		defer close(first)
		send(ctx, t, url, "m1", "a")
	}()
	<-taken
	die()
	<-first
	close(answer)
	for range 2 {
		status, text := send(t.Context(), t, url, "m1", "a")
		assert.Equal(t, http.StatusAccepted, status)
		assert.Equal(t, "took a", text)
	}
	assert.EqualValues(t, 1, arrived.Load())

	for _, other := range []struct{ mark, url string }{{"m2", url}, {"m1", url + "2"}, {"", url}, {"", url}} {
		_, _ = send(t.Context(), t, other.url, other.mark, "b")
	}
	assert.EqualValues(t, 5, arrived.Load(), "another mark, another address, and no mark are other requests")
}

// TestRepeatedWriteWithoutAReply leaves it open what became of the first.
func TestRepeatedWriteWithoutAReply(t *testing.T) {
	var arrived atomic.Int32
	upstream := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		arrived.Add(1)
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("half"))
	})
	address, _ := start(t, web(), "-upstream", upstream)
	for range 2 {
		status, text := send(t.Context(), t, address+"/api/v2/me/smssessions/1", "m", "a")
		assert.Zero(t, status, text)
	}
	assert.EqualValues(t, 1, arrived.Load())
}

// TestRepeatedPollFails tells the page at once that a reply was lost.
func TestRepeatedPollFails(t *testing.T) {
	var arrived atomic.Int32
	upstream := newUpstream(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		arrived.Add(1)
	})
	address, _ := start(t, web(), "-upstream", upstream)
	var statuses []int
	var text string
	for range 2 {
		var status int
		status, text = send(t.Context(), t, address+"/api/v2/notifications/connect", "m", "[]")
		statuses = append(statuses, status)
	}
	assert.Equal(t, []int{http.StatusOK, http.StatusConflict}, statuses)
	assert.True(t, strings.HasPrefix(text, "the browser sent this poll twice"), "the page knows it by this: %s", text)
	assert.EqualValues(t, 1, arrived.Load())
}

func TestMarksAreBounded(t *testing.T) {
	o := newOnce(http.NotFoundHandler())
	for i := range 3 * marksKept {
		req, err := http.NewRequestWithContext(t.Context(), "POST", "/", nil)
		require.NoError(t, err)
		_, first := o.claim(req, string(rune('0'+i)))
		require.True(t, first)
	}
	assert.Len(t, o.seen, marksKept)
	assert.Len(t, o.order, marksKept)
}
