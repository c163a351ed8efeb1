package tracker_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
)

// While the owner of the state has no time for what came, the server is asked
// for more only now and then, often enough to keep the session, and nothing is
// lost.
func TestMoreIsAskedForWhenThereIsRoom(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		before := len(r.State().Traffic)
		free := make(chan struct{})
		var once sync.Once
		stop := r.Watch(func() { once.Do(func() { <-free }) })
		const updates = 500
		for n := range updates {
			r.count(id, n)
			time.Sleep(20 * time.Millisecond)
		}
		close(free)
		stop()
		s := r.settle(5 * time.Second)
		assert.Equal(t, "499", s.Session(id).Data.Get("Counter").Text())
		assert.Less(t, len(s.Traffic)-before, updates/2, "requests for %d notifications", updates)
		assert.GreaterOrEqual(t, s.Received, updates)
	})
}

// Where somebody looks, news that come one on the heels of the other come together,
// and a lone one at once. Where nobody does, no timer stands between two polls.
func TestNewsComeTogetherWhereSomebodyLooks(t *testing.T) {
	for _, tt := range []struct {
		name        string
		seen        bool
		least, most int // polls
	}{
		{"seen", true, 2000/40 - 5, 2000/40 + 5},
		{"in the background", false, 400, 500},
	} {
		t.Run(tt.name, func(t *testing.T) {
			seen := func() bool { return tt.seen }
			inBubbleWith(t, sim.Options{Quiet: true}, tracker.Options{Link: link.Options{Seen: seen}}, func(r rig) {
				id := r.writable().ID
				before := len(r.State().Traffic)
				for n := range 400 {
					r.count(id, n)
					time.Sleep(5 * time.Millisecond)
				}
				s := r.settle(time.Second)
				assert.Equal(t, "399", s.Session(id).Data.Get("Counter").Text())
				assert.GreaterOrEqual(t, s.Received, 400)
				polls := len(s.Traffic) - before
				assert.GreaterOrEqual(t, polls, tt.least)
				assert.LessOrEqual(t, polls, tt.most)
				r.count(id, 1000)
				assert.Equal(t, "1000", r.settle(time.Millisecond).Session(id).Data.Get("Counter").Text(), "a lone one")
			})
		})
	}
}
