package book

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/userdata"
)

// Sent enters a write that is about to go out to an address with a header,
// secrets masked, and returns it with its number.
func (b *Book) Sent(w proof.Write, address string, header [][2]string) proof.Write {
	w, s := b.enter(w)
	b.tape.put(capture.Observation{
		Kind: capture.Request, Time: w.Sent, Session: w.Session, Exchange: b.exchanges.begin(b.exchanges.writes, w.N),
		Method: "POST", URL: address, Header: header, Raw: w.Request,
	})
	b.append(s, asking(w))
	return w
}

// Stayed enters a write that did not go out, and why. It has its proof and its
// place in the timeline, and nothing of it is on the tape: nobody was asked.
func (b *Book) Stayed(w proof.Write, why error) {
	w, s := b.enter(w)
	b.append(s, asking(w))
	r := ReplyOf(w.Sent, gws.Reply{StatusCode: -1}, why)
	s.ledger.Replied(w.N, r)
	b.append(s, b.answer(w, r))
}

// enter gives a write its number and has it judged.
func (b *Book) enter(w proof.Write) (proof.Write, *record) {
	b.writes++
	w.N = b.writes
	w = b.wiping(w)
	w.Doubles = doubles(w.Session, w.Operation)
	s := b.record(w.Session)
	s.ledger.Sent(w)
	if !slices.Contains(b.written, s) {
		b.written = append(b.written, s)
	}
	return w, s
}

// asking is the event of a write.
func asking(w proof.Write) history.Event {
	return history.Event{Time: w.Sent, Kind: history.Write, Type: w.Operation, Author: history.You, Write: w.N}
}

// Replied enters the reply to a write, with its header, secrets masked, or why
// none came.
func (b *Book) Replied(w proof.Write, r proof.Reply, header [][2]string) {
	s := b.record(w.Session)
	s.ledger.Replied(w.N, r)
	b.tape.put(capture.Observation{
		Kind: capture.Reply, Time: r.Time, Session: w.Session, Exchange: b.exchanges.end(b.exchanges.writes, w.N),
		Status: r.HTTPStatus, Header: header, Text: silence(r), Raw: r.Body,
	})
	b.append(s, b.answer(w, r))
}

// answer is the event of the reply to a write.
func (b *Book) answer(w proof.Write, r proof.Reply) history.Event {
	e := history.Event{Time: r.Time, Kind: history.Reply, ReferenceID: r.ReferenceID, Author: history.You, Write: w.N, Note: r.Message}
	if b.Proof(w) != nil {
		e.Type = w.Operation
	}
	return e
}

// Proof returns what is known of a write, nil where its session is no longer
// kept.
func (b *Book) Proof(w proof.Write) *proof.Proof {
	s := b.byID[w.Session]
	if s == nil {
		return nil
	}
	for _, p := range s.ledger.Proofs() {
		if p.Write.N == w.N {
			return p
		}
	}
	return nil
}

// ErrNotConnected says that a write could not go out. The others say that it was not
// to: to another medium than SMS a person has to allow it, and the interaction to
// offer it; see gws.ErrNotDocumented, too.
var (
	ErrNotConnected = errors.New("not connected to any server")
	ErrReadOnly     = errors.New(unsent + "this profile only reads other media than SMS")
	ErrNotOffered   = errors.New(unsent + "the interaction does not list the operation, or is over")
)

// unsent is what the reason begins with where a write was not to go out.
const unsent = "nothing was sent: "

// stayed reports whether a reason says that a write never went out.
func stayed(why string) bool {
	return why == ErrNotConnected.Error() || strings.HasPrefix(why, unsent)
}

// ReplyOf is what a write's proof keeps of its answer, or of why none came.
func ReplyOf(at time.Time, r gws.Reply, err error) proof.Reply {
	reply := proof.Reply{
		Time: at, HTTPStatus: r.HTTPStatus, StatusCode: r.StatusCode,
		Message: r.StatusMessage, ReferenceID: r.ReferenceID, Body: r.Body,
	}
	var refusal *gws.Error
	if err != nil && !errors.As(err, &refusal) {
		reply.Message, reply.Unsent = err.Error(), stayed(err.Error())
	}
	return reply
}

// Resent notes that the browser may have sent a write again at a time, which it
// had made at since. Other requests do not concern it.
func (b *Book) Resent(address string, since, at time.Time) {
	x := b.traffic.made(address, since)
	if x == nil || !operation(x) {
		return
	}
	s := b.record(x.Session)
	for _, p := range slices.Backward(s.ledger.Proofs()) {
		if !p.Write.Sent.After(x.Start) {
			s.ledger.Resent(p.Write.N, at)
			s.published = nil
			return
		}
	}
}

// Window is how long a write may stay unseen.
func (b *Book) Window() time.Duration { return cmp.Or(b.options.Window, proof.DefaultWindow) }

// Deadline returns when the next window of a write passes, the zero time for
// never. A session that is to be read once more can wait for that.
func (b *Book) Deadline() (next time.Time) {
	for _, s := range b.written {
		if d := s.ledger.Deadline(); s.unread.none() && !d.IsZero() && (next.IsZero() || d.Before(next)) {
			next = d
		}
	}
	return next
}

// Elapsed closes the windows that have passed.
func (b *Book) Elapsed(now time.Time) {
	for _, s := range b.written {
		if d := s.ledger.Deadline(); s.unread.none() && !d.IsZero() && !now.Before(d) {
			s.ledger.Elapsed(now)
			s.published = nil
		}
	}
}

// silence says why no reply came, "" when one did.
func silence(r proof.Reply) string {
	if r.HTTPStatus == 0 {
		return r.Message
	}
	return ""
}

// writeOf reads what was asked for out of a request's body.
func writeOf(session string, at time.Time, body []byte) proof.Write {
	w := proof.Write{Session: session, Sent: at, Request: body}
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
		case name == "key" && v.Kind() == userdata.Text:
			w.Keys = []string{v.Text()} // of a call or an IM session
		default:
			params = append(params, userdata.Entry{Key: name, Value: v})
		}
	}
	if len(params) > 0 {
		w.Params = userdata.Of(params...)
	}
	return w
}

// wiping completes a DeleteUserData of a call, which takes no parameter and removes
// all (page DeleteUserData of voice).
func (b *Book) wiping(w proof.Write) proof.Write {
	if w.Operation != "DeleteUserData" || mediumOf(w.Session) != "voice" {
		return w
	}
	w.Wipes = true
	if w.Keys == nil {
		for key := range b.data(w.Session).All() {
			w.Keys = append(w.Keys, key)
		}
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

// observed tells the ledger what an event showed.
func (s *record) observed(e history.Event, o proof.Observation) {
	o.Time, o.Event, o.ReferenceID = e.Time, e.N, e.ReferenceID
	s.ledger.Observed(o)
	s.published = nil
}

// shown is what a state-change notification or a reading showed.
func (s *record) shown(g *gws.Session) proof.Observation {
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
