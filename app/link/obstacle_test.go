package link_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

// A withholding transport stands for a browser in front of a simulator: what
// hide matches gets no response, and a probe finds the server or does not.
type withholding struct {
	wire.Transport
	hide  func(*wire.Request) bool
	hang  func(*wire.Request) bool // answers nothing, and does not fail either
	alive bool
	strip string // a header field that the page may not read
}

func (w withholding) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	if w.hide != nil && w.hide(req) {
		return nil, &wire.NoResponse{Err: errors.New("Failed to fetch")}
	}
	if w.hang != nil && w.hang(req) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	resp, err := w.Transport.RoundTrip(ctx, req)
	if err != nil || w.strip == "" {
		return resp, err
	}
	read := *resp
	read.Header = nil
	for _, f := range resp.Header {
		if !strings.HasPrefix(strings.ToUpper(f.Name), w.strip) {
			read.Header = append(read.Header, f)
		}
	}
	return &read, nil
}

func (w withholding) Probe(context.Context, string) error {
	if w.alive {
		return nil
	}
	return &wire.NoResponse{Err: errors.New("Failed to fetch")}
}

func everyRequest(*wire.Request) bool { return true }

func TestDiagnosis(t *testing.T) {
	for _, test := range []struct {
		name   string
		sim    sim.Options
		before withholding
		state  link.State
		kind   link.ObstacleKind
		failed string // the step
		reason string
	}{
		{"nobody answers", sim.Options{}, withholding{hide: everyRequest}, link.Reconnecting, link.Unreachable, "reach", ""},
		{"the browser withholds every answer", sim.Options{}, withholding{hide: everyRequest, alive: true}, link.Refused, link.CrossOrigin, "CORS", ""},
		{"the browser withholds the answers to POST", sim.Options{},
			withholding{hide: func(r *wire.Request) bool { return r.Method == "POST" }, alive: true}, link.Refused, link.CrossOrigin, "CORS",
			"a preflight may refuse a header field that reading does not need"},
		{"no password", sim.Options{Password: "s3cret"}, withholding{}, link.SignedOut, link.NoCredentials, "sign in", ""},
		{"the token cannot be read", sim.Options{}, withholding{strip: "X-CSRF"}, link.Refused, link.NoCSRFToken, "CSRF",
			"exposedHeaders is not set: the browser hides the token"},
		{"nobody answers a handshake", sim.Options{},
			withholding{hang: func(r *wire.Request) bool { return strings.Contains(string(r.Body), "/meta/handshake") }}, link.Reconnecting, link.NotAnswered, "handshake", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.sim.Quiet = true
			test.before.Transport = &wire.Jar{Transport: sim.New(test.sim)}
			connected(t, test.before, func(r rig) {
				l := r.settle(20 * time.Second)
				assert.Equal(t, test.state, l.State, "problem: %v", l.Problem)
				o, ok := errors.AsType[*link.Obstacle](l.Problem)
				require.True(t, ok, "problem: %v", l.Problem)
				assert.Equal(t, test.kind, o.Kind, test.reason)
				var failed []string
				for _, s := range l.Steps {
					if s.State == link.Failed {
						failed = append(failed, s.Name)
					}
				}
				assert.Equal(t, []string{test.failed}, failed)
			})
		})
	}
}
