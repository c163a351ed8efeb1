package tracker_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// A browser is what tabs have in common where there is no browser: a lock and
// a channel.
type browser struct {
	lock  chan struct{} // holds one token while nobody leads
	first chan struct{} // the first tab asks for the lock only when this is closed, nil for at once
	mu    sync.Mutex    // protects what follows
	tabs  map[*tab]func([]byte)
	told  []string // the words of what was posted
}

type tab struct {
	b     *browser
	first bool
}

func (b *browser) join(_ string, listen func([]byte)) link.Commons {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := &tab{b, len(b.tabs) == 0}
	b.tabs[t] = listen
	return t
}

func (t *tab) Lead(ctx context.Context) (func(), error) {
	if t.first && t.b.first != nil {
		<-t.b.first
	}
	select {
	case <-t.b.lock:
		return func() { t.b.lock <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (t *tab) Post(message []byte) {
	t.b.mu.Lock()
	defer t.b.mu.Unlock()
	word, _, _ := strings.Cut(string(message), "\n")
	t.b.told = append(t.b.told, word)
	for other, listen := range t.b.tabs {
		if other != t {
			listen(append([]byte(nil), message...))
		}
	}
}

func (t *tab) Leave() {
	t.b.mu.Lock()
	defer t.b.mu.Unlock()
	delete(t.b.tabs, t)
}

func newBrowser() *browser {
	b := &browser{lock: make(chan struct{}, 1), tabs: map[*tab]func([]byte){}}
	b.lock <- struct{}{}
	return b
}

// A tab that is alone tells nobody of each message; two that begin at the same
// time find each other whichever of them comes to lead.
func TestTabsFindEachOther(t *testing.T) {
	for _, tt := range []struct {
		name string
		tabs int
		late bool // the first tab comes too late to lead
		told bool
	}{
		{"alone", 1, false, false},
		{"the first of two leads", 2, false, true},
		{"the second of two leads", 2, true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := sim.New(sim.Options{Quiet: true})
				jar := &wire.Jar{Transport: s}
				b := newBrowser()
				if tt.late {
					b.first = make(chan struct{})
				}
				ctx, cancel := context.WithCancel(t.Context())
				var tabs []*tracker.Tracker
				var running sync.WaitGroup
				for range tt.tabs {
					tr := tracker.New(tracker.Options{Link: link.Options{Dial: func(settings.Profile) (wire.Transport, error) { return jar, nil }, Share: b.join}})
					tabs = append(tabs, tr)
					running.Go(func() { tr.Run(ctx) })
					tr.Do(tracker.Connect{})
					synctest.Wait()
				}
				time.Sleep(2 * time.Second)
				id := rig{t: t, Tracker: tabs[0]}.writable().ID
				require.NoError(t, s.Update(id, "crm", `{"Told":"1"}`))
				time.Sleep(2 * time.Second)
				synctest.Wait()
				for _, tr := range tabs {
					assert.Equal(t, "1", tr.State().Session(id).Data.Get("Told").Text())
				}
				b.mu.Lock()
				assert.Equal(t, tt.told, slices.Contains(b.told, "message"))
				b.mu.Unlock()
				if b.first != nil {
					close(b.first)
				}
				cancel()
				running.Wait()
			})
		})
	}
}

// What one user may see, a tab of another one is not told, nor one that listens to
// other channels.
func TestOnlyTheSameUserAndChannelsShareAPoll(t *testing.T) {
	name := func(user string, p settings.Profile) (name string) {
		synctest.Test(t, func(t *testing.T) {
			jar := &wire.Jar{Transport: sim.New(sim.Options{Quiet: true, User: user})}
			b := newBrowser()
			ctx, cancel := context.WithCancel(t.Context())
			tr := tracker.New(tracker.Options{Link: link.Options{Dial: func(settings.Profile) (wire.Transport, error) { return jar, nil },
				Share: func(of string, listen func([]byte)) link.Commons { name = of; return b.join(of, listen) }}})
			var running sync.WaitGroup
			running.Go(func() { tr.Run(ctx) })
			tr.Do(tracker.Connect{Profile: p, Credentials: link.Credentials{Token: "secret of " + user}})
			time.Sleep(time.Second)
			synctest.Wait()
			cancel()
			running.Wait()
		})
		require.NotEmpty(t, name)
		return name
	}
	anna := name("anna", settings.Profile{BaseURL: "https://gws.test", Auth: settings.Bearer})
	assert.NotContains(t, anna, "secret")
	assert.Equal(t, anna, name("anna", settings.Profile{BaseURL: "https://gws.test/", Name: "another", StartSession: true}), "however they signed in")
	for _, auth := range []settings.Auth{settings.Cookie, settings.Basic, settings.Bearer} {
		assert.NotEqual(t, anna, name("ben", settings.Profile{BaseURL: "https://gws.test", Auth: auth, User: "anna"}), "ben signed in")
	}
	channels := func(list ...string) settings.Profile {
		return settings.Profile{BaseURL: "https://gws.test", Channels: list}
	}
	assert.NotEqual(t, anna, name("anna", channels("/v2/me/calls")))
	assert.Equal(t, name("anna", channels("/a", "/b")), name("anna", channels("/b", "/a")))
}

func TestTabsShareTheLink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sim.New(sim.Options{Quiet: true})
		jar := &wiretest.Faulty{Transport: &wire.Jar{Transport: s}}
		started := 0
		jar.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if strings.Contains(string(req.Body), "StartContactCenterSession") {
				started++
			}
			return nil, nil
		})
		b := newBrowser()
		var tabs []*tracker.Tracker
		var closes []context.CancelFunc
		var running sync.WaitGroup
		for range 3 {
			ctx, cancel := context.WithCancel(t.Context())
			tr := tracker.New(tracker.Options{Link: link.Options{
				Dial:  func(settings.Profile) (wire.Transport, error) { return jar, nil },
				Share: b.join,
			}})
			running.Go(func() { tr.Run(ctx) })
			tr.Do(tracker.Connect{Profile: settings.Profile{StartSession: true}})
			time.Sleep(time.Second)
			tabs, closes = append(tabs, tr), append(closes, cancel)
		}
		synctest.Wait()
		assert.Equal(t, 1, s.Polls(), "one tab polls for all")
		assert.Equal(t, 1, started, "one tab starts the contact-centre session for all")
		tabs[2].Do(tracker.RetryNow{})
		synctest.Wait()
		assert.Equal(t, 1, s.Polls(), "a tab that follows has nothing to retry")
		id := rig{t: t, Tracker: tabs[0]}.writable().ID

		// A reading that is held in the same instant in which a poll goes out waits for
		// that poll or for the next one, whichever of the two comes first.
		same := func(key, want string, tabs []*tracker.Tracker) {
			t.Helper()
			time.Sleep(2 * time.Second)
			for range 20 {
				synctest.Wait()
				if !slices.ContainsFunc(tabs, func(tr *tracker.Tracker) bool {
					return tr.State().Session(id).Data.Get(key).Text() != want
				}) {
					break
				}
				time.Sleep(100 * time.Millisecond)
			}
			for i, tr := range tabs {
				require.Equal(t, link.Connected, tr.State().Link.State, "tab %d", i)
				assert.Equal(t, want, tr.State().Session(id).Data.Get(key).Text(), "tab %d", i)
			}
		}
		// What nobody listened to has neither a time nor an author, in any tab.
		unobserved := func(key string, tabs []*tracker.Tracker) {
			t.Helper()
			for i, tr := range tabs {
				x := tr.State().Session(id)
				e, ok := x.History.LastWriter(key, x.History.Last())
				require.True(t, ok)
				assert.False(t, e.Since.IsZero(), "tab %d", i)
				assert.Equal(t, history.Unknown, x.Who(e, key), "tab %d", i)
			}
		}
		require.NoError(t, s.Update(id, "crm", `{"First":"1"}`))
		same("First", "1", tabs)

		// A tab that is looked at finds the poll of another one dead.
		swallowed(jar, time.Hour)
		require.NoError(t, s.Update(id, "crm", `{"First":"2"}`))
		same("First", "2", tabs)
		require.NoError(t, s.Update(id, "crm", `{"Swallowed":"1"}`))
		time.Sleep(5 * time.Second)
		require.Equal(t, "", tabs[0].State().Session(id).Data.Get("Swallowed").Text())
		tabs[1].Do(tracker.RetryNow{})
		same("Swallowed", "1", tabs)
		unobserved("Swallowed", tabs)

		// What the leading tab suspects, all of them look into.
		untold := func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
			resp, err := jar.Transport.RoundTrip(ctx, req)
			if err == nil && isPoll(req) && strings.Contains(string(resp.Body), "Untold") {
				resp = emptied(t, resp)
			}
			return resp, err
		}
		jar.Answer(untold)
		require.NoError(t, s.Update(id, "crm", `{"Poll":"ended"}`))
		same("Poll", "ended", tabs)
		require.NoError(t, s.Update(id, "crm", `{"Untold":"1"}`))
		time.Sleep(time.Second)
		tabs[0].Do(tracker.Doubt{URL: link.Notifications, Since: time.Now().Add(-time.Second)})
		same("Untold", "1", tabs)
		unobserved("Untold", tabs)
		jar.Answer(nil)

		closes[0]()
		require.NoError(t, s.Update(id, "crm", `{"WhileHandedOver":"2"}`))
		same("WhileHandedOver", "2", tabs[1:])
		unobserved("WhileHandedOver", tabs[1:])
		require.NoError(t, s.Update(id, "crm", `{"After":"3"}`))
		same("After", "3", tabs[1:])
		assert.Equal(t, 1, s.Polls(), "one of the others took over")

		closes[1]()
		closes[2]()
		running.Wait()
	})
}

// Two tabs say the same of a server that is away, and each of them can have the one
// that leads try again: it may be hidden, where its timers are held back.
func TestATabThatFollowsKnowsWhatTheLinkWaitsForAndCanHaveItRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		jar := &wiretest.Faulty{Transport: &wire.Jar{Transport: sim.New(sim.Options{Quiet: true})}}
		b := newBrowser()
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		var tabs [2]*tracker.Tracker
		for i := range tabs {
			tabs[i] = tracker.New(tracker.Options{Link: link.Options{
				Dial:  func(settings.Profile) (wire.Transport, error) { return jar, nil },
				Share: b.join,
			}})
			running.Go(func() { tabs[i].Run(ctx) })
			tabs[i].Do(tracker.Connect{})
			time.Sleep(time.Second)
		}
		polls := 0
		jar.Answer(func(_ context.Context, req *wire.Request) (*wire.Response, error) {
			if isPoll(req) {
				polls++
			}
			return nil, &wire.NoResponse{Err: errors.New("Failed to fetch")}
		})
		time.Sleep(40 * time.Second)
		synctest.Wait()
		leads, follows := tabs[0].State().Link, tabs[1].State().Link
		require.Equal(t, link.Reconnecting, follows.State)
		assert.Equal(t, []any{leads.Attempt, leads.Next.UnixNano()}, []any{follows.Attempt, follows.Next.UnixNano()})
		o, ok := errors.AsType[*link.Obstacle](follows.Problem)
		require.True(t, ok)
		assert.Equal(t, link.Unreachable, o.Kind)

		before := polls
		tabs[1].Do(tracker.RetryNow{})
		synctest.Wait()
		assert.Equal(t, before+1, polls)

		cancel()
		running.Wait()
	})
}
