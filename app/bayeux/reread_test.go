package bayeux_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/wire"
)

// While the owner reads the state again nothing is polled, for a while. The next
// poll is answered at once and brings what was published meanwhile, so that the
// owner knows when it has seen everything that its reading may have shown.
func TestReread(t *testing.T) {
	for _, tt := range []struct {
		name    string
		reading time.Duration
		want    []string
	}{
		{"at once", 0, []string{"0s connect quick", "0s connect quick", "0s connect"}},
		{"some time", 300 * time.Millisecond, []string{"0s connect quick", "300ms connect quick", "300ms connect"}},
		{"too long", time.Minute, []string{"0s connect quick", "2s connect quick", "2s connect"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				r := run(t, s, bayeux.Options{Reread: func(ctx context.Context) {
					select {
					case <-ctx.Done():
					case <-time.After(tt.reading):
					}
				}})
				s.publish("/a", "1")
				s.sleep(3 * time.Second)
				assert.Equal(t, tt.want, s.log(r.start)[2:5])
				assert.Equal(t, established, r.log()[:4])
				assert.Len(t, r.tail(4), 1, "the second quick poll is nobody's proof, and nothing is read again")
			})
		})
	}
	t.Run("a heartbeat tells when its poll was sent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			r := run(t, s, bayeux.Options{})
			s.sleep(40 * time.Second)
			e := last[bayeux.Heartbeat](t, r)
			assert.Equal(t, 30*time.Second, e.Time.Sub(r.start))
			assert.Equal(t, time.Duration(0), e.Asked.Sub(r.start))
		})
	})
	t.Run("the end of the client ends it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			ended := false
			r := run(t, s, bayeux.Options{Reread: func(ctx context.Context) { <-ctx.Done(); ended = true }})
			s.sleep(time.Second)
			r.cancel()
			<-r.ended
			assert.True(t, ended)
		})
	})
	t.Run("a new session is read again", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(t)
			reads := 0
			r := run(t, s, bayeux.Options{Reread: func(context.Context) { reads++ }})
			s.forget()
			s.sleep(time.Minute)
			assert.Equal(t, 2, reads, "one for each session")
			assert.Equal(t, "30s connected", r.tail(7)[0])
		})
	})
}

// A poll that was given up for a new one may have been dead. That shows by the
// messages that were waiting.
func TestGivenUpPoll(t *testing.T) {
	for _, tt := range []struct {
		name    string
		ack     any
		waiting bool
		want    string
	}{
		{"it was only idle", nil, false, "5s resync since 0s"},
		{"messages were waiting", nil, true, "5s resync since 0s, lost"},
		{"messages were waiting and are all repeated", true, true, "5s resync since 0s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.ack = tt.ack
				r := run(t, s, bayeux.Options{})
				s.sleep(5 * time.Second)
				if tt.waiting {
					// The server keeps for the next poll what it cannot send by this one.
					s.mute()
					s.publish("/a", "1")
				}
				r.Wake()
				s.sleep(time.Second)
				log := r.log()
				assert.Equal(t, tt.want, log[len(log)-1])
			})
		})
	}
}

// Where messages come while the owner reads the state again, nobody can tell
// from them and from the reading what a poll carried that was given up. One that
// was answered when the newer one came has lost nothing.
func TestGivenUpPollBeforeMessages(t *testing.T) {
	for _, tt := range []struct {
		name  string
		ack   any
		dead  bool
		quiet time.Duration // before the poll is given up
		want  string
	}{
		{"after a silence", nil, true, 5 * time.Second, "6.5s resync since 0s, lost"},
		{"and it was not dead", nil, false, 5 * time.Second, "5s resync since 0s"},
		{"and everything is repeated", true, true, 5 * time.Second, "5s resync since 0s"},
		{"just after another was answered", nil, true, 300 * time.Millisecond, "300ms resync since 0s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.ack = tt.ack
				r := run(t, s, bayeux.Options{Reread: func(context.Context) { time.Sleep(time.Second) }})
				s.sleep(2 * time.Second)
				s.publish("/a", "1")
				s.sleep(0)
				r.start = time.Now()
				s.sleep(tt.quiet)
				if tt.dead {
					s.mute()
				}
				r.Wake()
				s.sleep(700 * time.Millisecond)
				s.publish("/a", "2")
				s.sleep(3 * time.Second)
				e := last[bayeux.Resync](t, r)
				assert.Equal(t, tt.want, fmt.Sprintf("%v %s", e.Time.Sub(r.start), r.describe(e)))
			})
		})
	}
}

// A poll for which a newer one is sent may just be bringing something: that is
// handed on, before what the newer one brings.
func TestWhatAnOvertakenPollBrings(t *testing.T) {
	for _, tt := range []struct {
		name string
		ask  func(*bayeux.Client)
		late time.Duration // of the reply to the older poll
		want []string
		lost bool
	}{
		{"before the newer one is answered", (*bayeux.Client).Wake, 100 * time.Millisecond, []string{"message /a 1", "message /a 2"}, false},
		{"after it", (*bayeux.Client).Wake, 700 * time.Millisecond, []string{"message /a 1", "message /a 2"}, false},
		{"never", (*bayeux.Client).Wake, time.Hour, []string{"message /a 2"}, true},
		{"later, where nothing is wrong with it", (*bayeux.Client).Hurry, 1200 * time.Millisecond, []string{"message /a 1", "message /a 2"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				r := run(t, s, bayeux.Options{})
				s.hook = func(c *call) (*wire.Response, error) {
					resp, err := s.serve(c)
					late := 300 * time.Millisecond
					if !c.quick() {
						late = tt.late
					}
					select {
					case <-time.After(late):
					case <-c.ctx.Done():
						return nil, c.ctx.Err()
					}
					return resp, err
				}
				s.publish("/a", "0") // ends the poll that is held already
				s.sleep(2 * time.Second)
				n := len(r.log())
				s.publish("/a", "1")
				s.sleep(10 * time.Millisecond)
				s.publish("/a", "2")
				tt.ask(r.Client)
				s.sleep(6 * time.Second)
				var messages []string
				for _, line := range r.log()[n:] {
					if _, what, _ := strings.Cut(line, " "); strings.HasPrefix(what, "message") {
						messages = append(messages, what)
					}
				}
				assert.Equal(t, tt.want, messages)
				assert.Equal(t, tt.lost, last[bayeux.Resync](t, r).Lost)
			})
		})
	}
}

// A poll whose reply may be lost unnoticed is short, if the owner wants it so and
// the server does as it is asked.
func TestHold(t *testing.T) {
	for _, tt := range []struct {
		name      string
		ack       any
		hold      time.Duration
		stubborn  bool
		wantPolls []string
	}{
		{"short", nil, 3 * time.Second, false, []string{"0s", "3s", "6s", "9s"}},
		{"as long as the server likes", nil, 0, false, []string{"0s"}},
		{"no longer than the server likes", nil, time.Hour, false, []string{"0s"}},
		{"everything is repeated", true, 3 * time.Second, false, []string{"0s"}},
		{"the server does not care", nil, 3 * time.Second, true, []string{"0s"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.ack = tt.ack
				if tt.stubborn {
					s.hook = func(c *call) (*wire.Response, error) {
						if !c.quick() {
							delete(c.messages[0], "advice")
						}
						return nil, nil
					}
				}
				r := run(t, s, bayeux.Options{Hold: func() time.Duration { return tt.hold }})
				s.sleep(10 * time.Second)
				var polls []string
				for _, line := range s.log(r.start) {
					if at, ok := strings.CutSuffix(line, " connect"); ok {
						polls = append(polls, at)
					}
				}
				assert.Equal(t, tt.wantPolls, polls)
				s.sleep(time.Minute)
				assert.Empty(t, r.tail(4), "nothing fails")
			})
		})
	}
}
