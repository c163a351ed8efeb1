package tracker_test

import (
	"context"
	"fmt"
	"math/rand/v2"
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
)

// A slow link takes its time with every reply, with those to readings and writes
// most. A reply that nobody waits for any more is lost on its way.
type slow struct {
	wire.Transport
	mu   sync.Mutex // protects dice
	dice *rand.Rand
}

func (x *slow) upTo(d time.Duration) time.Duration {
	x.mu.Lock()
	defer x.mu.Unlock()
	return time.Duration(x.dice.Int64N(int64(d)))
}

func (x *slow) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	resp, err := x.Transport.RoundTrip(ctx, req)
	late := x.upTo(time.Second)
	if !strings.Contains(req.Path, link.Notifications) {
		late = x.upTo(4 * time.Second)
	}
	select {
	case <-time.After(late):
		return resp, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Where nothing but time is lost, every change is in the history of every tab,
// once and in its order, and no interval is called unobserved: a poll that is to
// end soon because a reading waits for it does not lose what it carries.
func TestAPollThatIsHurriedLosesNothing(t *testing.T) {
	const writes = 40
	for seed := range uint64(50) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := sim.New(sim.Options{Quiet: true})
				through := &slow{Transport: &wire.Jar{Transport: s}, dice: rand.New(rand.NewPCG(seed, 0))}
				b := newBrowser()
				ctx, cancel := context.WithCancel(t.Context())
				var tabs []rig
				var running sync.WaitGroup
				defer running.Wait()
				defer cancel()
				for range 2 {
					tr := tracker.New(tracker.Options{Link: link.Options{Dial: func(settings.Profile) (wire.Transport, error) { return through, nil }, Share: b.join}})
					running.Go(func() { tr.Run(ctx) })
					tr.Do(tracker.Connect{})
					tabs = append(tabs, rig{t: t, sim: s, Tracker: tr})
					tabs[0].settle(10 * time.Second)
				}
				id := tabs[0].writable().ID
				var want []string
				for n := range writes {
					time.Sleep(through.upTo(3 * time.Second))
					require.NoError(t, s.Update(id, "crm", fmt.Sprintf(`{"Counter":%d}`, n)))
					want = append(want, fmt.Sprint(n))
					switch n % 4 {
					case 1:
						tabs[n/4%2].Do(tracker.Reread{})
					case 3:
						tabs[n/4%2].Do(attach(id, "Mine", fmt.Sprint(n)))
					}
				}
				for i, tab := range tabs {
					tab.settle(time.Minute)
					x := tab.State().Session(id)
					assert.Equal(t, want, counts(x), "tab %d", i)
					for n := x.History.First(); n <= x.History.Last(); n++ {
						e, _ := x.History.Event(n)
						assert.NotEqual(t, history.Gap, e.Kind, "tab %d: %v: %s", i, e.Time.Sub(e.Since), e.Note)
					}
				}
			})
		})
	}
}
