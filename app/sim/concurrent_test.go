package sim_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

// An again sends a request anew whose connection another browser had dropped.
type again struct{ to wire.Transport }

func (a again) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	for {
		resp, err := a.to.RoundTrip(ctx, req)
		if err == nil || ctx.Err() != nil {
			return resp, err
		}
	}
}

// Many browsers poll and write while the story goes on and sessions expire; the
// race detector watches.
func TestConcurrentUse(t *testing.T) {
	s := sim.New(sim.Options{Rate: 500, Delay: time.Microsecond, Timeout: time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { _ = s.Run(ctx) })
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			p := newPage(t, s)
			p.to = again{p.to}
			for i := range 40 {
				if i%10 == 0 {
					p.listen()
					// Another browser may have had every session expire meanwhile,
					// so the subscription may be refused.
					p.comet(`[{"id":"2","channel":"/meta/subscribe","clientId":"` + p.clientID + `","subscription":"/v2/me/*"}]`)
				}
				for _, id := range s.Sessions()[:1] {
					assert.Less(t, p.post(id, attach).Status, 500)
				}
				p.poll("")
				if i == 20 {
					s.Expire()
					s.Drop()
				}
			}
		})
	}
	users.Wait()
	cancel()
	all.Wait()
}
