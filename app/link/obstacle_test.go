package link_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
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

// What a status means is said alike whether the sign-in or a poll meets it.
func TestWhatAStatusMeans(t *testing.T) {
	for _, test := range []struct {
		status int
		kind   link.ObstacleKind
		signIn link.State // where the first request meets it
		poll   link.State // where a poll does
	}{
		{302, link.WebPage, link.SignedOut, link.SignedOut},
		{401, link.NoCredentials, link.SignedOut, link.SignedOut},
		{403, link.Forbidden, link.Refused, link.SignedOut},
		{404, link.NoSuchPlace, link.Refused, link.Reconnecting},
		{405, link.NoSuchPlace, link.Refused, link.Reconnecting},
		{407, link.NoCredentials, link.SignedOut, link.SignedOut},
		{408, link.NotAnswered, link.Reconnecting, link.Reconnecting},
		{429, link.ServerFault, link.Reconnecting, link.Reconnecting},
		{500, link.ServerFault, link.Reconnecting, link.Reconnecting},
		{503, link.ServerFault, link.Reconnecting, link.Reconnecting},
		{504, link.NotAnswered, link.Reconnecting, link.Reconnecting},
	} {
		for _, poll := range []bool{false, true} {
			t.Run(fmt.Sprint(test.status, " ", poll), func(t *testing.T) {
				x := &wiretest.Faulty{Transport: &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}}
				x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
					if poll && !strings.Contains(string(req.Body), "/meta/connect") {
						return nil, nil
					}
					return &wire.Response{Status: test.status}, nil
				})
				connected(t, x, func(r rig) {
					l := r.settle(20 * time.Second)
					o, ok := errors.AsType[*link.Obstacle](l.Problem)
					require.True(t, ok, "problem: %v", l.Problem)
					assert.Equal(t, test.kind, o.Kind, "%v", l.Problem)
					want := test.signIn
					if poll {
						want = test.poll
					}
					assert.Equal(t, want.String(), l.State.String())
				})
			})
		}
	}
}

// Whoever signs in with a password or a token sends it with every request, and
// whoever does so by a cookie sends neither.
func TestHowRequestsAreSigned(t *testing.T) {
	for _, test := range []struct {
		auth settings.Auth
		want string
	}{
		{settings.Basic, "Basic c2FtOnMzY3JldA=="},
		{settings.Bearer, "Bearer t0ken"},
		{settings.Cookie, ""},
	} {
		t.Run(test.want, func(t *testing.T) {
			x := &wiretest.Faulty{Transport: &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}}
			connected(t, x, func(r rig) {
				r.settle(5 * time.Second)
				var mu sync.Mutex
				sent := map[string]int{}
				x.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
					mu.Lock()
					defer mu.Unlock()
					if !strings.Contains(string(req.Body), "/meta/disconnect") { // that is of the connection before
						sent[req.Header.Get("Authorization")]++
					}
					return nil, nil
				})
				r.post(func() {
					r.link.Connect(r.ctx, settings.Profile{BaseURL: "https://gws.example.com", Auth: test.auth, User: "sam"}, link.Credentials{Password: "s3cret", Token: "t0ken"}, r.book)
				})
				r.settle(5 * time.Second)
				mu.Lock()
				defer mu.Unlock()
				require.Greater(t, sent[test.want], 3)
				assert.Len(t, sent, 1)
			})
		})
	}
}

// What a refusal says beside its status is heard: of the server's own words, and of
// those of Keytrail's server about the GWS behind it.
func TestWhatARefusalSays(t *testing.T) {
	for _, test := range []struct {
		status int
		body   string
		kind   link.ObstacleKind
		state  link.State
	}{
		{200, `{"statusCode":8}`, link.Forbidden, link.Refused},
		{400, `{"statusCode":5,"statusMessage":"no"}`, link.Forbidden, link.Refused},
		{429, "<html><title>429 Too Many Requests</title></html>", link.ServerFault, link.Reconnecting},
		{502, "no answer from https://gws.example.com: dial tcp: lookup gws.example.com: no such host\n", link.Unreachable, link.Reconnecting},
	} {
		t.Run(test.body, func(t *testing.T) {
			x := &wiretest.Faulty{Transport: &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}}
			x.Answer(func(context.Context, *wire.Request) (*wire.Response, error) {
				return &wire.Response{Status: test.status, Body: []byte(test.body)}, nil
			})
			connected(t, withholding{Transport: x, alive: true}, func(r rig) {
				l := r.settle(20 * time.Second)
				o, ok := errors.AsType[*link.Obstacle](l.Problem)
				require.True(t, ok, "problem: %v", l.Problem)
				assert.Equal(t, test.kind, o.Kind, "%v", l.Problem)
				assert.Equal(t, test.state.String(), l.State.String())
			})
		})
	}
}
