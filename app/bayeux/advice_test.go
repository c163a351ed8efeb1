package bayeux_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/wire"
)

// The first held poll is answered with answer; then says what the client sends
// next, and when. The sections are "advice", with "reconnect advice",
// "interval advice" and "multiple-clients advice" of the Bayeux specification.
func TestAdvice(t *testing.T) {
	const (
		good    = `{"id":"3","channel":"/meta/connect","successful":true`
		bad     = `{"id":"3","channel":"/meta/connect","successful":false,"error":"`
		silence = "nothing for two hours"
	)
	for _, tt := range []struct{ name, answer, then, reason string }{
		{"none given", good + `}`, "0s connect", "the defaults are retry and interval 0"},
		{"retry", good + `,"advice":{"reconnect":"retry","interval":0}}`, "0s connect", ""},
		{"interval", good + `,"advice":{"reconnect":"retry","interval":2000}}`, "2s connect", ""},
		{"interval as a fraction", good + `,"advice":{"interval":2.0e3}}`, "2s connect", ""},
		{"interval is text", good + `,"advice":{"interval":"2000"}}`, "0s connect", "not a number: the default holds"},
		{"interval beyond reason", good + `,"advice":{"interval":1e300}}`, "1h0m0s connect", "bounded"},
		{"interval beyond floats", good + `,"advice":{"interval":1e999}}`, "0s connect", "not a number"},
		{"negative interval", good + `,"advice":{"interval":-1}}`, silence, ""},
		{"unknown reconnect", good + `,"advice":{"reconnect":"perhaps"}}`, "0s connect", "as if it were missing"},
		{"advice is a list", good + `,"advice":[{"reconnect":"none"}]}`, "0s connect", "no advice"},
		{"advice is null", good + `,"advice":null}`, "0s connect", "no advice"},
		{"transports and hosts", good + `,"advice":{"hosts":["other.example"],"long-polling":{"interval":7}}}`, "0s connect", "passed over"},
		{"handshake after success", good + `,"advice":{"reconnect":"handshake"}}`, "0s handshake", ""},
		{"none after success", good + `,"advice":{"reconnect":"none"}}`, silence, ""},

		{"failure, retry", bad + `500::busy","advice":{"reconnect":"retry"}}`, "1s connect quick", ""},
		{"failure, retry with interval", bad + `500::busy","advice":{"reconnect":"retry","interval":7000}}`, "7s connect quick", "the interval is a minimum"},
		{"failure, handshake", bad + `402::Unknown client","advice":{"reconnect":"handshake","interval":0}}`, "1s handshake", "a young session"},
		{"failure, handshake with interval", bad + `402::x","advice":{"reconnect":"handshake","interval":5000}}`, "5s handshake", ""},
		{"failure, none", bad + `403::logged out","advice":{"reconnect":"none"}}`, silence, ""},
		{"failure, negative interval", bad + `403::logged out","advice":{"reconnect":"retry","interval":-1}}`, silence, ""},
		{"unknown client, but retry", bad + `402::Unknown client","advice":{"reconnect":"retry"}}`, "1s connect quick", "advice goes before text"},
		{"unknown client of CometD without advice", bad + `402::session_unknown"}`, "1s handshake", ""},
		{"unknown client of Faye without advice", bad + `401:client1:Unknown client"}`, "1s handshake", ""},
		{"unknown client of Salesforce without advice", bad + `403::Unknown client"}`, "1s handshake", ""},
		{"denied without advice", bad + `403::denied"}`, "1s connect quick", "the session is not in question"},
		{"no error text", bad + `"}`, "1s connect quick", ""},

		{"on an event", `{"channel":"/a","data":1,"advice":{"interval":3000}},` + good + `}`, "3s connect", "any message may carry it"},
		{"two of them", `{"channel":"/a","data":1,"advice":{"interval":3000,"reconnect":"none"}},` + good + `,"advice":{"timeout":1}}`,
			"0s connect", "replaced, not merged"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = onPoll(1, func(c *call) (*wire.Response, error) { return ok("[" + tt.answer + "]"), nil })
				r := run(t, s, bayeux.Options{Channels: []string{}})
				s.sleep(2 * time.Hour)
				if tt.then == silence {
					assert.Equal(t, 3, s.count(), tt.reason)
					assert.ErrorIs(t, last[bayeux.Ended](t, r).Err, bayeux.ErrNoReconnect)
					return
				}
				require.Greater(t, s.count(), 3)
				assert.Equal(t, tt.then, s.log(r.start)[3], tt.reason)
				assert.Equal(t, strings.Contains(tt.then, "handshake"), s.calls[3].messages[0]["clientId"] == nil,
					"a lost clientId is not used again")
			})
		})
	}
}

// Each advice replaces the one before, and none is left for a new session: a
// stale "handshake" would make handshakes without end.
func TestAdviceIsReplacedAndReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.advice = nil
		s.hook = onPoll(3, func(c *call) (*wire.Response, error) { return ok("[" + unknown(c.messages[0]) + "]"), nil })
		polls := s.hook
		s.hook = func(c *call) (*wire.Response, error) {
			if res, err := polls(c); res != nil {
				return res, err
			}
			switch c.n {
			case 2: // the first connect
				return ok("[" + reply(c.messages[0], "successful", true, "advice", map[string]any{"interval": 2000}) + "]"), nil
			case 3:
				return ok("[" + reply(c.messages[0], "successful", true, "advice", map[string]any{"timeout": 9000}) + "]"), nil
			case 4:
				return ok("[" + reply(c.messages[0], "successful", true) + "]"), nil
			}
			return nil, nil
		}
		r := run(t, s, bayeux.Options{Channels: []string{}})
		s.sleep(10 * time.Second)
		assert.Equal(t, []string{"0s handshake", "0s connect quick", "2s connect", "2s connect", "2s connect",
			"2s handshake", "2s connect quick", "2s connect"}, s.log(r.start))
	})
}

// The time limit of a poll is what the server last advised as timeout, and ten
// seconds for the network.
func TestAdvisedTimeout(t *testing.T) {
	for _, tt := range []struct {
		name    string
		timeout any
		want    string
	}{
		{"short", 5000, "15s"},
		{"usual", 30000, "40s"},
		{"missing", nil, "1m10s"},
		{"negative", -5, "10s"},
		{"beyond reason", 1e15, "1h0m10s"},
		{"no number", "soon", "1m10s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.advice = map[string]any{"timeout": tt.timeout}
				if tt.timeout == nil {
					s.advice = nil
				}
				s.hook = onPoll(1, func(c *call) (*wire.Response, error) { <-c.ctx.Done(); return nil, c.ctx.Err() })
				r := run(t, s, bayeux.Options{})
				s.sleep(2 * time.Hour)
				assert.Contains(t, r.log()[4], "bayeux: connect: no reply within "+tt.want)
				assert.Contains(t, r.log()[4], tt.want+" retrying 1 at ")
			})
		})
	}
}

func TestMultipleClients(t *testing.T) {
	t.Run("is obeyed and told", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			s.advice = map[string]any{"multiple-clients": true, "interval": 2000, "timeout": 30000}
			r := run(t, s, bayeux.Options{Channels: []string{}})
			s.sleep(5 * time.Second)
			s.publish("/a", "1")
			s.advice = map[string]any{"interval": 0, "timeout": 30000}
			s.sleep(5 * time.Second)
			assert.Equal(t, []string{"0s handshake", "0s connect quick", "2s connect", "4s connect", "6s connect"}, s.log(r.start)[:5])
			assert.Equal(t, []string{"0s multiple clients true", "0s connected", "0s resync"}, r.log()[1:4])
			s.sleep(time.Minute)
			assert.Equal(t, []string{"36s multiple clients false"}, r.tail(4))
		})
	})
	t.Run("is refused", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			s.hook = onPoll(1, func(c *call) (*wire.Response, error) {
				return ok("[" + reply(c.messages[0], "successful", false, "error", "",
					"advice", map[string]any{"multiple-clients": true, "reconnect": "none"}) + "]"), nil
			})
			r := run(t, s, bayeux.Options{})
			assert.Equal(t, []string{"0s multiple clients true",
				"0s ended: bayeux: connect: refused without a reason: the server asks not to connect again"}, r.tail(4))
		})
	})
}

// A session that must have timed out on the server is not polled again.
func TestMaxInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.advice["maxInterval"] = 10000
		r := run(t, s, bayeux.Options{Channels: []string{}})
		s.sleep(time.Second)
		s.hook = func(c *call) (*wire.Response, error) { return nil, errCut }
		r.Wake()
		s.sleep(time.Minute)
		log := s.log(r.start)
		assert.Equal(t, "1s connect quick", log[3])
		assert.Equal(t, []string{"37s connect quick", "46s handshake"}, log[11:13], "timeout and maxInterval are 40 s")
	})
}

// A handshake reply decides whether there is a session at all ("Handshake
// Response" of the Bayeux specification).
func TestHandshakeReply(t *testing.T) {
	const silence = ""
	for _, tt := range []struct{ name, fields, log, then string }{
		{"bare minimum", `"successful":true,"clientId":"x"`, "0s handshaken ack=false", "0s connect quick"},
		{"clientId is a number", `"successful":true,"clientId":17`, "0s handshaken ack=false", "0s connect quick"},
		{"advised retry", `"successful":true,"clientId":"x","advice":{"reconnect":"retry"}`, "0s handshaken ack=false", "0s connect quick"},
		{"advised handshake", `"successful":true,"clientId":"x","advice":{"reconnect":"handshake"}`, "0s handshaken ack=false", "0s connect quick"},
		{"advised none", `"successful":true,"clientId":"x","advice":{"reconnect":"none"}`,
			"0s ended: bayeux: handshake: the server asks not to connect again", silence},
		{"no common connection type", `"successful":true,"clientId":"x","supportedConnectionTypes":["websocket"]`,
			"0s ended: bayeux: handshake: the server does not offer long-polling", silence},
		{"connection types are no list", `"successful":true,"clientId":"x","supportedConnectionTypes":"long-polling"`,
			"0s ended: bayeux: handshake: the server does not offer long-polling", silence},
		{"no clientId", `"successful":true`, "0s retrying 1 at 1s: bayeux: handshake: unusable reply: it has no clientId", "1s handshake"},
		{"refused", `"successful":false,"error":"500::later"`, "0s retrying 1 at 1s: bayeux: handshake: 500 later", "1s handshake"},
		{"refused, retry", `"successful":false,"error":"500::later","advice":{"reconnect":"retry"}`,
			"0s retrying 1 at 1s: bayeux: handshake: 500 later", "1s handshake"},
		{"denied", `"successful":false,"error":"403::denied"`, "0s retrying 1 at 15s: bayeux: handshake: 403 denied", "15s handshake"},
		{"denied for good", `"successful":false,"error":"403::denied","advice":{"reconnect":"none"}`,
			"0s ended: bayeux: handshake: 403 denied: the server asks not to connect again", silence},
		{"error in other words", `"successful":false,"error":"who: are you"`, "0s retrying 1 at 1s: bayeux: handshake: who: are you", "1s handshake"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = func(c *call) (*wire.Response, error) {
					if c.n == 1 {
						return ok(`[{"id":"1","channel":"/meta/handshake",` + tt.fields + `}]`), nil
					}
					return nil, errCut
				}
				r := run(t, s, bayeux.Options{Channels: []string{}})
				s.sleep(20 * time.Second)
				assert.Equal(t, tt.log, r.log()[0])
				if tt.then == silence {
					assert.Equal(t, 1, s.count())
					return
				}
				assert.Equal(t, tt.then, s.log(r.start)[1])
			})
		})
	}
}
