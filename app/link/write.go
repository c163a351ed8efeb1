package link

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

// Operate enters a write and sends it; the link must be Ready. It is entered
// before it goes out: nobody knows whether the reply or the notification comes
// back first.
func (k *Link) Operate(w proof.Write) {
	c, b := k.open, k.book
	w = b.Sent(w, gws.SessionPath(w.Session), maskedHeader(c.gws.OperateHeader()))
	before, done := c.writing[w.Session], make(chan struct{})
	c.writing[w.Session] = done
	k.host.Spawn(func() {
		defer close(done)
		r, err := send(c.ctx, c.gws, before, w)
		k.host.Post(func() {
			if k.book == b {
				k.answered(w, r, err)
			}
		})
	})
}

// Ready reports whether requests can go out.
func (k *Link) Ready() bool { return k.open != nil && k.open.gws != nil }

// send sends an operation once the one before it was answered: the server is to
// take the writes of a session in the order in which they were asked for.
func send(ctx context.Context, to *gws.Client, before <-chan struct{}, w proof.Write) (gws.Reply, error) {
	if before != nil {
		<-before
	}
	ctx, cancel := context.WithTimeout(ctx, writeLimit)
	defer cancel()
	return to.Operate(ctx, w.Session, w.Request)
}

// answered enters the reply to a write, or why none came.
func (k *Link) answered(w proof.Write, r gws.Reply, err error) {
	reply := book.ReplyOf(k.host.Now(), r, cause(err))
	k.book.Replied(w, reply, maskedHeader(r.Header))
	if err == nil || reply.HTTPStatus == 0 {
		// Halfway through the window is late for a notification and early
		// enough for a reading to prove the write while it still counts.
		k.host.later(k.book.Window()/2, func() { k.lookFor(w) })
	}
	if k.open != nil && kindOfObstacle(err) == NoCredentials {
		k.hurryPoll(k.open) // the held one was let in while they still counted
	}
	k.watchDeadline()
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
func (k *Link) lookFor(w proof.Write) {
	p := k.book.Proof(w)
	if p == nil || p.Settled || p.Verdict != proof.Waiting && p.Verdict != proof.CannotTell {
		return
	}
	k.readOne(w.Session, book.Reason{Asked: true})
	if k.open != nil && k.status.State == Connected && !k.status.Heartbeat.After(p.Reply.Time) {
		k.hurryPoll(k.open) // that nothing failed is no sign of life
	}
}

// Resent notes that the browser may have sent a request a second time. One that a
// server recognises by its mark has gone on once.
func (k *Link) Resent(address string, since, again time.Time) {
	if k.open != nil && !k.open.once.Load() {
		k.book.Resent(address, since, again)
	}
}

// watchDeadline has the windows of the writes closed when they pass.
func (k *Link) watchDeadline() {
	b := k.book
	k.windows.watch(k.host, b, func() {
		if k.book == b {
			k.elapse()
		}
	})
}

// elapse closes windows. While there is no link nothing can be said to be
// unseen, so the windows wait for the reading that follows.
func (k *Link) elapse() {
	k.windows = windows{}
	if k.open == nil || k.open.unobserved.owed() {
		return
	}
	k.book.Elapsed(k.host.Now())
	k.watchDeadline()
}
