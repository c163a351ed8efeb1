package capture

import (
	"bytes"
	"encoding/base64"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A harOrigin is what the member _keytrail of an entry says: which observations
// the entry was made of. With it, a HAR of this program comes back as it was,
// while HAR alone has neither their order nor what was taken in of a reply.
type harOrigin struct {
	known          bool
	request, reply int          // their numbers, 0 for one that was made up
	carried        []harCarried // for each notification or session in the reply
}

// A harCarried is an observation that a reply carried; n is 0 where the reply
// carried something that was no observation.
type harCarried struct {
	n    int
	time time.Time
}

func (c harCarried) json() []byte {
	if c.n == 0 {
		return []byte("null")
	}
	var o object
	o.int("n", c.n)
	o.someTime("time", moment(c.time))
	return o.end()
}

func (c *harCarried) read(m *member) {
	switch m.name {
	case "n":
		m.number(&c.n)
	case "time":
		m.time(&c.time)
	}
}

func (h harOrigin) json() []byte {
	var o object
	o.int("request", h.request)
	o.int("reply", h.reply)
	o.raw("carried", list(h.carried, harCarried.json))
	return o.end()
}

func (h *harOrigin) read(m *member) {
	h.known = true
	switch m.name {
	case "request":
		m.number(&h.request)
	case "reply":
		m.number(&h.reply)
	case "carried":
		m.each(func(e *member) {
			var c harCarried
			if string(e.value) != "null" {
				e.object(c.read)
			}
			h.carried = append(h.carried, c)
		})
	}
}

// first is the least number of the entry's observations, 0 for none.
func (h harOrigin) first() int {
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
func (h harOrigin) number(ask, reply Observation, carried []Observation) (list []Observation) {
	ask.N, reply.N = h.request, h.reply
	list = append(list, ask, reply)
	for i, o := range carried {
		if i < len(h.carried) {
			o.N, o.Time = h.carried[i].n, h.carried[i].time
			list = append(list, o)
		}
	}
	list = slices.DeleteFunc(list, func(o Observation) bool { return o.N == 0 })
	if n := h.first(); len(list) == 0 && n > 0 {
		list = append(list, Observation{N: n, Kind: Stray, Time: reply.Time, Text: "what the entry carried cannot be read", Raw: reply.Raw})
	}
	return list
}

// candidates returns what the reader takes out of the body of a reply.
func candidates(comet bool, method string, at time.Time, body []byte) []Observation {
	body = bytes.TrimSpace(body)
	if comet {
		list, _ := bayeuxMessages(at, body) // what is no CometD carries nothing
		return list
	}
	if method != "GET" || !isObject(body) {
		return nil
	}
	s, err := shapeOf(body)
	switch {
	case err != nil:
		return nil
	case s.session():
		return snapshots(at, [][]byte{body})
	}
	return snapshots(at, s.sessions)
}

// harOrigins finds out which reply brought which notification or session.
type harOrigins struct {
	methods map[int]string       // by exchange
	carried map[int][]harCarried // by number of the reply
	brought map[int]bool         // observations that a reply brought, by number
	recent  []harReply
}

// A harReply is a reply whose observations may still come.
type harReply struct {
	n    int
	list []Observation
}

// recentReplies is how many replies are searched: a notification follows its
// poll, and a session the reading that showed it, but others may come between.
const recentReplies = 8

func (h *harOrigins) note(o Observation) {
	switch o.Kind {
	case Request:
		if o.Exchange > 0 {
			h.methods[o.Exchange] = o.Method
		}
	case Reply:
		if list := candidates(o.Meta, h.methods[o.Exchange], o.Time, o.Raw); len(list) > 0 {
			h.carried[o.N] = make([]harCarried, len(list))
			h.recent = append(h.recent[max(0, len(h.recent)-recentReplies+1):], harReply{o.N, list})
		}
	case Notification, Snapshot:
		h.find(o)
	}
}

// find looks for o in what the last replies carried, the newest first.
func (h *harOrigins) find(o Observation) {
	for _, r := range slices.Backward(h.recent) {
		for i, x := range r.list {
			to := &h.carried[r.n][i]
			if to.n == 0 && x.Kind == o.Kind && x.Session == o.Session && x.Channel == o.Channel && bytes.Equal(x.Raw, o.Raw) {
				*to, h.brought[o.N] = harCarried{o.N, o.Time}, true
				return
			}
		}
	}
}

// A harNote is an observation for which HAR has no word.
type harNote Observation

func (n harNote) json() []byte {
	var o object
	o.int("n", n.N)
	o.text("kind", n.Kind.String())
	o.someTime("time", moment(n.Time))
	o.someTime("since", moment(n.Since))
	o.someText("session", n.Session)
	o.someInt("about", n.About)
	o.someInt("through", n.Through)
	o.someText("text", n.Text)
	if n.Pinned {
		o.raw("pinned", []byte("true"))
	}
	switch {
	case n.Raw == nil:
	case utf8.Valid(n.Raw):
		o.text("raw", string(n.Raw))
	default:
		o.text("base64", base64.StdEncoding.EncodeToString(n.Raw))
	}
	return o.end()
}

func (n *harNote) read(m *member) {
	var text string
	switch m.name {
	case "n":
		m.number(&n.N)
	case "kind":
		m.text(&text)
		n.Kind = Kind(max(0, slices.Index(kindNames[:], text)))
	case "time":
		m.time(&n.Time)
	case "since":
		m.time(&n.Since)
	case "session":
		m.text(&n.Session)
	case "about":
		m.number(&n.About)
	case "through":
		m.number(&n.Through)
	case "text":
		m.text(&n.Text)
	case "pinned":
		m.bool(&n.Pinned)
	case "raw":
		m.text(&text)
		n.Raw = []byte(text)
	case "base64":
		m.text(&text)
		raw, err := base64.StdEncoding.DecodeString(text)
		n.Raw = raw
		m.expect(err == nil, "bytes in base64")
	}
}

// notes queues what stands in the member _keytrail of a log: gaps, marks, notes
// and strays.
func (f *harFormat) notes(log []byte) {
	_ = readMembers(log, func(m *member) { // another program's member of that name says nothing
		if m.name != "_keytrail" {
			return
		}
		m.object(func(m *member) {
			if m.name != "notes" {
				return
			}
			m.each(func(e *member) {
				var n harNote
				e.object(n.read)
				if e.err == nil && n.N > 0 && n.Kind >= Gap {
					f.add(Observation(n))
				}
			})
		})
	})
}

// opened returns the text of the log as a JSON object, from what stands in
// front of its entries.
func opened(head []byte) []byte {
	_, rest, ok := bytes.Cut(head, []byte(`"log"`))
	if !ok {
		return nil
	}
	closed := append(bytes.TrimRight(bytes.TrimLeft(rest, " \t\r\n:"), " \t\r\n,"), '}')
	if rawjson.Check(closed) != nil {
		return nil
	}
	return closed
}
