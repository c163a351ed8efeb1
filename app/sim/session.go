package sim

import (
	"slices"
	"time"
)

// The states of a session.
const (
	invited    = "Invited"
	chatting   = "Chatting"
	leftChat   = "LeftChat"
	completed  = "Completed"
	revoked    = "Revoked"
	joinFailed = "JoinFailed"
)

// A session is one SMS conversation as its agent sees it.
type session struct {
	id           string
	state        string
	customer     string // the nickname: a telephone number
	participants []participant
	data         document
	comment      []byte // literal; nil if there is none
	received     time.Time
	log          []logEntry
	index        int    // of the last log entry
	owner        string // who answered; userID for the user of the simulator
	touched      time.Time
	part         part // in the story
}

// A participant is one party of a session.
type participant struct {
	id, nickname, kind, visibility string
	user                           string // the user's id, for agents
}

// The kinds of participants and whom they are visible to.
const (
	agentKind    = "Agent"
	customerKind = "Customer"
	forAll       = "All"
	forAgents    = "Agents"
)

// A logEntry is one entry of the transcript.
type logEntry struct {
	index      int
	kind       string // Text, TypingStarted, …
	from       participant
	field      string // text, url or noticeText; "" for none
	value      string
	visibility string
	at         time.Time
}

func (x *session) find(kind string) (participant, bool) {
	for _, p := range x.participants {
		if p.kind == kind {
			return p, true
		}
	}
	return participant{}, false
}

// agents counts the agents who take part.
func (x *session) agents() int {
	n := 0
	for _, p := range x.participants {
		if p.kind == agentKind {
			n++
		}
	}
	return n
}

// me returns the participant who speaks for the user: the user's own, or that of
// whichever agent is there.
func (x *session) me() participant {
	for _, p := range x.participants {
		if p.user == userID {
			return p
		}
	}
	p, _ := x.find(agentKind)
	return p
}

func (x *session) drop(id string) {
	x.participants = slices.DeleteFunc(x.participants, func(p participant) bool { return p.id == id })
}

var (
	dataCapabilities = []string{"SetDisposition", "AttachUserData", "DeleteUserData", "UpdateUserData"}
	talkCapabilities = []string{"SendMessage", "SendStartTypingNotification", "SendStopTypingNotification"}
	teamCapabilities = []string{"SendToAgents", "SendStartTypingToAgentsNotification", "SendStopTypingToAgentsNotification"}
)

// capabilities lists the operations that are possible now, in the order of the
// documented samples. After Leave the samples list no userData operations, while
// the text allows them; the text wins.
func (x *session) capabilities() []string {
	switch x.state {
	case invited:
		return []string{"Accept", "Reject"}
	case joinFailed:
		return append([]string{"SetInFocus", "Complete"}, dataCapabilities...)
	case leftChat:
		return append([]string{"Transfer", "Complete", "Leave", "SetInFocus"}, dataCapabilities...)
	case chatting:
	default:
		return nil
	}
	cs := append([]string{"Transfer", "Leave", "Invite", "Consult", "SetInFocus"}, dataCapabilities...)
	cs = append(cs, "Complete")
	if _, there := x.find(customerKind); there {
		cs = append(cs, talkCapabilities...)
	}
	if x.agents() > 1 {
		cs = append(cs, teamCapabilities...)
	}
	return cs
}

// find returns a session that is not over, by its id.
func (s *Sim) find(id string) *session {
	for _, x := range s.sessions {
		if x.id == id {
			return x
		}
	}
	return nil
}

// close takes an ended session out of the collection.
func (s *Sim) close(x *session, state string) {
	x.state = state
	s.sessions = slices.DeleteFunc(s.sessions, func(y *session) bool { return x == y })
}
