package capture

import (
	"bytes"
	"fmt"
	"strings"
)

// A sample holds the observations of a text back until there are too many for
// a sample, pairing replies with requests on the way. Documentation shows a
// request for one session and the notification of another as if they belonged
// together; only at the end can be seen whether they do.
type sample struct {
	held      []Observation
	exchanges int
	open      int // the exchange that has no reply yet, 0 for none
	session   string
	asked     map[string]int // the exchanges of CometD's requests, by the ids of their messages
	large     bool
}

// sampleSize is how many observations a documentation sample has at most.
const sampleSize = 200

func (s *sample) add(f *textFormat, o Observation) {
	o.Raw = bytes.Clone(o.Raw)
	switch {
	case o.Kind == Request && o.Meta:
		s.exchanges++
		o.Exchange = s.exchanges
		for _, id := range frameIDs(o.Raw) {
			if s.asked == nil {
				s.asked = map[string]int{}
			}
			s.asked[id] = o.Exchange
		}
	case o.Kind == Reply && o.Meta:
		for _, id := range frameIDs(o.Raw) {
			o.Exchange = s.asked[id]
			delete(s.asked, id)
		}
	case o.Kind == Request:
		s.exchanges++
		s.open, s.session = s.exchanges, o.Session
		o.Exchange = s.open
	case o.Kind == Reply && !o.Meta:
		o.Exchange, o.Session = s.open, firstOf(o.Session, s.session)
		s.open, s.session = 0, ""
	}
	if s.large {
		f.to.Append(o)
		return
	}
	s.held = append(s.held, o)
	if len(s.held) > sampleSize {
		s.release(f)
	}
}

// flush ends the text.
func (s *sample) flush(f *textFormat) {
	if !s.large {
		s.join(f)
	}
	s.release(f)
}

func (s *sample) release(f *textFormat) {
	for _, o := range s.held {
		f.to.Append(o)
	}
	s.held, s.large = nil, true
}

// join puts a request into the session of the only notification when the two
// are one sample: nothing else is heard of the request's own session. The
// request's URL stays, and a Note says what was done.
func (s *sample) join(f *textFormat) {
	asked, told, requests := map[string]bool{}, map[string]bool{}, 0
	for _, o := range s.held {
		switch o.Kind {
		case Request:
			if !o.Meta {
				requests++
				asked[o.Session] = true
			}
		case Notification, Snapshot:
			told[o.Session] = true
		}
	}
	delete(asked, "")
	delete(told, "")
	from, to := only(asked), only(told)
	if to == "" || from == to || len(asked) > 1 || requests == 0 {
		return
	}
	for i := range s.held {
		if o := &s.held[i]; !o.Meta && (o.Kind == Request || o.Kind == Reply) {
			o.Session = to
		}
	}
	if from != "" {
		s.held = append(s.held, Observation{Kind: Note, Session: to, Text: fmt.Sprintf(
			"The request names session %s and the notification session %s. As in samples of documentation, both are taken for the same session.", from, to)})
	}
}

// only returns the only member of a set, "" when there is none or another.
func only(set map[string]bool) string {
	if len(set) != 1 {
		return ""
	}
	for s := range set {
		return s
	}
	return ""
}

// String lists what was found: "1 request, 1 reply, 1 notification".
func (f found) String() string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{f.requests, "request"}, {f.replies, "reply"}, {f.notifications, "notification"}, {f.snapshots, "session"}, {f.strays, "value"}} {
		if p.n == 0 {
			continue
		}
		text := plural(p.n, p.what)
		if p.what == "value" {
			text += " not understood"
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return "nothing of Web Services"
	}
	return strings.Join(parts, ", ")
}

// plural returns "1 line" or "2 lines".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if strings.HasSuffix(what, "y") && !strings.HasSuffix(what, "ey") {
		what = strings.TrimSuffix(what, "y") + "ie"
	}
	return fmt.Sprintf("%d %ss", n, what)
}
