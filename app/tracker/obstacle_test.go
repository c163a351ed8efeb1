package tracker_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
)

// A withholding transport stands for a browser in front of a simulator: what
// hide matches gets no response, and a probe finds the server or does not.
type withholding struct {
	wire.Transport
	hide  func(*wire.Request) bool
	alive bool
	strip string // a header field that the page may not read
}

func (w withholding) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	if w.hide != nil && w.hide(req) {
		return nil, &wire.NoResponse{Err: errors.New("Failed to fetch")}
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
		state  tracker.LinkState
		kind   tracker.ObstacleKind
		failed string // the step
		reason string
	}{
		{"nobody answers", sim.Options{}, withholding{hide: everyRequest}, tracker.Reconnecting, tracker.Unreachable, "reach", ""},
		{"the browser withholds every answer", sim.Options{}, withholding{hide: everyRequest, alive: true}, tracker.Refused, tracker.CrossOrigin, "CORS", ""},
		{"the browser withholds the answers to POST", sim.Options{},
			withholding{hide: func(r *wire.Request) bool { return r.Method == "POST" }, alive: true}, tracker.Refused, tracker.CrossOrigin, "CORS",
			"a preflight may refuse a header field that reading does not need"},
		{"no password", sim.Options{Password: "s3cret"}, withholding{}, tracker.SignedOut, tracker.NoCredentials, "sign in", ""},
		{"the token cannot be read", sim.Options{}, withholding{strip: "X-CSRF"}, tracker.Refused, tracker.NoCSRFToken, "CSRF",
			"exposedHeaders is not set: the browser hides the token"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				test.sim.Quiet = true
				test.before.Transport = &wire.Jar{Transport: sim.New(test.sim)}
				tr := tracker.New(tracker.Options{Dial: func(settings.Profile) (wire.Transport, error) { return test.before, nil }})
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan struct{})
				go func() { defer close(done); tr.Run(ctx) }()
				tr.Do(tracker.Connect{Profile: settings.Profile{BaseURL: "https://gws.example.com"}})
				for range 20 {
					time.Sleep(time.Second)
					synctest.Wait()
				}
				l := tr.State().Link
				assert.Equal(t, test.state, l.State, "problem: %v", l.Problem)
				o, ok := errors.AsType[*tracker.Obstacle](l.Problem)
				require.True(t, ok, "problem: %v", l.Problem)
				assert.Equal(t, test.kind, o.Kind, test.reason)
				var failed []string
				for _, s := range l.Steps {
					if s.State == tracker.Failed {
						failed = append(failed, s.Name)
					}
				}
				assert.Equal(t, []string{test.failed}, failed)
				cancel()
				<-done
			})
		})
	}
}

// A sign-in that expires takes nothing off the screen, and signing in again
// goes on where it ended.
func TestExpiredSignInKeepsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sim.New(sim.Options{Quiet: true, Password: "s3cret"})
		tr := tracker.New(tracker.Options{Dial: func(settings.Profile) (wire.Transport, error) { return &wire.Jar{Transport: s}, nil }})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); tr.Run(ctx) }()
		right := tracker.Connect{
			Profile:     settings.Profile{BaseURL: "https://gws.example.com", Auth: settings.Basic, User: "sam.sample"},
			Credentials: tracker.Credentials{Password: "s3cret"},
		}
		wrong := right
		wrong.Credentials.Password = "changed"
		r := rig{t: t, sim: s, Tracker: tr}
		r.Do(right)
		require.Equal(t, tracker.Connected, r.settle(time.Second).Link.State)
		before := r.State().Sessions

		r.Do(wrong)
		state := r.settle(time.Second)
		require.Equal(t, tracker.SignedOut, state.Link.State)
		assert.Len(t, state.Sessions, len(before))

		r.Do(right)
		state = r.settle(time.Second)
		require.Equal(t, tracker.Connected, state.Link.State)
		assert.Len(t, state.Sessions, len(before))
		cancel()
		<-done
	})
}

func TestOperations(t *testing.T) {
	all := tracker.Operations()
	names := map[string]tracker.Operation{}
	for _, o := range all {
		names[o.Name] = o
	}
	for _, name := range []string{"SendMessage", "SendStartTypingNotification", "Accept", "Reject", "Transfer", "Invite", "Consult", "Leave", "Complete", "SetDisposition", "SetInFocus", "AddComment"} {
		assert.Contains(t, names, name)
	}
	assert.Equal(t, "UpdateUserData", names["AddComment"].Capability)
	for _, test := range []struct {
		operation string
		given     []string
		missing   []string
		extra     string
	}{
		{"SendMessage", nil, []string{"text"}, ""},
		{"SendMessage", []string{"text"}, nil, ""},
		{"Transfer", nil, []string{"targetUri"}, ""},
		{"Transfer", []string{"queueName"}, nil, ""},
		{"Transfer", []string{"targetUri", "queueName"}, nil, "queueName"},
		{"Complete", nil, nil, ""},
		{"SetDisposition", []string{"dispositionKey"}, []string{"disposition"}, ""},
	} {
		missing, extra := names[test.operation].Missing(func(name string) bool {
			for _, g := range test.given {
				if g == name {
					return true
				}
			}
			return false
		})
		assert.Equal(t, test.missing, missing, "%s with %v", test.operation, test.given)
		assert.Equal(t, test.extra, extra, "%s with %v", test.operation, test.given)
	}
}
