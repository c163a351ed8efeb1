package link

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
	if Unreachable.in(err) || errors.As(err, &gateway) && gateway.HTTPStatus == 502 {
		longest = absentWait
	}
	wait := min(time.Duration(attempt)*firstWait, longest)
	return min(max(time.Duration(float64(wait)*(0.8+0.4*rand.Float64())), firstWait), longest)
}

// signIn reads /me until it succeeds, and reports false when it is of no use
// to go on before a person has done something, or when the line was given up.
func (k *Link) signIn(c *connection) bool {
	var user *gws.User
	var err error
	for attempt := 1; ; attempt++ {
		user, err = c.me(err)
		if c.ctx.Err() != nil {
			return false
		}
		user, err, wait := user, err, signInWait(err, attempt)
		k.host.Post(func() { k.signedIn(c, user, attempt, k.host.Now().Add(wait), err) })
		if err == nil {
			c.user = cmp.Or(user.UserName, user.ID)
			return true
		}
		if signInRefused(err) || !c.pause(wait) {
			return false
		}
	}
}

// me reads /me. A server that was not reached last time is looked for first, in
// a way that tells at once whether it is there: one request for each attempt.
func (c *connection) me(last error) (*gws.User, error) {
	ctx, cancel := context.WithTimeout(c.ctx, readLimit)
	defer cancel()
	if p, can := c.dialled.(prober); can && unanswered(last) {
		if err := p.Probe(ctx, mePath); err != nil {
			return nil, obstacle(err)
		}
	}
	user, err := c.gws.Me(ctx)
	return user, probed(c, err)
}

// pause waits, or until somebody wants an attempt at once, and reports false
// when the line was given up meanwhile.
func (c *connection) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-c.ctx.Done():
		return false
	case <-c.awake:
	case <-timer.C:
	}
	return true
}

// signedIn takes in what an attempt to sign in brought.
func (k *Link) signedIn(c *connection, user *gws.User, attempt int, next time.Time, err error) {
	if k.open != c {
		return
	}
	var refusal *gws.Error
	switch {
	case err == nil:
		k.status.User = user.UserName
		if !user.Simulated {
			k.misbehave = nil
		} else if k.misbehave == nil {
			k.misbehave = &Misbehaviours{}
		}
		k.reached()
		k.step(stepSignIn, Done, "as "+cmp.Or(user.UserName, "a user without a name"), nil)
		k.step(stepCSRF, Done, csrfNote(c.gws.Header()), nil)
		k.status.Problem = nil
	case CrossOrigin.in(err):
		k.step(stepReach, Done, "answered", nil)
		k.step(stepCORS, Failed, "", err)
		k.set(Refused, err)
		k.status.Next = next
	case !errors.As(err, &refusal):
		k.step(stepReach, Failed, "no response", err)
		k.retry(attempt, next, err)
	case !signInRefused(err):
		k.step(stepReach, Failed, "the server is in trouble", err)
		k.retry(attempt, next, err)
	default:
		k.reached()
		k.step(stepSignIn, Failed, "", err)
		k.set(refusedOrSignedOut(refusal), err)
	}
}

// reached notes that the server answers this page.
func (k *Link) reached() {
	k.step(stepReach, Done, "answered", nil)
	k.step(stepCORS, Done, "the reply could be read", nil)
}

// signInRefused reports whether trying again is of no use before a person has
// done something.
func signInRefused(err error) bool {
	var refusal *gws.Error
	if !errors.As(err, &refusal) {
		return false
	}
	kind := kindOfStatus(refusal.HTTPStatus)
	return kind != NotAnswered && kind != ServerFault
}

// refusedOrSignedOut tells a missing sign-in from every other refusal.
func refusedOrSignedOut(e *gws.Error) State {
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
func (w *wanted) authorization() string {
	switch w.profile.Auth {
	case settings.Basic:
		// RFC 7617 with the charset that GWS clients are known to use for
		// plain ASCII; other characters go as UTF-8.
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(w.profile.User+":"+w.credentials.Password))
	case settings.Bearer:
		return "Bearer " + w.credentials.Token
	}
	return ""
}
