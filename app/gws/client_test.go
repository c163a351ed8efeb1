package gws_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

// signedIn returns a client of a simulated contact centre where nothing
// happens by itself, and a session that chats.
func signedIn(t *testing.T, o sim.Options) (*gws.Client, *sim.Sim, string) {
	t.Helper()
	o.Quiet = true
	s := sim.New(o)
	c := gws.New(&wire.Jar{Transport: s}, gws.Options{})
	_, err := c.Me(t.Context())
	require.NoError(t, err)
	id := s.Invite()
	_, err = c.Operate(t.Context(), id, gws.Body("Accept", gws.Raw("nickname", []byte(`"me"`))))
	require.NoError(t, err)
	return c, s, id
}

func TestMe(t *testing.T) {
	s := sim.New(sim.Options{Quiet: true})
	c := gws.New(&wire.Jar{Transport: s}, gws.Options{})
	assert.Empty(t, c.Header(), "nothing is known before the first reply")
	u, err := c.Me(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "sam.sample", u.UserName)
	assert.NotEmpty(t, u.ID)
	require.Len(t, c.Header(), 1)
	assert.Equal(t, "X-CSRF-TOKEN", c.Header()[0].Name)
	assert.NotEmpty(t, c.Header()[0].Value)
}

func TestMeSignsIn(t *testing.T) {
	basic := func(password string) func() string {
		return func() string {
			return "Basic " + base64.StdEncoding.EncodeToString([]byte("sam.sample:"+password))
		}
	}
	s := sim.New(sim.Options{Quiet: true, Password: "open sesame", Token: "bearer-token-of-sam"})
	for _, tt := range []struct {
		name          string
		authorization func() string
		ok            bool
	}{
		{"password", basic("open sesame"), true},
		{"token", func() string { return "Bearer bearer-token-of-sam" }, true},
		{"wrong password", basic("open barley"), false},
		{"nothing", func() string { return "" }, false},
		{"no function", nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := gws.New(&wire.Jar{Transport: s}, gws.Options{Authorization: tt.authorization})
			_, err := c.Me(t.Context())
			if tt.ok {
				require.NoError(t, err)
				return
			}
			var e *gws.Error
			require.ErrorAs(t, err, &e)
			assert.True(t, e.SignIn(), "%v", err)
			if tt.authorization != nil && tt.authorization() != "" {
				assert.NotContains(t, err.Error(), tt.authorization())
			}
		})
	}
}

func TestSessions(t *testing.T) {
	for _, tt := range []struct {
		name   string
		quirks sim.Quirks
	}{
		{"list", sim.Quirks{}},
		{"list, one s", sim.Quirks{OneS: true}},
		{"bare session", sim.Quirks{BareCollection: true}},
		{"with paths", sim.Quirks{SessionPath: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s, id := signedIn(t, sim.Options{Sessions: -1, Quirks: tt.quirks})
			list, err := c.Sessions(t.Context())
			require.NoError(t, err)
			require.Len(t, list, 1)
			one, err := c.Session(t.Context(), id)
			require.NoError(t, err)
			for _, got := range []gws.Session{list[0], one} {
				assert.Equal(t, id, got.ID)
				assert.Equal(t, "Chatting", got.State)
				assert.NotEmpty(t, got.Participants)
				assert.True(t, gws.CanDo(got.Capabilities, "UpdateUserData"))
				var resource struct{ ReceivedDate string }
				require.NoError(t, json.Unmarshal(got.Raw, &resource))
				_, ok := gws.ParseTime(resource.ReceivedDate)
				assert.True(t, ok, resource.ReceivedDate)
				want, err := s.UserData(id)
				require.NoError(t, err)
				assert.JSONEq(t, string(want), string(got.UserData))
			}
		})
	}
}

func TestNoSessions(t *testing.T) {
	c := gws.New(&wire.Jar{Transport: sim.New(sim.Options{Quiet: true, Sessions: -1})}, gws.Options{})
	_, err := c.Me(t.Context())
	require.NoError(t, err)
	list, err := c.Sessions(t.Context())
	require.NoError(t, err)
	assert.Empty(t, list)
}

func TestMessages(t *testing.T) {
	c, s, id := signedIn(t, sim.Options{Sessions: -1})
	require.NoError(t, s.Say(id, "hello"))
	_, err := c.Operate(t.Context(), id, gws.Body("SendMessage", gws.Raw("text", []byte(`"hi \"there\""`))))
	require.NoError(t, err)
	transcript := func(query string) []gws.Message {
		resp, err := (&wire.Jar{Transport: s}).RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: gws.SessionPath(id) + "/messages" + query})
		require.NoError(t, err)
		list, err := gws.DecodeTranscript(resp.Body)
		require.NoError(t, err)
		return list
	}
	all := transcript("")
	require.GreaterOrEqual(t, len(all), 3)
	last := all[len(all)-1]
	assert.Equal(t, `hi "there"`, last.Content())
	assert.Equal(t, "Text", last.Type)
	assert.Equal(t, "Agent", last.From.Type)
	assert.False(t, last.Time.IsZero())
	assert.Equal(t, []gws.Message{last}, transcript("?startIndex="+strconv.Itoa(last.Index)))
}

func TestContactCenterSession(t *testing.T) {
	c, _, _ := signedIn(t, sim.Options{Sessions: -1})
	require.NoError(t, c.StartContactCenterSession(t.Context(), []string{"smssession"}))
}

// The request of the page SMSAttachUserData, as it goes on the wire and as the
// server then has it.
func TestOperateDocumentedExample(t *testing.T) {
	c, s, id := signedIn(t, sim.Options{Sessions: -1})
	body := gws.Body("AttachUserData", gws.Raw("userData", []byte(`{"UserData1":"DATA1","UserData2":123456789}`)))
	page, err := os.ReadFile("testdata/attach-request.json")
	require.NoError(t, err)
	assert.JSONEq(t, string(page), string(body))

	r, err := c.Operate(t.Context(), id, body)
	require.NoError(t, err)
	assert.Equal(t, 200, r.HTTPStatus)
	assert.Equal(t, 0, r.StatusCode)
	reply, err := os.ReadFile("testdata/attach-reply.json")
	require.NoError(t, err)
	assert.JSONEq(t, string(reply), string(r.Body))

	var data map[string]json.RawMessage
	raw, err := s.UserData(id)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &data))
	assert.Equal(t, `"DATA1"`, string(data["UserData1"]))
	assert.Equal(t, `123456789`, string(data["UserData2"]))
}

func TestOperateRefused(t *testing.T) {
	c, _, id := signedIn(t, sim.Options{Sessions: -1})
	for _, tt := range []struct {
		name string
		id   string
		body []byte
		code int
	}{
		{"unknown session", "nobody", gws.Body("Leave"), 6},
		{"an id with a slash", "a/b", gws.Body("Leave"), 6},
		{"not now", id, gws.Body("Accept"), 3},
		{"parameter missing", id, gws.Body("SendMessage"), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := c.Operate(t.Context(), tt.id, tt.body)
			var e *gws.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, tt.code, e.StatusCode)
			assert.Equal(t, tt.code, r.StatusCode)
			assert.Equal(t, e.HTTPStatus, r.HTTPStatus)
			assert.NotEmpty(t, r.StatusMessage)
			assert.Equal(t, r.StatusMessage, e.Message)
			assert.NotEmpty(t, r.Body)
		})
	}
}

func TestOperateReferenceInReply(t *testing.T) {
	c, _, id := signedIn(t, sim.Options{Sessions: -1, Quirks: sim.Quirks{ReferenceInReplies: true}})
	r, err := c.Operate(t.Context(), id, gws.Body("UpdateUserData", gws.Raw("userData", []byte(`{"A":1}`))))
	require.NoError(t, err)
	assert.NotEmpty(t, r.ReferenceID)
}

// A token dies with the HTTP session; the client fetches a new one, once.
func TestOperateRenewsCSRF(t *testing.T) {
	c, s, id := signedIn(t, sim.Options{Sessions: -1})
	before := c.Header()
	s.RotateCSRF()
	_, err := c.Operate(t.Context(), id, gws.Body("UpdateUserData", gws.Raw("userData", []byte(`{"A":1}`))))
	require.NoError(t, err)
	assert.NotEqual(t, before, c.Header())
}

func TestWithoutCSRF(t *testing.T) {
	c, _, id := signedIn(t, sim.Options{Sessions: -1, NoCSRF: true})
	assert.Empty(t, c.Header())
	_, err := c.Operate(t.Context(), id, gws.Body("SetInFocus"))
	require.NoError(t, err)
}

func TestOperateWithoutResponse(t *testing.T) {
	c, _, id := signedIn(t, sim.Options{Sessions: -1})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := c.Operate(ctx, id, gws.Body("Leave"))
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, gws.Reply{StatusCode: -1}, r)
	var e *gws.Error
	assert.False(t, errors.As(err, &e), "no response is no refusal")
}
