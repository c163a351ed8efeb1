package link

import (
	"errors"
	"fmt"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/gws"
)

// A Finding is a session that was asked for by its id.
type Finding struct {
	Session string // the id that was asked for, later that which GWS has
	Done    bool
	Err     error // why it cannot be shown; nil while it is being read, and when it was found
}

// ErrNoSession says that GWS has no session with that id for this user.
var ErrNoSession = errors.New("no such session")

// Find reads, by its id, a session that no list and no notification has brought,
// so that it can be looked at and written to. Finding says what came of it.
func (k *Link) Find(id string) {
	c := k.open
	k.finding = &Finding{Session: id}
	if !k.Ready() {
		k.finding = &Finding{Session: id, Done: true, Err: book.ErrNotConnected}
		return
	}
	k.host.Spawn(func() {
		g, err := c.gws.Session(c.ctx, id)
		at := k.host.Now()
		k.host.Post(func() { k.found(c, id, &g, at, err) })
	})
}

// Finding is the session last asked for by its id, nil for none.
func (k *Link) Finding() *Finding { return k.finding }

// found takes in the session that was asked for.
func (k *Link) found(c *connection, id string, g *gws.Session, at time.Time, err error) {
	f := Finding{Session: id, Done: true, Err: err}
	switch {
	case k.open != c:
		f.Err = book.ErrNotConnected
	case gone(err):
		f.Err = fmt.Errorf("%w: %w", ErrNoSession, err)
	case err == nil:
		f.Session = g.ID
		k.book.Found(at, g)
	}
	k.finding = &f
}
