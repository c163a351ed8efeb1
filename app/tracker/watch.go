package tracker

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/wire"
)

// Watch shows what another page says to Web Services and hears from it, in place
// of a connection of one's own. It goes on for as long as Next returns.
type Watch struct {
	// Next returns what became known since it returned last, and waits for it. Its
	// error is ctx's.
	Next func(ctx context.Context) ([]Seen, error)
	// Others tells how many requests of the page went to other places; they are
	// not looked at.
	Others func() int
	// Page returns what has the page of an origin make a request, with the page's
	// own cookies.
	Page func(origin string) wire.Transport
}

func (Watch) command() {}

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

// settle is how long what was finished waits for what was finished just before
// it and is told later.
const settle = 250 * time.Millisecond

// A watcher takes in what is seen of one page.
type watcher struct {
	t       *Tracker
	status  link.Status
	book    *book.Book
	ends    time.Time // for when the windows of the writes are watched, zero for never
	watch   Watch
	live    har.Live
	replay  *book.Replayer
	client  *gws.Client   // through the page, nil before it is known where that is
	writing chan struct{} // closed when the newest write was answered
	told    Watched
	due     bool // something waits to settle
	began   time.Time
	polls   shape.Polls // tell when the page was last heard by its server
	polled  bool        // the beginning of a poll was seen
	me      int         // the newest request that asks who the user is, by exchange
}

// watch begins to watch a page.
func (t *Tracker) watch(c Watch) {
	t.link.Disconnect()
	t.book = t.newBook()
	w := &watcher{t: t, book: t.book, watch: c, began: t.clock.now()}
	w.replay = book.NewReplayer(t.book, &capture.Header{Source: "the developer tools"})
	w.status = link.Status{State: link.Watching, Since: w.began}
	t.watching = w
	t.spawn(func() {
		for {
			seen, err := c.Next(t.ctx)
			if err != nil {
				return
			}
			t.inbox.post(func() { w.take(seen) })
			t.inbox.room(t.ctx)
		}
	})
}

// take takes in what was seen; what was finished just now waits a little.
func (w *watcher) take(seen []Seen) {
	if w.t.watching != w {
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

// wait has what waits be taken in soon.
func (w *watcher) wait() {
	if !w.due {
		w.due = true
		w.later(settle, w.settled)
	}
}

func (w *watcher) note(text string) {
	w.replay.Take(capture.Observation{Kind: capture.Note, Time: w.t.clock.now(), Text: text})
}

func (w *watcher) complain(text string) {
	w.told.Problems++
	w.told.Problem = text
}

// went notes that another page is there. Who is signed in on it shows in its
// traffic.
func (w *watcher) went(address string) {
	path, _, _ := strings.Cut(address, "?")
	path, _, _ = strings.Cut(path, "#")
	w.note("The page went to " + path)
	scheme, rest, _ := strings.Cut(path, "://")
	host, _, _ := strings.Cut(rest, "/")
	origin := scheme + "://" + host
	if origin == w.status.Profile.Name {
		return
	}
	w.status.Profile = settings.Profile{Name: origin, BaseURL: origin, Production: true}
	w.status.User = ""
	w.client = gws.New(w.watch.Page(origin), gws.Options{})
}

// settled takes in what has waited long enough.
func (w *watcher) settled() {
	w.due = false
	list, problems := w.live.Until(w.t.clock.now().Add(-settle))
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
func (w *watcher) observe(o capture.Observation) {
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
		w.told.Requests++
	}
	w.replay.Take(o)
}

// pollUnseen is said of a time in which a poll was under way that had begun
// before the developer tools listened: they never tell how it ended.
const pollUnseen = "the developer tools do not tell of a poll that had begun before they were opened"

// operate has the page send a write that was entered as sent, once the one
// before it was answered.
func (w *watcher) operate(x proof.Write) {
	w.replay.Sent(x)
	t, client, before, done := w.t, w.client, w.writing, make(chan struct{})
	w.writing = done
	t.spawn(func() {
		defer close(done)
		if before != nil {
			<-before
		}
		ctx, cancel := context.WithTimeout(t.ctx, link.WriteLimit)
		defer cancel()
		r, err := client.Operate(ctx, x.Session, x.Request)
		t.inbox.post(func() { w.answered(x, r, err) })
	})
}

// answered enters the reply to a write, unless the developer tools told it first.
func (w *watcher) answered(x proof.Write, r gws.Reply, err error) {
	if p := w.book.Proof(x); p != nil && p.Reply == nil {
		if none, ok := errors.AsType[*wire.NoResponse](err); ok {
			err = none.Err
		}
		w.book.Replied(x, book.ReplyOf(w.t.clock.now(), r, err), nil)
	}
	w.watchDeadline()
}

// watchDeadline has the windows of the writes closed when they pass.
func (w *watcher) watchDeadline() {
	d := w.book.Deadline()
	if d.IsZero() || !w.ends.IsZero() && !d.Before(w.ends) {
		return
	}
	w.ends = d
	w.later(d.Sub(w.t.clock.now()), func() {
		w.ends = time.Time{}
		w.book.Elapsed(w.t.clock.now())
		w.watchDeadline()
	})
}

// later has f run by the owner in a while, if the page is still watched then.
func (w *watcher) later(d time.Duration, f func()) {
	time.AfterFunc(d, func() {
		w.t.inbox.post(func() {
			if w.t.watching == w {
				f()
			}
		})
	})
}

// watched says how much was seen by now.
func (w *watcher) watched() *Watched {
	told := w.told
	told.Others = w.watch.Others() + w.live.Others()
	return &told
}
