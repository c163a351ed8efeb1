package bayeux_test

import (
	"context"
	"errors"
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

// Whatever happens to a poll, the session is kept, polled again after a second,
// and the owner is told from when on it may have missed something. ("Connect"
// of the Bayeux specification: a failed connect is repeated with backoff.)
func TestFailedPoll(t *testing.T) {
	page := "<!DOCTYPE html><html><head><TITLE> Sign in \n please</TITLE></head><body>…</body></html>"
	for _, tt := range []struct {
		name  string
		reply *wire.Response
		err   error
		want  string
		is    func(error) bool
		login bool
	}{
		{"cut off", nil, errCut, "connection reset", is(errCut), false},
		{"HTTP 500", status(500, "text/plain", "out of\norder\x00"), nil, "HTTP 500: out of order", isStatus(500), false},
		{"HTTP 500 without words", status(500, "", ""), nil, "HTTP 500", isStatus(500), false},
		{"HTTP 408", status(408, "", ""), nil, "HTTP 408", isStatus(408), false},
		{"HTTP 204", status(204, "", ""), nil, "HTTP 204", isStatus(204), false},
		{"HTTP 502 as a page", status(502, "text/html", "<html><title>Bad gateway</title>"), nil, "HTTP 502: Bad gateway", isStatus(502), false},
		{"HTTP 401", status(401, "application/json", `{"statusCode":20}`), nil, `HTTP 401: {"statusCode":20}`, isStatus(401), true},
		{"HTTP 403", status(403, "text/plain", "Missing or invalid Csrf token"), nil, "HTTP 403: Missing or invalid Csrf token", isStatus(403), true},
		{"a sign-in page", status(200, "text/html;charset=utf-8", page), nil, "a web page came instead of JSON: Sign in please", isNotJSON, true},
		{"a page that calls itself JSON", status(200, "application/json", "\n "+page), nil, "a web page came instead of JSON: Sign in please", isNotJSON, true},
		{"a page behind a byte order mark", status(200, "application/json", "\uFEFF"+page), nil, "a web page came instead of JSON: Sign in please", isNotJSON, true},
		{"empty", ok(""), nil, "the reply is empty", isNotJSON, false},
		{"empty array", ok("[]"), nil, "unusable reply: it does not answer the request", is(bayeux.ErrBadReply), false},
		{"text", ok("OK"), nil, "the reply is not JSON (line 1, column 1: expected a list): OK", isNotJSON, false},
		{"number", ok("1"), nil, "the reply is not JSON (line 1, column 1: expected a list): 1", isNotJSON, false},
		{"no answer in it", ok(`[{"channel":"/meta/connect","id":"4","successful":true}]`), nil, "unusable reply: it does not answer the request", is(bayeux.ErrBadReply), false},
		{"unsuccessful", ok(`[{"channel":"/meta/connect","id":"5","successful":false,"error":"503:a,b:try: later"}]`), nil, "503 try: later", isReply(503), false},
		{"successful is text", ok(`[{"channel":"/meta/connect","id":"5","successful":"true"}]`), nil, "refused without a reason", isReply(0), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = onPoll(2, func(c *call) (*wire.Response, error) {
					time.Sleep(5 * time.Second)
					return tt.reply, tt.err
				})
				r := run(t, s, bayeux.Options{})
				s.sleep(90 * time.Second)
				next := "36s"
				if tt.login {
					next = "50s"
				}
				var got []string
				for _, line := range r.tail(4) {
					if !strings.Contains(line, " bad ") {
						got = append(got, line)
					}
				}
				assert.Equal(t, []string{
					"35s retrying 1 at " + next + ": bayeux: connect: " + tt.want,
					next + " connected", next + " resync since 30s",
				}, got)
				assert.Equal(t, []string{"30s connect", next + " connect quick", next + " connect"}, s.log(r.start)[4:7])
				err := last[bayeux.Retrying](t, r).Err
				assert.True(t, tt.is(err), "%#v", err)
				assert.Equal(t, tt.login, bayeux.SignInNeeded(err))
			})
		})
	}
}

func is(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }

func isNotJSON(err error) bool { _, ok := errors.AsType[*bayeux.NotJSONError](err); return ok }

func isStatus(code int) func(error) bool {
	return func(err error) bool {
		e, ok := errors.AsType[*bayeux.StatusError](err)
		return ok && e.Status == code && e.Op == "connect"
	}
}

func isReply(code int) func(error) bool {
	return func(err error) bool {
		e, ok := errors.AsType[*bayeux.ReplyError](err)
		return ok && e.Code == code && e.Op == "connect"
	}
}

// A reply that breaks off is a failed poll, but what was whole in it is handed
// on, and its answer does not count.
func TestBrokenReply(t *testing.T) {
	for _, tt := range []struct{ name, rest string }{
		{"half a message", `{"channel":"/a","data":[1,2`},
		{"a value is missing", `{"channel":"/a","data":}]`},
		{"nothing behind a comma", `]`},
		{"text behind the end", `{"channel":"/b"}] x`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				var body string
				s.hook = onPoll(1, func(c *call) (*wire.Response, error) {
					body = `[{"channel":"/a","data":1},` + reply(c.messages[0], "successful", true, "advice", s.advice) + "," + tt.rest
					return ok(body), nil
				})
				r := run(t, s, bayeux.Options{})
				s.sleep(2 * time.Second)
				got := r.tail(4)
				require.Equal(t, "0s message /a 1", got[0])
				assert.Equal(t, "0s bad "+body, got[len(got)-4])
				assert.Contains(t, got[len(got)-3], "0s retrying 1 at 1s: bayeux: connect: the reply is not JSON (")
				assert.Equal(t, []string{"1s connected", "1s resync since 0s"}, got[len(got)-2:])
			})
		})
	}
}

// With the acknowledge extension the server repeats the whole of a reply that
// broke off, and nothing is handed on twice.
func TestBrokenReplyIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.ack = true
		s.hook = onPoll(1, func(c *call) (*wire.Response, error) {
			res, err := s.serve(c)
			if err == nil {
				res.Body = res.Body[:len(res.Body)-2]
			}
			return res, err
		})
		r := run(t, s, bayeux.Options{})
		s.publish("/a", "1")
		s.publish("/a", "2")
		s.sleep(2 * time.Second)
		var told []string
		for _, line := range r.log() {
			if strings.Contains(line, "message") {
				told = append(told, line)
			}
		}
		assert.Equal(t, []string{"1s message /a 1", "1s message /a 2"}, told)
	})
}

// A request that is not answered in time is given up, and a reply that comes
// after that is dropped with all it carries, or its events would come twice.
func TestLateReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		s.hook = onPoll(1, func(c *call) (*wire.Response, error) {
			time.Sleep(3 * time.Minute) // a transport that does not heed its context
			return ok(`[{"channel":"/a","data":"late","advice":{"reconnect":"none"}},` + reply(c.messages[0], "successful", true) + "]"), nil
		})
		r := run(t, s, bayeux.Options{})
		s.sleep(10 * time.Minute)
		assert.Equal(t, []string{
			"40s retrying 1 at 41s: bayeux: connect: no reply within 40s",
			"41s connected", "41s resync since 0s",
		}, r.tail(4))
		assert.ErrorIs(t, last[bayeux.Retrying](t, r).Err, bayeux.ErrNoReply)
	})
}

// Requests that are not held have ten seconds.
func TestSilentServer(t *testing.T) {
	for _, op := range []string{"handshake", "subscribe", "connect"} {
		t.Run(op, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				first := true
				s.hook = func(c *call) (*wire.Response, error) {
					if c.op() == op && first {
						first = false
						<-c.ctx.Done()
						return nil, fmt.Errorf("fetch: %w", c.ctx.Err())
					}
					return nil, nil
				}
				r := run(t, s, bayeux.Options{})
				s.sleep(time.Minute)
				log := r.log()
				assert.Contains(t, log, "10s retrying 1 at 11s: bayeux: "+op+": no reply within 10s")
				assert.Equal(t, []string{"11s connected", "11s resync"}, log[len(log)-2:])
				assert.Contains(t, strings.Join(log, "\n"), "s subscribed /a", "a lost subscription is asked for again")
			})
		})
	}
}

// A CSRF token or a sign-in can be renewed by the owner, and the request is
// repeated once.
func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		name    string
		cause   error
		refused int // requests answered 403
		log     []string
		calls   int // of Refused
	}{
		{"renewed", nil, 1, established, 1},
		{"renewed in vain", nil, 2, []string{"0s retrying 1 at 15s: bayeux: handshake: HTTP 403: Missing or invalid Csrf token"}, 1},
		{"not to be renewed", errors.New("gws: me: 401"), 1,
			[]string{"0s retrying 1 at 15s: bayeux: handshake: HTTP 403: Missing or invalid Csrf token (gws: me: 401)"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				token, calls, refused := "old", 0, 0
				s.hook = func(c *call) (*wire.Response, error) {
					if refused < tt.refused {
						refused++
						return status(403, "text/plain", "Missing or invalid Csrf token"), nil
					}
					assert.Equal(t, []string{"new"}, c.Header.Values("X-CSRF-TOKEN"))
					return nil, nil
				}
				r := run(t, s, bayeux.Options{
					Header: func() wire.Header { return wire.Header{{Name: "X-CSRF-TOKEN", Value: token}} },
					Refused: func(_ context.Context, e *bayeux.StatusError) error {
						calls++
						assert.Equal(t, 403, e.Status)
						assert.Equal(t, "handshake", e.Op)
						token = "new"
						return tt.cause
					},
				})
				assert.Equal(t, tt.log, r.log())
				assert.Equal(t, tt.calls, calls)
				if e := tt.cause; e != nil {
					assert.ErrorIs(t, last[bayeux.Retrying](t, r).Err, e)
					assert.True(t, bayeux.SignInNeeded(last[bayeux.Retrying](t, r).Err))
				}
				s.sleep(time.Minute)
				assert.Contains(t, strings.Join(r.log(), "\n"), "connected")
			})
		})
	}
}

// No error carries what authenticates a person or a session, even if the server
// throws it back.
func TestSecretsStayOut(t *testing.T) {
	const token, basic = "s3cr3t-t0ken", "dXNlcjpwYXNz"
	echo := "you sent " + token + " and " + basic + " as client1"
	for _, tt := range []struct {
		name  string
		reply *wire.Response
	}{
		{"status", status(500, "text/plain", echo)},
		{"status far into the body", status(500, "text/plain", strings.Repeat("x", 150)+" "+token)},
		{"page", status(200, "text/html", "<title>"+echo+"</title>")},
		{"text", ok(echo)},
		{"broken", ok(`[{"clientId":"client1", "` + token + `", ` + basic)},
		{"reply", ok(`[{"id":"5","channel":"/meta/connect","successful":false,"error":"401:client1:` + echo + `"}]`)},
		{"reply in other words", ok(`[{"id":"5","channel":"/meta/connect","successful":false,"error":"` + echo + `"}]`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = onPoll(2, func(*call) (*wire.Response, error) { return tt.reply, nil })
				r := run(t, s, bayeux.Options{Header: func() wire.Header {
					return wire.Header{{Name: "X-CSRF-TOKEN", Value: token}, {Name: "Authorization", Value: "Basic " + basic}}
				}})
				s.sleep(time.Minute)
				text := last[bayeux.Retrying](t, r).Err.Error()
				for _, secret := range []string{token, "s3cr3t", basic, "client1"} {
					assert.NotContains(t, text, secret)
				}
				assert.Less(t, len(text), 400)
			})
		})
	}
}

// The session of a server that forgets it now and then is renewed at once, with
// its subscriptions; what came in between is for the owner to read.
func TestSessionForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		r := run(t, s, bayeux.Options{Channels: []string{"/a", "/b"}})
		s.sleep(time.Second)
		for n := range 3 {
			s.publish("/a", fmt.Sprint(n))
			s.sleep(0)
			s.forget()
			s.publish("/a", `"gone"`)
			s.sleep(30 * time.Second)
			s.publish("/b", fmt.Sprint(n))
			s.sleep(0)
		}
		assert.Empty(t, cmp.Diff([]string{
			"1s message /a 0",
			"31s retrying 0 at 31s: bayeux: connect: 402 Unknown client",
			"31s handshaken ack=false", "31s subscribed /a", "31s subscribed /b", "31s connected", "31s resync since 31s",
			"31s message /b 0",
		}, r.tail(5)[:8]))
		assert.Equal(t, 4, s.opened)
	})
}

// Where sessions do not work at all, as without cookies, handshakes do not
// become a storm.
func TestNoHandshakeStorm(t *testing.T) {
	for _, op := range []string{"subscribe", "connect"} {
		t.Run(op, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = func(c *call) (*wire.Response, error) {
					if c.op() != op {
						return nil, nil
					}
					return ok("[" + reply(c.messages[0], "successful", false, "error", "402::Unknown client") + "]"), nil
				}
				r := run(t, s, bayeux.Options{})
				s.sleep(time.Hour)
				assert.Less(t, s.opened, 270)
				var at []string
				for _, line := range s.log(r.start) {
					if strings.HasSuffix(line, "handshake") {
						at = append(at, line)
					}
				}
				assert.Equal(t, []string{"0s handshake", "1s handshake", "3s handshake", "6s handshake", "10s handshake"}, at[:5])
				s.hook = nil
				s.sleep(time.Minute)
				assert.Equal(t, r.log()[len(r.log())-2], fmt.Sprintf("%v connected", last[bayeux.Connected](t, r).Time.Sub(r.start)))
			})
		})
	}
}

// A disconnect by the server ends the client, unless it advises otherwise
// ("Disconnect" of the Bayeux specification).
func TestDisconnectedByServer(t *testing.T) {
	for _, tt := range []struct {
		name, message string
		ends          bool
	}{
		{"logged out", `{"channel":"/meta/disconnect","successful":true}`, true},
		{"with an id of its own", `{"id":"77","channel":"/meta/disconnect","successful":true}`, true},
		{"advised none", `{"channel":"/meta/disconnect","successful":true,"advice":{"reconnect":"none"}}`, true},
		{"advised handshake", `{"channel":"/meta/disconnect","successful":true,"advice":{"reconnect":"handshake"}}`, false},
	} {
		for _, answered := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, poll answered %v", tt.name, answered), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newServer(t)
					s.hook = onPoll(2, func(c *call) (*wire.Response, error) {
						body := `[{"channel":"/a","data":1},` + tt.message + `,{"channel":"/a","data":2}`
						if answered {
							body += "," + reply(c.messages[0], "successful", true)
						}
						return ok(body + "]"), nil
					})
					r := run(t, s, bayeux.Options{})
					s.sleep(31 * time.Second)
					got := r.tail(4)
					assert.Equal(t, []string{"30s message /a 1", "30s message /a 2"}, got[:2])
					if !tt.ends {
						assert.Equal(t, "30s handshaken ack=false", got[3])
						return
					}
					assert.Equal(t, []string{"30s ended: bayeux: the server ended the session"}, got[2:])
					<-r.ended
					assert.ErrorIs(t, r.err, bayeux.ErrDisconnected)
					assert.Equal(t, 5, s.count(), "nothing is sent for an ended session")
				})
			})
		}
	}
}
