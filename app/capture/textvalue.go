package capture

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// value takes one JSON value that stands behind f.context.
func (f *textFormat) value(raw []byte, at position) {
	when := f.when()
	f.waiting = false
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
func (f *textFormat) when() time.Time {
	for end := len(f.context); end >= f.timeless; {
		begin := strings.LastIndexByte(f.context[:end], '\n') + 1
		line := f.context[begin:end]
		f.pace.spend(len(line))
		if s, ok := stampIn(line); ok {
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
func (f *textFormat) place(s written) time.Time {
	first := f.calendar.last.IsZero()
	t := f.calendar.place(s)
	for i := range f.sample.held {
		if o := &f.sample.held[i]; first && !Dateless(t) && Dateless(o.Time) {
			o.Time = f.calendar.before(o.Time)
		}
	}
	return t
}

// requestLine finds what a text says of a request: method and URL.
var requestLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b(GET|POST|PUT|DELETE)[ \t]+(\S*/(?:me|users|notifications|smssessions)(?:/[^\s{}]*|\?\S*)?)(?:\s|$)`)
})

// bare returns an address without the marks that stand around it in a ticket.
func bare(address string) string {
	return strings.TrimRight(strings.Trim(strings.TrimSuffix(address, "**"), "`\"'<>()[]|"), ".,;:")
}

// object takes one JSON object.
func (f *textFormat) object(raw []byte, when time.Time, at position) {
	s, err := shapeOf(raw)
	method, address := "", ""
	for _, m := range requestLine().FindAllStringSubmatch(f.context, -1) {
		method, address = m[1], bare(m[2]) // the last one counts
	}
	asked := address
	if address != "" {
		f.method, f.address = method, address
	}
	if s.operation != nil && address == "" {
		method, asked = f.method, f.address // a request line stands until the next one
	}
	if t, ok := recordTime(raw); ok && when.IsZero() && err == nil && !s.session() {
		when = f.place(t)
	}
	switch {
	case err != nil:
		f.stray(raw, when, at, "not a JSON object")
	case s.operation != nil:
		f.add(Observation{Kind: Request, Time: when, Method: firstOf(method, "POST"), URL: asked, Session: sessionOf(asked), Raw: raw})
	case s.bayeux():
		f.bayeux(raw, s, when)
	case s.messageType != nil:
		f.add(notification(when, "", raw))
	case s.statusCode != nil:
		if method == "GET" {
			f.add(Observation{Kind: Request, Time: when, Method: method, URL: address, Session: sessionOf(address)})
		}
		f.add(Observation{Kind: Reply, Time: when, Status: 200, Session: sessionOf(address), Raw: raw})
		f.addAll(snapshots(when, s.sessions))
	case s.session():
		f.addAll(snapshots(when, [][]byte{raw}))
	case isObject(s.data):
		f.object(s.data, when, at)
	case len(s.sessions) > 0:
		f.addAll(snapshots(when, s.sessions))
	case f.wrapped(raw, when, at, 0):
	default:
		f.stray(raw, when, at, "neither a request, a reply, a notification nor a session")
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// bayeux takes one Bayeux message.
func (f *textFormat) bayeux(raw []byte, s shape, when time.Time) {
	channel, _ := rawjson.Text(s.channel)
	if s.data != nil && !strings.HasPrefix(channel, "/meta/") {
		f.add(notification(when, channel, s.data))
		return
	}
	o := Observation{Kind: Reply, Time: when, Channel: channel, Status: 200, Meta: true, Raw: raw}
	if s.successful == nil { // a server says in each of its own how it went
		o.Kind, o.Method, o.Status = Request, "POST", 0
	}
	f.add(o)
}

func (f *textFormat) stray(raw []byte, when time.Time, at position, why string) {
	f.add(Observation{Kind: Stray, Time: when, Text: fmt.Sprintf("line %d: %s", at.line, why), Raw: raw})
}

func (f *textFormat) addAll(list []Observation) {
	for _, o := range list {
		f.add(o)
	}
}

func (f *textFormat) add(o Observation) {
	f.found.count(o.Kind)
	f.run.add(o)
	f.sample.add(f, o)
}

func (f *textFormat) source() string {
	kind := "text with JSON in it"
	switch {
	case f.prose == 0 && f.array:
		kind = "a JSON array"
	case f.prose == 0:
		kind = "JSON values"
	}
	s := kind + ": " + f.found.String()
	if f.run.newestFirst() {
		s += "; the newest stood first"
	}
	if f.prose > 0 {
		s += fmt.Sprintf("; %s of other text", plural(f.prose, "line"))
	}
	if n := len(f.to.Fixes); n > 0 {
		s += fmt.Sprintf("; %s", plural(n, "repair"))
	}
	return s
}
