package tracker_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
	"github.com/keytrail/keytrail/app/wire"
)

// A world is a simulator, a harmful link in front of it, and the truth about what
// happened, which the trackers do not know.
type world struct {
	t    *testing.T
	sim  *sim.Sim
	link wire.Transport
	tabs []rig
	id   string // of the session that is written to

	mu        sync.Mutex // protects what follows
	harm      harm
	count     int            // of requests
	executed  map[string]int // how often GWS took an own write, by its value
	published map[string]time.Time
	delivered map[string]bool
	polls     []span // that were answered well, or dismissed
	harmed    []span // polls that were not
	falsehood []string
}

// A harm does something to the n-th request; next passes it on to GWS.
type harm func(ctx context.Context, n int, req *wire.Request, next func() (*wire.Response, error)) (*wire.Response, error)

type span struct{ from, to time.Time }

// counter finds values that the other client wrote.
var counter = regexp.MustCompile(`"Counter":(\d+)`)

func (w *world) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	w.mu.Lock()
	w.count++
	f, n := w.harm, w.count
	w.mu.Unlock()
	next := func() (*wire.Response, error) {
		resp, err := w.link.RoundTrip(ctx, req)
		if err == nil && isWrite(req) && bytes.Contains(resp.Body, []byte(`"statusCode":0`)) {
			w.mu.Lock()
			w.executed[value(req.Body)]++
			w.mu.Unlock()
		}
		return resp, err
	}
	from := time.Now()
	var got *wire.Response
	var err error
	if f == nil {
		got, err = next()
	} else {
		got, err = f(ctx, n, req, next)
	}
	if ctx.Err() != nil {
		got, err = nil, &wire.NoResponse{Err: ctx.Err()}
	}
	if isPoll(req) {
		w.polled(span{from, time.Now()}, got, err)
	}
	return got, err
}

func isWrite(req *wire.Request) bool {
	return req.Method == "POST" && strings.Contains(req.Path, "/me/smssessions/")
}

// mine finds the value of an own write.
var mine = regexp.MustCompile(`"(mine \d+)"`)

func value(body []byte) string {
	if m := mine.FindSubmatch(body); m != nil {
		return string(m[1])
	}
	return ""
}

// polled notes what a poll brought.
func (w *world) polled(s span, resp *wire.Response, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case err == nil && resp.Status == 500 && bytes.Contains(resp.Body, []byte("another /meta/connect")):
	case err == nil && resp.Status == 200 && json.Valid(resp.Body) && bytes.Contains(resp.Body, []byte(`"successful":true`)):
		w.polls = append(w.polls, s)
		for _, m := range counter.FindAllSubmatch(resp.Body, -1) {
			w.delivered[string(m[1])] = true
		}
	default:
		w.harmed = append(w.harmed, s)
	}
}

// listened reports whether somebody listened all the time from a to b and all that
// was published then has come.
func (w *world) listened(a, b time.Time) bool {
	for _, s := range w.harmed {
		if !s.from.After(b) && !s.to.Before(a) {
			return false
		}
	}
	for value, at := range w.published {
		if !at.Before(a) && !at.After(b) && !w.delivered[value] {
			return false
		}
	}
	const pause = 2500 * time.Millisecond // from one poll to the next, while sessions are read
	heard := a
	for _, s := range w.polls { // in the order of their ends
		if s.from.Before(heard.Add(pause)) && s.to.After(heard) {
			heard = s.to
		}
	}
	return !heard.Add(pause).Before(b)
}

// leave sends a tab away. A poll that is answered at this very moment brings
// nothing to a page that has been left.
func (w *world) leave(tab int) {
	w.mu.Lock()
	w.harmed = append(w.harmed, span{time.Now(), time.Now()})
	w.mu.Unlock()
	w.tabs[tab].Do(tracker.Suspend{})
}

func (w *world) lie(format string, args ...any) {
	w.falsehood = append(w.falsehood, fmt.Sprintf(format, args...))
}

// watch looks at every word that is on the screen at one instant.
func (w *world) watch(s *tracker.State) {
	w.mu.Lock()
	defer w.mu.Unlock()
	x := s.Session(w.id)
	if x == nil {
		return
	}
	for _, p := range x.Writes {
		times := w.executed[value(p.Write.Request)]
		switch {
		case times > 0 && p.Verdict == proof.Rejected:
			w.lie("write %d was carried out: %s", p.Write.N, p.Reason)
		case times > 0 && p.Verdict == proof.NotSeen:
			w.lie("write %d was carried out, not seen: %s", p.Write.N, p.Reason)
		case times == 0 && slices.Contains([]proof.Verdict{proof.Exact, proof.Coerced, proof.Overwritten, proof.Differs}, p.Verdict):
			w.lie("write %d was not carried out: %v, %s", p.Write.N, p.Verdict, p.Reason)
		case times < 2 && strings.Contains(p.Reason, "twice"):
			w.lie("write %d was sent once: %s", p.Write.N, p.Reason)
		}
	}
}

// audit holds a session's history against the truth. mute says that what was lost
// need not show.
func (w *world) audit(tab int, x *book.Session, mute bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var gaps []span
	shown := map[string]int{}
	for n := x.History.First(); n <= x.History.Last(); n++ {
		e, _ := x.History.Event(n)
		if e.Kind == history.Gap || !e.Since.IsZero() {
			gaps = append(gaps, span{e.Since, e.Time})
			if w.listened(e.Since, e.Time) {
				w.lie("tab %d: event %d: nothing was missed in %v: %s", tab, n, e.Time.Sub(e.Since), e.Note)
			}
		}
		for _, c := range e.Changes {
			who, text := x.Who(e, c.Key), c.New.Text()
			own := strings.HasPrefix(text, "mine ")
			switch {
			case c.Key == "Counter":
				shown[c.New.Literal()]++
				if who != history.AnotherClient && who != history.Unknown {
					w.lie("tab %d: event %d: Counter was written by another client, not %v", tab, n, who)
				}
			case own && w.executed[text] == 0 && (who == history.You || who == history.Repeated),
				text == "theirs" && who != history.AnotherClient && who != history.Unknown:
				w.lie("tab %d: event %d: %s=%s was written by another client, not %v", tab, n, c.Key, text, who)
			case own && w.executed[text] > 0 && tab == 0 && (who == history.AnotherClient || who == history.Routing):
				w.lie("event %d: %s=%s was written by this page, not %v", n, c.Key, text, who)
			case own && w.executed[text] == 1 && who == history.Repeated:
				w.lie("event %d: %s=%s was written once, not %v", n, c.Key, text, who)
			}
		}
	}
	for value, at := range w.published {
		covered := slices.ContainsFunc(gaps, func(g span) bool { return !at.Before(g.from) && !at.After(g.to) })
		switch {
		case shown[value] > 1:
			w.lie("tab %d: %s is shown %d times", tab, value, shown[value])
		case shown[value] == 0 && !covered && (w.delivered[value] || !mute):
			w.lie("tab %d: %s is in no event and no gap; it was delivered: %v", tab, value, w.delivered[value])
		}
	}
}

// write is what the other client and this page do at one time.
func (w *world) write(n int) {
	counter := fmt.Sprint(n)
	w.mu.Lock()
	w.published[counter] = time.Now()
	w.mu.Unlock()
	require.NoError(w.t, w.sim.Update(w.id, "crm", `{"Counter":`+counter+`}`))
	own := n / 20
	key, text := fmt.Sprintf("Own %d", own), fmt.Sprintf("mine %d", own)
	switch n % 20 {
	case 5:
		w.tabs[0].Do(tracker.Operate{Session: w.id, Operation: "UpdateUserData", Data: userdata.Of(userdata.Entry{Key: key, Value: userdata.TextValue(text)})})
	case 7:
		if own%2 == 1 {
			require.NoError(w.t, w.sim.Update(w.id, "crm", fmt.Sprintf(`{%q:"theirs"}`, key)))
		}
	case 11: // what was not carried out, somebody else does
		w.mu.Lock()
		times := w.executed[text]
		w.mu.Unlock()
		if times == 0 && own%2 == 0 {
			require.NoError(w.t, w.sim.Update(w.id, "crm", fmt.Sprintf(`{%q:%q}`, key, text)))
		}
	}
}

func inWorld(t *testing.T, o sim.Options, tabs int, run func(w *world)) {
	synctest.Test(t, func(t *testing.T) {
		o.Quiet = true
		s := sim.New(o)
		w := &world{t: t, sim: s, link: &wire.Jar{Transport: s}, executed: map[string]int{}, published: map[string]time.Time{}, delivered: map[string]bool{}}
		opts := tracker.Options{Link: link.Options{Repeats: true, Dial: func(settings.Profile) (wire.Transport, error) { return w, nil }}}
		if tabs > 1 {
			opts.Link.Share = newBrowser().join
		}
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()
		for range tabs {
			tr := tracker.New(opts)
			running.Go(func() { tr.Run(ctx) })
			tr.Do(tracker.Connect{})
			w.tabs = append(w.tabs, rig{t: t, sim: s, Tracker: tr})
			w.tabs[0].settle(2 * time.Second)
		}
		w.id = w.tabs[0].writable().ID
		defer w.tabs[0].Watch(func() { w.watch(w.tabs[0].State()) })()
		run(w)
	})
}

func TestNoFalseWord(t *testing.T) {
	const writes = 100
	type fault struct {
		name string
		sim  sim.Options
		tabs int
		harm func(w *world) harm
		also func(w *world, n int) // beside the n-th write
		mute bool                  // what is lost leaves no trace where something newer is seen before the loss is noticed
	}
	steady := func(h harm) func(*world) harm { return func(*world) harm { return h } }
	for _, f := range []fault{
		{name: "none"},
		{name: "none, with ack", sim: sim.Options{Ack: true}},
		{name: "slow polls", harm: steady(every(1, isPoll, pass(700*time.Millisecond, nil)))},
		{name: "slow replies", tabs: 2, harm: steady(every(1, func(r *wire.Request) bool { return !isPoll(r) }, pass(2500*time.Millisecond, nil)))},
		{name: "polls are cut off", harm: steady(every(3, isHeld, instead(250*time.Millisecond, lost)))},
		{name: "replies to polls are lost", harm: steady(every(3, isHeld, pass(250*time.Millisecond, lost)))},
		{name: "replies to polls are lost, with ack", sim: sim.Options{Ack: true}, harm: steady(every(3, isHeld, pass(250*time.Millisecond, lost)))},
		{name: "replies to polls are halved", harm: steady(every(3, isHeld, pass(0, halved)))},
		{name: "replies to polls are halved, with ack", sim: sim.Options{Ack: true}, harm: steady(every(3, isHeld, pass(0, halved)))},
		{name: "replies to polls are empty", harm: steady(every(3, isHeld, pass(0, said(200, ""))))},
		{name: "polls are repeated by the browser", mute: true, harm: func(w *world) harm { return every(3, isHeld, w.repeated(300*time.Millisecond)) }},
		{name: "polls are repeated by the browser, two tabs", mute: true, tabs: 2, harm: func(w *world) harm { return every(3, isHeld, w.repeated(300*time.Millisecond)) }},
		{name: "requests queue for a connection", tabs: 2, harm: func(w *world) harm { return w.queue(900 * time.Millisecond) }},
		{name: "a poll is swallowed", harm: steady(every(7, isHeld, pass(time.Hour, nil)))},
		{name: "a gateway answers polls", harm: steady(every(3, isHeld, instead(100*time.Millisecond, said(502, "bad gateway"))))},
		{name: "a gateway gives polls up", harm: steady(every(3, isHeld, pass(3*time.Second, said(504, "gateway timeout"))))},
		{name: "GWS forgets the connection", also: func(w *world, n int) {
			if n%9 == 0 {
				w.sim.Expire()
			}
		}},
		{name: "connections are dropped", also: func(w *world, n int) {
			if n%5 == 0 {
				w.sim.Drop()
			}
		}},
		{name: "handshakes fail", harm: steady(every(2, isShake, instead(0, lost))), also: func(w *world, n int) {
			if n%15 == 0 {
				w.sim.Expire()
			}
		}},
		{name: "readings fail", harm: steady(every(2, isRead, instead(0, said(500, "out of order")))), also: func(w *world, n int) { w.tabs[0].Do(tracker.Reread{}) }},
		{name: "readings hang", harm: steady(every(2, isRead, pass(20*time.Second, nil))), also: func(w *world, n int) { w.tabs[0].Do(tracker.Reread{}) }},
		{name: "replies to writes are lost", harm: steady(every(1, isWrite, pass(time.Second, lost)))},
		{name: "writes are lost", harm: steady(every(1, isWrite, instead(time.Second, lost)))},
		{name: "replies to writes are halved", harm: steady(every(1, isWrite, pass(0, halved)))},
		{name: "a gateway answers writes", harm: steady(every(1, isWrite, instead(0, said(502, "bad gateway"))))},
		{name: "a gateway gives writes up", harm: steady(every(1, isWrite, pass(3*time.Second, said(504, "gateway timeout"))))},
		{name: "writes are repeated by the browser", harm: func(w *world) harm { return every(1, isWrite, w.repeated(3*time.Second)) }},
		{name: "the page comes and goes", also: func(w *world, n int) {
			switch n % 12 {
			case 3:
				w.leave(0)
			case 6:
				w.tabs[0].Do(tracker.RetryNow{})
			}
		}},
		{name: "somebody is impatient", tabs: 2, harm: steady(every(1, anything, pass(150*time.Millisecond, nil))), also: func(w *world, n int) {
			w.tabs[n%2].Do(tracker.RetryNow{})
		}},
		{name: "readings all the time", tabs: 2, harm: steady(every(1, anything, pass(150*time.Millisecond, nil))), also: func(w *world, n int) {
			w.tabs[n%2].Do(tracker.Reread{})
		}},
		{name: "the network falls silent", harm: func(w *world) harm {
			return func(ctx context.Context, n int, _ *wire.Request, next func() (*wire.Response, error)) (*wire.Response, error) {
				resp, err := next()
				if at := time.Now().Unix() % 60; at < 25 {
					select {
					case <-time.After(time.Duration(25-at) * time.Second):
						return nil, errReset
					case <-ctx.Done():
						return nil, &wire.NoResponse{Err: ctx.Err()}
					}
				}
				return resp, err
			}
		}},
	} {
		t.Run(f.name, func(t *testing.T) {
			inWorld(t, f.sim, max(f.tabs, 1), func(w *world) {
				w.mu.Lock()
				if f.harm != nil {
					w.harm = f.harm(w)
				}
				w.mu.Unlock()
				for n := range writes {
					w.write(n)
					if f.also != nil {
						f.also(w, n)
					}
					time.Sleep([]time.Duration{0, 3, 40, 400, 1300}[n%5] * time.Millisecond)
				}
				w.mu.Lock()
				w.harm = nil
				w.mu.Unlock()
				for i, tab := range w.tabs {
					tab.Do(tracker.RetryNow{})
					x := tab.settle(2 * time.Minute).Session(w.id)
					truth, err := w.sim.UserData(w.id)
					require.NoError(t, err)
					assert.JSONEq(t, string(truth), string(x.Data.Bytes()), "tab %d ends with the truth", i)
					w.audit(i, x, f.mute)
				}
				assert.Empty(t, w.falsehood, "%d false words", len(w.falsehood))
			})
		})
	}
}
