package bayeux_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/wire"
)

// A gateway that reaches no server is asked often from the beginning. Silence
// may come from the browser, which blocks the answers, as long as nothing has
// worked.
func TestBackoffBeforeTheFirstHandshake(t *testing.T) {
	for _, tt := range []struct {
		name  string
		reply *wire.Response
		err   error
		want  []string
	}{
		{"nobody behind the gateway", status(502, "", ""), nil, []string{"0s handshake", "1s handshake", "2.5s handshake", "4s handshake", "5.5s handshake"}},
		{"silence", nil, &wire.NoResponse{Err: errCut}, []string{"0s handshake", "1s handshake", "3s handshake", "6s handshake"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				s.hook = func(c *call) (*wire.Response, error) { return tt.reply, tt.err }
				r := run(t, s, bayeux.Options{})
				s.sleep(6500 * time.Millisecond)
				assert.Equal(t, tt.want, s.log(r.start))
			})
		})
	}
}

// A server that was away for long and has forgotten the session has its client
// back as soon as one that was away for a moment.
func TestBackAfterALongAbsence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		r := run(t, s, bayeux.Options{Jitter: func() float64 { return 1 }})
		s.sleep(time.Minute)
		s.hook = func(*call) (*wire.Response, error) { return nil, &wire.NoResponse{Err: errCut} }
		r.Wake()
		s.sleep(time.Minute)
		s.forget()
		s.hook = nil
		s.sleep(2 * time.Second)
		log := r.log()
		assert.Contains(t, log[len(log)-1], "resync", "the last of %q", log[len(log)-6:])
	})
}

// The waits grow by a second up to the limit, are spread by a fifth, and start
// anew after a success.
func TestBackoff(t *testing.T) {
	for _, tt := range []struct {
		name   string
		jitter float64
		max    time.Duration
		reply  *wire.Response
		err    error
		want   string
	}{
		{"in the middle", 0.5, 0, nil, errCut, "1s 2s 3s 4s 5s 6s 7s 8s 9s 10s 11s 12s 13s 14s 15s 15s 15s"},
		{"early", 0, 0, nil, errCut, "1s 1.6s 2.4s 3.2s 4s 4.8s 5.6s 6.4s 7.2s 8s 8.8s 9.6s 10.4s 11.2s 12s 12s 12s"},
		{"late", 1, 0, nil, errCut, "1.2s 2.4s 3.6s 4.8s 6s 7.2s 8.4s 9.6s 10.8s 12s 13.2s 14.4s 15s 15s 15s 15s 15s"},
		{"limited", 0.5, 2 * time.Second, nil, errCut, "1s 2s 2s"},
		{"limited below a second", 1, 100 * time.Millisecond, nil, errCut, "100ms 100ms 100ms"},
		{"nobody there", 0.5, 0, nil, &wire.NoResponse{Err: errCut}, "1s 1.5s 1.5s 1.5s"},
		{"nobody behind the gateway", 0.5, 0, status(502, "", ""), nil, "1s 1.5s 1.5s 1.5s"},
		{"a server in trouble", 0.5, 0, status(503, "", ""), nil, "1s 2s 3s 4s"},
		{"signed out", 0.5, 0, status(401, "", ""), nil, "15s 15s 15s"},
		{"signed out, early", 0, 0, status(403, "", ""), nil, "12s 12s 12s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t)
				r := run(t, s, bayeux.Options{Jitter: func() float64 { return tt.jitter }, MaxBackoff: tt.max})
				s.hook = func(c *call) (*wire.Response, error) {
					return tt.reply, tt.err
				}
				r.Wake()
				s.sleep(4 * time.Minute)
				var waits []string
				for _, e := range r.events {
					if e, ok := e.(bayeux.Retrying); ok {
						assert.Equal(t, len(waits)+1, e.Attempt)
						waits = append(waits, e.Next.Sub(e.Time).Round(time.Millisecond).String())
					}
				}
				want := strings.Fields(tt.want)
				require.Greater(t, len(waits), len(want))
				assert.Equal(t, want, waits[:len(want)])

				s.hook = nil
				s.sleep(time.Minute)
				s.hook = onPoll(1, func(*call) (*wire.Response, error) { return nil, errCut })
				s.sleep(time.Minute)
				assert.Equal(t, 1, last[bayeux.Retrying](t, r).Attempt, "a success resets the count")
			})
		})
	}
	t.Run("random by default", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var waits []time.Duration
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			s := newServer(t)
			s.hook = func(c *call) (*wire.Response, error) { return nil, errCut }
			_ = bayeux.New(s, bayeux.Options{URL: "/", Notify: func(e bayeux.Event) {
				if e, ok := e.(bayeux.Retrying); ok && e.Attempt == 10+len(waits) {
					waits = append(waits, e.Next.Sub(e.Time))
				}
			}}).Run(ctx)
			require.Greater(t, len(waits), 100)
			different := map[time.Duration]bool{}
			for _, w := range waits[10:] {
				assert.GreaterOrEqual(t, w, 12*time.Second)
				assert.LessOrEqual(t, w, 15*time.Second)
				different[w] = true
			}
			assert.Greater(t, len(different), 10)
		})
	})
}
