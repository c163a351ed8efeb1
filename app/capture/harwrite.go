package capture

import (
	"fmt"
	"io"
	"net/url"
)

// Where an observation names no server, HAR still wants an absolute URL.
const noServer = "https://gws.invalid/api/v2"

// WriteHAR writes c as HAR 1.2 (w3c.github.io/web-performance/specs/HAR), valid
// for other viewers. What came without the poll or the reading that brought it
// becomes an entry of its own, and its comment says so. Members _keytrail, which
// others pass over, hold what HAR has no place for: the gaps, marks, notes and
// strays, and of each entry the numbers of the observations it was made of.
// Opening the file again gives the same observations in the same order.
func WriteHAR(w io.Writer, c *Capture) error {
	h := harWriter{w: w, answered: map[int]bool{},
		origins: harOrigins{methods: map[int]string{}, carried: map[int][]harCarried{}, brought: map[int]bool{}}}
	for o := range c.All() {
		h.origins.note(o)
		if o.Kind == Reply && o.Exchange > 0 {
			h.answered[o.Exchange] = true
		}
	}
	h.head(c)
	for o := range c.All() {
		h.observation(o)
	}
	h.flush(true)
	h.print("\n]}}\n")
	if h.err != nil {
		return fmt.Errorf("capture: write HAR: %w", h.err)
	}
	return nil
}

// A harWriter writes entries in the order in which the requests were sent. An
// entry waits until its reply has come by.
type harWriter struct {
	w        io.Writer
	answered map[int]bool // exchanges that have a reply
	origins  harOrigins
	waiting  []*harEntryOut // in order; the first is incomplete
	entries  int
	err      error
}

// A harEntryOut is an entry on its way out.
type harEntryOut struct {
	ask  Observation
	out  harOut
	done bool
}

func (h *harWriter) print(s string) {
	if h.err == nil {
		_, h.err = io.WriteString(h.w, s)
	}
}

func (h *harWriter) head(c *Capture) {
	h.print(`{"log":{"version":"1.2","creator":{"name":"Keytrail","version":"1"},"comment":`)
	h.print(string(quoted("scope: " + firstOf(c.Header.Scope, "all"))))
	h.print(`,"_keytrail":`)
	var notes []harNote
	for o := range c.All() {
		if o.Kind >= Gap {
			notes = append(notes, harNote(o))
		}
	}
	redaction := []byte("null")
	if c.Header.Redaction != nil {
		redaction = c.Header.Redaction.json()
	}
	var own object
	own.raw("redaction", redaction)
	own.raw("notes", list(notes, harNote.json))
	h.print(string(own.end()))
	h.print(`,"entries":[`)
}

// observation writes the entry that o completes, if it does.
func (h *harWriter) observation(o Observation) {
	switch o.Kind {
	case Request:
		if h.answered[o.Exchange] {
			h.waiting = append(h.waiting, &harEntryOut{ask: o})
			return
		}
		h.entry(o, Observation{Kind: Reply, Time: o.Time, Text: "no reply was recorded"}, "")
	case Reply:
		for _, e := range h.waiting {
			if e.ask.Exchange == o.Exchange && !e.done && o.Exchange > 0 {
				e.out, e.done = newHAROut(e.ask, o, ""), true
				e.out.Origin.carried = h.origins.carried[o.N]
				h.flush(false)
				return
			}
		}
		h.entry(Observation{Time: o.Time, Meta: o.Meta, Session: o.Session}, o, "the request was not recorded")
	case Notification:
		if !h.origins.brought[o.N] {
			h.made(o, Observation{Time: o.Time, Method: "POST", URL: noServer + "/notifications", Meta: true, Raw: []byte("[]")}, pushed(o), "one notification, without the poll that brought it")
		}
	case Snapshot:
		if !h.origins.brought[o.N] {
			h.made(o, Observation{Time: o.Time, Method: "GET", URL: noServer + "/me/smssessions/" + url.PathEscape(o.Session)},
				Observation{Time: o.Time, Status: 200, Raw: fmt.Appendf(nil, `{"statusCode":0,"smssession":%s}`, o.Raw)}, "one session, without the request that read it")
		}
	}
}

// pushed returns the answer of a poll that carries one notification.
func pushed(o Observation) Observation {
	var message object
	message.someText("channel", o.Channel)
	message.raw("data", o.Raw)
	return Observation{Time: o.Time, Status: 200, Meta: true, Raw: fmt.Appendf(nil, "[%s]", message.end())}
}

// entry adds a complete entry.
func (h *harWriter) entry(ask, reply Observation, comment string) {
	out := newHAROut(ask, reply, comment)
	out.Origin.carried = h.origins.carried[reply.N]
	h.waiting = append(h.waiting, &harEntryOut{out: out, done: true})
	h.flush(false)
}

// made adds an entry that was made up to carry o.
func (h *harWriter) made(o, ask, reply Observation, comment string) {
	out := newHAROut(ask, reply, comment)
	out.Origin.carried = []harCarried{{o.N, o.Time}}
	h.waiting = append(h.waiting, &harEntryOut{out: out, done: true})
	h.flush(false)
}

// flush writes the entries in front that are complete; all writes the others,
// too.
func (h *harWriter) flush(all bool) {
	for len(h.waiting) > 0 && (h.waiting[0].done || all) {
		e := h.waiting[0]
		h.waiting = h.waiting[1:]
		if !e.done {
			e.out = newHAROut(e.ask, Observation{Time: e.ask.Time, Text: "no reply was recorded"}, "")
		}
		if h.entries > 0 {
			h.print(",")
		}
		h.entries++
		h.print("\n")
		h.print(string(e.out.json()))
	}
}
