package tracker

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/wire"
)

// The steps of connecting, in the order in which they can fail.
const (
	stepReach     = "reach"
	stepCORS      = "CORS"
	stepSignIn    = "sign in"
	stepCSRF      = "CSRF"
	stepHandshake = "handshake"
	stepSubscribe = "subscribe"
	stepFirst     = "first message"
)

func steps() []Step {
	names := []string{stepReach, stepCORS, stepSignIn, stepCSRF, stepHandshake, stepSubscribe, stepFirst}
	list := make([]Step, len(names))
	for i, n := range names {
		list[i] = Step{Name: n}
	}
	list[0].State = Running
	return list
}

// step sets one step, and the following one running where it is done. Steps
// are published, so the list is copied.
func (t *Tracker) step(name string, state StepState, note string, err error) {
	list := append([]Step(nil), t.link.Steps...)
	for i := range list {
		if list[i].Name != name {
			continue
		}
		list[i] = Step{Name: name, State: state, Note: note, Err: err}
		if state == Done && i+1 < len(list) && list[i+1].State == Pending {
			list[i+1].State = Running
		}
	}
	t.link.Steps = list
}

// failStep marks the step that is under way as the one that failed, unless the
// error tells that it was an earlier one.
func (t *Tracker) failStep(err error) {
	if o, ok := errors.AsType[*Obstacle](err); ok && t.link.at(stepHandshake).State != Done {
		name := map[ObstacleKind]string{CrossOrigin: stepCORS, NoCSRFToken: stepCSRF}[o.Kind]
		if name != "" {
			t.step(stepHandshake, Pending, "", nil)
			t.step(name, Failed, "", err)
			return
		}
	}
	for _, s := range t.link.Steps {
		if s.State == Running && s.Name != stepFirst {
			t.step(s.Name, Failed, "", err)
			return
		}
	}
}

// at returns the step of that name.
func (l Link) at(name string) Step {
	for _, s := range l.Steps {
		if s.Name == name {
			return s
		}
	}
	return Step{}
}

// subscriptionProblem returns why a subscription was refused: a poll that works
// without one looks healthy and is not.
func (l Link) subscriptionProblem() error {
	if s := l.at(stepSubscribe); s.State == Failed {
		return s.Err
	}
	return nil
}

// The waits between attempts. They grow while a server is in trouble. One that
// cannot be reached at all is asked often: that costs it nothing, and its return
// is to be noticed.
const (
	firstWait  = time.Second
	absentWait = 1500 * time.Millisecond
	maxWait    = 15 * time.Second
)

// signInWait returns how long to wait after the failed attempt of that number,
// spread by a fifth, lest all pages come back in the same instant.
func signInWait(err error, attempt int) time.Duration {
	longest := maxWait
	var gateway *gws.Error
	if unreachable(err) || errors.As(err, &gateway) && gateway.HTTPStatus == 502 {
		longest = absentWait
	}
	wait := min(time.Duration(attempt)*firstWait, longest)
	return min(max(time.Duration(float64(wait)*(0.8+0.4*rand.Float64())), firstWait), longest)
}

// signIn reads /me until it succeeds, and reports false when it is of no use
// to go on before a person has done something, or when the line was given up.
func (t *Tracker) signIn(l *line) bool {
	var user *gws.User
	var err error
	for attempt := 1; ; attempt++ {
		user, err = l.me(err)
		if l.ctx.Err() != nil {
			return false
		}
		user, err, wait := user, err, signInWait(err, attempt)
		t.inbox.post(func() { t.signedIn(l, user, attempt, t.clock.now().Add(wait), err) })
		if err == nil {
			return true
		}
		if signInRefused(err) || !l.pause(wait) {
			return false
		}
	}
}

// me reads /me. A server that was not reached last time is looked for first, in
// a way that tells at once whether it is there: one request for each attempt.
func (l *line) me(last error) (*gws.User, error) {
	ctx, cancel := context.WithTimeout(l.ctx, readLimit)
	defer cancel()
	if p, can := l.dialled.(prober); can && unreachable(last) {
		if err := p.Probe(ctx, mePath); err != nil {
			return nil, obstacle(err)
		}
	}
	user, err := l.gws.Me(ctx)
	return user, probed(l, err)
}

// pause waits, or until somebody wants an attempt at once, and reports false
// when the line was given up meanwhile.
func (l *line) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-l.ctx.Done():
		return false
	case <-l.awake:
	case <-timer.C:
	}
	return true
}

func (t *Tracker) signedIn(l *line, user *gws.User, attempt int, next time.Time, err error) {
	if t.line != l {
		return
	}
	var refusal *gws.Error
	switch {
	case err == nil:
		t.link.User = user.UserName
		if !user.Simulated {
			t.misbehaving = nil
		} else if t.misbehaving == nil {
			t.misbehaving = &Misbehaviours{}
		}
		t.step(stepReach, Done, "answered", nil)
		t.step(stepCORS, Done, "the reply could be read", nil)
		t.step(stepSignIn, Done, "as "+cmp.Or(user.UserName, "a user without a name"), nil)
		t.step(stepCSRF, Done, csrfNote(l.gws.Header()), nil)
		t.link.Problem = nil
	case crossOrigin(err):
		t.step(stepReach, Done, "answered", nil)
		t.step(stepCORS, Failed, "", err)
		t.setLink(Refused, err)
		t.link.Next = next
	case !errors.As(err, &refusal):
		t.step(stepReach, Failed, "no response", err)
		t.setLink(Reconnecting, err)
		t.link.Attempt, t.link.Next = attempt, next
	case refusal.HTTPStatus >= 500:
		t.step(stepReach, Failed, "the server is in trouble", err)
		t.setLink(Reconnecting, err)
		t.link.Attempt, t.link.Next = attempt, next
	default:
		t.step(stepReach, Done, "answered", nil)
		t.step(stepCORS, Done, "the reply could be read", nil)
		t.step(stepSignIn, Failed, "", err)
		t.setLink(refusedOrSignedOut(refusal), err)
	}
}

func unreachable(err error) bool {
	o, ok := errors.AsType[*Obstacle](err)
	return ok && o.Kind == Unreachable
}

func crossOrigin(err error) bool {
	o, ok := errors.AsType[*Obstacle](err)
	return ok && o.Kind == CrossOrigin
}

// refusedOrSignedOut tells a missing sign-in from every other refusal.
func refusedOrSignedOut(e *gws.Error) LinkState {
	if kind := kindOfObstacle(e); kind == NoCredentials || kind == WebPage {
		return SignedOut
	}
	return Refused
}

func csrfNote(h wire.Header) string {
	for _, f := range h {
		if !strings.EqualFold(f.Name, "Authorization") {
			return "token received, sent back as " + f.Name
		}
	}
	return "not used by this server"
}

func ackNote(on bool) string {
	if on {
		return "with acknowledgement"
	}
	return "without acknowledgement"
}

// authorization returns the Authorization field's value, "" for none.
func authorization(c Connect) func() string {
	value := ""
	switch c.Profile.Auth {
	case settings.Basic:
		// RFC 7617 with the charset that GWS clients are known to use for
		// plain ASCII; other characters go as UTF-8.
		value = "Basic " + base64.StdEncoding.EncodeToString([]byte(c.Profile.User+":"+c.Credentials.Password))
	case settings.Bearer:
		value = "Bearer " + c.Credentials.Token
	}
	return func() string { return value }
}
