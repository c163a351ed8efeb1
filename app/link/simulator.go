package link

import (
	"context"

	"github.com/keytrail/keytrail/app/gws"
)

// A Misbehaviour is a way in which the simulator can treat writes.
type Misbehaviour = gws.Misbehaviour

// Misbehaviours are how the simulator treats writes.
type Misbehaviours struct {
	Ways []Misbehaviour // nil before it was asked
	Err  error          // why it could not be asked or told
}

// Misbehave has the simulator treat writes in the ways named and in no others;
// nil only asks how it treats them. No other server is sent anything.
func (k *Link) Misbehave(ways []string) {
	c := k.open
	if !k.Ready() || k.misbehave == nil {
		return
	}
	k.host.Spawn(func() {
		ctx, cancel := context.WithTimeout(c.ctx, readLimit)
		defer cancel()
		var now Misbehaviours
		if ways != nil {
			now.Err = c.gws.Misbehave(ctx, ways)
		}
		if now.Err == nil {
			now.Ways, now.Err = c.gws.Misbehaviours(ctx)
		}
		k.host.Post(func() {
			if k.open == c {
				k.misbehave = &now
			}
		})
	})
}

// Misbehaviours are those of the simulator, nil where the server is none.
func (k *Link) Misbehaviours() *Misbehaviours { return k.misbehave }
