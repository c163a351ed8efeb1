package tracker

import (
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/userdata"
)

// sent enters a write that is about to go out to an address.
func (b *book) sent(w proof.Write, address string) {
	b.writes = max(b.writes, w.N)
	s := b.session(w.Session)
	s.ledger.Sent(w)
	b.tape.put(capture.Observation{
		Kind: capture.Request, Time: w.Sent, Session: w.Session, Exchange: b.exchanges.begin(&b.exchanges.writes, w.N),
		Method: "POST", URL: address, Raw: w.Request,
	})
	b.append(s, history.Event{Time: w.Sent, Kind: history.Write, Type: w.Operation, Author: history.You, Write: w.N})
}

// replied enters the reply to a write, or why none came.
func (b *book) replied(session string, n int, r proof.Reply) {
	s := b.session(session)
	s.ledger.Replied(n, r)
	e := history.Event{Time: r.Time, Kind: history.Reply, ReferenceID: r.ReferenceID, Author: history.You, Write: n, Note: r.Message}
	if p := s.write(n); p != nil {
		e.Type = p.Write.Operation
	}
	b.tape.put(capture.Observation{
		Kind: capture.Reply, Time: r.Time, Session: session, Exchange: b.exchanges.end(b.exchanges.writes, n),
		Status: r.HTTPStatus, Text: silence(r), Raw: r.Body,
	})
	b.append(s, e)
}

// silence says why no reply came, "" when one did.
func silence(r proof.Reply) string {
	if r.HTTPStatus == 0 {
		return r.Message
	}
	return ""
}

// write returns the proof of write n, or nil.
func (s *session) write(n int) *proof.Proof {
	for _, p := range s.ledger.Proofs() {
		if p.Write.N == n {
			return p
		}
	}
	return nil
}

// writeOf reads what was asked for out of a request's body.
func writeOf(n int, session string, at time.Time, body []byte) proof.Write {
	w := proof.Write{N: n, Session: session, Sent: at, Request: body}
	m, err := userdata.Parse(body)
	if err != nil {
		w.Operation = "unreadable request"
		return w
	}
	var params []userdata.Entry
	for name, v := range m.All() {
		switch {
		case name == "operationName":
			w.Operation = v.Text()
		case name == "userData" && v.Kind() == userdata.Object:
			w.Data, _ = userdata.Parse([]byte(v.Literal())) // an object was just read there
		case name == "keys" && v.Kind() == userdata.List:
			w.Keys = texts(v)
		default:
			params = append(params, userdata.Entry{Key: name, Value: v})
		}
	}
	if len(params) > 0 {
		w.Params = userdata.Of(params...)
	}
	return w
}

// texts returns the texts of a list.
func texts(list userdata.Value) []string {
	var all []string
	// An error is impossible: the list was just read.
	_ = rawjson.Elements([]byte(list.Literal()), func(e []byte) error {
		if s, ok := rawjson.Text(e); ok {
			all = append(all, s)
		}
		return nil
	})
	return all
}

// requestBody writes what is asked for as the body of a request.
func requestBody(c Operate) []byte {
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

// observed tells the ledger what an event showed.
func (s *session) observed(e history.Event, o proof.Observation) {
	o.Time, o.Event, o.ReferenceID = e.Time, e.N, e.ReferenceID
	s.ledger.Observed(o)
	s.published = nil
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
// where a write of its own explains one of them, nobody where one may have been
// made by a write of which nobody knows whether it was carried out, this page
// perhaps where the browser may have sent a write again, the routing
// strategy where all of them are keys that only it writes, otherwise another
// client. Session.Who says it of one key.
func (s *session) attribute(e *history.Event) {
	e.Author = history.Routing
	for _, c := range e.Changes {
		value := newValue(c, s.data)
		n, sure := s.ledger.Explains(c.Key, value, e.ReferenceID != "")
		again := s.ledger.Repeats(c.Key, value, e.Time)
		switch {
		case sure:
			e.Author, e.Write = history.You, n
			return
		case again != 0:
			e.Author, e.Write = history.Repeated, again
		case e.Author == history.Repeated:
		case n != 0:
			e.Author, e.Write = history.Unknown, n
		case e.Author == history.Routing && !routed(c.Key):
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
