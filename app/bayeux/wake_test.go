package bayeux_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/wire"
)

func TestWake(t *testing.T) {
	t.Run("gives up a poll that may hang", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			r := run(t, s, bayeux.Options{})
			s.sleep(10 * time.Second)
			r.Wake()
			s.sleep(time.Second)
			assert.Equal(t, []string{"10s connected", "10s resync since 0s"}, r.tail(4), "no failure is told")
			assert.Equal(t, []string{"10s connect quick", "10s connect"}, s.log(r.start)[4:])
		})
	})
	t.Run("several in a row are one", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			r := run(t, s, bayeux.Options{})
			s.hook = func(c *call) (*wire.Response, error) { time.Sleep(500 * time.Millisecond); return nil, nil }
			for range 5 {
				r.Wake()
				s.sleep(50 * time.Millisecond)
			}
			s.sleep(5 * time.Second)
			assert.Len(t, r.tail(4), 2)
			assert.Equal(t, []string{"0s connect quick", "500ms connect"}, s.log(r.start)[4:])
		})
	})
	t.Run("cuts a wait short and keeps counting", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			s.hook = func(c *call) (*wire.Response, error) { return nil, errCut }
			r := run(t, s, bayeux.Options{})
			s.sleep(4 * time.Second)
			r.Wake()
			s.sleep(0)
			assert.Equal(t, "4s retrying 4 at 8s: bayeux: handshake: connection reset", r.log()[3])
			s.hook = nil
			r.Wake()
			s.sleep(0)
			assert.Equal(t, "4s connected", r.log()[6])
		})
	})
	t.Run("gives up a request that hangs", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			s.hook = func(c *call) (*wire.Response, error) { <-c.ctx.Done(); return nil, c.ctx.Err() }
			r := run(t, s, bayeux.Options{})
			s.sleep(3 * time.Second)
			s.hook = nil
			r.Wake()
			s.sleep(0)
			assert.Equal(t, []string{"0s handshake", "3s handshake", "3s subscribe", "3s connect quick", "3s connect"}, s.log(r.start))
		})
	})
	t.Run("does not break the advised interval", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			s.advice["interval"], s.advice["multiple-clients"] = 5000, true
			r := run(t, s, bayeux.Options{Channels: []string{}})
			for range 5 {
				s.sleep(time.Second)
				r.Wake()
			}
			s.sleep(time.Second)
			assert.Equal(t, []string{"0s handshake", "0s connect quick", "5s connect"}, s.log(r.start))
		})
	})
	t.Run("before Run is harmless", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			c := bayeux.New(s, bayeux.Options{})
			c.Wake()
			c.Wake()
		})
	})
}

// Where a machine slept, its timers may have stood still. The wall clock tells,
// and the link is tried at once.
func TestSleep(t *testing.T) {
	t.Run("during a poll", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			var asleep atomic.Int64
			r := run(t, s, bayeux.Options{Now: func() time.Time { return time.Now().Add(time.Duration(asleep.Load())) }})
			s.sleep(7 * time.Second)
			asleep.Store(int64(time.Hour))
			s.forget()
			s.sleep(5 * time.Second)
			assert.Equal(t, []string{
				"1h0m10s retrying 1 at 1h0m11s: bayeux: connect: 402 Unknown client",
				"1h0m11s handshaken ack=false", "1h0m11s subscribed /a",
				"1h0m11s connected", "1h0m11s resync since 0s",
			}, r.tail(4))
		})
	})
	t.Run("during a wait", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			var asleep atomic.Int64
			s.hook = func(c *call) (*wire.Response, error) { return status(401, "", ""), nil }
			r := run(t, s, bayeux.Options{Now: func() time.Time { return time.Now().Add(time.Duration(asleep.Load())) }})
			s.sleep(2 * time.Second)
			s.hook = nil
			asleep.Store(int64(time.Hour))
			s.sleep(3 * time.Second)
			assert.Equal(t, "1h0m5s connected", r.log()[3])
		})
	})
	t.Run("a poll that fails on waking up is nobody's failure", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			var asleep atomic.Int64
			s.hook = onPoll(1, func(c *call) (*wire.Response, error) {
				time.Sleep(time.Second)
				asleep.Store(int64(time.Hour))
				return nil, errCut
			})
			r := run(t, s, bayeux.Options{Now: func() time.Time { return time.Now().Add(time.Duration(asleep.Load())) }})
			s.sleep(2 * time.Second)
			assert.Equal(t, []string{"1h0m1s connected", "1h0m1s resync since 0s, lost"}, r.tail(4))
		})
	})
	t.Run("a clock that is set back stops nothing", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			var set atomic.Int64
			s.hook = onPoll(1, func(c *call) (*wire.Response, error) { return nil, errCut })
			r := run(t, s, bayeux.Options{Now: func() time.Time { return time.Now().Add(time.Duration(set.Load())) }})
			set.Store(-int64(time.Hour))
			s.sleep(40 * time.Second)
			assert.Equal(t, []string{"0s connect", "1s connect quick", "1s connect", "31s connect"}, s.log(r.start)[3:])
		})
	})
}

// A refused subscription is told and asked for again between two polls; the
// others go on. When it comes late, the state is to be read again.
func TestRefusedSubscription(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer func(m map[string]any) string
		want   string
	}{
		{"denied", func(m map[string]any) string { return reply(m, "successful", false, "error", "403:/b:denied") },
			"bayeux: subscribe to /b: 403 denied"},
		{"without words", func(m map[string]any) string { return reply(m, "successful", false) },
			"bayeux: subscribe to /b: refused without a reason"},
		{"advised retry", func(m map[string]any) string {
			return reply(m, "successful", false, "error", "403::x", "advice", map[string]any{"reconnect": "retry", "timeout": 30000})
		}, "bayeux: subscribe to /b: 403 x"},
		{"without answer", func(m map[string]any) string { return `{"channel":"/c","data":1}` },
			"bayeux: subscribe to /b: unusable reply: it does not answer the request"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = func(c *call) (*wire.Response, error) {
					if c.n != 2 {
						return nil, nil
					}
					_, err := s.serve(c)
					return ok("[" + reply(c.messages[0], "successful", true) + "," + tt.answer(c.messages[1]) + "]"), err
				}
				r := run(t, s, bayeux.Options{Channels: []string{"/a", "/b"}})
				s.sleep(40 * time.Second)
				var log []string
				for _, line := range r.log() {
					if line != "0s message /c 1" {
						log = append(log, line)
					}
				}
				assert.Equal(t, []string{
					"0s handshaken ack=false", "0s subscribed /a", "0s refused /b until 15s: " + tt.want, "0s connected", "0s resync",
					"30s subscribed /b", "30s resync since 30s",
				}, log)
				assert.Equal(t, []string{"0s subscribe", "0s connect quick", "0s connect", "30s subscribe", "30s connect"}, s.log(r.start)[1:])
			})
		})
	}
}

// Advice on an answer to a subscription is obeyed, too.
func TestSubscriptionAdvice(t *testing.T) {
	for _, tt := range []struct{ reconnect, then string }{
		{"none", "0s ended: bayeux: subscribe to /a: 403 x: the server asks not to connect again"},
		{"handshake", "0s retrying 1 at 1s: bayeux: subscribe to /a: 403 x"},
	} {
		t.Run(tt.reconnect, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = func(c *call) (*wire.Response, error) {
					if c.n != 2 {
						return nil, nil
					}
					return ok("[" + reply(c.messages[0], "successful", false, "error", "403::x",
						"advice", map[string]any{"reconnect": tt.reconnect}) + "]"), nil
				}
				r := run(t, s, bayeux.Options{})
				s.sleep(10 * time.Second)
				assert.Equal(t, tt.then, r.log()[1])
				assert.Equal(t, tt.reconnect == "handshake", s.opened == 2, fmt.Sprint(s.opened))
			})
		})
	}
}
