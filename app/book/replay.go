package book

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/report"
)

// A Replayer takes a capture's observations in as live ones are taken in, so that
// a file shows the screen that made it. One NewReplayer and End belong to a book.
type Replayer struct {
	book   *Book
	header *capture.Header
	asks   map[int]proof.Write // unanswered operations, by exchange
	reads  map[int]string      // the sessions whose transcripts are asked for, by exchange
	open   map[int]int         // the numbers in the traffic of other unanswered requests, by exchange
	last   time.Time
	silent bool // a poll failed, and nothing says yet what was missed
	polls  shape.Polls
	sent   []proof.Write       // entered before, see Sent
	own    map[int]proof.Write // those of them that are under way, by exchange

	events map[int]event // what came of the observations, by their number in the file
}

// An event is one of a session's history, and the observation it came from as
// the tape numbers it.
type event struct {
	session        string
	n, observation int
}

// NewReplayer returns one that fills an empty book with a capture that has this
// header, as soon as its first observation is there.
func NewReplayer(b *Book, h *capture.Header) *Replayer {
	b.ofFile, b.blind = true, true
	return &Replayer{book: b, header: h, asks: map[int]proof.Write{}, reads: map[int]string{}, open: map[int]int{}, own: map[int]proof.Write{}, events: map[int]event{}}
}

// Replay returns the sessions that a capture shows.
func Replay(c *capture.Capture) []report.Session {
	r := NewReplayer(New(Options{}), &c.Header)
	for o := range c.All() {
		r.Take(o)
	}
	r.End()
	list := make([]report.Session, 0, len(r.book.records))
	for _, s := range r.book.Sessions() {
		list = append(list, report.Session{ID: s.ID, State: s.State, Data: s.Data, History: s.History, Writes: s.Writes, Remarks: r.book.remarks(s.ID), Who: s.Who, Rest: c.Rest})
	}
	return list
}

// remarks are the notes about a session.
func (b *Book) remarks(session string) []report.Remark {
	var list []report.Remark
	for _, n := range b.notes {
		if n.Session == session {
			list = append(list, report.Remark{Time: n.Time, First: n.Event, Last: n.Until, Text: n.Text})
		}
	}
	return list
}

// Take takes one observation in.
func (r *Replayer) Take(o capture.Observation) {
	// What this program recorded itself has each write that it sent.
	recorded := r.header.Source == "" && !r.header.Created.IsZero()
	r.book.blind = r.book.blind && !recorded && (o.Kind != capture.Request || o.URL == "")
	if o.Kind == capture.Gap {
		r.gap(o) // before anything is said of the time in which nobody listened
	}
	if !o.Time.IsZero() && (r.last.IsZero() || o.Time.After(r.last)) { // a time of day alone is of the year 0
		r.last = o.Time
	}
	if !r.silent {
		r.elapse()
	}
	defer func() { r.events[o.N] = r.book.newest }()
	switch o.Kind {
	case capture.Request:
		r.request(o)
	case capture.Reply:
		r.reply(o)
	case capture.Notification:
		r.book.Notified(o.Time, o.Channel, o.Raw)
	case capture.Snapshot:
		r.snapshot(o)
	case capture.Mark, capture.Note:
		about, through := r.events[o.About], r.events[o.Through]
		if through.session != about.session {
			through = event{}
		}
		r.book.note(Note{Time: o.Time, Session: cmp.Or(o.Session, about.session), Event: about.n, Until: through.n, Text: o.Text}, about.observation, through.observation)
	case capture.Label:
		r.book.Label(o.Time, o.Session, o.Text, o.Pinned)
	case capture.Stray:
		r.book.Stray(history.Event{Time: o.Time, Kind: history.Stray, Type: "file", Note: o.Text, Raw: o.Raw})
	}
}

// elapse closes the windows that had passed when the next thing was observed.
func (r *Replayer) elapse() {
	if !r.last.IsZero() {
		r.book.Elapsed(r.last)
	}
}

// End leaves the last windows open at the end of the file's own time: nobody
// knows what happened after its last observation. Gaps after which nothing was
// heard are told. A recording of this program goes on until it is saved, and what
// is open in it is open; whoever wrote another file will add nothing to it.
func (r *Replayer) End() {
	h := r.header
	whole := h.Source == "" && (h.Scope == "all" || strings.HasPrefix(h.Scope, "session "))
	if whole && !r.silent && h.Created.After(r.last) {
		r.last = h.Created
	}
	r.elapse()
	if h.Source != "" {
		r.unanswered()
	}
	for _, s := range r.book.records {
		if until := s.unseen.until; r.book.overdue(s, until.Add(1)) {
			s.ledger.Elapsed(until.Add(r.book.Window())) // no reading comes any more
		}
		if h.Source != "" {
			s.ledger.End(r.last)
			s.published = nil
		}
	}
}

// unanswered says that no more is known of the requests that are open.
func (r *Replayer) unanswered() {
	for _, n := range r.open {
		r.book.traffic.finish(n, func(x *Exchange) { x.Untold = true })
	}
	clear(r.open)
}

// sessionOf returns the session of a request. Whoever read the file may know
// better than the address which session that is, but not its medium.
func sessionOf(o capture.Observation) string {
	named := gws.KeyIn(o.URL)
	if mediumOf(named) != "" {
		return named
	}
	return cmp.Or(o.Session, named)
}

func (r *Replayer) request(o capture.Observation) {
	id := sessionOf(o)
	w := writeOf(id, o.Time, o.Raw)
	if id == "" && o.URL == "" && (w.Data != nil || len(w.Keys) > 0) {
		id = Unnamed
		o.Session, w.Session = id, id
	}
	path, _, _ := strings.Cut(o.URL, "?")
	reads := strings.EqualFold(o.Method, "POST") && strings.HasPrefix(w.Operation, "Get")
	if id != "" && (reads || strings.EqualFold(o.Method, "GET") && strings.HasSuffix(path, "/messages")) {
		r.reads[o.Exchange] = id
	}
	r.exchange(o, reads)
	r.polls.Ask(o)
	if reads || o.Meta || !strings.EqualFold(o.Method, "POST") || id == "" {
		return
	}
	if own, ok := r.carried(id, o); ok {
		r.own[o.Exchange] = own
		return
	}
	w = r.book.Sent(w, addressOf(id, o.URL), o.Header)
	if o.Exchange != 0 {
		r.asks[o.Exchange] = w
	}
}

// Sent tells of a write that this program made and has entered: it will be
// observed, too, and is entered once.
func (r *Replayer) Sent(w proof.Write) { r.sent = append(r.sent, w) }

// carried returns the write of this program that a request carried.
func (r *Replayer) carried(session string, o capture.Observation) (proof.Write, bool) {
	for _, w := range r.sent {
		if since := o.Time.Sub(w.Sent); w.Session == session && bytes.Equal(w.Request, o.Raw) && -time.Second < since && since < time.Minute {
			return w, true
		}
	}
	return proof.Write{}, false
}

// addressOf is where a write went, as the page addresses sessions; "" where the
// file does not say.
func addressOf(session, address string) string {
	if session == Unnamed {
		return ""
	}
	path, _, _ := strings.Cut(address, "?")
	return cmp.Or(gws.SessionPath(session), path)
}

// Unnamed stands for the session of a write of which a file does not say whose
// it is.
const Unnamed = "session not named"

// reply enters the answer to an operation.
func (r *Replayer) reply(o capture.Observation) {
	r.exchange(o, false)
	if id := r.reads[o.Exchange]; id != "" {
		delete(r.reads, o.Exchange)
		if list, err := gws.DecodeTranscript(o.Raw); err == nil && len(list) > 0 {
			r.book.record(id).hear(list)
		}
	}
	switch polled, failed := r.polls.Answer(o); {
	case polled:
		r.book.Alive(o.Time)
	case failed:
		r.silent = true
	}
	if own, ok := r.own[o.Exchange]; ok {
		delete(r.own, o.Exchange)
		if o.Status/100 != 2 {
			return // what is refused may be tried again; whoever sent it knows
		}
		r.sent = slices.DeleteFunc(r.sent, func(w proof.Write) bool { return w.N == own.N })
		if p := r.book.Proof(own); p != nil && p.Reply == nil {
			r.book.Replied(own, recordedReply(own.Session, o), o.Header)
		}
		return
	}
	w, asked := r.asks[o.Exchange]
	if !asked {
		return
	}
	delete(r.asks, o.Exchange)
	r.book.Replied(w, recordedReply(w.Session, o), o.Header)
}

// recordedReply reads a recorded answer as a live one is read.
func recordedReply(session string, o capture.Observation) proof.Reply {
	switch {
	case o.Status == 0:
		return proof.Reply{Time: o.Time, StatusCode: -1, Message: o.Text, Unsent: stayed(o.Text)}
	case (o.Raw == nil || o.Text != "") && o.Status/100 == 2:
		return proof.Reply{Time: o.Time, HTTPStatus: o.Status, StatusCode: -1, Message: cmp.Or(o.Text, notKept)}
	}
	got, err := gws.ReadReply(gws.SessionPath(session), o.Status, o.Raw)
	return ReplyOf(o.Time, got, err)
}

// notKept stands for the words of a reply whose body a file does not have.
const notKept = "the body of the reply was not recorded"

func (r *Replayer) snapshot(o capture.Observation) {
	g, err := gws.Decode(gws.MediumOf(o.Session), o.Raw)
	if o.Session != "" {
		g.ID = o.Session // the resource alone does not tell all of it
	}
	if err != nil {
		r.book.tape.put(o)
		r.book.stray(o.Time, gws.Notification{SessionID: g.ID, NotificationType: "reading"}, "", o.Raw, err)
		return
	}
	g = gws.Whole(g)
	r.book.read(o.Time, &g, Reason{Asked: true})
}

// gap remembers that a session was not observed; what was read next says what
// happened meanwhile. An outage is told piece by piece: as it ends, and before
// that as each attempt to end it fails.
func (r *Replayer) gap(o capture.Observation) {
	r.silent = false
	if !o.Time.After(o.Since) {
		return
	}
	for _, s := range r.book.records {
		if o.Session != "" && o.Session != s.id {
			continue
		}
		s.ledger.Missed(o.Since, o.Time)
		s.published = nil
		next := absence{since: o.Since, until: o.Time, how: o.Text}
		if a := s.unseen; !a.none() && !a.entered && !o.Since.After(a.until) {
			next = a.joinedBy(next)
		} else {
			r.book.overdue(s, o.Time)
		}
		s.unseen = next
	}
}

// exchange shows a request or a reply in the traffic.
func (r *Replayer) exchange(o capture.Observation, reads bool) {
	if o.Kind == capture.Request {
		r.open[o.Exchange] = r.book.Began(Exchange{
			Method: o.Method, Path: o.URL, Start: o.Time, Request: o.Raw, Sent: o.Header, Reads: reads, Meta: o.Meta, Session: sessionOf(o),
		})
		return
	}
	n, open := r.open[o.Exchange]
	if !open {
		n, _ = r.book.traffic.begin(Exchange{Method: o.Method, Path: o.URL, Start: o.Time, Meta: o.Meta, Session: o.Session})
	}
	delete(r.open, o.Exchange)
	r.book.Ended(n, func(x *Exchange) {
		x.Status, x.Response, x.Header, x.Failure = o.Status, o.Raw, o.Header, o.Text
		if x.Untimed = !open || x.Start.IsZero() || o.Time.Before(x.Start); !x.Untimed {
			x.Duration = o.Time.Sub(x.Start)
		}
	})
}
