package book

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/userdata"
)

// A record is the book's own, changing account of one session.
type record struct {
	id           string
	was          string // the one before, "" for none
	state        string
	ended        bool
	unlisted     bool   // it ended, or went to somebody else, unseen
	parent       string // of a consult call: the key of the call that it is about
	nickname     string // the customer's, once one was seen
	name         string // what a person calls it
	pinned       bool
	fetched      bool // it was read by its id, and no list has had it yet
	capabilities []string
	participants []Participant
	comment      string
	data         *userdata.Map
	log          *history.Log
	taped        []int // the observations that the events came from, as the tape numbers them; of those that the log keeps
	ledger       proof.Ledger
	messages     []Message
	last         time.Time
	recent       []uint64  // digests of the last notifications that carried a referenceId
	whole        bool      // its userData was seen, or a reading said that there is none
	touched      int       // how often its state was told, to see whether a re-read was overtaken
	overtaken    int       // re-reads in a row that were overtaken
	trail        []pass    // its states since a re-read was asked for that is not taken in yet
	confirmed    time.Time // when a re-read last confirmed the state, zero for never
	unseen       absence   // since when and why nobody saw what happened, until something told of it
	unread       absence   // the same, for the next re-read alone
	published    *Session  // nil when something changed since
}

// known says whether the session's state was ever observed.
func (s *record) known() bool { return s.state != "" || s.data != nil }

func (s *record) snapshot() *Session {
	if s.published != nil {
		return s.published
	}
	s.published = &Session{
		ID:           s.id,
		Was:          s.was,
		State:        s.state,
		Ended:        s.ended,
		Unlisted:     s.unlisted,
		Medium:       mediumOf(s.id),
		Parent:       s.parent,
		Customer:     s.nickname,
		Name:         s.name,
		Pinned:       s.pinned,
		Capabilities: s.capabilities,
		Participants: s.participants,
		Comment:      s.comment,
		Data:         s.data,
		History:      s.log.View(),
		Writes:       s.ledger.Proofs(),
		Messages:     s.messages,
		LastChange:   s.last,
		taped:        s.taped,
	}
	return s.published
}

// append records an event whose state afterwards is the session's data.
func (s *record) append(e history.Event) history.Event {
	s.published = nil
	if e.Time.After(s.last) {
		s.last = e.Time
	}
	e.State = s.state
	return s.log.Append(e, s.data)
}

// merge takes over what a resource says, by the rule that only what is present
// overwrites, and tells in words what it changed beside userData.
func (s *record) merge(g *gws.Session) (note string) {
	var notes []string
	if g.State != "" && g.State != s.state {
		if s.state != "" {
			notes = append(notes, s.state+" → "+g.State)
		}
		s.state = g.State
	}
	if g.State != "" {
		// Also when it is the same: a session that was no longer listed may be
		// back.
		s.ended, s.unlisted = gws.MediumOf(s.id).Terminal(g.State), false
	}
	switch {
	case g.Capabilities != nil:
		s.capabilities = g.Capabilities
	case s.ended:
		s.capabilities = nil
	}
	if g.Participants != nil {
		now := participants(g.Participants)
		notes = append(notes, movements(s.participants, now)...)
		s.participants = now
	}
	s.nickname = cmp.Or(customer(s.participants), s.other(), g.From, s.nickname)
	if s.parent == "" && g.Parent != "" {
		s.parent = g.Parent
		notes = append(notes, "consults about "+gws.IDOf(s.parent))
	}
	if g.Comment != nil && *g.Comment != s.comment {
		s.comment = *g.Comment
		notes = append(notes, "comment set")
	}
	s.published = nil
	return strings.Join(notes, ", ")
}

func participants(from []gws.Participant) []Participant {
	ps := make([]Participant, len(from))
	for i, p := range from {
		ps[i] = participant(p)
	}
	return ps
}

func participant(p gws.Participant) Participant {
	return Participant{ID: p.ID, Nickname: p.Nickname, Type: p.Type, Visibility: p.Visibility}
}

// movements tells who came and who went. People are told apart by participant
// id, since the same person may be listed twice.
func movements(before, now []Participant) []string {
	var notes []string
	for _, p := range now {
		if !holds(before, p.ID) {
			notes = append(notes, p.Nickname+" joined")
		}
	}
	for _, p := range before {
		if !holds(now, p.ID) {
			notes = append(notes, p.Nickname+" left")
		}
	}
	return notes
}

func holds(ps []Participant, id string) bool {
	return slices.ContainsFunc(ps, func(p Participant) bool { return p.ID == id })
}

func customer(ps []Participant) string {
	for _, p := range ps {
		if strings.EqualFold(p.Type, "Customer") {
			return p.Nickname
		}
	}
	return ""
}

// other is the other party of what is no SMS session: its messages do not say who
// the customer is.
func (s *record) other() string {
	if gws.MediumOf(s.id).SMS() || len(s.participants) == 0 || s.participants[0].Type != "" {
		return ""
	}
	return s.participants[0].Nickname
}

// mediumOf names the medium of an interaction, "" for SMS.
func mediumOf(key string) string {
	if gws.MediumOf(key).SMS() {
		return ""
	}
	return gws.MediumName(key)
}

// hear adds transcript entries, once each by index, and says in words what came.
func (s *record) hear(from []gws.Message) (note string) {
	messages := slices.Clone(s.messages)
	var notes []string
	for _, m := range from {
		if slices.ContainsFunc(messages, func(x Message) bool { return x.Index == m.Index }) {
			continue
		}
		messages = append(messages, s.message(m))
		notes = append(notes, spoken(m))
		if s.nickname == "" && strings.EqualFold(m.From.Type, "Customer") {
			s.nickname = m.From.Nickname
		}
	}
	sort.SliceStable(messages, func(i, j int) bool { return messages[i].Index < messages[j].Index })
	s.messages = messages
	s.published = nil
	return strings.Join(notes, ", ")
}

func (s *record) message(m gws.Message) Message {
	from := participant(m.From)
	if i := slices.Index(s.participants, from); i >= 0 {
		from = s.participants[i] // so that the memory of the message's own is not kept
	}
	return Message{
		Index:      m.Index,
		Type:       m.Type,
		From:       from,
		Text:       m.Content(),
		Visibility: m.Visibility,
		Time:       m.Time,
	}
}

// spoken describes a transcript entry without quoting what the customer wrote:
// the timeline is for data, the transcript shows the words.
func spoken(m gws.Message) string {
	return fmt.Sprintf("%s from %s", m.Type, cmp.Or(m.From.Nickname, "someone unnamed"))
}

// resource writes the session as GWS would.
func (s *record) resource() []byte {
	b := rawjson.Quote([]byte(`{"id":`), gws.IDOf(s.id))
	b = rawjson.Quote(append(b, `,"state":`...), s.state)
	if s.capabilities != nil { // else it is not known whether there are any
		b = append(append(b, `,"capabilities":`...), gws.Texts("", s.capabilities).JSON...)
	}
	b = append(b, `,"participants":[`...)
	for i, p := range s.participants {
		if i > 0 {
			b = append(b, ',')
		}
		b = rawjson.Quote(append(b, `{"participantId":`...), p.ID)
		b = rawjson.Quote(append(b, `,"nickname":`...), p.Nickname)
		b = rawjson.Quote(append(b, `,"type":`...), p.Type)
		b = append(rawjson.Quote(append(b, `,"visibility":`...), p.Visibility), '}')
	}
	b = append(b, ']')
	if s.comment != "" {
		b = rawjson.Quote(append(b, `,"comment":`...), s.comment)
	}
	if s.data != nil {
		b = append(append(b, `,"userData":`...), s.data.Bytes()...)
	}
	return append(b, '}')
}
