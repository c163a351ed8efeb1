package tracker

import (
	"errors"
	"fmt"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/gws"
)

// Find reads a session by its id that no list and no notification has brought,
// so that it can be looked at and written to. State.Finding says what came of it.
type Find struct{ Session string }

func (Find) command() {}

// A Finding is a session that was asked for by its id.
type Finding struct {
	Session string // the id that was asked for, later that which GWS has
	Done    bool
	Err     error // why it cannot be shown; nil while it is being read, and when it was found
}

// ErrNoSession says that GWS has no session with that id for this user.
var ErrNoSession = errors.New("no such session")

// find obeys the command.
func (t *Tracker) find(id string) {
	l := t.line
	t.finding = &Finding{Session: id}
	if l == nil || l.gws == nil {
		t.finding = &Finding{Session: id, Done: true, Err: book.ErrNotConnected}
		return
	}
	t.spawn(func() {
		g, err := l.gws.Session(l.ctx, id)
		at := t.clock.now()
		t.inbox.post(func() { t.found(l, id, &g, at, err) })
	})
}

// found takes in the session that was asked for.
func (t *Tracker) found(l *line, id string, g *gws.Session, at time.Time, err error) {
	f := Finding{Session: id, Done: true, Err: err}
	switch {
	case t.line != l:
		f.Err = book.ErrNotConnected
	case gone(err):
		f.Err = fmt.Errorf("%w: %w", ErrNoSession, err)
	case err == nil:
		f.Session = g.ID
		t.book.Found(at, g)
	}
	t.finding = &f
}

// refetch reads the sessions again that no list has, but somebody asked for.
func (t *Tracker) refetch(l *line, why book.Reason) {
	for _, id := range t.book.Fetched() {
		t.rereadOne(l, id, why)
	}
}
