package har

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/rawjson"
)

// An origin is what the member _keytrail of an entry says: which observations the
// entry was made of. With it, a HAR of this program comes back as it was, while
// HAR alone has neither their order nor what was taken in of a reply.
type origin struct {
	known          bool
	request, reply int       // their numbers, 0 for one that was made up
	as             []note    // how both were, but for what HAR has of them; older files do not say
	carried        []carried // for each notification or session in the reply
}

// were returns the request and the reply as they were. HAR always has an address,
// a time and a duration, and has no word for a session.
func (h origin) were(ask, reply capture.Observation) (capture.Observation, capture.Observation) {
	if len(h.as) != 2 {
		ask.URL = strings.TrimPrefix(ask.URL, noServer[:len(noServer)-len("/api/v2")])
		return ask, reply
	}
	was := func(n note, o capture.Observation) capture.Observation {
		n.Kind, n.Exchange, n.Status, n.Header, n.Raw = o.Kind, o.Exchange, o.Status, o.Header, o.Raw
		return capture.Observation(n)
	}
	return was(h.as[0], ask), was(h.as[1], reply)
}

// A carried is an observation that a reply carried; n is 0 where the reply
// carried something that was no observation.
type carried struct {
	n    int
	time time.Time
}

func (c carried) json() []byte {
	if c.n == 0 {
		return []byte("null")
	}
	var o rawjson.Object
	o.Int("n", c.n)
	o.SomeTime("time", c.time)
	return o.End()
}

func (c *carried) read(m *rawjson.Field) {
	switch m.Name {
	case "n":
		m.Count(&c.n)
	case "time":
		m.Time(&c.time)
	}
}

func (h origin) json() []byte {
	var o rawjson.Object
	o.Int("request", h.request)
	o.Int("reply", h.reply)
	o.Raw("as", rawjson.List(h.as, note.json))
	o.Raw("carried", rawjson.List(h.carried, carried.json))
	return o.End()
}

func (h *origin) read(m *rawjson.Field) {
	h.known = true
	switch m.Name {
	case "request":
		m.Count(&h.request)
	case "reply":
		m.Count(&h.reply)
	case "as":
		m.Each(func(e *rawjson.Field) {
			var n note
			e.Object(n.read)
			h.as = append(h.as, n)
		})
	case "carried":
		m.Each(func(e *rawjson.Field) {
			var c carried
			if string(e.Value) != "null" {
				e.Object(c.read)
			}
			h.carried = append(h.carried, c)
		})
	}
}

// first is the least number of the entry's observations, 0 for none.
func (h origin) first() int {
	numbers := []int{h.request, h.reply}
	for _, c := range h.carried {
		numbers = append(numbers, c.n)
	}
	numbers = slices.DeleteFunc(numbers, func(n int) bool { return n == 0 })
	if len(numbers) == 0 {
		return 0
	}
	return slices.Min(numbers)
}

// number gives an entry's observations their numbers, and leaves out those that
// were none.
func (h origin) number(ask, reply capture.Observation, carried []capture.Observation) (list []capture.Observation) {
	ask.N, reply.N = h.request, h.reply
	list = append(list, ask, reply)
	for i, o := range carried {
		if i < len(h.carried) {
			o.N, o.Time = h.carried[i].n, h.carried[i].time
			list = append(list, o)
		}
	}
	list = slices.DeleteFunc(list, func(o capture.Observation) bool { return o.N == 0 })
	if n := h.first(); len(list) == 0 && n > 0 {
		list = append(list, capture.Observation{N: n, Kind: capture.Stray, Time: reply.Time, Text: "what the entry carried cannot be read", Raw: reply.Raw})
	}
	return list
}

// candidates returns what the reader takes out of the body of a reply.
func candidates(comet bool, method, address string, at time.Time, body []byte) []capture.Observation {
	body = bytes.TrimSpace(body)
	if comet {
		return shape.Published(at, body)
	}
	if method != "GET" || !shape.IsObject(body) {
		return nil
	}
	s, err := shape.Of(body)
	if err != nil {
		return nil
	}
	return shape.Snapshots(at, s.Sessions(address))
}

// origins finds out which reply brought which notification or session.
type origins struct {
	asked   map[int]question  // by exchange
	carried map[int][]carried // by number of the reply
	brought map[int]bool      // observations that a reply brought, by number
	recent  []recentReply
}

// A question is the request that a reply answers.
type question struct{ method, address string }

// A recentReply is a reply whose observations may still come.
type recentReply struct {
	n    int
	list []capture.Observation
}

// recentReplies is how many replies are searched: a notification follows its
// poll, and a session the reading that showed it, but others may come between.
const recentReplies = 8

func (h *origins) note(o capture.Observation) {
	switch o.Kind {
	case capture.Request:
		if o.Exchange > 0 {
			h.asked[o.Exchange] = question{o.Method, o.URL}
		}
	case capture.Reply:
		ask := h.asked[o.Exchange]
		if list := candidates(o.Meta, ask.method, ask.address, o.Time, o.Raw); len(list) > 0 {
			h.carried[o.N] = make([]carried, len(list))
			h.recent = append(h.recent[max(0, len(h.recent)-recentReplies+1):], recentReply{o.N, list})
		}
	case capture.Notification, capture.Snapshot:
		h.find(o)
	}
}

// find looks for o in what the last replies carried, the newest first.
func (h *origins) find(o capture.Observation) {
	for _, r := range slices.Backward(h.recent) {
		for i, x := range r.list {
			to := &h.carried[r.n][i]
			if to.n == 0 && x.Kind == o.Kind && x.Session == o.Session && x.Channel == o.Channel && bytes.Equal(x.Raw, o.Raw) {
				*to, h.brought[o.N] = carried{o.N, o.Time}, true
				return
			}
		}
	}
}

// A note is an observation for which HAR has no word, or what of one it has none for.
type note capture.Observation

func (n note) json() []byte {
	var o rawjson.Object
	o.Int("n", n.N)
	o.Text("kind", n.Kind.String())
	o.SomeTime("time", n.Time)
	o.SomeTime("since", n.Since)
	o.SomeText("session", n.Session)
	o.SomeText("method", n.Method)
	o.SomeText("url", n.URL)
	o.SomeText("channel", n.Channel)
	o.SomeBool("meta", n.Meta)
	o.SomeInt("about", n.About)
	o.SomeInt("through", n.Through)
	o.SomeText("text", n.Text)
	o.SomeBool("pinned", n.Pinned)
	switch {
	case n.Raw == nil:
	case utf8.Valid(n.Raw):
		o.Text("raw", string(n.Raw))
	default:
		o.Text("base64", base64.StdEncoding.EncodeToString(n.Raw))
	}
	return o.End()
}

func (n *note) read(m *rawjson.Field) {
	var text string
	switch m.Name {
	case "n":
		m.Count(&n.N)
	case "kind":
		m.Text(&text)
		n.Kind, _ = capture.KindOf(text)
	case "time":
		m.Time(&n.Time)
	case "since":
		m.Time(&n.Since)
	case "session":
		m.Text(&n.Session)
	case "method":
		m.Text(&n.Method)
	case "url":
		m.Text(&n.URL)
	case "channel":
		m.Text(&n.Channel)
	case "meta":
		m.Bool(&n.Meta)
	case "about":
		m.Count(&n.About)
	case "through":
		m.Count(&n.Through)
	case "text":
		m.Text(&n.Text)
	case "pinned":
		m.Bool(&n.Pinned)
	case "raw":
		m.Text(&text)
		n.Raw = []byte(text)
	case "base64":
		m.Text(&text)
		raw, err := base64.StdEncoding.DecodeString(text)
		n.Raw = raw
		m.Expect(err == nil, "bytes in base64")
	}
}

// own takes in the member _keytrail of a log: what was hidden, and the gaps, marks,
// notes and strays.
func (f *Reader) own(log []byte) {
	ours := false
	_ = rawjson.Fields(log, func(m *rawjson.Field) { // another program's member of that name says nothing
		if m.Name != "_keytrail" {
			return
		}
		m.Object(func(m *rawjson.Field) {
			ours = true
			switch {
			case m.Name == "redaction" && string(m.Value) != "null":
				f.to.Header.Redaction = &capture.Redaction{}
				m.Object(f.to.Header.Redaction.Read)
			case m.Name == "notes":
				m.Each(func(e *rawjson.Field) {
					var n note
					e.Object(n.read)
					if e.Err == nil && n.N > 0 && n.Kind >= capture.Gap {
						f.add(capture.Observation(n))
					}
				})
			}
		})
	})
	f.to.Header.Cleaned = ours && (f.logs == 1 || f.to.Header.Cleaned)
}
