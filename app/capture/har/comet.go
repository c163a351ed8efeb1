package har

import (
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A comet follows the CometD traffic of a file in order of time, to say where
// nothing was heard. Several clients may be recorded in one file, and several
// servers.
type comet struct {
	asked map[int]asked // the requests that are open, by exchange
	hosts map[string]*audience
	last  *audience // of the server that answered last: what is carried stands behind the reply
}

// asked is what is known of a request.
type asked struct {
	host, client string
	at           time.Time
	poll         bool
	n            int  // of the client's polls
	leave        bool // its answer does not tell of hearing: it says goodbye, publishes, or is none of CometD's requests
}

// An audience is all clients of one server.
type audience struct {
	heard   time.Time // up to then, one of them or another heard everything; zero before the first
	clients map[string]*listener
	newest  string // the client of the last handshake, for requests that name none

	between [][2]time.Time // what clients heard after that and then failed, while others were still to tell

	sessions []string // what it is about
}

// A listener is one client.
type listener struct {
	since  time.Time // it has heard everything from then on, zero for never
	why    string    // it had not before
	heard  time.Time // up to then
	failed bool      // an answer was missing since
	open   int       // polls that are not answered
	polls  int       // that were sent
}

// What a Gap of a file says.
const (
	pollFailed = "a CometD request failed or its answer was not recorded; what was published meanwhile may be missing"
	begunAnew  = "the CometD session began anew; what was published meanwhile is missing"
)

// follow returns the Gap that an observation tells of: it ended with it, or it
// lasts on. A repetition of what was told before reaches further. Of several
// servers, each session that one of them has told of has a Gap of its own. An
// observation without a time was made at the latest at that of its place.
func (c *comet) follow(o capture.Observation, place time.Time) []capture.Observation {
	switch o.Kind {
	case capture.Request:
		c.ask(o)
	case capture.Reply:
		a, known := c.asked[o.Exchange]
		delete(c.asked, o.Exchange)
		if !known {
			a.host = hostOf(o.URL) // what a WebSocket brings unasked
		}
		c.last = c.hosts[a.host]
		if !known || a.leave {
			return nil
		}
		return c.about(c.answer(a, o, place))
	case capture.Notification, capture.Snapshot:
		if c.last != nil && !slices.Contains(c.last.sessions, o.Session) {
			c.last.sessions = append(c.last.sessions, o.Session)
		}
	}
	return nil
}

// about says which sessions gaps are about.
func (c *comet) about(gaps []capture.Observation) (list []capture.Observation) {
	if len(c.hosts) == 1 {
		return gaps
	}
	for _, gap := range gaps {
		for _, id := range c.last.sessions {
			gap.Session = id
			list = append(list, gap)
		}
	}
	return list
}

func (c *comet) ask(o capture.Observation) {
	if c.asked == nil {
		c.asked, c.hosts = map[int]asked{}, map[string]*audience{}
	}
	path, _, _ := strings.Cut(o.URL, "?")
	a := asked{host: hostOf(o.URL), at: o.Time, poll: strings.HasSuffix(path, "/connect"),
		leave: !o.Meta || o.Method == "OPTIONS" || strings.HasSuffix(path, "/disconnect")}
	said, tells := false, false
	_ = shape.Messages(o.Raw, func(s shape.Object, channel string) { // what is no CometD says nothing
		if id, ok := rawjson.Text(s.Client); ok {
			a.client = id
		}
		a.poll = a.poll || channel == "/meta/connect"
		said, tells = true, tells || channel == "/meta/connect" || channel == "/meta/subscribe" || channel == "/meta/handshake"
	})
	a.leave = a.leave || said && !tells
	h := c.hosts[a.host]
	if h == nil {
		h = &audience{clients: map[string]*listener{}}
		c.hosts[a.host] = h
	}
	if a.client == "" {
		a.client = h.newest
	}
	if a.poll && !a.leave {
		l := h.client(a.client)
		l.open++
		l.polls++
		a.n = l.polls
	}
	c.asked[o.Exchange] = a
}

func (h *audience) client(id string) *listener {
	if h.clients[id] == nil {
		h.clients[id] = &listener{}
	}
	return h.clients[id]
}

// hostOf returns the scheme and the host of an address, "" for a path.
func hostOf(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	if strings.HasPrefix(scheme, "ws") {
		scheme = "http" + scheme[2:] // a WebSocket is another way to the same server
	}
	return scheme + "://" + host
}

// answer takes an answer in. Where the file does not say when it came, it stands in
// front of the next poll, also if that one was sent while it was waited for.
func (c *comet) answer(a asked, o capture.Observation, at time.Time) []capture.Observation {
	h := c.hosts[a.host]
	l := h.client(a.client)
	if a.poll {
		l.open--
	}
	heard, anew, refused := false, false, o.Status/100 != 2
	err := shape.Messages(o.Raw, func(s shape.Object, channel string) {
		meta, good := strings.HasPrefix(channel, "/meta/"), string(s.Successful) == "true"
		refused = refused || meta && s.Successful != nil && !good
		heard = heard || good && (channel == "/meta/connect" || channel == "/meta/subscribe")
		if good && channel == "/meta/handshake" {
			anew = true
			if id, ok := rawjson.Text(s.Client); ok {
				h.newest = id
			}
		}
	})
	switch {
	case a.poll && (a.n < l.polls || o.Time.IsZero()) && shape.Dismissed(o):
		return nil
	case refused || err != nil || !heard && !anew:
		if !l.failed && l.since.After(h.heard) && l.heard.After(l.since) {
			h.between = append(h.between, [2]time.Time{l.since, l.heard})
		}
		l.failed = true
		gaps := h.missed(l, at, pollFailed)
		h.move(nil, at)
		return gaps
	case !heard:
		return h.missed(nil, at, begunAnew)
	}
	if o.Time.IsZero() && !l.failed {
		at = a.at // it came later, nobody knows when
	}
	if l.failed {
		l.since, l.why = at, pollFailed
	} else if l.since.IsZero() {
		l.since, l.why = at, begunAnew
	}
	gaps := h.missed(l, at, l.why)
	l.heard, l.failed = at, false
	h.move(l, at)
	return gaps
}

// between is how long a client takes at most from one poll to the next.
const between = 2 * time.Second

// hears reports whether a client has heard everything since some time up to now,
// and goes on to do so as far as is known.
func (h *audience) hears(l *listener, at time.Time) bool {
	return !l.failed && !l.since.IsZero() && !l.since.After(h.heard) && (l.open > 0 || at.Sub(l.heard) < between)
}

// missed returns the intervals up to at in which nobody is known to have heard
// anything, l not counted. While another client has a poll open, what becomes of
// that one will tell.
func (h *audience) missed(l *listener, at time.Time, why string) (gaps []capture.Observation) {
	if h.heard.IsZero() || l != nil && !l.failed && !l.since.After(h.heard) {
		return nil // the first, or its answers follow on one another
	}
	until := at
	for _, x := range h.clients {
		switch {
		case x != l && h.hears(x, at):
			return nil
		case !x.failed && x.since.After(h.heard) && x.since.Before(until):
			until = x.since
		}
	}
	add := func(until time.Time) {
		if until.After(h.heard) {
			gaps = append(gaps, capture.Observation{Kind: capture.Gap, Time: until, Since: h.heard, Text: why})
		}
	}
	for _, heard := range h.between { // in the order of their ends
		add(heard[0])
		h.heard = later(h.heard, heard[1])
	}
	h.between = nil
	add(until)
	return gaps
}

// move takes over how far the clients have heard, after l was answered, unless
// another one that hears from further back is still to tell.
func (h *audience) move(l *listener, at time.Time) {
	if l != nil && !l.since.After(h.heard) {
		h.heard = later(h.heard, l.heard)
		return
	}
	for _, x := range h.clients {
		if x != l && h.hears(x, at) {
			return
		}
	}
	for _, x := range h.clients {
		if !x.failed {
			h.heard = later(h.heard, x.heard)
		}
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
