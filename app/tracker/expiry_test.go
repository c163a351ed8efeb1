package tracker_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
)

// A sign-in that expires takes nothing off the screen, and signing in again
// goes on where it ended.
func TestExpiredSignInKeepsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sim.New(sim.Options{Quiet: true, Password: "s3cret"})
		tr := tracker.New(tracker.Options{Link: link.Options{Dial: func(settings.Profile) (wire.Transport, error) { return &wire.Jar{Transport: s}, nil }}})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); tr.Run(ctx) }()
		right := tracker.Connect{
			Profile:     settings.Profile{BaseURL: "https://gws.example.com", Auth: settings.Basic, User: "sam.sample"},
			Credentials: link.Credentials{Password: "s3cret"},
		}
		wrong := right
		wrong.Credentials.Password = "changed"
		r := rig{t: t, sim: s, Tracker: tr}
		r.Do(right)
		require.Equal(t, link.Connected, r.settle(time.Second).Link.State)
		before := r.State().Sessions

		r.Do(wrong)
		state := r.settle(time.Second)
		require.Equal(t, link.SignedOut, state.Link.State)
		assert.Len(t, state.Sessions, len(before))

		r.Do(right)
		state = r.settle(time.Second)
		require.Equal(t, link.Connected, state.Link.State)
		assert.Len(t, state.Sessions, len(before))
		cancel()
		<-done
	})
}
