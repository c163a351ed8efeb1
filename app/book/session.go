package book

import (
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Session is one SMS session, or one interaction of another medium, as known at
// one instant.
type Session struct {
	ID           string   // of another medium than SMS its [gws.Key]
	State        string   // Invited, Chatting, LeftChat, Completed, Revoked, …, as GWS spelled it
	Medium       string   // the name of another medium than SMS: voice, chat, …, see [gws.Medium]
	Was          string   // the ID that it had before, "" where it has always had this one
	Parent       string   // of a consult call: the ID of the call that it is about
	Ended        bool     // State is terminal, or Unlisted
	Unlisted     bool     // GWS does not list it any more: it ended, or went to somebody else, unseen
	Customer     string   // the customer's nickname or number, "" when unknown
	Name         string   // what a person calls it, "" for nothing
	Pinned       bool     // a person wants it on top
	Capabilities []string // what GWS told last; nil where it told nothing, see [Session.Offers]
	Participants []Participant
	Comment      string
	Data         *userdata.Map // userData now
	History      history.View
	Writes       []*proof.Proof // oldest first
	Messages     []Message      // the transcript by index
	LastChange   time.Time      // of the newest event

	taped []int // see Taped
}

// A Participant is one entry of participants.
type Participant struct{ ID, Nickname, Type, Visibility string }

// A Message is one entry of the transcript.
type Message struct {
	Index      int
	Type       string // Text, ParticipantJoined, TypingStarted, …
	From       Participant
	Text       string // text, url or noticeText
	Visibility string
	Time       time.Time // zero when it could not be read
}

// Can reports whether the capabilities list the operation; the synonyms that
// the documentation uses count as the same.
func (s *Session) Can(operation string) bool { return gws.CanDo(s.Capabilities, operation) }

// Number is the id that GWS has for it.
func (s *Session) Number() string { return gws.IDOf(s.ID) }

// Offers reports whether an operation may be tried: the capabilities list it,
// or say nothing about it; see [gws.MayTry]. A session that has ended, for which
// the documented samples list none any more (SMSReject, SMSComplete), offers
// nothing. Another medium takes what its row documents and its capabilities list,
// and nothing else.
func (s *Session) Offers(operation string) bool {
	if s.Medium != "" {
		w, ok := gws.MediumOf(s.ID).Write(operation)
		return ok && !s.Ended && gws.SessionPath(s.ID) != "" && gws.CanDo(s.Capabilities, w.Operation)
	}
	if s.Ended && s.Capabilities == nil {
		return false
	}
	return gws.MayTry(s.Capabilities, operation)
}

// MediumTitle is what people call its medium: SMS, Call, Chat, …
func (s *Session) MediumTitle() string {
	m, name := gws.MediumOf(s.ID), gws.MediumName(s.ID)
	if m.Copies() {
		return gws.MediumOf(gws.IDOf(s.ID)).Title + " of a list"
	}
	for _, named := range gws.Media() {
		if named.Name == name && name != m.Name {
			return m.Title + " " + strings.ToLower(named.Title) // of version 3
		}
	}
	if name != m.Name {
		return m.Title + " " + name
	}
	return m.Title
}

// Sends is the operation that is sent where one is asked for: a key of a call has its
// own way to be deleted.
func (s *Session) Sends(operation string) string {
	if w, ok := gws.MediumOf(s.ID).Write(operation); ok {
		return w.Operation
	}
	return operation
}

// StateNow is the state that the session is known to be in, or that GWS does not list it
// any more: in which it was then may be over.
func (s *Session) StateNow() string {
	if s.Unlisted {
		return Unlisted
	}
	return s.State
}

// Doubles reports whether an operation leaves a key that is there standing once more.
func (s *Session) Doubles(operation string) bool { return doubles(s.ID, operation) }

func doubles(key, operation string) bool {
	return operation == "AttachUserData" && gws.MediumOf(key).Doubles
}

// Refusal says why an interaction of another medium than SMS does not take an operation.
// What it lacks is the capability that would help, "" where none would.
func (s *Session) Refusal(operation string) (why, lacks string) {
	m, title := gws.MediumOf(s.ID), s.MediumTitle()
	w, ok := m.Write(operation)
	switch {
	case m.ReadOnly() || gws.SessionPath(s.ID) == "":
		return title + ": only read. No documentation says how to write to it.", ""
	case !ok:
		return title + ": this operation is not documented for it.", ""
	case s.Unlisted:
		return title + ": it is not listed any more (" + s.State + ") and takes no more writes.", ""
	case s.Ended:
		return title + ": it is over (" + s.State + ") and takes no more writes.", ""
	}
	return title + ": it does not list the capability " + w.Operation + ".", w.Operation
}

// Taped returns the number on the tape of the observation that event n came
// from, 0 for none and where the event is not kept. Tracker.Tape returns the tape.
func (s *Session) Taped(n int) int { return tapedAt(s.taped, s.History, n) }

// tapedAt is Taped for the events of a history, the first that is kept of them
// being the first of the numbers.
func tapedAt(taped []int, v history.View, n int) int {
	i := n - max(v.First(), 1)
	if i < 0 || i >= len(taped) {
		return 0
	}
	return taped[i]
}

// Before returns the session as it was before event n, in the form of a reading,
// and nothing when that is not kept: with it, a part of the tape that begins
// with the event can be understood.
func (s *Session) Before(n int) []capture.Observation {
	e, ok := s.History.Event(n - 1)
	if !ok {
		return nil
	}
	then := record{id: s.ID, state: e.State, data: s.History.At(n - 1)}
	return []capture.Observation{{Kind: capture.Snapshot, Time: e.Time, Session: s.ID, Raw: then.resource()}}
}
