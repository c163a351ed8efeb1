package book

import (
	"cmp"
	"errors"
	"hash/maphash"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// digestSeed makes digests that need only agree within one run.
var digestSeed = maphash.MakeSeed()

// Notified takes one CometD message in: into a session's history when it can
// be understood, beside them when it cannot. Nothing received is dropped.
func (b *Book) Notified(at time.Time, channel string, data []byte) {
	b.received++
	b.Alive(at)
	n, err := gws.DecodeNotification(data)
	if n.Session != nil {
		b.rename(n.Session.Previous, n.SessionID)
	}
	b.tapeGap(at, n)
	b.tape.put(capture.Observation{Kind: capture.Notification, Time: at, Session: n.SessionID, Channel: channel, Raw: data})
	switch {
	case err != nil:
	case n.Session != nil:
		err = b.changed(at, n)
	default:
		b.heard(at, n)
	}
	if err != nil {
		b.stray(at, n, channel, data, err)
	}
}

// rename goes on with a call under the id that it has from now on. The one before
// still finds it.
func (b *Book) rename(was, is string) {
	if s := b.byID[was]; s != nil && was != is && b.byID[is] == nil {
		s.was, s.id, s.published = s.id, is, nil
		b.byID[is] = s
	}
}

// tapeGap notes in front of a notification that it is the first to tell of a time
// that nobody saw, so that a file is read the way it was recorded.
func (b *Book) tapeGap(at time.Time, n gws.Notification) {
	s := b.byID[n.SessionID]
	if s == nil || s.unseen.none() || n.Session == nil || n.Session.UserData == nil {
		return
	}
	b.tape.put(capture.Observation{Kind: capture.Gap, Time: at, Since: s.unseen.since, Session: s.id, Text: s.unseen.how})
}

// heard adds to a transcript.
func (b *Book) heard(at time.Time, n gws.Notification) {
	s := b.record(n.SessionID)
	e := b.append(s, history.Event{
		Time: at, Kind: history.Notification, Type: n.NotificationType,
		ReferenceID: n.ReferenceID, Note: joined(s.hear(n.Messages), n.Err),
	})
	s.observed(e, proof.Observation{Type: e.Type, Messages: heardMessages(n.Messages), Failure: n.Err})
}

// changed applies a state-change notification. An error means that nothing
// was touched.
func (b *Book) changed(at time.Time, n gws.Notification) error {
	next, changes, err := b.data(n.SessionID).next(n.Session.UserData)
	if err != nil {
		return err
	}
	s := b.record(n.SessionID)
	e := history.Event{Time: at, Kind: history.Notification, Type: n.NotificationType, ReferenceID: n.ReferenceID}
	if s.repeated(n) {
		e.Note = "delivered again; changes nothing"
		b.append(s, e)
		return nil
	}
	overdue := n.Session.UserData != nil && b.overdue(s, at) // before anything of the session is another
	first := !s.whole && n.Session.UserData != nil
	s.whole = s.whole || first
	s.touched++
	s.fetched = s.fetched || unlistable(s.id)
	e.Note = joined(joined(s.merge(n.Session), s.hear(n.Messages)), n.Err)
	s.data = next
	if len(b.asked) > 0 {
		s.pass()
	}
	e.Changes = changes
	switch {
	case first:
		e.Author = history.FirstSeen
	case len(changes) > 0 && !s.unseen.none():
		// What it reports and what went unseen before cannot be told apart.
		e.Since, e.Author = s.unseen.since, history.Unknown
		if !overdue {
			e.Kind, e.Note = history.Gap, joined(s.unseen.how, e.Note)
		}
	case len(changes) > 0:
		s.attribute(&e, b.blind)
	}
	if n.Session.UserData != nil {
		if !s.unseen.none() && !overdue {
			s.ledger.Missed(s.unseen.since, at)
		}
		s.unseen = absence{}
	}
	e = b.append(s, e)
	o := s.shown(n.Session)
	o.Type, o.Failure = e.Type, n.Err
	s.observed(e, o)
	return nil
}

// version is a session's data as last observed.
type version struct{ *userdata.Map }

// data returns the data of a session, none for one that is not known.
func (b *Book) data(id string) version {
	if s := b.byID[id]; s != nil {
		return version{s.data}
	}
	return version{}
}

// next reads userData as the version after v; a nil raw means that the message
// carried none, so that nothing changed.
func (v version) next(raw []byte) (*userdata.Map, []userdata.Change, error) {
	if raw == nil {
		return v.Map, nil, nil
	}
	return v.Next(raw)
}

// recently is how many notifications of a session may lie between one and its
// repetition. A batch that goes unacknowledged comes again at once; the same
// bytes much later come from a server that counts referenceId anew.
const recently = 100

// repeated reports whether this very notification was applied before. Only
// those with a referenceId can be told: without one, the same state may
// honestly come again.
func (s *record) repeated(n gws.Notification) bool {
	if n.ReferenceID == "" {
		return false
	}
	digest := maphash.Bytes(digestSeed, n.Raw)
	if slices.Contains(s.recent, digest) {
		return true
	}
	s.recent = append(s.recent[max(0, len(s.recent)-recently+1):], digest)
	return false
}

// stray keeps what could not be applied, in the session it names or else
// beside all of them, with the raw text and the reason.
func (b *Book) stray(at time.Time, n gws.Notification, channel string, data []byte, err error) {
	e := history.Event{Time: at, Kind: history.Stray, Type: cmp.Or(n.NotificationType, channel), ReferenceID: n.ReferenceID, Note: err.Error(), Raw: data}
	var bad *gws.NotificationError
	if errors.As(err, &bad) {
		e.Note, e.Foreign = bad.Reason, bad.Foreign
	}
	if s := b.byID[n.SessionID]; s != nil {
		b.append(s, e)
		return
	}
	b.strays.add(e)
}

// Stray keeps what belongs to no session and was not taped otherwise.
func (b *Book) Stray(e history.Event) {
	b.tape.put(capture.Observation{Kind: capture.Stray, Time: e.Time, Text: e.Note, Raw: e.Raw})
	b.strays.add(e)
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// Bounds of what is kept of messages that belong to no session.
const (
	maxStrays     = 1000
	maxStrayBytes = 8 << 20
)

// strays are the messages that belong to no session, newest last.
type strays struct {
	list    []history.Event
	bytes   int // of their raw text
	seq     int
	dropped int
}

// add keeps a message and drops the older half of them where they are too many.
func (s *strays) add(e history.Event) {
	s.seq++
	e.N = s.seq
	s.list = append(s.list, e)
	s.bytes += len(e.Raw)
	for len(s.list) > maxStrays || s.bytes > maxStrayBytes && len(s.list) > 1 {
		half := len(s.list) / 2
		for _, old := range s.list[:half] {
			s.bytes -= len(old.Raw)
		}
		s.list = append([]history.Event(nil), s.list[half:]...)
		s.dropped += half
	}
}

// snapshot shares the list: entries are only ever appended behind it.
func (s *strays) snapshot() []history.Event { return s.list[:len(s.list):len(s.list)] }
