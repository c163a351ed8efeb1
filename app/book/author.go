package book

import (
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// attribute says who is believed to have made an event's changes: this page
// where a write of its own explains one of them, nobody where one may have been
// made by a write of which nobody knows whether it was carried out, this page
// perhaps where the browser may have sent a write again, the routing
// strategy where all of them are keys that only it writes, otherwise another
// client, or nobody where the writes of this page are not known. Session.Who says
// it of one key.
func (s *record) attribute(e *history.Event, blind bool) {
	e.Author = history.Routing
	for _, c := range e.Changes {
		value := newValue(c, s.data)
		n, sure := s.ledger.Explains(c.Key, value, e.ReferenceID != "")
		again := s.ledger.Repeats(c.Key, value, e.Time)
		switch {
		case sure:
			e.Author, e.Write = history.You, n
			return
		case again != 0:
			e.Author, e.Write = history.Repeated, again
		case e.Author == history.Repeated:
		case n != 0:
			e.Author, e.Write = history.Unknown, n
		case e.Author == history.Routing && !routed(c.Key):
			e.Author = history.AnotherClient
			if blind {
				e.Author = history.Unknown
			}
		}
	}
}

// newValue is what a changed key holds afterwards; a nested change carries only
// a part of it, and of a key that stood twice one may have gone.
func newValue(c userdata.Change, now *userdata.Map) userdata.Value {
	if c.Path == "" && !(c.Kind == userdata.Duplicate && c.New.Kind() == userdata.Absent) {
		return c.New
	}
	return now.Get(c.Key)
}

func routed(key string) bool {
	class, _ := userdata.Rules{}.Classify(key)
	return class == userdata.Routing || class == userdata.CostRouting || class == userdata.ChatServer
}

// Who returns who is believed to have made an event's change of a key: an event
// that shows a write of ours may carry others' changes too. Nobody can say who
// made another value of a key that was written.
func (s *Session) Who(e history.Event, key string) history.Author {
	blind := e.Author == history.Unknown && e.Write == 0
	if e.Author == history.FirstSeen || blind && (!e.Since.IsZero() || e.Kind != history.Notification || !routed(key)) {
		return e.Author
	}
	who := history.AnotherClient
	if routed(key) {
		who = history.Routing
	}
	for _, p := range s.Writes {
		if e.Write == 0 || p.Event != e.N && p.Write.N != e.Write || refused(p, e) {
			continue
		}
		switch asked, wanted := s.wants(p.Write, e, key); {
		case wanted && p.Event != e.N && p.Lost:
			who = history.Unknown
		case wanted:
			return e.Author
		case asked:
			who = history.Unknown
		}
	}
	return who
}

// wants reports whether a write asked for anything of a key, and whether for what
// an event made of it: of a key that stands twice, either may be what was wanted.
func (s *Session) wants(w proof.Write, e history.Event, key string) (asked, wanted bool) {
	for _, c := range e.Changes {
		if c.Key == key && c.Path == "" && c.New.Kind() != userdata.Absent {
			if asked, wanted = w.Wants(key, c.New); wanted {
				return asked, wanted
			}
		}
	}
	return w.Wants(key, s.History.ValueAfter(e, key))
}

// refused reports whether a write that a change was taken for was refused after it.
func refused(p *proof.Proof, e history.Event) bool {
	return p.Verdict == proof.Rejected && p.Event != e.N && e.Author == history.You && len(e.Changes) > 0
}

// WriteOf is the write of ours that an event belongs to, nil for none. One that
// changes nothing belongs to the write that it alone proves.
func (s *Session) WriteOf(e history.Event) *proof.Proof {
	quiet := e.Write == 0 && e.Kind == history.Notification && len(e.Changes) == 0
	if e.Write == 0 && !quiet {
		return nil
	}
	for _, p := range s.Writes {
		if (p.Write.N == e.Write || quiet && p.Event == e.N && p.Candidates == 1) && !refused(p, e) {
			return p
		}
	}
	return nil
}
