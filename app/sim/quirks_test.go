package sim_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
)

const attach = `{"operationName":"AttachUserData","userData":{"a":1}}`

// Each quirk changes what it names in the notification of the request.
func TestQuirks(t *testing.T) {
	say := `{"operationName":"SendMessage","text":"x"}`
	session := func(n map[string]any) map[string]any { return n["smssession"].(map[string]any) }
	message := func(n map[string]any) map[string]any { return n["messages"].([]any)[0].(map[string]any) }
	for _, tt := range []struct {
		name   string
		quirks sim.Quirks
		body   string
		check  func(*testing.T, map[string]any)
	}{
		{"message type", sim.Quirks{MessageType: "SMSSessionStateChangeMessage"}, attach, func(t *testing.T, n map[string]any) {
			assert.Equal(t, "SMSSessionStateChangeMessage", n["messageType"])
		}},
		{"one s, state", sim.Quirks{OneS: true}, attach, func(t *testing.T, n map[string]any) {
			assert.Contains(t, n, "smsession")
			assert.NotContains(t, n, "smssession")
		}},
		{"one s, messages", sim.Quirks{OneS: true}, say, func(t *testing.T, n map[string]any) {
			assert.Contains(t, n, "smsessionUri")
			assert.Contains(t, n, "smsessionPath")
		}},
		{"path", sim.Quirks{SessionPath: true}, attach, func(t *testing.T, n map[string]any) {
			assert.Equal(t, "/smssessions/"+session(n)["id"].(string), session(n)["path"])
		}},
		{"no path", sim.Quirks{NoMessagePath: true}, say, func(t *testing.T, n map[string]any) {
			assert.Contains(t, n, "smssessionUri")
			assert.NotContains(t, n, "smssessionPath")
		}},
		{"focus", sim.Quirks{InFocus: true}, attach, func(t *testing.T, n map[string]any) {
			assert.Contains(t, session(n)["capabilities"], "InFocus")
			assert.NotContains(t, session(n)["capabilities"], "SetInFocus")
		}},
		{"ISO times", sim.Quirks{ISOTimes: true}, say, func(t *testing.T, n map[string]any) {
			assert.Equal(t, "2000-01-01T00:00:00.000Z", message(n)["timestamp"])
		}},
		{"no milliseconds", sim.Quirks{NoTimestampSeconds: true}, say, func(t *testing.T, n map[string]any) {
			assert.NotContains(t, message(n), "timestampSeconds")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, id := quiet(sim.Options{Quirks: tt.quirks})
				p := newPage(t, s)
				p.listen("/v2/me/*")
				require.Equal(t, 200, p.post(id, tt.body).Status)
				tt.check(t, p.events(1)[0])
			})
		})
	}
}

func TestFailAccept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := quiet(sim.Options{Quirks: sim.Quirks{FailAccept: true}})
		p := newPage(t, s)
		id := s.Invite()
		p.listen("/v2/me/*")
		p.post(id, `{"operationName":"Accept"}`)
		x := p.events(1)[0]["smssession"].(map[string]any)
		assert.Equal(t, "JoinFailed", x["state"])
		assert.Contains(t, x["capabilities"], "Complete")
		assert.NotContains(t, x["capabilities"], "SendMessage")
	})
}

func TestIndexGaps(t *testing.T) {
	s, id := quiet(sim.Options{Quirks: sim.Quirks{IndexGaps: true}})
	p := newPage(t, s)
	var got []string
	for _, m := range p.get("/api/v2/me/smssessions/" + id + "/messages?count=4")["messages"].([]any) {
		got = append(got, m.(map[string]any)["index"].(json.Number).String())
	}
	assert.Equal(t, []string{"1", "2", "4", "5"}, got)
}

func TestReferenceInReplies(t *testing.T) {
	s, id := quiet(sim.Options{Quirks: sim.Quirks{ReferenceInReplies: true}})
	assert.Equal(t, `{"statusCode":0,"referenceId":1}`, string(newPage(t, s).post(id, attach).Body))
}

func TestBareCollection(t *testing.T) {
	s, id := quiet(sim.Options{Quirks: sim.Quirks{BareCollection: true}})
	assert.Equal(t, id, newPage(t, s).get("/api/v2/me/smssessions?fields=*")["id"])
}

// The reply comes first and the notification a little later; a switch reverses
// the order, since two connections may always race.
func TestReplyAndNotification(t *testing.T) {
	for _, tt := range []struct {
		name         string
		quirks       sim.Quirks
		reply, event time.Duration
	}{
		{name: "reply first", reply: 0, event: 5 * time.Millisecond},
		{name: "notification first", quirks: sim.Quirks{ReplyLast: true}, reply: 5 * time.Millisecond, event: 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, id := quiet(sim.Options{Quirks: tt.quirks})
				p := newPage(t, s)
				p.listen("/v2/me/*")
				start := time.Now()
				held := p.hold(t.Context())
				heard := make(chan time.Duration)
				go func() {
					got := <-held
					assert.Contains(t, string(got.resp.Body), `"a":1`)
					heard <- time.Since(start)
				}()
				p.post(id, attach)
				assert.Equal(t, tt.reply, time.Since(start))
				assert.Equal(t, tt.event, <-heard)
			})
		})
	}
}

// Notifications keep the order of the changes they tell, even if one of another
// client comes while that of a request still waits.
func TestNotificationsDoNotOvertake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, id := quiet(sim.Options{})
		p := newPage(t, s)
		p.listen("/v2/me/*")
		p.post(id, attach)
		require.NoError(t, s.Update(id, "test", `{"a":2}`))
		p.post(id, `{"operationName":"UpdateUserData","userData":{"a":3}}`)
		var got []any
		for _, n := range p.events(3) {
			got = append(got, n["smssession"].(map[string]any)["userData"].(map[string]any)["a"])
		}
		assert.Equal(t, []any{json.Number("1"), json.Number("2"), json.Number("3")}, got)
	})
}
