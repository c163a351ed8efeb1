package text

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/capture/stamp"
	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/rawjson"
)

// value takes one JSON value that stands behind f.context.
func (f *Reader) value(raw []byte, at capture.Position) {
	when := f.when()
	f.waiting, f.holds = false, true
	if raw[0] == '[' {
		_ = rawjson.Elements(raw, func(e []byte) error { // raw was checked
			f.object(e, when, at)
			return nil
		})
	} else {
		f.object(raw, when, at)
	}
	f.context, f.timeless = "", 0
}

// when returns the timestamp in front of a value: in its own line or, where
// nothing stands before it there, the last one in the text since the value before.
// A line that begins otherwise has no time, and not that of its neighbour.
func (f *Reader) when() time.Time {
	for end := len(f.context); end >= f.timeless; {
		begin := strings.LastIndexByte(f.context[:end], '\n') + 1
		line := f.context[begin:end]
		f.pace.Spend(len(line))
		if s, ok := stamp.Find(line); ok {
			return f.place(s)
		}
		if end == len(f.context) && strings.TrimSpace(line) != "" && begin > 0 {
			return time.Time{}
		}
		end = begin - 1
	}
	f.timeless = strings.LastIndexByte(f.context, '\n') + 1
	return time.Time{}
}

// place returns the instant of a timestamp. The first date that a text tells is
// that of the times of day before it, too.
func (f *Reader) place(s stamp.Stamp) time.Time {
	first := !f.calendar.Begun()
	t := f.calendar.Place(s)
	for i := range f.sample.held {
		if o := &f.sample.held[i]; first && !capture.Dateless(t) && capture.Dateless(o.Time) {
			o.Time = f.calendar.Before(o.Time)
		}
	}
	return t
}

// requestLine finds what a text says of a request, the last one where it says more:
// method and address, both "" for nothing. It is an expression written out, since
// package regexp is a tenth of a program that needs it for nothing else.
func requestLine(text string) (method, address string) {
	for i := 0; i < len(text); {
		m, a, n := requestAt(text, i)
		if n > 0 {
			method, address = m, a
		}
		i += max(n, 1)
	}
	return method, address
}

// requestAt returns the request that a text names at i, and how long that is.
func requestAt(text string, i int) (method, address string, n int) {
	if i > 0 && (text[i-1] == '_' || words.IsAlnum(text[i-1])) {
		return "", "", 0
	}
	for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
		rest, ok := strings.CutPrefix(text[i:], method)
		address := strings.TrimLeft(rest, " \t")
		blanks := len(rest) - len(address)
		if !ok || blanks == 0 {
			continue
		}
		if end := strings.IndexAny(address, " \t\n\f\r"); end >= 0 {
			address = address[:end]
		}
		if isOfServices(address) {
			return method, address, len(method) + blanks + len(address)
		}
		return "", "", 0
	}
	return "", "", 0
}

// isOfServices reports whether a part of an address is one of Web Services, with a
// query behind it or a path without braces, which stand in JSON and in templates.
func isOfServices(address string) bool {
	brace := strings.LastIndexAny(address, "{}")
	for i := range len(address) {
		if address[i] != '/' {
			continue
		}
		for _, part := range []string{"me", "users", "notifications", "smssessions"} {
			rest, ok := strings.CutPrefix(address[i+1:], part)
			if ok && (rest == "" || rest[0] == '?' || rest[0] == '/' && brace < len(address)-len(rest)) {
				return true
			}
		}
	}
	return false
}

// bare returns an address without the marks that stand around it in a ticket.
func bare(address string) string {
	return strings.TrimRight(strings.Trim(strings.TrimSuffix(address, "**"), "`\"'<>()[]|"), ".,;:")
}

// object takes one JSON object.
func (f *Reader) object(raw []byte, when time.Time, at capture.Position) {
	s, err := shape.Of(raw)
	method, address := requestLine(f.context)
	address = bare(address)
	asked := address
	if address != "" {
		f.method, f.address = method, address
	}
	if s.Operation != nil && address == "" {
		method, asked = f.method, f.address // a request line stands until the next one
	}
	if t, ok := stamp.OfRecord(raw); ok && when.IsZero() && err == nil && !s.IsSession() {
		when = f.place(t)
	}
	switch {
	case err != nil:
		f.stray(raw, when, at, "not a JSON object")
	case s.Operation != nil:
		f.add(capture.Observation{Kind: capture.Request, Time: when, Method: cmp.Or(method, "POST"), URL: asked, Session: shape.SessionOf(asked), Raw: raw})
	case s.IsMessage():
		f.bayeux(raw, s, when)
	case s.MessageType != nil:
		f.add(shape.Notification(when, "", raw))
	case s.StatusCode != nil:
		if method == "GET" {
			f.add(capture.Observation{Kind: capture.Request, Time: when, Method: method, URL: address, Session: shape.SessionOf(address)})
		}
		f.add(capture.Observation{Kind: capture.Reply, Time: when, Status: 200, Session: shape.SessionOf(address), Raw: raw})
		f.addAll(shape.Snapshots(when, s.Sessions(address)))
	case s.IsSession():
		f.addAll(shape.Snapshots(when, s.Sessions(address)))
	case shape.IsObject(s.Data):
		f.object(s.Data, when, at)
	case len(s.Sessions(address)) > 0:
		f.addAll(shape.Snapshots(when, s.Sessions(address)))
	case f.wrapped(raw, when, at, 0):
	default:
		f.stray(raw, when, at, "neither a request, a reply, a notification nor a session")
	}
}

// bayeux takes one Bayeux message.
func (f *Reader) bayeux(raw []byte, s shape.Object, when time.Time) {
	channel, _ := rawjson.Text(s.Channel)
	if s.Data != nil && !strings.HasPrefix(channel, "/meta/") {
		if t, ok := stamp.OfRecord(s.Data); ok && when.IsZero() {
			when = f.place(t)
		}
		f.add(shape.Notification(when, channel, s.Data))
		return
	}
	o := capture.Observation{Kind: capture.Reply, Time: when, Channel: channel, Status: 200, Meta: true, Raw: raw}
	if s.Successful == nil { // a server says in each of its own how it went
		o.Kind, o.Method, o.Status = capture.Request, "POST", 0
	}
	f.add(o)
}

func (f *Reader) stray(raw []byte, when time.Time, at capture.Position, why string) {
	f.add(capture.Observation{Kind: capture.Stray, Time: when, Text: fmt.Sprintf("line %d: %s", at.Line, why), Raw: raw})
}

func (f *Reader) addAll(list []capture.Observation) {
	for _, o := range list {
		f.add(o)
	}
}

func (f *Reader) add(o capture.Observation) {
	f.found.Count(o.Kind)
	f.run.add(o)
	f.sample.add(f, o)
}

// Source says in one line what was understood.
func (f *Reader) Source() string {
	kind := "text"
	switch {
	case f.mixed && f.found == (shape.Found{}):
		return f.found.String() // it may not even be text
	case !f.mixed && f.array:
		kind = "a JSON array"
	case !f.mixed:
		kind = "JSON values"
	}
	s := kind + ": " + f.found.String()
	if f.run.newestFirst() {
		s += "; the newest stood first"
	}
	if f.prose > 0 {
		s += "; " + shape.Plural(f.prose, "line") + " of other text"
	}
	if n := len(f.to.Fixes); n > 0 {
		s += "; " + shape.Plural(n, "repair")
	}
	return s
}
