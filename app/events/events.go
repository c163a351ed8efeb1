// Package events tells what is in the States of a tracker as events, for programs
// that are not our page. Start with Teller.Tell, which tells what is new in a
// State.
//
// The one rule: a value crosses as the literal that stood on the wire, in a text
// of its own, because whoever reads the events may read numbers as floating-point
// ones and keep one of two keys of a name. Events are JSON; where something is
// not UTF-8 and so cannot be told as it stood, the change or the stray says that
// it is inexact.
//
// It observes nothing, judges nothing, and chooses nothing: what the events mean is
// said by the packages book, history, link and proof.
package events

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Teller tells the States of one tracker, with one book on the screen. The zero
// Teller has told nothing.
type Teller struct {
	link     []byte // the last event of each kind that only tells what is new
	sessions map[string]*told
	proofs   map[int]*proof.Proof // by the number of the write
	strays   int                  // how many were told or dropped

	events []event
}

// told is what was told of a session.
type told struct {
	seen  *book.Session
	about []byte
	event int // the number of the last one in its history
}

// An event has a time, by which those of several sessions are put into order.
type event struct {
	time time.Time
	text []byte
}

// Tell returns the events that lead to a State from the one that was told before,
// oldest first, as a JSON list; nil where there are none.
func (t *Teller) Tell(s *tracker.State) []byte {
	if t.sessions == nil {
		t.sessions, t.proofs = map[string]*told{}, map[int]*proof.Proof{}
	}
	t.events = nil
	for _, x := range s.Sessions {
		t.session(x)
	}
	for _, e := range s.Strays[min(max(t.strays-s.StraysDropped, 0), len(s.Strays)):] {
		t.add(e.Time, stray("", e))
	}
	t.strays = s.StraysDropped + len(s.Strays)
	sort.SliceStable(t.events, func(i, j int) bool { return t.events[i].time.Before(t.events[j].time) })
	if l := linkEvent(s.Link); !bytes.Equal(l, t.link) {
		t.link = l
		t.events = slices.Insert(t.events, 0, event{text: l})
	}
	if len(t.events) == 0 {
		return nil
	}
	return rawjson.List(t.events, func(e event) []byte { return e.text })
}

func (t *Teller) add(at time.Time, text []byte) { t.events = append(t.events, event{at, text}) }

func (t *Teller) session(x *book.Session) {
	old := t.sessions[x.ID]
	if old == nil {
		old = cmp.Or(t.sessions[x.Was], &told{}) // a call may go on under another id
		delete(t.sessions, x.Was)
		t.sessions[x.ID] = old
	}
	if old.seen == x {
		return // a session that did not change is the same value
	}
	old.seen = x
	first := max(old.event+1, x.History.First())
	if about := Session(x); !bytes.Equal(about, old.about) {
		old.about = about
		at := x.LastChange
		if e, ok := x.History.Event(first); ok {
			at = e.Time
		}
		t.add(at, kind("session", func(o *rawjson.Object) {
			o.Raw("session", about)
			o.SomeInt("dropped", first-old.event-1)
		}))
	}
	for n := first; n <= x.History.Last(); n++ {
		if e, ok := x.History.Event(n); ok {
			t.history(x, e)
		}
	}
	old.event = x.History.Last()
	for _, p := range x.Writes {
		if t.proofs[p.Write.N] != p {
			t.proofs[p.Write.N] = p
			t.add(x.LastChange, kind("proof", func(o *rawjson.Object) { o.Raw("proof", proofOf(p)) }))
		}
	}
}

// history tells an event of a session. What a write was and what came of it is in
// its proof; that a reading showed nothing new is not an event.
func (t *Teller) history(x *book.Session, e history.Event) {
	switch {
	case e.Kind == history.Write || e.Kind == history.Reply:
	case e.Kind == history.Reread && len(e.Changes) == 0 && !e.Reordered:
	case e.Kind == history.Stray:
		t.add(e.Time, stray(x.ID, e))
	default:
		t.add(e.Time, change(x, e))
	}
}

func kind(name string, fill func(o *rawjson.Object)) []byte {
	var o rawjson.Object
	o.Text("type", name)
	fill(&o)
	return o.End()
}

func change(x *book.Session, e history.Event) []byte {
	name := "change"
	if e.Kind == history.Gap {
		name = "gap"
	}
	return kind(name, func(o *rawjson.Object) {
		o.Text("session", x.ID)
		o.Int("event", e.N)
		o.Time("time", e.Time.UTC())
		o.SomeTime("since", e.Since)
		if e.Kind != history.Gap {
			o.Text("kind", e.Kind.String())
		}
		o.SomeText("notification", e.Type)
		o.SomeText("referenceId", e.ReferenceID)
		o.SomeText("state", e.State)
		o.SomeText("note", e.Note)
		o.SomeBool("brought", e.Brought())
		o.SomeBool("reordered", e.Reordered)
		o.Raw("changes", appendChanges(nil, e.Changes, func(c userdata.Change) string { return x.Who(e, c.Key).String() }))
	})
}

func stray(session string, e history.Event) []byte {
	return kind("stray", func(o *rawjson.Object) {
		o.SomeText("session", session)
		o.Time("time", e.Time.UTC())
		o.Text("note", e.Note)
		o.Text("raw", string(e.Raw))
		o.SomeBool("inexact", !utf8.Valid(e.Raw))
	})
}

// AppendChanges appends changes to dst as a JSON list.
func AppendChanges(dst []byte, list []userdata.Change) []byte {
	return appendChanges(dst, list, func(userdata.Change) string { return "" })
}

// appendChanges is written for speed: it is most of what comparing small maps costs.
func appendChanges(dst []byte, list []userdata.Change, by func(userdata.Change) string) []byte {
	dst = append(dst, '[')
	for i, c := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(dst, `{"kind":"`...), c.Kind.String()...)
		exact := true
		text := func(name, s string) {
			if !utf8.ValidString(s) {
				exact, s = false, strings.ToValidUTF8(s, "\uFFFD")
			}
			dst = rawjson.Quote(append(dst, name...), s)
		}
		text(`","key":`, c.Key)
		text(`,"path":`, c.Path)
		dst = strconv.AppendInt(append(dst, `,"at":`...), int64(c.At), 10)
		if c.Old.Kind() != userdata.Absent {
			text(`,"before":`, c.Old.Literal())
		}
		if c.New.Kind() != userdata.Absent {
			text(`,"after":`, c.New.Literal())
		}
		if who := by(c); who != "" {
			text(`,"by":`, who)
		}
		if !exact {
			dst = append(dst, `,"inexact":true`...)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// Session returns what is known of a session beside its data.
func Session(x *book.Session) []byte {
	var o rawjson.Object
	o.Text("id", x.ID)
	o.SomeText("was", x.Was)
	o.Text("state", x.State)
	o.Bool("ended", x.Ended)
	o.SomeText("customer", x.Customer)
	o.SomeText("medium", x.Medium)
	o.SomeText("comment", x.Comment)
	o.Raw("participants", rawjson.List(x.Participants, func(p book.Participant) []byte {
		var o rawjson.Object
		o.SomeText("id", p.ID)
		o.SomeText("nickname", p.Nickname)
		o.SomeText("type", p.Type)
		return o.End()
	}))
	return o.End()
}

// proofOf returns what is known of a write.
func proofOf(p *proof.Proof) []byte {
	var o rawjson.Object
	o.Int("write", p.Write.N)
	o.Text("session", p.Write.Session)
	o.Text("operation", p.Write.Operation)
	o.Time("sent", p.Write.Sent.UTC())
	o.Text("verdict", p.Verdict.String())
	o.Text("confidence", p.Confidence.String())
	o.Text("reason", p.Reason)
	o.Bool("settled", p.Settled)
	o.SomeTime("seen", p.Seen)
	o.SomeInt("event", p.Event)
	o.SomeText("referenceId", p.ReferenceID)
	o.Raw("keys", rawjson.List(p.Keys, func(k proof.KeyProof) []byte {
		var o rawjson.Object
		o.Text("key", k.Key)
		o.Text("verdict", k.Verdict.String())
		o.SomeText("sent", k.Sent.Literal())
		o.SomeText("seen", k.Seen.Literal())
		o.SomeText("note", k.Note)
		return o.End()
	}))
	if r := p.Reply; r != nil {
		var reply rawjson.Object
		reply.Time("time", r.Time.UTC())
		reply.Int("httpStatus", r.HTTPStatus)
		reply.Int("statusCode", r.StatusCode)
		reply.SomeText("message", r.Message)
		o.Raw("reply", reply.End())
	}
	return o.End()
}

// linkEvent leaves the last sign of life out, which comes with every poll.
func linkEvent(s link.Status) []byte {
	return kind("link", func(o *rawjson.Object) {
		o.Text("state", s.State.String())
		o.SomeTime("since", s.Since)
		o.SomeText("user", s.User)
		o.SomeInt("attempt", s.Attempt)
		o.SomeTime("next", s.Next)
		if s.Problem != nil {
			var problem rawjson.Object
			problem.Text("code", Code(s.Problem))
			problem.Text("message", s.Problem.Error())
			o.Raw("problem", problem.End())
		}
	})
}
