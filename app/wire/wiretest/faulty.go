package wiretest

import (
	"context"
	"sync"

	"github.com/keytrail/keytrail/app/wire"
)

// A Faulty is a transport that answers some requests itself and passes the others
// on to the one behind it.
type Faulty struct {
	wire.Transport
	mu     sync.Mutex // protects answer
	answer func(context.Context, *wire.Request) (*wire.Response, error)
}

// Answer has f answer from now on; f returns nil and no error for what is to
// pass. A nil f lets everything pass.
func (x *Faulty) Answer(f func(context.Context, *wire.Request) (*wire.Response, error)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.answer = f
}

// RoundTrip answers req, or passes it on.
func (x *Faulty) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	x.mu.Lock()
	f := x.answer
	x.mu.Unlock()
	if f != nil {
		if resp, err := f(ctx, req); resp != nil || err != nil {
			return resp, err
		}
	}
	return x.Transport.RoundTrip(ctx, req)
}
