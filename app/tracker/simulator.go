package tracker

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
type Misbehave struct{ Ways []string }

func (Misbehave) command() {}

func (t *Tracker) misbehave(c Misbehave) {
	l := t.line
	if l == nil || l.gws == nil || t.misbehaving == nil {
		return
	}
	t.spawn(func() {
		ctx, cancel := context.WithTimeout(l.ctx, readLimit)
		defer cancel()
		var now Misbehaviours
		if c.Ways != nil {
			now.Err = l.gws.Misbehave(ctx, c.Ways)
		}
		if now.Err == nil {
			now.Ways, now.Err = l.gws.Misbehaviours(ctx)
		}
		t.inbox.post(func() {
			if t.line == l {
				t.misbehaving = &now
			}
		})
	})
}
