package text

import (
	"bytes"
	"cmp"
	"fmt"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/shape"
)

// A sample holds the observations of a text back until there are too many for
// a sample, pairing replies with requests on the way. Documentation shows a
// request for one session and the notification of another as if they belonged
// together; only at the end can be seen whether they do.
type sample struct {
	held      []capture.Observation
	exchanges int
	open      int // the exchange that has no reply yet, 0 for none
	session   string
	asked     map[string]int // the exchanges of CometD's requests, by the ids of their messages
	large     bool
}

// sampleSize is how many observations a documentation sample has at most.
const sampleSize = 200

func (s *sample) add(f *Reader, o capture.Observation) {
	o.Raw = bytes.Clone(o.Raw)
	switch {
	case o.Kind == capture.Request && o.Meta:
		s.exchanges++
		o.Exchange = s.exchanges
		for _, id := range shape.IDs(o.Raw) {
			if s.asked == nil {
				s.asked = map[string]int{}
			}
			s.asked[id] = o.Exchange
		}
	case o.Kind == capture.Reply && o.Meta:
		for _, id := range shape.IDs(o.Raw) {
			o.Exchange = s.asked[id]
			delete(s.asked, id)
		}
	case o.Kind == capture.Request:
		s.exchanges++
		s.open, s.session = s.exchanges, o.Session
		o.Exchange = s.open
	case o.Kind == capture.Reply && !o.Meta:
		o.Exchange, o.Session = s.open, cmp.Or(o.Session, s.session)
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
func (s *sample) flush(f *Reader) {
	if !s.large {
		s.join()
	}
	s.release(f)
}

func (s *sample) release(f *Reader) {
	for _, o := range s.held {
		f.to.Append(o)
	}
	s.held, s.large = nil, true
}

// join puts a request into the session of the only notification when the two
// are one sample: nothing else is heard of the request's own session. The
// request's URL stays, and a Note says what was done.
func (s *sample) join() {
	asked, told, requests := map[string]bool{}, map[string]bool{}, 0
	for _, o := range s.held {
		switch o.Kind {
		case capture.Request:
			if !o.Meta {
				requests++
				asked[o.Session] = true
			}
		case capture.Notification, capture.Snapshot:
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
		if o := &s.held[i]; !o.Meta && (o.Kind == capture.Request || o.Kind == capture.Reply) {
			o.Session = to
		}
	}
	if from != "" {
		s.held = append(s.held, capture.Observation{Kind: capture.Note, Session: to, Text: fmt.Sprintf(
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
