package tracker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/wire"
)

// Body returns the body of the request that c is sent as.
func (c Operate) Body() []byte {
	var arguments []gws.Argument
	if c.Data != nil {
		arguments = append(arguments, gws.Raw("userData", c.Data.Bytes()))
	}
	if c.Keys != nil {
		arguments = append(arguments, gws.Texts("keys", c.Keys))
	}
	for name, v := range c.Params.All() {
		arguments = append(arguments, gws.Raw(name, []byte(v.Literal())))
	}
	return gws.Body(c.Operation, arguments...)
}

// Path returns the path that c is posted to, below the profile's BaseURL.
func (c Operate) Path() string { return gws.SessionPath(c.Session) }

// operate sends an operation, and enters it before it goes out: what comes back
// first, reply or notification, nobody knows.
func (t *Tracker) operate(c Operate) {
	b, l := t.bookOf(c.Book), t.line
	if b.Book == nil {
		return
	}
	w := proof.Write{Session: c.Session, Operation: c.Operation, Data: c.Data, Keys: c.Keys, Params: c.Params, Sent: t.clock.now(), Request: c.Body()}
	if b.n != t.book.n || l == nil || l.gws == nil { // a file's, or nobody is there
		w = b.Sent(w, c.Path(), nil)
		b.Replied(w, book.ReplyOf(t.clock.now(), gws.Reply{StatusCode: -1}, book.ErrNotConnected), nil)
		return
	}
	w = b.Sent(w, c.Path(), maskedHeader(l.gws.OperateHeader()))
	before, done := l.writing[w.Session], make(chan struct{})
	l.writing[w.Session] = done
	t.spawn(func() {
		defer close(done)
		r, err := l.write(before, w)
		t.inbox.post(func() { t.answered(b.Book, w, r, err) })
	})
}

// write sends an operation once the one before it was answered: the server is to
// take the writes of a session in the order in which they were asked for.
func (l *line) write(before <-chan struct{}, w proof.Write) (gws.Reply, error) {
	if before != nil {
		<-before
	}
	ctx, cancel := context.WithTimeout(l.ctx, writeLimit)
	defer cancel()
	return l.gws.Operate(ctx, w.Session, w.Request)
}

// answered enters the reply to a write, or why none came, unless the book that
// the write stands in has been closed meanwhile.
func (t *Tracker) answered(b *book.Book, w proof.Write, r gws.Reply, err error) {
	if t.book.Book != b {
		return
	}
	reply := book.ReplyOf(t.clock.now(), r, cause(err))
	b.Replied(w, reply, maskedHeader(r.Header))
	if err == nil || reply.HTTPStatus == 0 {
		// Halfway through the window is late for a notification and early
		// enough for a reading to prove the write while it still counts.
		t.after(t.opts.Window/2, func() { t.lookFor(w) })
	}
	t.watchDeadline()
}

// cause is why no response came, without the request that got none.
func cause(err error) error {
	if none, ok := errors.AsType[*wire.NoResponse](err); ok {
		err = none.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("nothing came for %v (timeout)", writeLimit)
	}
	return err
}

// lookFor reads the session again when a write has still not been seen.
func (t *Tracker) lookFor(w proof.Write) {
	p := t.book.Proof(w)
	if p == nil || p.Settled || p.Verdict != proof.Waiting && p.Verdict != proof.CannotTell {
		return
	}
	t.rereadOne(t.line, w.Session, book.Reason{Asked: true})
	if t.line != nil && t.link.State == Connected && !t.link.Heartbeat.After(p.Reply.Time) {
		t.hurryPoll(t.line) // that nothing failed is no sign of life
	}
}

// watchDeadline has the windows of the writes closed when they pass.
func (t *Tracker) watchDeadline() {
	d, b := t.book.Deadline(), t.book.Book
	if d.IsZero() || !t.due.IsZero() && !d.Before(t.due) {
		return
	}
	t.due = d
	t.after(d.Sub(t.clock.now()), func() {
		if t.book.Book == b {
			t.elapse()
		}
	})
}

// elapse closes windows. While there is no link nothing can be said to be
// unseen, so the windows wait for the reading that follows.
func (t *Tracker) elapse() {
	t.due = time.Time{}
	if t.line == nil || !t.line.lost.IsZero() {
		return
	}
	t.book.Elapsed(t.clock.now())
	t.watchDeadline()
}

// after has f run by the owner in a while. A timer that fires after Run has
// ended posts to an inbox that nobody reads any more.
func (t *Tracker) after(d time.Duration, f func()) {
	time.AfterFunc(d, func() { t.inbox.post(f) })
}
