package bayeux_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/wire"
)

// The requests of a session are byte for byte what the specification's sections
// Handshake, Subscribe, Connect and Disconnect ask for.
func TestRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		r := run(t, s, bayeux.Options{
			URL: "/api/v2/notifications", Channels: []string{"/v2/me/*", `/a"b`, "/v2/me/*"},
			Header: func() wire.Header { return wire.Header{{Name: "X-CSRF-TOKEN", Value: "abc"}} },
		})
		r.cancel()
		<-r.ended
		var bodies []string
		for _, c := range s.calls {
			bodies = append(bodies, string(c.Body))
			assert.Equal(t, "POST", c.Method)
			assert.Equal(t, "/api/v2/notifications", c.Path)
			assert.Equal(t, "application/json;charset=UTF-8", c.Header.Get("Content-Type"))
			assert.Equal(t, "abc", c.Header.Get("X-CSRF-TOKEN"))
			assert.Equal(t, c.op() == "disconnect", c.Outlive, "only the last message outlives the page")
		}
		assert.Empty(t, cmp.Diff([]string{
			`[{"id":"1","channel":"/meta/handshake","version":"1.0","minimumVersion":"1.0","supportedConnectionTypes":["long-polling"],"advice":{"timeout":60000,"interval":0},"ext":{"ack":true}}]`,
			`[{"id":"2","channel":"/meta/subscribe","clientId":"client1","subscription":"/v2/me/*"},{"id":"3","channel":"/meta/subscribe","clientId":"client1","subscription":"/a\"b"}]`,
			`[{"id":"4","channel":"/meta/connect","clientId":"client1","connectionType":"long-polling","advice":{"timeout":0}}]`,
			`[{"id":"5","channel":"/meta/connect","clientId":"client1","connectionType":"long-polling"}]`,
			`[{"id":"6","channel":"/meta/disconnect","clientId":"client1"}]`,
		}, bodies))
	})
}

func TestPaths(t *testing.T) {
	for _, tt := range []struct {
		name, url string
		appends   bool
		want      string
	}{
		{"plain", "/cometd", false, "/cometd /cometd /cometd /cometd"},
		{"appended", "/cometd", true, "/cometd/handshake /cometd /cometd/connect /cometd/disconnect"},
		{"appended behind a slash", "/cometd/", true, "/cometd/handshake /cometd/ /cometd/connect /cometd/disconnect"},
		{"a file name", "/a.b/cometd.php", true, "/a.b/cometd.php /a.b/cometd.php /a.b/cometd.php /a.b/cometd.php"},
		{"a query", "/cometd?x=1", true, "/cometd?x=1 /cometd?x=1 /cometd?x=1 /cometd?x=1"},
		{"a dot in an earlier segment", "/v1.0/cometd", true, "/v1.0/cometd/handshake /v1.0/cometd /v1.0/cometd/connect /v1.0/cometd/disconnect"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				r := run(t, s, bayeux.Options{URL: tt.url, AppendType: tt.appends})
				r.cancel()
				<-r.ended
				var paths []string
				for _, c := range s.calls {
					if !(c.op() == "connect" && c.quick()) {
						paths = append(paths, c.Path)
					}
				}
				assert.Equal(t, tt.want, strings.Join(paths, " "))
			})
		})
	}
}

// A session polls on and on; the first poll is answered at once and proves that
// the session works.
func TestSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		r := run(t, s, bayeux.Options{})
		assert.Equal(t, established, r.log())
		s.sleep(10 * time.Second)
		s.publish("/a", `{"n":1}`)
		s.publish("/b", `{"n":2}`)
		s.sleep(31 * time.Second)
		assert.Equal(t, append(established[:4:4], `10s message /a {"n":1}`), r.log())
		assert.Equal(t, []string{"0s handshake", "0s subscribe", "0s connect quick", "0s connect", "10s connect", "40s connect"}, s.log(r.start))
		assert.Equal(t, 40*time.Second, last[bayeux.Heartbeat](t, r).Time.Sub(r.start))
	})
}

// Without an interval the next poll leaves in the same instant, however many
// there are: no timer is waited for, which a hidden tab would hold back.
func TestNoTimerBetweenPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		n := 0
		s.hook = func(c *call) (*wire.Response, error) {
			if n++; n < 1000 && c.op() == "connect" {
				return ok(`[{"channel":"/a","data":1},` + reply(c.messages[0], "successful", true) + "]"), nil
			}
			return nil, nil
		}
		r := run(t, s, bayeux.Options{})
		assert.Equal(t, 1000, s.count())
		assert.Equal(t, r.start, time.Now())
		ids := map[any]bool{}
		for _, c := range s.calls {
			for _, m := range c.messages {
				require.NotContains(t, ids, m["id"], "a message id is used once")
				ids[m["id"]] = true
			}
		}
	})
}

// A server that neither holds polls nor advises an interval is not asked
// without pause.
func TestUnheldPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.advice["timeout"] = 0
		r := run(t, s, bayeux.Options{})
		s.sleep(10 * time.Second)
		assert.Len(t, s.calls, 3+11+10)
		assert.Equal(t, established, r.log())
	})
}

// The message order of a reply is kept, wherever the answer stands in it, and
// every reply can carry events ("Delivery" of the Bayeux specification).
func TestEventsOnAnyReply(t *testing.T) {
	event := func(n int) string { return fmt.Sprintf(`{"channel":"/a","data":%d}`, n) }
	for _, order := range []string{"events first", "reply first"} {
		t.Run(order, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = func(c *call) (*wire.Response, error) {
					s.order = order
					res, err := s.serve(c)
					if err == nil {
						inner := strings.Trim(string(res.Body), "[]")
						if order == "events first" {
							inner = event(2*c.n) + "," + event(2*c.n+1) + "," + inner
						} else {
							inner += "," + event(2*c.n) + "," + event(2*c.n+1)
						}
						res = ok("[" + inner + "]")
					}
					return res, err
				}
				r := run(t, s, bayeux.Options{})
				s.sleep(time.Second)
				r.cancel()
				<-r.ended
				var got []string
				for _, e := range r.events {
					if m, ok := e.(bayeux.Message); ok {
						got = append(got, string(m.Data))
					}
				}
				assert.Equal(t, "2 3 4 5 6 7 10 11", strings.Join(got, " "),
					"on handshake, subscribe, connect and disconnect; the aborted poll has none")
			})
		})
	}
}

// Whatever stands in a reply, the loop goes on, and what has no meaning is
// handed on with the reason.
func TestMessageShapes(t *testing.T) {
	for _, tt := range []struct{ name, insert, want string }{
		{"text as data", `{"channel":"/a","data":"x"}`, `message /a "x"`},
		{"number as data", `{"channel":"/a","data":1e400}`, `message /a 1e400`},
		{"null as data", `{"channel":"/a","data":null}`, `message /a null`},
		{"false as data", `{"channel":"/a","data":false}`, `message /a false`},
		{"array as data", `{"channel":"/a","data":[{"b":"]}"}]}`, `message /a [{"b":"]}"}]`},
		{"data kept as it stood", `{"channel":"/a", "data" : { "x" : 1.0 } }`, `message /a { "x" : 1.0 }`},
		{"number as id", `{"id":17,"channel":"/a","data":1}`, "message /a 1"},
		{"unknown fields", `{"foo":{},"channel":"/a","data":1,"x-y":null}`, "message /a 1"},
		{"a channel nobody asked for", `{"channel":"/service/x","data":1}`, "message /service/x 1"},
		{"escapes in the channel", `{"channel":"/\u0061","data":1}`, "message /a 1"},
		{"advice of null", `{"channel":"/a","data":1,"advice":null}`, "message /a 1"},
		{"no channel", `{"data":1}`, `bad {"data":1}`},
		{"channel is no text", `{"channel":1,"data":1}`, `bad {"channel":1,"data":1}`},
		{"neither data nor meta", `{"channel":"/a","successful":true}`, `bad {"channel":"/a","successful":true}`},
		{"no object", `[1]`, `bad [1]`},
		{"null", `null`, `bad null`},
		{"an answer to nothing", `{"id":"99","channel":"/meta/connect","successful":true}`, `bad {"id":"99","channel":"/meta/connect","successful":true}`},
		{"an answer of another kind", `{"id":"4","channel":"/meta/subscribe","successful":true}`, `bad {"id":"4","channel":"/meta/subscribe","successful":true}`},
		{"an answer without id", `{"channel":"/meta/connect","successful":true}`, `bad {"channel":"/meta/connect","successful":true}`},
		{"an unknown meta channel", `{"channel":"/meta/ping"}`, `bad {"channel":"/meta/ping"}`},
		{"a failed disconnect", `{"channel":"/meta/disconnect","successful":false}`, `bad {"channel":"/meta/disconnect","successful":false}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = onPoll(1, func(c *call) (*wire.Response, error) {
					return ok(" [ " + tt.insert + " ,\n" + reply(c.messages[0], "successful", true) + "\t]\r\n"), nil
				})
				r := run(t, s, bayeux.Options{})
				assert.Equal(t, []string{"0s " + tt.want}, r.tail(4))
				assert.Equal(t, 5, s.count(), "the loop goes on at once")
				if strings.HasPrefix(tt.want, "bad") {
					assert.Error(t, last[bayeux.BadMessage](t, r).Err)
				}
			})
		})
	}
}

func TestReplyShapes(t *testing.T) {
	for _, tt := range []struct {
		name  string
		reply func(id any) string
	}{
		{"lone object", func(id any) string { return fmt.Sprintf(` {"id":%q,"channel":"/meta/connect","successful":true} `, id) }},
		{"number as id", func(id any) string { return fmt.Sprintf(`[{"id":%s,"channel":"/meta/connect","successful":true}]`, id) }},
		{"empty error", func(id any) string {
			return fmt.Sprintf(`[{"id":%q,"channel":"/meta/connect","successful":true,"error":""}]`, id)
		}},
		{"answered twice", func(id any) string {
			return fmt.Sprintf(`[{"id":%q,"channel":"/meta/connect","successful":true},{"id":%q,"channel":"/meta/connect","successful":false}]`, id, id)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = onPoll(1, func(c *call) (*wire.Response, error) { return ok(tt.reply(c.messages[0]["id"])), nil })
				r := run(t, s, bayeux.Options{})
				assert.Equal(t, []string{"0s handshake", "0s subscribe", "0s connect quick", "0s connect", "0s connect"}, s.log(r.start))
				for _, line := range r.log() {
					assert.NotContains(t, line, "retrying")
				}
			})
		})
	}
}

// The acknowledge extension repeats what a lost reply carried.
func TestAcknowledge(t *testing.T) {
	for _, tt := range []struct {
		name  string
		ack   any
		want  bool
		first float64
	}{
		{"true", true, true, 0},
		{"object", map[string]any{"enabled": true, "batch": 5}, true, 5},
		{"object, off", map[string]any{"enabled": false, "batch": 5}, false, 0},
		{"false", false, false, 0},
		{"text", "yes", false, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				var acks []any
				s.hook = func(c *call) (*wire.Response, error) {
					if c.op() == "handshake" {
						return ok("[" + reply(c.messages[0], "successful", true, "clientId", "x", "ext", map[string]any{"ack": tt.ack}) + "]"), nil
					}
					ext, _ := c.messages[0]["ext"].(map[string]any)
					acks = append(acks, ext["ack"])
					if len(acks) > 4 {
						<-c.ctx.Done()
						return nil, c.ctx.Err()
					}
					return ok("[" + reply(c.messages[0], "successful", len(acks) != 3, "ext", map[string]any{"ack": 10 + len(acks)}) + "]"), nil
				}
				r := run(t, s, bayeux.Options{Channels: []string{}})
				s.sleep(time.Second)
				assert.Equal(t, fmt.Sprintf("0s handshaken ack=%v", tt.want), r.log()[0])
				want := []any{nil, nil, nil, nil, nil}
				if tt.want {
					want = []any{tt.first, 11., 12., 12., 14.}
				}
				assert.Equal(t, want, acks, "the third reply is unsuccessful and its number not taken")
			})
		})
	}
	t.Run("a lost reply is repeated", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			s.ack = true
			s.hook = onPoll(2, func(c *call) (*wire.Response, error) {
				_, err := s.serve(c)
				assert.NoError(t, err)
				return nil, errCut
			})
			r := run(t, s, bayeux.Options{})
			for n := range 3 {
				s.sleep(time.Second)
				s.publish("/a", fmt.Sprint(n))
			}
			s.sleep(time.Second)
			assert.Equal(t, []string{
				"1s message /a 0",
				"2s retrying 1 at 3s: bayeux: connect: connection reset",
				"3s message /a 1", "3s connected", "3s resync since 1s",
				"3s message /a 2",
			}, r.tail(4))
		})
	})
}

// The batch is acknowledged after its events were handed on, not before.
func TestAcknowledgeAfterDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.ack = true
		delivered := false
		s.hook = func(c *call) (*wire.Response, error) {
			if ext, _ := c.messages[0]["ext"].(map[string]any); c.op() == "connect" && ext["ack"] == 2. {
				assert.True(t, delivered)
			}
			return nil, nil
		}
		run(t, s, bayeux.Options{Notify: func(e bayeux.Event) {
			if _, ok := e.(bayeux.Message); ok {
				time.Sleep(time.Minute)
				delivered = true
			}
		}})
		s.publish("/a", "1")
		s.sleep(2 * time.Minute)
		require.True(t, delivered)
	})
}

func TestGoodbye(t *testing.T) {
	t.Run("ends the poll and the session", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			r := run(t, s, bayeux.Options{})
			s.sleep(3 * time.Second)
			r.cancel()
			<-r.ended
			assert.Equal(t, []string{"3s disconnect"}, s.log(r.start)[4:])
			assert.Empty(t, s.sessions)
			assert.Equal(t, []string{"3s ended: context canceled"}, r.tail(4))
			assert.ErrorIs(t, r.err, context.Canceled)
			s.publish("/a", "1")
			s.sleep(time.Hour)
			assert.Len(t, r.log(), 5)
			assert.Equal(t, 5, s.count())
		})
	})
	t.Run("gives up soon when nobody answers", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			r := run(t, s, bayeux.Options{})
			s.hook = func(c *call) (*wire.Response, error) { <-c.ctx.Done(); return nil, c.ctx.Err() }
			r.cancel()
			<-r.ended
			assert.Equal(t, 2*time.Second, time.Since(r.start))
		})
	})
	t.Run("is silent without a session", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			s.hook = func(c *call) (*wire.Response, error) { return nil, errCut }
			r := run(t, s, bayeux.Options{})
			r.cancel()
			<-r.ended
			assert.Equal(t, 1, s.count())
		})
	})
	t.Run("a cause is returned", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(errCut)
			c := bayeux.New(newServer(t), bayeux.Options{URL: "/cometd"})
			assert.ErrorIs(t, c.Run(ctx), errCut)
		})
	})
}

// A Client runs once at a time, and again after it has ended.
func TestRunAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		r := run(t, s, bayeux.Options{})
		assert.ErrorIs(t, r.Run(t.Context()), bayeux.ErrRunning)
		r.cancel()
		<-r.ended
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- r.Run(ctx) }()
		synctest.Wait()
		assert.Equal(t, established, r.tail(5))
		cancel()
		assert.ErrorIs(t, <-done, context.Canceled)
	})
}

// A panic of the owner is reported to it and harms nothing else.
func TestPanickingOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		r := run(t, s, bayeux.Options{Notify: func(e bayeux.Event) {
			switch e := e.(type) {
			case bayeux.Message:
				panic("on " + string(e.Data))
			case bayeux.Panicked:
				panic("again")
			}
		}})
		s.publish("/a", "1")
		s.publish("/a", "2")
		s.sleep(0)
		s.sleep(time.Minute)
		assert.Equal(t, []string{"0s message /a 1", "0s panicked on 1", "0s message /a 2", "0s panicked on 2"}, r.tail(4))
		assert.Equal(t, "/a", last[bayeux.Panicked](t, r).Event.(bayeux.Message).Channel)
	})
}
