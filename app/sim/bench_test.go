package sim_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

// One change of a session of 1,000 keys, until everybody who polls has it. The
// map is written once for all.
func BenchmarkOneChange(b *testing.B) {
	for _, polls := range []int{1, 8} {
		b.Run(fmt.Sprintf("1000 keys, %d polls", polls), func(b *testing.B) {
			s := sim.New(sim.Options{Quiet: true, Sessions: 1, Keys: 1000, NoCSRF: true})
			id := s.Sessions()[0]
			var all sync.WaitGroup
			ctx, cancel := context.WithCancel(b.Context())
			heard := make(chan int, polls)
			for range polls {
				all.Go(func() { follow(ctx, b, s, heard) })
			}
			for range polls {
				<-heard
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				require.NoError(b, s.Update(id, "bench", fmt.Sprintf(`{"counter":%d}`, i)))
				for range polls {
					<-heard
				}
			}
			cancel()
			all.Wait()
		})
	}
}

// follow polls and reports every reply but that to the handshake.
func follow(ctx context.Context, b *testing.B, s *sim.Sim, heard chan<- int) {
	to := &wire.Jar{Transport: s}
	send := func(body string) []byte {
		resp, err := to.RoundTrip(ctx, &wire.Request{Method: "POST", Path: "/api/v2/notifications", Body: []byte(body)})
		if err != nil {
			return nil
		}
		return resp.Body
	}
	reply := send(`[{"channel":"/meta/handshake","supportedConnectionTypes":["long-polling"]}]`)
	id := between(string(reply), `"clientId":"`, `"`)
	heard <- len(send(`[{"channel":"/meta/subscribe","subscription":"/**","clientId":"` + id + `"}]`))
	for {
		body := send(`[{"channel":"/meta/connect","clientId":"` + id + `"}]`)
		if body == nil {
			return
		}
		heard <- len(body)
	}
}
