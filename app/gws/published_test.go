package gws_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

// A listener polls for notifications with as little CometD as that takes.
type listener struct {
	t      *testing.T
	wire   wire.Transport
	client *gws.Client
	id     string
}

// bayeuxMessage is what the listener needs of a CometD message.
type bayeuxMessage struct {
	Channel    string
	ClientID   string
	Successful bool
	Data       json.RawMessage
}

func listen(t *testing.T, w wire.Transport, c *gws.Client) *listener {
	t.Helper()
	l := &listener{t: t, wire: w, client: c}
	hello := l.post(`[{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["long-polling"]}]`)
	require.True(t, hello[0].Successful)
	l.id = hello[0].ClientID
	l.post(`[{"channel":"/meta/subscribe","clientId":"` + l.id + `","subscription":"/v2/me/*"}]`)
	return l
}

func (l *listener) post(body string) (ms []bayeuxMessage) {
	l.t.Helper()
	h := l.client.Header()
	h.Set("Content-Type", "application/json")
	resp, err := l.wire.RoundTrip(l.t.Context(), &wire.Request{Method: "POST", Path: "/api/v2/notifications", Header: h, Body: []byte(body)})
	require.NoError(l.t, err)
	require.NoError(l.t, json.Unmarshal(resp.Body, &ms), string(resp.Body))
	return ms
}

// until polls until a notification satisfies ok.
func (l *listener) until(ok func(gws.Notification) bool) gws.Notification {
	l.t.Helper()
	for range 20 {
		for _, m := range l.post(`[{"channel":"/meta/connect","clientId":"` + l.id + `","connectionType":"long-polling"}]`) {
			if m.Data == nil {
				continue
			}
			n, err := gws.DecodeNotification(m.Data)
			require.NoError(l.t, err, string(m.Data))
			if ok(n) {
				return n
			}
		}
	}
	l.t.Fatal("no such notification came")
	return gws.Notification{}
}

func TestDecodeWhatIsPublished(t *testing.T) {
	for _, tt := range []struct {
		name   string
		quirks sim.Quirks
	}{
		{"as documented", sim.Quirks{}},
		{"capital S", sim.Quirks{MessageType: "SMSSessionStateChangeMessage"}},
		{"one s", sim.Quirks{OneS: true}},
		{"paths", sim.Quirks{SessionPath: true}},
		{"no path beside messages", sim.Quirks{NoMessagePath: true}},
		{"ISO times", sim.Quirks{ISOTimes: true}},
		{"no timestampSeconds", sim.Quirks{NoTimestampSeconds: true}},
		{"index gaps", sim.Quirks{IndexGaps: true}},
		{"reply last", sim.Quirks{ReplyLast: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := sim.New(sim.Options{Quiet: true, Sessions: -1, Quirks: tt.quirks})
			jar := &wire.Jar{Transport: s}
			c := gws.New(jar, gws.Options{})
			_, err := c.Me(t.Context())
			require.NoError(t, err)
			l := listen(t, jar, c)
			id := s.Invite()
			offer := l.until(func(n gws.Notification) bool { return n.Session != nil && n.Session.State == "Invited" })
			assert.Equal(t, id, offer.SessionID)

			operate(t.Context(), t, c, id, gws.Body("Accept"))
			accepted := l.until(func(n gws.Notification) bool { return n.Session != nil && n.Session.State == "Chatting" })
			assert.NotEmpty(t, accepted.ReferenceID)
			assert.NotNil(t, accepted.Session.Participants)

			operate(t.Context(), t, c, id, gws.Body("UpdateUserData", gws.Raw("userData", []byte(`{"UserData2":123456789}`))))
			written := l.until(func(n gws.Notification) bool { return n.NotificationType == "PropertiesUpdated" })
			assert.Contains(t, string(written.Session.UserData), `"UserData2":123456789`)
			assert.NotEmpty(t, written.ReferenceID)

			operate(t.Context(), t, c, id, gws.Body("SendMessage", gws.Raw("text", []byte(`"hello"`))))
			said := l.until(func(n gws.Notification) bool { return len(n.Messages) > 0 && n.Messages[0].Text == "hello" })
			assert.Equal(t, id, said.SessionID)
			assert.Equal(t, "Agent", said.Messages[0].From.Type)
			assert.Positive(t, said.Messages[0].Index)
			assert.False(t, said.Messages[0].Time.IsZero())

			operate(t.Context(), t, c, id, gws.Body("Complete"))
			over := l.until(func(n gws.Notification) bool {
				return n.Session != nil && gws.MediumOf(n.SessionID).Terminal(n.Session.State)
			})
			assert.Nil(t, over.Session.Capabilities)
		})
	}
}

func TestDecodePublishedFailure(t *testing.T) {
	s := sim.New(sim.Options{Quiet: true, Sessions: -1, Misbehave: []string{sim.Fail}})
	jar := &wire.Jar{Transport: s}
	c := gws.New(jar, gws.Options{})
	_, err := c.Me(t.Context())
	require.NoError(t, err)
	l := listen(t, jar, c)
	id := s.Invite()
	operate(t.Context(), t, c, id, gws.Body("Accept"))
	operate(t.Context(), t, c, id, gws.Body("UpdateUserData", gws.Raw("userData", []byte(`{"A":1}`))))
	n := l.until(func(n gws.Notification) bool { return n.Err != "" })
	assert.Equal(t, id, n.SessionID)
	assert.NotEmpty(t, n.ReferenceID)
}

func operate(ctx context.Context, t *testing.T, c *gws.Client, id string, body []byte) {
	t.Helper()
	_, err := c.Operate(ctx, id, body)
	require.NoError(t, err)
}
