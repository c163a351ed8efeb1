package faults_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/relay"
	"github.com/keytrail/keytrail/app/e2e/rig"
)

// A reply that comes after the page has given it up changes nothing any more:
// the page asks again and shows what it did not see.
func TestReplyAfterTheWatchdog(t *testing.T) {
	rig.Long(t)
	r := rigUp(t, backend{"a short poll", []string{"--poll-timeout", "1000"}, false})
	late := relay.Fault{Kind: relay.Delay, Wait: time.Minute, Times: 1}.Polls()
	r.link.Break(late)
	// The poll that is held already is spared, the next one is not.
	r.writes(writesPerFault / 4)

	r.page.Link().UntilAttr("data-link", "reconnecting")
	before := len(r.link.Log())
	r.page.WaitConnected()
	assert.LessOrEqual(t, len(r.link.Log())-before, 10, "requests for coming back")
	r.converges()
	r.accounts(writesPerFault / 4)
}

// A page that was out of the way shows the true state soon after it is back,
// and the interval that it did not see.
func TestComesBack(t *testing.T) {
	rig.Long(t)
	absences := []struct {
		name       string
		leave      func(r *rigged)
		comeBack   func(r *rigged)
		unobserved bool // something is missed for certain
	}{
		{"from being hidden",
			func(r *rigged) { r.page.Freeze() },
			func(r *rigged) { r.page.Thaw() }, false},
		{"from being hidden, with a dead connection",
			func(r *rigged) { r.page.Freeze(); r.link.Silence() },
			func(r *rigged) { r.link.Break(); r.page.Thaw() }, true},
		{"from sleep",
			func(r *rigged) { r.browser.Sleep(r.t) },
			func(r *rigged) { r.browser.Awake(r.t) }, false},
		{"from sleep, with its connections cut",
			func(r *rigged) { r.browser.Sleep(r.t); r.link.Away() },
			func(r *rigged) { r.link.Back(); r.browser.Awake(r.t) }, true},
		{"to another network",
			func(r *rigged) { r.page.Offline(true) },
			func(r *rigged) { r.page.Offline(false) }, true},
		{"to another network, with a dead connection",
			func(r *rigged) { r.link.Silence(); r.page.Offline(true) },
			func(r *rigged) { r.link.Break(); r.page.Offline(false) }, true},
	}
	for _, absence := range absences {
		t.Run(absence.name, func(t *testing.T) {
			t.Parallel()
			r := rigUp(t, backends[1])
			absence.leave(r)
			r.writes(writesPerFault / 4)
			absence.comeBack(r)

			back := time.Now()
			r.page.UntilWithin(promised+grace, "the newest value", func() (bool, string) {
				return r.shows("Counter", writesPerFault/4)
			})
			t.Logf("the true state after %v", time.Since(back).Round(time.Millisecond))
			r.page.WaitConnected()
			r.converges()
			r.accounts(writesPerFault / 4)
			if absence.unobserved {
				assert.NotEmpty(t, gapsAmong(r.events()), "the timeline does not say that nobody looked")
			}
		})
	}
}

// One tab of three holds the poll. When it is closed another one takes over,
// and none of the others misses anything.
func TestLeadingTabIsClosed(t *testing.T) {
	for _, b := range backends[1:] {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			r := rigUp(t, b)
			var others []*rigged
			for range 2 {
				other := *r
				other.page = r.browser.Open(t, r.link.URL(), tall, rig.Beside(r.page))
				other.look()
				others = append(others, &other)
			}
			require.Equal(t, 1, r.asked("/meta/handshake"), "sessions of the three tabs")

			require.NoError(t, r.other.Update(r.session, `{"Before":1}`))
			for _, other := range others {
				other.page.UntilWithin(promised+grace, "the newest value", func() (bool, string) {
					return other.shows("Before", 1)
				})
				other.seen = other.page.Events()[0].N
			}
			closed := time.Now()
			r.page.Close()
			r.page = others[0].page
			r.writes(writesPerFault / 2)
			r.page.Until("another tab to take over", func() (bool, string) {
				return r.asked("/meta/handshake") == 2, ""
			})
			t.Logf("another tab took over after %v", r.last("/meta/handshake").Sub(closed).Round(time.Millisecond))
			assert.Less(t, r.last("/meta/handshake").Sub(closed), promised+grace)
			for _, other := range others {
				other.page.WaitConnected()
				other.converges()
				other.accounts(writesPerFault / 2)
			}
			assert.Equal(t, 2, r.asked("/meta/handshake"), "one tab leads")
		})
	}
}

// Two write the same key at the same time: the history has both writes in the
// order in which the server took them, and the card of the one that lost says so.
func TestTwoWriteTheSameKey(t *testing.T) {
	for _, b := range backends {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			r := rigUp(t, b)
			form := r.page.AttachForm()
			form.Fill(0, "Contested", "text", "ours")
			// The other application answers to ours before ours is on the screen.
			r.link.Break(relay.Fault{Kind: relay.Delay, Wait: 300 * time.Millisecond}.Polls())

			form.Submit("Attach")
			r.page.Until("our write at the server", func() (bool, string) {
				_, ok := r.truth()["Contested"]
				return ok, ""
			})
			require.NoError(t, r.other.Update(r.session, `{"Contested":"theirs"}`))

			r.page.LastWrite().UntilAttr("data-verdict", "overwritten")
			r.link.Break()
			assert.Equal(t, "theirs", r.page.Row("Contested").Cells["value"])
			changes := 0
			for _, e := range r.events() {
				changes += e.Added + e.Changed
			}
			assert.Equal(t, 2, changes, "both writes are in the history")
			r.converges()
		})
	}
}

// A page that is left says goodbye to the server, in a request that outlives it,
// and takes the connection up again when a person goes back to it.
func TestLeavingAndComingBack(t *testing.T) {
	r := rigUp(t, backends[1])
	r.page.Do("go elsewhere", chromedp.Navigate(r.link.URL()+"/manifest.webmanifest"))
	r.page.Until("the goodbye", func() (bool, string) { return r.asked("/meta/disconnect") > 0, "" })
	require.NoError(t, r.other.Update(r.session, `{"While away":"1"}`))

	r.page.Eval(`void setTimeout(() => history.back())`, nil)
	r.page.WaitReady()
	r.page.WaitConnected()
	r.converges()
	assert.Greater(t, r.asked("/meta/handshake"), 1, "a session that was given up is not taken up again")
}
