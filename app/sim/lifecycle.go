package sim

import (
	"strings"

	"github.com/keytrail/keytrail/app/sim/simjson"
	"github.com/keytrail/keytrail/app/wire"
)

// accept answers a session in three notifications: the state with no
// participants yet, the participants, and the transcript so far (page SMSAccept).
func accept(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
	if refusal := optional(f, "nickname"); refusal != nil {
		return refusal
	}
	if refusal := flag(f, "saveLAR"); refusal != nil {
		return refusal
	}
	if s.o.Quirks.FailAccept {
		x.state = joinFailed
		s.changed(x, "StatusChange", withCapabilities|withNoParticipants, why)
		return nil
	}
	nickname, ok := simjson.Text(f["nickname"])
	if !ok {
		nickname = s.o.User
	}
	s.answered(x, nickname, userID, why)
	return nil
}

// answered joins an agent to an invited session and publishes all of it.
func (s *Sim) answered(x *session, nickname, user string, why cause) {
	x.state, x.owner = chatting, user
	s.changed(x, "StatusChange", withCapabilities|withNoParticipants, why)
	agent := s.newParticipant(nickname, agentKind)
	agent.user = user
	x.participants = append(x.participants, agent)
	s.say(x, agent, "ParticipantJoined", "", "", forAll)
	s.participantsChanged(x, why.followUp())
	s.newMessages(x, why.followUp(), x.log...)
}

func reject(s *Sim, x *session, _ simjson.Fields, why cause) *wire.Response {
	s.close(x, completed)
	s.changed(x, "StatusChange", withNoParticipants, why)
	return nil
}

// leave ends the conversation for an agent who is alone with the customer, and
// leaves a conference otherwise (page SMSLeave).
func leave(s *Sim, x *session, _ simjson.Fields, why cause) *wire.Response {
	if x.agents() > 1 {
		s.ended(x, completed, why.followUp())
		return nil
	}
	x.state = leftChat
	x.participants = nil
	s.changed(x, "StatusChange", withCapabilities, why)
	return nil
}

func complete(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
	if refusal := optional(f, "queueName"); refusal != nil {
		return refusal
	}
	if refusal := flag(f, "saveLAR"); refusal != nil {
		return refusal
	}
	s.ended(x, completed, why.followUp())
	return nil
}

// target reads the one party that an operation is aimed at. Samples and tables
// disagree about the name of the parameter.
func target(f simjson.Fields, names ...string) (string, *wire.Response) {
	found := ""
	for _, name := range names {
		if f[name] == nil {
			continue
		}
		value, refusal := textParameter(f, name)
		if refusal != nil {
			return "", refusal
		}
		if found != "" || value == "" {
			return "", refuse(invalidParameter, "name one target, and only one")
		}
		found = value
	}
	if found == "" {
		return "", refuse(missingParameter, "the parameter "+names[0]+" is missing")
	}
	return found[strings.LastIndexByte(found, '/')+1:], nil
}

func transfer(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
	if _, refusal := target(f, "targetUri", "targetPath", "queueName", "userUri"); refusal != nil {
		return refusal
	}
	s.ended(x, completed, why.followUp())
	return nil
}

// invite brings a second agent in, for a conference or a consultation.
func invite(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
	user, refusal := target(f, "targetUri", "targetPath", "userUri")
	if refusal != nil {
		return refusal
	}
	agent := s.newParticipant(nameOf(user), agentKind)
	agent.user = user
	x.participants = append(x.participants, agent)
	s.participantsChanged(x, why)
	s.newMessages(x, why.followUp(), s.say(x, agent, "ParticipantJoined", "", "", forAll))
	return nil
}

// removeParticipant takes another agent out of a conference.
func removeParticipant(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
	user, refusal := target(f, "userUri", "targetUri", "targetPath")
	if refusal != nil {
		return refusal
	}
	for _, p := range x.participants {
		if p.kind != agentKind || p.user != user || p.user == userID {
			continue
		}
		x.drop(p.id)
		notice := s.say(x, x.me(), "Notice", "text", p.nickname+" was removed", forAgents)
		gone := s.say(x, p, "ParticipantLeft", "", "", forAll)
		s.participantsChanged(x, why)
		s.newMessages(x, why.followUp(), notice, gone)
		return nil
	}
	return refuse(notFound, "no such participant")
}
