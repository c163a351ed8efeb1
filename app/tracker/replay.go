package tracker

import (
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
)

// A replayer takes a capture's observations in by the way that live ones take,
// so that a file shows the screen that made it.
type replayer struct {
	book    *book
	asks    map[int]proof.Write // unanswered operations, by exchange
	written []*session          // those that were written to
	open    map[int]int         // the numbers in the traffic of other unanswered requests, by exchange
	last    time.Time

	events map[int]event // what came of the observations, by their number in the file
}

// An event is one of a session's history, and the observation it came from as
// the tape numbers it.
type event struct {
	session        string
	n, observation int
}

func newReplayer(b *book) *replayer {
	b.keepEnded = true
	return &replayer{book: b, asks: map[int]proof.Write{}, open: map[int]int{}, events: map[int]event{}}
}

// Replay returns the sessions that a capture shows.
func Replay(c *capture.Capture) []capture.Session {
	r := newReplayer(newBook(Options{}))
	for o := range c.All() {
		r.take(o)
	}
	r.end()
	list := make([]capture.Session, 0, len(r.book.sessions))
	for _, s := range r.book.snapshot() {
		list = append(list, capture.Session{ID: s.ID, State: s.State, Data: s.Data, History: s.History, Writes: s.Writes, Remarks: r.book.remarks(s.ID), Rest: c.Rest})
	}
	return list
}

// remarks are the notes about a session.
func (b *book) remarks(session string) []capture.Remark {
	var list []capture.Remark
	for _, n := range b.notes {
		if n.Session == session {
			list = append(list, capture.Remark{Time: n.Time, First: n.Event, Last: n.Until, Text: n.Text})
		}
	}
	return list
}

// take takes one observation in.
func (r *replayer) take(o capture.Observation) {
	if o.Time.IsZero() {
		o.Time = r.last // the source does not say; the order still counts
	}
	r.last = o.Time
	r.elapse(o.Time)
	defer func() { r.events[o.N] = r.book.newest }()
	switch o.Kind {
	case capture.Request:
		r.request(o)
	case capture.Reply:
		r.reply(o)
	case capture.Notification:
		r.book.notified(o.Time, o.Channel, o.Raw)
	case capture.Snapshot:
		r.snapshot(o)
	case capture.Gap:
		r.gap(o)
	case capture.Mark, capture.Note:
		about, through := r.events[o.About], r.events[o.Through]
		if through.session != about.session {
			through = event{}
		}
		r.book.note(Note{Time: o.Time, Session: firstOf(o.Session, about.session), Event: about.n, Until: through.n, Text: o.Text}, about.observation, through.observation)
	case capture.Label:
		r.book.label(o.Time, Label{Session: o.Session, Name: o.Text, Pinned: o.Pinned})
	case capture.Stray:
		r.book.strays.add(history.Event{Time: o.Time, Kind: history.Stray, Type: "file", Note: o.Text, Raw: o.Raw})
	}
}

// elapse closes the windows that had passed when the next thing was observed.
func (r *replayer) elapse(now time.Time) {
	for _, s := range r.written {
		if d := s.ledger.Deadline(); !d.IsZero() && !now.Before(d) && s.owed.lost.IsZero() {
			s.ledger.Elapsed(now)
			s.published = nil
		}
	}
}

// end lets the last windows stay open as long as the file's own time goes: what
// happened after its last observation nobody knows.
func (r *replayer) end() { r.elapse(r.last) }

func (r *replayer) request(o capture.Observation) {
	id := firstOf(o.Session, sessionIn(o.URL))
	if o.Meta || !strings.EqualFold(o.Method, "POST") || id == "" {
		r.exchange(o)
		return
	}
	r.exchange(o)
	w := writeOf(r.book.writes+1, id, o.Time, o.Raw)
	if o.Exchange != 0 {
		r.asks[o.Exchange] = w
	}
	r.book.sent(w)
	if s := r.book.byID[id]; !slices.Contains(r.written, s) {
		r.written = append(r.written, s)
	}
}

// reply enters the answer to an operation.
func (r *replayer) reply(o capture.Observation) {
	r.exchange(o)
	w, asked := r.asks[o.Exchange]
	if !asked {
		return
	}
	delete(r.asks, o.Exchange)
	r.book.replied(w.Session, w.N, replyOf(w.Session, o))
}

// replyOf reads a recorded answer as a live one is read.
func replyOf(session string, o capture.Observation) proof.Reply {
	if o.Status == 0 {
		return proof.Reply{Time: o.Time, StatusCode: -1, Message: o.Text}
	}
	got, err := gws.ReadReply(gws.SessionPath(session), o.Status, o.Raw)
	return replyFrom(o.Time, got, err)
}

func (r *replayer) snapshot(o capture.Observation) {
	g, err := gws.DecodeSession(o.Raw)
	if err != nil {
		r.book.stray(o.Time, gws.Notification{SessionID: g.ID, NotificationType: "reading"}, "", o.Raw, err)
		return
	}
	r.book.read(o.Time, &g, reading{asked: true})
}

// gap remembers that a session was not observed; what was read next says what
// happened meanwhile.
func (r *replayer) gap(o capture.Observation) {
	for _, s := range r.book.sessions {
		if o.Session == "" || o.Session == s.id {
			s.owed = reading{lost: o.Since, how: o.Text}
		}
	}
}

// exchange shows a request or a reply in the traffic.
func (r *replayer) exchange(o capture.Observation) {
	if o.Kind == capture.Request {
		r.open[o.Exchange] = r.book.began(Exchange{
			Method: o.Method, Path: o.URL, Start: o.Time, Request: o.Raw, Sent: o.Header, Meta: o.Meta, Session: firstOf(o.Session, sessionIn(o.URL)),
		})
		return
	}
	n, open := r.open[o.Exchange]
	if !open {
		n, _ = r.book.traffic.begin(Exchange{Start: o.Time, Meta: o.Meta, Session: o.Session})
	}
	delete(r.open, o.Exchange)
	r.book.ended(n, func(x *Exchange) {
		x.Duration, x.Status, x.Response, x.Header, x.Failure = o.Time.Sub(x.Start), o.Status, o.Raw, o.Header, o.Text
		x.Meta = x.Meta && !carriesData(o.Raw)
	})
}
