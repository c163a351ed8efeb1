package har

import (
	"cmp"
	"fmt"
	"io"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/rawjson"
)

// Where an observation names no server, HAR still wants an absolute URL.
const noServer = "https://gws.invalid/api/v2"

// Write writes c as HAR 1.2, valid for other viewers. What came without the poll
// or the reading that brought it becomes an entry of its own, and its comment
// says so. Members _keytrail, which others pass over, hold what HAR has no place
// for: the gaps, marks, notes and strays, and of each entry the numbers of the
// observations it was made of. Opening the file again gives the same observations
// in the same order.
func Write(w io.Writer, c *capture.Capture) error {
	h := writer{w: w, answered: map[int]bool{},
		origins: origins{asked: map[int]question{}, carried: map[int][]carried{}, brought: map[int]bool{}}}
	for o := range c.All() {
		h.origins.note(o)
		if o.Kind == capture.Reply && o.Exchange > 0 {
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

// A writer writes entries in the order in which the requests were sent. An
// entry waits until its reply has come by.
type writer struct {
	w        io.Writer
	answered map[int]bool // exchanges that have a reply
	origins  origins
	waiting  []*pending // in order; the first is incomplete
	entries  int
	err      error
}

// A pending is an entry on its way out.
type pending struct {
	ask  capture.Observation
	out  entry
	done bool
}

func (h *writer) print(s string) {
	if h.err == nil {
		_, h.err = io.WriteString(h.w, s)
	}
}

func (h *writer) head(c *capture.Capture) {
	h.print(`{"log":{"version":"1.2","creator":{"name":"Keytrail","version":"1"},"comment":`)
	h.print(string(rawjson.Quoted("scope: " + cmp.Or(c.Header.Scope, "all"))))
	h.print(`,"_keytrail":`)
	var notes []note
	for o := range c.All() {
		if o.Kind >= capture.Gap {
			notes = append(notes, note(o))
		}
	}
	redaction := []byte("null")
	if c.Header.Redaction != nil {
		redaction = c.Header.Redaction.JSON()
	}
	var own rawjson.Object
	own.Raw("redaction", redaction)
	own.Raw("notes", rawjson.List(notes, note.json))
	h.print(string(own.End()))
	h.print(`,"entries":[`)
}

// observation writes the entry that o completes, if it does.
func (h *writer) observation(o capture.Observation) {
	switch o.Kind {
	case capture.Request:
		if h.answered[o.Exchange] {
			h.waiting = append(h.waiting, &pending{ask: o})
			return
		}
		h.entry(o, unanswered(o), "", nil)
	case capture.Reply:
		for _, e := range h.waiting {
			if e.ask.Exchange == o.Exchange && !e.done && o.Exchange > 0 {
				e.out, e.done = newEntry(e.ask, o, ""), true
				e.out.Origin.carried = h.origins.carried[o.N]
				h.flush(false)
				return
			}
		}
		h.entry(capture.Observation{Time: o.Time, Meta: o.Meta, Session: o.Session}, o, "the request was not recorded", h.origins.carried[o.N])
	case capture.Notification:
		if !h.origins.brought[o.N] {
			h.entry(capture.Observation{Time: o.Time, Method: "POST", URL: noServer + "/notifications", Meta: true, Raw: []byte("[]")}, pushed(o), "one notification, without the poll that brought it", []carried{{o.N, o.Time}})
		}
	case capture.Snapshot:
		if !h.origins.brought[o.N] {
			h.entry(capture.Observation{Time: o.Time, Method: "GET", URL: noServer + shape.Address(o.Session)},
				capture.Observation{Time: o.Time, Status: 200, Raw: fmt.Appendf(nil, `{"statusCode":0,"%s":%s}`, shape.Envelope(o.Session), o.Raw)}, "one session, without the request that read it", []carried{{o.N, o.Time}})
		}
	}
}

// pushed returns the answer of a poll that carries one notification.
func pushed(o capture.Observation) capture.Observation {
	var message rawjson.Object
	message.SomeText("channel", o.Channel)
	message.Raw("data", o.Raw)
	return capture.Observation{Time: o.Time, Status: 200, Meta: true, Raw: fmt.Appendf(nil, "[%s]", message.End())}
}

// unanswered stands in place of the reply to a request.
func unanswered(ask capture.Observation) capture.Observation {
	return capture.Observation{Time: ask.Time, Text: "no reply was recorded"}
}

// entry adds a complete entry, whose reply carried observations.
func (h *writer) entry(ask, reply capture.Observation, comment string, carried []carried) {
	out := newEntry(ask, reply, comment)
	out.Origin.carried = carried
	h.waiting = append(h.waiting, &pending{out: out, done: true})
	h.flush(false)
}

// flush writes the entries in front that are complete; all writes the others,
// too.
func (h *writer) flush(all bool) {
	for len(h.waiting) > 0 && (h.waiting[0].done || all) {
		e := h.waiting[0]
		h.waiting = h.waiting[1:]
		if !e.done {
			e.out = newEntry(e.ask, unanswered(e.ask), "")
		}
		if h.entries > 0 {
			h.print(",")
		}
		h.entries++
		h.print("\n")
		h.print(string(e.out.json()))
	}
}
