package link

import (
	"bytes"
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/wire"
)

// A Page is a page that is watched: what it says to Web Services and hears from
// them takes the place of a connection of our own. It goes on for as long as Next
// returns.
type Page struct {
	// Next waits for news and returns what became known since its last return.
	// Its error is ctx's.
	Next func(ctx context.Context) ([]Seen, error)
	// Others returns how many requests of the page went elsewhere; they are not
	// looked at.
	Others func() int
	// At returns the transport through the page of an origin, with the page's own
	// cookies.
	At func(origin string) wire.Transport
}

// Seen is one thing that became known of a page.
type Seen struct {
	Kind SeenKind
	Text string
}

// A SeenKind says what Text is.
type SeenKind uint8

// The kinds of what is seen of a page.
const (
	SeenEntry  SeenKind = iota // a finished request, as an entry of a HAR
	SeenPage                   // the address that the page has gone to
	SeenLost                   // why a finished request could not be read
	SeenBefore                 // how many requests to Web Services were finished before anybody watched
)

// Watched says how much of a page was seen.
type Watched struct {
	Requests, Others int    // those to Web Services, and those to other places
	Problems         int    // what could not be read of them
	Problem          string // the newest of those
}

// settling is how long a finished request waits for others that finished just
// before it and are told later.
const settling = 250 * time.Millisecond

// A Watcher takes in what is seen of one page. Like a Link it belongs to the
// goroutine that its Host has things run by.
type Watcher struct {
	host    Host
	ctx     context.Context
	page    Page
	status  Status
	book    *book.Book
	windows windows
	ended   bool
	live    har.Live
	replay  *book.Replayer
	client  *gws.Client   // through the page, nil before it is known where that is
	writing chan struct{} // closed when the newest write was answered
	watched Watched
	due     bool // something waits to settle
	began   time.Time
	polls   shape.Polls // tell when the page was last heard by its server
	polled  bool        // the beginning of a poll was seen
	me      int         // the newest request that asks who the user is, by exchange
}

// NewWatcher begins to watch a page, until ctx or the Watcher ends. What is seen
// goes into an empty book.
func NewWatcher(ctx context.Context, p Page, b *book.Book, h Host) *Watcher {
	w := &Watcher{host: h, ctx: ctx, page: p, book: b, began: h.Now()}
	w.replay = book.NewReplayer(b, &capture.Header{Source: "the developer tools"})
	w.status = Status{State: Watching, Since: w.began}
	h.Spawn(func() {
		for {
			seen, err := p.Next(ctx)
			if err != nil {
				return
			}
			h.Post(func() { w.take(seen) })
			h.Room(ctx)
		}
	})
	return w
}

// End has nothing more taken in.
func (w *Watcher) End() { w.ended = true }

// Status says how it stands.
func (w *Watcher) Status() Status { return w.status }

// Ready reports whether the page can be asked to send something.
func (w *Watcher) Ready() bool { return w.client != nil }

// take takes in what was seen; what was finished just now waits a little.
func (w *Watcher) take(seen []Seen) {
	if w.ended {
		return
	}
	for _, s := range seen {
		switch s.Kind {
		case SeenEntry:
			if err := w.live.Entry(s.Text); err != nil {
				w.complain("a request could not be read: " + err.Error())
			}
		case SeenLost:
			w.complain("a request could not be read: " + s.Text)
		case SeenPage:
			w.went(s.Text)
		case SeenBefore:
			w.note("Watching began. Of what was before, the developer tools still list " + s.Text + " requests to Web Services; what they no longer have is said to be missing.")
		}
	}
	w.wait()
}

// wait has what is waiting taken in soon.
func (w *Watcher) wait() {
	if !w.due {
		w.due = true
		w.host.later(settling, w.settled)
	}
}

func (w *Watcher) note(text string) {
	w.replay.Take(capture.Observation{Kind: capture.Note, Time: w.host.Now(), Text: text})
}

func (w *Watcher) complain(text string) {
	w.watched.Problems++
	w.watched.Problem = text
}

// went notes that another page is there. Who is signed in on it shows in its
// traffic.
func (w *Watcher) went(address string) {
	path, _, _ := strings.Cut(address, "?")
	path, _, _ = strings.Cut(path, "#")
	w.note("The page went to " + path)
	origin := wire.Origin(path)
	if origin == w.status.Profile.Name {
		return
	}
	w.status.Profile = settings.Profile{Name: origin, BaseURL: origin, Production: true}
	w.status.User = ""
	w.client = gws.New(w.page.At(origin), gws.Options{})
}

// settled takes in what has waited long enough.
func (w *Watcher) settled() {
	if w.ended {
		return
	}
	w.due = false
	list, problems := w.live.Until(w.host.Now().Add(-settling))
	for _, o := range list {
		w.observe(o)
	}
	for _, p := range problems {
		w.complain(p.Text)
	}
	w.watchDeadline()
	if w.live.Waiting() {
		w.wait()
	}
}

// observe takes one observation in.
func (w *Watcher) observe(o capture.Observation) {
	w.polls.Ask(o)
	if well, _ := w.polls.Answer(o); well {
		w.status.Heartbeat = o.Time
	}
	path, _, _ := strings.Cut(o.URL, "?")
	switch {
	case o.Kind == capture.Request && o.Meta && !w.polled && bytes.Contains(o.Raw, []byte(`"/meta/`)):
		w.polled = true
		if !bytes.Contains(o.Raw, []byte(`"/meta/handshake"`)) {
			w.replay.Take(capture.Observation{Kind: capture.Gap, Since: w.began, Time: o.Time, Text: pollUnseen})
		}
	case o.Kind == capture.Request && o.Method == "GET" && strings.HasSuffix(path, "/api/v2/me"):
		w.me = o.Exchange
	case o.Kind == capture.Reply && o.Exchange == w.me && o.Status == 200:
		w.status.User = cmp.Or(gws.UserName(o.Raw), w.status.User)
	}
	if o.Kind == capture.Request {
		w.watched.Requests++
	}
	mask(o.Header)
	w.replay.Take(o)
}

// pollUnseen is said of a time in which a poll was under way that had begun
// before the developer tools listened: they never tell how it ended.
const pollUnseen = "the developer tools do not tell of a poll that had begun before they were opened"

// Operate has the page send a write that was entered as sent, once the one
// before it was answered. The Watcher must be Ready.
func (w *Watcher) Operate(x proof.Write) {
	w.replay.Sent(x)
	client, before, done := w.client, w.writing, make(chan struct{})
	w.writing = done
	w.host.Spawn(func() {
		defer close(done)
		r, err := send(w.ctx, client, before, x)
		w.host.Post(func() { w.answered(x, r, err) })
	})
}

// answered enters the reply to a write, unless the developer tools told it first.
func (w *Watcher) answered(x proof.Write, r gws.Reply, err error) {
	if p := w.book.Proof(x); p != nil && p.Reply == nil {
		w.book.Replied(x, book.ReplyOf(w.host.Now(), r, cause(err)), nil)
	}
	w.watchDeadline()
}

// watchDeadline has the windows of the writes closed when they pass.
func (w *Watcher) watchDeadline() {
	w.windows.watch(w.host, w.book, func() {
		if !w.ended {
			w.windows = windows{}
			w.book.Elapsed(w.host.Now())
			w.watchDeadline()
		}
	})
}

// Watched says how much was seen by now.
func (w *Watcher) Watched() *Watched {
	told := w.watched
	told.Others = w.page.Others() + w.live.Others()
	return &told
}
