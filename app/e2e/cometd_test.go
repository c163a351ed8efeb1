package e2e_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire/nethttp"
)

// An account is one line of what peer/client.mjs tells.
type account struct {
	Event      string          `json:"event"`
	Successful bool            `json:"successful"`
	Ack        any             `json:"ack"` // true in a handshake, the batch in a connect
	Error      string          `json:"error"`
	Advice     string          `json:"advice"`
	Text       string          `json:"text"`
	Channel    string          `json:"channel"`
	Data       json.RawMessage `json:"data"`
}

// A listener is an official CometD client in a process of its own.
type listener struct {
	t     *testing.T
	stdin io.Writer
	lines <-chan account
	seen  []account
}

func listen(t *testing.T, library, base string) *listener {
	t.Helper()
	cmd := exec.Command(rig.Node(t), filepath.Join(rig.Dir(), "peer", "client.mjs"), library, base)
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := make(chan account, 1000)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(stdout); scanner.Scan(); {
			var a account
			if err := json.Unmarshal(scanner.Bytes(), &a); err != nil {
				a = account{Event: "complaint", Text: scanner.Text()}
			}
			lines <- a
		}
	}()
	t.Cleanup(func() { assert.NoError(t, cmd.Wait(), "the client's process") })
	t.Cleanup(func() { stdin.(io.Closer).Close() })
	return &listener{t: t, stdin: stdin, lines: lines}
}

// any waits for the next account.
func (l *listener) any() account {
	l.t.Helper()
	select {
	case a, ok := <-l.lines:
		require.True(l.t, ok, "the client ended; it told %+v", l.seen)
		l.seen = append(l.seen, a)
		return a
	case <-time.After(time.Minute):
		require.FailNow(l.t, "the client fell silent", "it told %+v", l.seen)
		return account{}
	}
}

// next waits for the next account of an event.
func (l *listener) next(event string) account {
	l.t.Helper()
	for {
		if a := l.any(); a.Event == event {
			return a
		}
	}
}

// ready waits until the client has subscribed and has had a poll answered,
// which are two requests whose replies come in any order, and returns the poll.
func (l *listener) ready() (connect account) {
	l.t.Helper()
	for subscribed := false; !subscribed || !connect.Successful; {
		switch a := l.any(); {
		case a.Event == "subscribe":
			subscribed = a.Successful
		case a.Event == "connect" && !connect.Successful:
			connect = a
		}
	}
	return connect
}

// untold asserts that nothing of these events was told so far.
func (l *listener) untold(events ...string) {
	l.t.Helper()
	for _, a := range l.seen {
		assert.NotContains(l.t, events, a.Event, "%+v", a)
	}
}

// The official clients live with the simulator as with a CometD server.
func TestOfficialCometDClients(t *testing.T) {
	for _, library := range []string{"cometd", "cometd-3"} {
		for _, ack := range []bool{true, false} {
			name := library + map[bool]string{true: " with ack", false: " without ack"}[ack]
			t.Run(name, func(t *testing.T) {
				contactCentre := sim.New(sim.Options{Quiet: true, Ack: ack, Media: true})
				server := httptest.NewServer(nethttp.Handler(contactCentre))
				defer server.Close()
				client := listen(t, library, server.URL)
				session := contactCentre.Sessions()[0]

				handshake := client.next("handshake")
				assert.True(t, handshake.Successful)
				assert.Equal(t, ack, handshake.Ack == true, "ext.ack of the handshake")
				if connect := client.ready(); ack {
					assert.IsType(t, float64(0), connect.Ack, "the batch")
				}

				require.NoError(t, contactCentre.Update(session, "another application", `{"before":1}`))
				assertTells(t, client.next("message"), "before")
				require.NoError(t, rig.SignIn(t, server.URL).Update("calls/01SIMCALL00000000000000000000001", `{"on a call":1}`))
				message := client.next("message")
				assert.Equal(t, "/v2/me/calls", message.Channel)
				assert.Contains(t, string(message.Data), `"AttachedDataChanged"`)
				assert.Contains(t, string(message.Data), `"on a call":1`)
				client.untold("unsuccessful", "complaint")

				contactCentre.Expire()
				assert.True(t, client.next("handshake").Successful)
				client.ready()
				require.NoError(t, contactCentre.Update(session, "another application", `{"after":2}`))
				assertTells(t, client.next("message"), "after")
				client.untold("complaint")

				_, err := io.WriteString(client.stdin, "disconnect\n")
				require.NoError(t, err)
				client.next("done")
				client.untold("complaint")
				assert.Eventually(t, func() bool { return contactCentre.Polls() == 0 }, time.Minute, time.Millisecond,
					"a poll of a client that has disconnected is still held")
			})
		}
	}
}

func assertTells(t *testing.T, message account, key string) {
	t.Helper()
	assert.Equal(t, "/v2/me/smssessions", message.Channel)
	var data struct {
		MessageType string `json:"messageType"`
		SMSSession  struct {
			UserData map[string]any `json:"userData"`
		} `json:"smssession"`
	}
	require.NoError(t, json.Unmarshal(message.Data, &data))
	assert.Equal(t, "SMSsessionStateChangeMessage", data.MessageType)
	assert.Contains(t, data.SMSSession.UserData, key)
}
