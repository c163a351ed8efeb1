package tracker

import (
	"context"
	"errors"
	"time"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/wire"
)

// errNotConnected says that a write could not go out.
var errNotConnected = errors.New("not connected to any server")

// operate sends an operation, and enters it before it goes out: what comes back
// first, reply or notification, nobody knows.
func (t *Tracker) operate(c Operate) {
	b := t.bookOf(c.Book)
	if b == nil {
		return
	}
	w := writeOf(b.writes+1, c.Session, t.clock.now(), requestBody(c))
	b.sent(w, gws.SessionPath(w.Session))
	l := t.line
	switch {
	case b != t.book: // a file's
		b.replied(w.Session, w.N, replyFrom(t.clock.now(), gws.Reply{StatusCode: -1}, errNotConnected))
		return
	case l == nil || l.gws == nil:
		t.answered(b, w, gws.Reply{StatusCode: -1}, errNotConnected)
		return
	}
	s, done := b.session(c.Session), make(chan struct{})
	before := s.writing
	s.writing = done
	t.spawn(func() {
		defer close(done)
		r, err := l.write(before, w)
		t.inbox.post(func() { t.answered(b, w, r, err) })
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
func (t *Tracker) answered(b *book, w proof.Write, r gws.Reply, err error) {
	if t.book != b {
		return
	}
	reply := replyFrom(t.clock.now(), r, err)
	b.replied(w.Session, w.N, reply)
	s := b.session(w.Session)
	if err == nil || reply.HTTPStatus == 0 && !reply.Unsent {
		// Halfway through the window is late for a notification and early
		// enough for a reading to prove the write while it still counts.
		t.after(t.opts.Window/2, func() { t.lookFor(s, w.N) })
	}
	t.watchDeadline(s)
}

// replyFrom is what a write's proof keeps of its answer.
func replyFrom(at time.Time, r gws.Reply, err error) proof.Reply {
	reply := proof.Reply{
		Time: at, HTTPStatus: r.HTTPStatus, StatusCode: r.StatusCode,
		Message: r.StatusMessage, ReferenceID: r.ReferenceID, Body: r.Body,
	}
	var refusal *gws.Error
	if err != nil && !errors.As(err, &refusal) {
		reply.Message, reply.Unsent = cause(err), errors.Is(err, errNotConnected)
	}
	return reply
}

// cause is why no response came, without the request that got none.
func cause(err error) string {
	if none, ok := errors.AsType[*wire.NoResponse](err); ok {
		err = none.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "nothing came for " + writeLimit.String() + " (timeout)"
	}
	return err.Error()
}

// doubtWrite notes that the browser may have sent a write twice. The one that a
// server knows by its mark has gone on once.
func (t *Tracker) doubtWrite(c Doubt) {
	if t.line == nil || t.line.once.Load() {
		return
	}
	x := t.book.traffic.made(c.URL, c.Since)
	if x == nil || !operation(x) {
		return
	}
	s := t.book.session(x.Session)
	writes := s.ledger.Proofs()
	for i := len(writes) - 1; i >= 0; i-- {
		if w := writes[i].Write; !w.Sent.After(x.Start) {
			s.ledger.Resent(w.N, c.Sent)
			s.published = nil
			return
		}
	}
}

// lookFor reads the session again when a write has still not been seen.
func (t *Tracker) lookFor(s *session, n int) {
	p := s.write(n)
	if p == nil || p.Settled || p.Verdict != proof.Waiting && p.Verdict != proof.CannotTell {
		return
	}
	t.rereadOne(t.line, s.id, reading{asked: true})
	if t.line != nil && t.link.State == Connected && !t.link.Heartbeat.After(p.Reply.Time) {
		t.hurryPoll(t.line) // that nothing failed is no sign of life
	}
}

// watchDeadline has the ledger's windows closed when they pass.
func (t *Tracker) watchDeadline(s *session) {
	d := s.ledger.Deadline()
	if d.IsZero() || (!s.deadline.IsZero() && !d.Before(s.deadline)) {
		return
	}
	s.deadline = d
	t.after(d.Sub(t.clock.now()), func() { t.elapse(s) })
}

// watchDeadlines does so for every session that has writes to be judged.
func (t *Tracker) watchDeadlines() {
	for _, s := range t.book.sessions {
		t.watchDeadline(s)
	}
}

// elapse closes windows. While there is no link nothing can be said to be
// unseen, so the windows wait for the reading that follows.
func (t *Tracker) elapse(s *session) {
	s.deadline = time.Time{}
	if t.line == nil || !t.line.lost.IsZero() || !s.debt.lost.IsZero() {
		return
	}
	s.ledger.Elapsed(t.clock.now())
	s.published = nil
	t.watchDeadline(s)
}

// after has f run by the owner in a while. A timer that fires after Run has
// ended posts to an inbox that nobody reads any more.
func (t *Tracker) after(d time.Duration, f func()) {
	time.AfterFunc(d, func() { t.inbox.post(f) })
}
