package tracker

import (
	"hash/maphash"
	"time"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// digestSeed makes digests that need only agree within one run.
var digestSeed = maphash.MakeSeed()

// notified takes one CometD message in: into a session's history when it can
// be understood, beside them when it cannot. Nothing received is dropped.
func (t *Tracker) notified(at time.Time, channel string, data []byte) {
	t.received++
	n, err := gws.DecodeNotification(data)
	if err != nil {
		t.stray(at, n, channel, data, err)
		return
	}
	s := t.session(n.SessionID)
	switch {
	case n.Session != nil:
		err = t.changed(s, at, n)
	default:
		e := s.append(history.Event{
			Time: at, Kind: history.Notification, Type: n.NotificationType,
			ReferenceID: n.ReferenceID, Note: joined(s.hear(n.Messages), n.Err),
		})
		t.observed(s, e, proof.Observation{Type: e.Type, Messages: heardMessages(n.Messages), Failure: n.Err})
	}
	if err != nil {
		t.stray(at, n, channel, data, err)
	}
}

// changed applies a state-change notification. An error means that nothing
// was touched.
func (t *Tracker) changed(s *session, at time.Time, n gws.Notification) error {
	next, changes, err := nextData(s.data, n.Session.UserData)
	if err != nil {
		return err
	}
	e := history.Event{Time: at, Kind: history.Notification, Type: n.NotificationType, ReferenceID: n.ReferenceID}
	if s.repeated(n) {
		e.Note = "delivered again; changes nothing"
		s.append(e)
		return nil
	}
	first := !s.known()
	s.touched++
	e.Note = joined(s.merge(n.Session), n.Err)
	s.data = next
	e.Changes = changes
	switch {
	case first:
		e.Author = history.FirstSeen
	case len(changes) > 0:
		s.attribute(&e)
	}
	e = s.append(e)
	o := s.shown(n.Session)
	o.Type, o.Failure = e.Type, n.Err
	t.observed(s, e, o)
	return nil
}

// nextData reads userData as the version after data; a nil raw means that the
// message carried none, so that nothing changed.
func nextData(data *userdata.Map, raw []byte) (*userdata.Map, []userdata.Change, error) {
	if raw == nil {
		return data, nil, nil
	}
	return data.Next(raw)
}

// repeated reports whether this very notification was applied before. Only
// those with a referenceId can be told: without one, the same state may
// honestly come again.
func (s *session) repeated(n gws.Notification) bool {
	if n.ReferenceID == "" {
		return false
	}
	digest := maphash.Bytes(digestSeed, n.Raw)
	if s.seen[digest] {
		return true
	}
	s.seen[digest] = true
	return false
}

// stray keeps what could not be applied, in the session it names or else
// beside all of them, with the raw text and the reason.
func (t *Tracker) stray(at time.Time, n gws.Notification, channel string, data []byte, err error) {
	e := history.Event{Time: at, Kind: history.Stray, Type: firstOf(n.NotificationType, channel), ReferenceID: n.ReferenceID, Note: err.Error(), Raw: data}
	if s := t.byID[n.SessionID]; s != nil {
		s.append(e)
		return
	}
	t.strays.add(e)
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// maxStrays bounds what is kept of messages that belong to no session.
const maxStrays = 500

// strays are the messages that belong to no session, newest last.
type strays struct {
	list []history.Event
	seq  int
}

func (s *strays) add(e history.Event) {
	s.seq++
	e.N = s.seq
	s.list = append(s.list, e)
	if len(s.list) > maxStrays {
		s.list = append([]history.Event(nil), s.list[1:]...)
	}
}

// snapshot shares the list: entries are only ever appended behind it.
func (s *strays) snapshot() []history.Event { return s.list[:len(s.list):len(s.list)] }
