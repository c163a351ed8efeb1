package tracker_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/sim"
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
