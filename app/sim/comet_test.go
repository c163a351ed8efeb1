package sim_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

const update = `{"x":1}`

func TestHandshake(t *testing.T) {
	for _, tt := range []struct {
		name, message string
		ack           bool
		want          string // the reply without what is random
	}{
		{"long polling", `{"id":"7","channel":"/meta/handshake","supportedConnectionTypes":["websocket","long-polling"]}`, false,
			`{"id":"7","channel":"/meta/handshake","version":"1.0","minimumVersion":"1.0","supportedConnectionTypes":["long-polling"],` +
				`"advice":{"reconnect":"retry","interval":0,"timeout":30000},"successful":true}`},
		{"a number as id", `{"id":7,"channel":"/meta/handshake","supportedConnectionTypes":["websocket"]}`, false,
			`{"id":7,"channel":"/meta/handshake","version":"1.0","minimumVersion":"1.0","supportedConnectionTypes":["long-polling"],` +
				`"advice":{"reconnect":"none"},"successful":false,"error":"400::no_common_connection_type"}`},
		{"ack asked for and offered", `{"channel":"/meta/handshake","supportedConnectionTypes":["long-polling"],"ext":{"ack":true}}`, true,
			`{"channel":"/meta/handshake","version":"1.0","minimumVersion":"1.0","supportedConnectionTypes":["long-polling"],` +
				`"advice":{"reconnect":"retry","interval":0,"timeout":30000},"ext":{"ack":true},"successful":true}`},
		{"ack asked for and not offered", `{"channel":"/meta/handshake","supportedConnectionTypes":["long-polling"],"ext":{"ack":true}}`, false,
			`{"channel":"/meta/handshake","version":"1.0","minimumVersion":"1.0","supportedConnectionTypes":["long-polling"],` +
				`"advice":{"reconnect":"retry","interval":0,"timeout":30000},"successful":true}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, _ := quiet(sim.Options{Ack: tt.ack})
			p := newPage(t, s)
			for _, body := range []string{tt.message, "[" + tt.message + "]"} {
				got := p.comet(body)
				require.Len(t, got, 1)
				if id, ok := got[0]["clientId"].(string); ok {
					assert.GreaterOrEqual(t, len(id), 26, "at least 128 bits")
				}
				delete(got[0], "clientId")
				assert.Equal(t, decode[map[string]any](t, []byte(tt.want)), got[0])
			}
		})
	}
}

func TestAddressesOfTheCometDClients(t *testing.T) {
	s, _ := quiet(sim.Options{})
	p := newPage(t, s)
	for suffix, want := range map[string]int{"": 200, "/": 200, "/handshake": 200, "/connect": 200, "/disconnect": 200, "/x": 404, "x": 404} {
		assert.Equal(t, want, p.do("POST", "/api/v2/notifications"+suffix, `[{"channel":"/meta/connect"}]`).Status, suffix)
	}
	assert.Equal(t, 405, p.do("GET", "/api/v2/notifications", "").Status)
}

func TestBadBayeux(t *testing.T) {
	s, _ := quiet(sim.Options{})
	p := newPage(t, s)
	for body, want := range map[string]int{
		``: 400, `[`: 400, `[]`: 400, `[1]`: 400, `"x"`: 400, `[{}] x`: 400,
		`{"channel":"/x"}`: 200, `[{}]`: 200, `[{"id":{"a":1},"channel":7}]`: 200,
		strings.Repeat(" ", 1<<20) + `[]`: 413,
	} {
		assert.Equal(t, want, p.do("POST", "/api/v2/notifications", body).Status, "%.20s", body)
	}
}

func TestSubscriptions(t *testing.T) {
	for _, tt := range []struct {
		subscription string
		successful   bool
		hears        bool // of /v2/me/smssessions
	}{
		{`"/v2/me/smssessions"`, true, true},
		{`"/v2/me/*"`, true, true},
		{`"/v2/**"`, true, true},
		{`"/**"`, true, true},
		{`["/v2/me/chats","/v2/me/smssessions"]`, true, true},
		{`"/v2/*"`, true, false},
		{`"/*"`, true, false},
		{`"/v2/me/smssessions/*"`, true, false},
		{`"/v2/me/smssessions/**"`, true, false},
		{`"/v2/me/sms"`, true, false},
		{`[]`, true, false},
		{`"/meta/connect"`, false, false},
		{`"/meta/**"`, false, false},
		{`["/v2/me/*","/meta/*"]`, false, false},
		{`"v2"`, false, false},
		{`""`, false, false},
		{`"/"`, false, false},
		{`"/v2//me"`, false, false},
		{`"/**/me"`, false, false},
		{`"/v2/me*"`, false, false},
		{`1`, false, false},
		{`null`, false, false},
	} {
		t.Run(tt.subscription, func(t *testing.T) {
			s, id := quiet(sim.Options{})
			p := newPage(t, s)
			p.listen()
			r := p.comet(`[{"id":"2","channel":"/meta/subscribe","clientId":"` + p.clientID + `","subscription":` + tt.subscription + `}]`)
			assert.Equal(t, tt.successful, r[0]["successful"])
			if tt.successful {
				assert.Equal(t, decode[any](t, []byte(tt.subscription)), r[0]["subscription"])
			}
			require.NoError(t, s.Update(id, "test", update))
			events, _ := p.poll(`,"advice":{"timeout":0}`)
			assert.Equal(t, tt.hears, len(events) == 1)
		})
	}
}

// With an unknown clientId everything is answered by HTTP 200, and connect says
// what to do.
func TestUnknownClient(t *testing.T) {
	s, _ := quiet(sim.Options{})
	p := newPage(t, s)
	for _, channel := range []string{"/meta/connect", "/meta/subscribe", "/meta/disconnect", "/x"} {
		r := p.comet(`[{"id":"5","channel":"` + channel + `","clientId":"none","subscription":"/x"}]`)[0]
		assert.Equal(t, false, r["successful"])
		assert.Equal(t, "5", r["id"])
		assert.True(t, strings.HasPrefix(r["error"].(string), "402:"))
		if channel == "/meta/connect" {
			assert.Equal(t, map[string]any{"reconnect": "handshake", "interval": json.Number("0")}, r["advice"])
		} else {
			assert.NotContains(t, r, "advice")
		}
	}
}

// A session belongs to the browser that opened it, and is found by the cookie as
// much as by the clientId.
func TestSessionNeedsItsCookie(t *testing.T) {
	s, _ := quiet(sim.Options{})
	p, other := newPage(t, s), newPage(t, s)
	p.listen()
	other.clientID = p.clientID
	_, reply := other.poll("")
	assert.Equal(t, false, reply["successful"])
}

func TestHeldPolls(t *testing.T) {
	for _, tt := range []struct {
		name, extra string
		timeout     time.Duration
		do          func(*sim.Sim, string)
		after       time.Duration
		events      int
	}{
		{"nothing happens", "", 0, nil, 30 * time.Second, 0},
		{"a shorter hold is asked for", `,"advice":{"timeout":7000}`, 0, nil, 7 * time.Second, 0},
		{"a longer one is not granted", `,"advice":{"timeout":70000}`, 0, nil, 30 * time.Second, 0},
		{"no hold is asked for", `,"advice":{"timeout":0}`, 0, nil, 0, 0},
		{"the server's own", "", 4 * time.Second, nil, 4 * time.Second, 0},
		{"an event", "", 0, func(s *sim.Sim, id string) { _ = s.Update(id, "test", update) }, time.Second, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, id := quiet(sim.Options{Timeout: tt.timeout})
				p := newPage(t, s)
				p.listen("/v2/me/*")
				if tt.do != nil {
					time.AfterFunc(time.Second, func() { tt.do(s, id) })
				}
				start := time.Now()
				events, reply := p.poll(tt.extra)
				assert.Equal(t, tt.after, time.Since(start))
				assert.Len(t, events, tt.events)
				assert.Equal(t, true, reply["successful"])
			})
		})
	}
}

// A connect that shares its request with other messages is answered at once, and
// last.
func TestConnectInABatchIsNotHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := quiet(sim.Options{})
		p := newPage(t, s)
		p.listen()
		start := time.Now()
		r := p.comet(`[{"id":"1","channel":"/meta/connect","clientId":"` + p.clientID + `"},
			{"id":"2","channel":"/meta/subscribe","clientId":"` + p.clientID + `","subscription":"/x"}]`)
		assert.Zero(t, time.Since(start))
		require.Len(t, r, 2)
		assert.Equal(t, "/meta/subscribe", r[0]["channel"])
		assert.Equal(t, "/meta/connect", r[1]["channel"])
	})
}

// Without acknowledgements events ride on whatever reply comes first.
func TestEventsRideOnAnyReply(t *testing.T) {
	s, id := quiet(sim.Options{})
	p := newPage(t, s)
	p.listen("/v2/me/*")
	require.NoError(t, s.Update(id, "test", update))
	r := p.comet(`[{"id":"2","channel":"/meta/subscribe","clientId":"` + p.clientID + `","subscription":"/x"}]`)
	require.Len(t, r, 2)
	assert.Equal(t, "/v2/me/smssessions", r[0]["channel"])
	assert.NotContains(t, r[0], "successful")
}

// hold starts a poll and waits until it is held. It needs a synctest bubble.
func (p *page) hold(ctx context.Context) <-chan outcome {
	done := make(chan outcome, 1)
	body := p.connectMessage("")
	go func() {
		resp, err := p.try(ctx, "POST", "/api/v2/notifications/connect", body)
		done <- outcome{resp, err}
	}()
	synctest.Wait()
	return done
}

type outcome struct {
	resp *wire.Response
	err  error
}

// What ends a held poll besides events and time.
func TestEndsOfAHeldPoll(t *testing.T) {
	for _, tt := range []struct {
		name   string
		do     func(*page, *sim.Sim)
		status int
		body   string // what the reply contains
	}{
		{"another poll", func(p *page, _ *sim.Sim) { p.hold(p.t.Context()) }, 500, `"statusCode":2`},
		{"disconnect", func(p *page, _ *sim.Sim) {
			p.comet(`[{"id":"1","channel":"/meta/disconnect","clientId":"` + p.clientID + `"}]`)
		}, 200, `"advice":{"reconnect":"none","interval":0}`},
		{"expiry", func(_ *page, s *sim.Sim) { s.Expire() }, 200, `"advice":{"reconnect":"handshake","interval":0}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				s, _ := quiet(sim.Options{})
				p := newPage(t, s)
				p.t = t
				p.listen()
				first := p.hold(ctx)
				start := time.Now()
				tt.do(p, s)
				got := <-first
				assert.Zero(t, time.Since(start))
				require.NoError(t, got.err)
				assert.Equal(t, tt.status, got.resp.Status)
				assert.Contains(t, string(got.resp.Body), tt.body)
			})
		})
	}
}

// A poll whose connection breaks takes no event with it.
func TestBrokenPollsLoseNothing(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(s *sim.Sim, cancel func())
		want error
	}{
		{"the client goes away", func(_ *sim.Sim, cancel func()) { cancel() }, context.Canceled},
		{"the link is cut", func(s *sim.Sim, _ func()) { s.Drop() }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, id := quiet(sim.Options{})
				p := newPage(t, s)
				p.listen("/v2/me/*")
				ctx, cancel := context.WithCancel(t.Context())
				done := p.hold(ctx)
				assert.Equal(t, 1, s.Polls())
				tt.do(s, cancel)
				require.NoError(t, s.Update(id, "test", update))
				got := <-done
				var lost *wire.NoResponse
				require.True(t, errors.As(got.err, &lost))
				if tt.want != nil {
					assert.ErrorIs(t, got.err, tt.want)
				}
				assert.Zero(t, s.Polls())
				p.events(1)
				cancel()
			})
		})
	}
}

// A session lives for MaxInterval without a poll, after the handshake as after
// any poll, and no longer.
func TestSessionExpiresWithoutPolls(t *testing.T) {
	for _, tt := range []struct {
		name  string
		idle  time.Duration
		alive bool
	}{
		{"in time", 9 * time.Second, true},
		{"too late", 11 * time.Second, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, _ := quiet(sim.Options{})
				p := newPage(t, s)
				p.listen()
				time.Sleep(tt.idle)
				_, reply := p.poll("")
				require.Equal(t, tt.alive, reply["successful"])
				if tt.alive {
					time.Sleep(tt.idle)
					_, reply = p.poll("")
					assert.Equal(t, true, reply["successful"])
				}
			})
		})
	}
}

// Two sessions of one browser share its few connections: the second is not held,
// and is told so once. When the first is gone, it is told again.
func TestMultipleClientsOfOneBrowser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := quiet(sim.Options{})
		p := newPage(t, s)
		p.listen()
		second := *p
		second.listen()
		ctx, cancel := context.WithCancel(t.Context())
		held := p.hold(ctx)
		start := time.Now()
		_, reply := second.poll("")
		assert.Zero(t, time.Since(start))
		advice := reply["advice"].(map[string]any)
		assert.Equal(t, true, advice["multiple-clients"])
		assert.Equal(t, json.Number("2000"), advice["interval"])
		_, reply = second.poll("")
		assert.NotContains(t, reply, "advice", "already known")
		cancel()
		<-held
		_, reply = second.poll("")
		assert.Equal(t, 30*time.Second, time.Since(start), "held again")
		assert.Equal(t, json.Number("0"), reply["advice"].(map[string]any)["interval"])
	})
}

// With acknowledgements an event is sent until the client has said that it was
// applied, and it comes with a connect only.
func TestAcknowledgements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, id := quiet(sim.Options{Ack: true})
		p := newPage(t, s)
		p.listen("/v2/me/*")
		require.NoError(t, s.Update(id, "test", `{"x":1}`))
		r := p.comet(`[{"id":"2","channel":"/meta/subscribe","clientId":"` + p.clientID + `","subscription":"/x"}]`)
		assert.Len(t, r, 1, "no event on a reply to subscribe")

		start := time.Now()
		first, reply := p.poll("")
		require.Len(t, first, 1)
		assert.Equal(t, map[string]any{"ack": json.Number("1")}, reply["ext"])

		require.NoError(t, s.Update(id, "test", `{"x":2}`))
		again, reply := p.poll("") // still says 0
		require.Len(t, again, 2)
		assert.Equal(t, first[0], again[0])
		assert.Equal(t, map[string]any{"ack": json.Number("2")}, reply["ext"])

		p.ack = "1"
		rest, _ := p.poll("")
		require.Len(t, rest, 1)
		assert.Equal(t, again[1], rest[0])
		assert.Zero(t, time.Since(start), "what is not acknowledged does not wait")

		p.ack = "2"
		none, reply := p.poll("")
		assert.Empty(t, none)
		assert.Equal(t, map[string]any{"ack": json.Number("2")}, reply["ext"])
	})
}

// A client that does not come for its events loses the session, and so learns
// that it has missed something.
func TestQueueIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, id := quiet(sim.Options{})
		p := newPage(t, s)
		p.listen("/v2/me/*")
		big := `{"big":"` + strings.Repeat("x", 8<<20) + `"}`
		for range 9 {
			require.NoError(t, s.Update(id, "test", big))
		}
		_, reply := p.poll("")
		assert.Equal(t, false, reply["successful"])
	})
}
