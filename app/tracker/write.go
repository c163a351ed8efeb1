package tracker

import (
	"time"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// operate sends an operation, and enters it before it goes out: what comes back
// first, reply or notification, nobody knows.
func (t *Tracker) operate(c Operate) {
	s := t.session(c.Session)
	t.writes++
	w := proof.Write{
		N: t.writes, Session: s.id, Operation: c.Operation,
		Data: c.Data, Keys: c.Keys, Params: c.Params,
		Sent: time.Now(), Request: body(c),
	}
	s.ledger.Sent(w)
	s.append(history.Event{Time: w.Sent, Kind: history.Write, Type: c.Operation, Author: history.You, Write: w.N})
	l := t.line
	if l == nil || l.gws == nil {
		t.replied(s, w, gws.Reply{StatusCode: -1}, errNotConnected)
		return
	}
	t.spawn(func() {
		r, err := l.gws.Operate(l.ctx, s.id, w.Request)
		t.inbox.post(func() { t.replied(s, w, r, err) })
	})
}

func body(c Operate) []byte {
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

// replied enters the reply to a write, or why none came.
func (t *Tracker) replied(s *session, w proof.Write, r gws.Reply, err error) {
	now := time.Now()
	message := r.StatusMessage
	if err != nil {
		message = refusal(err)
	}
	s.ledger.Replied(w.N, proof.Reply{
		Time: now, HTTPStatus: r.HTTPStatus, StatusCode: r.StatusCode,
		Message: message, ReferenceID: r.ReferenceID, Body: r.Body,
	})
	s.append(history.Event{
		Time: now, Kind: history.Reply, Type: w.Operation, ReferenceID: r.ReferenceID,
		Author: history.You, Write: w.N, Note: message,
	})
	if err == nil {
		// Halfway through the window is late for a notification and early
		// enough for a reading to prove the write while it still counts.
		t.after(t.opts.Window/2, func() { t.lookFor(s, w.N) })
	}
	t.watchDeadline(s)
}

// lookFor reads the session again when a write has still not been seen.
func (t *Tracker) lookFor(s *session, n int) {
	for _, p := range s.ledger.Proofs() {
		if p.Write.N == n && !p.Settled && p.Verdict == proof.Waiting {
			t.rereadOne(t.line, s.id, reading{asked: true})
		}
	}
}

// watchDeadline has the ledger's windows closed when they pass.
func (t *Tracker) watchDeadline(s *session) {
	d := s.ledger.Deadline()
	if d.IsZero() || (!s.deadline.IsZero() && !d.Before(s.deadline)) {
		return
	}
	s.deadline = d
	t.after(time.Until(d), func() { t.elapse(s) })
}

// elapse closes windows. While the link is lost nothing can be said to be
// unseen, so the windows wait for the re-read that follows.
func (t *Tracker) elapse(s *session) {
	s.deadline = time.Time{}
	if t.line != nil && !t.line.lost.IsZero() {
		return
	}
	s.ledger.Elapsed(time.Now())
	s.published = nil
	t.watchDeadline(s)
}

// after has f run by the owner in a while. A timer that fires after Run has
// ended posts to an inbox that nobody reads any more.
func (t *Tracker) after(d time.Duration, f func()) {
	time.AfterFunc(d, func() { t.inbox.post(f) })
}

// observed tells the ledger what an event showed.
func (t *Tracker) observed(s *session, e history.Event, o proof.Observation) {
	o.Time, o.Event, o.ReferenceID = e.Time, e.N, e.ReferenceID
	s.ledger.Observed(o)
	s.published = nil
	t.watchDeadline(s)
}

// shown is what a state-change notification or a reading showed.
func (s *session) shown(g *gws.Session) proof.Observation {
	o := proof.Observation{State: g.State, Comment: g.Comment}
	if g.UserData != nil {
		o.Data = s.data
	}
	return o
}

func heardMessages(from []gws.Message) []proof.Heard {
	list := make([]proof.Heard, len(from))
	for i, m := range from {
		list[i] = proof.Heard{Type: m.Type, Content: m.Content(), Agents: m.Visibility == "Agents"}
	}
	return list
}

// attribute says who is believed to have made an event's changes: this page
// where a write of its own explains one of them, the routing strategy where
// all of them are keys that only it writes, otherwise another client.
func (s *session) attribute(e *history.Event) {
	e.Author = history.Routing
	for _, c := range e.Changes {
		if n := s.ledger.Explains(c.Key, newValue(c, s.data)); n != 0 {
			e.Author, e.Write = history.You, n
			return
		}
		if !routed(c.Key) {
			e.Author = history.AnotherClient
		}
	}
}

// newValue is what a changed key holds afterwards; a nested change carries only
// a part of it.
func newValue(c userdata.Change, now *userdata.Map) userdata.Value {
	if c.Path == "" {
		return c.New
	}
	return now.Get(c.Key)
}

func routed(key string) bool {
	class, _ := userdata.Rules{}.Classify(key)
	return class == userdata.Routing || class == userdata.CostRouting || class == userdata.ChatServer
}
