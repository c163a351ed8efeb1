package sim

import (
	"time"

	"github.com/keytrail/keytrail/app/sim/simjson"
)

// A cause is what a notification follows from. The zero cause is the world at
// large: no referenceId, published at once.
type cause struct {
	ref   int // of the request that this is the direct consequence of; 0 for none
	delay time.Duration
}

// followUp is the cause of what comes after the direct consequence.
func (c cause) followUp() cause { return cause{delay: c.delay} }

// changed publishes a state change of a session.
func (s *Sim) changed(x *session, notificationType string, which parts, why cause) {
	if !s.heard(s.o.Topic) {
		return
	}
	o := s.stateChange(x, notificationType, which, why)
	s.publish(s.o.Topic, o.End(), why.delay)
}

func (s *Sim) stateChange(x *session, notificationType string, which parts, why cause) simjson.Object {
	var o simjson.Object
	if why.ref != 0 {
		o.Number("referenceId", int64(why.ref))
	}
	o.Raw(s.envelope(), s.resource(x, which))
	o.Text("notificationType", notificationType)
	o.Text("messageType", s.o.Quirks.MessageType)
	return o
}

// failed publishes that an accepted operation has come to nothing.
func (s *Sim) failed(x *session, message string, why cause) {
	o := s.stateChange(x, "Error", withParticipants|withCapabilities, why)
	o.Text("errorMessage", message)
	o.Number("errorCode", 1)
	s.publish(s.o.Topic, o.End(), why.delay)
}

// The three shapes that state changes of the story and of operations have.
func (s *Sim) dataChanged(x *session, why cause) {
	s.changed(x, "PropertiesUpdated", withData|withCapabilities|withParticipants, why)
}

func (s *Sim) participantsChanged(x *session, why cause) {
	s.changed(x, "ParticipantsUpdated", withParticipants|withCapabilities, why)
}

func (s *Sim) ended(x *session, state string, why cause) {
	s.close(x, state)
	s.changed(x, "StatusChange", 0, why)
}

// say adds an entry to the transcript without publishing it.
func (s *Sim) say(x *session, from participant, kind, field, value, visibility string) logEntry {
	x.index++
	if s.o.Quirks.IndexGaps && x.index%3 == 0 {
		x.index++
	}
	e := logEntry{x.index, kind, from, field, value, visibility, s.story.now()}
	x.log = append(x.log, e)
	return e
}

// newMessages publishes entries of the transcript (messageType
// MessageLogUpdated). They never carry a referenceId.
func (s *Sim) newMessages(x *session, why cause, log ...logEntry) {
	if !s.heard(s.o.Topic) {
		return
	}
	var o simjson.Object
	o.Raw("messages", array(log, s.entry))
	o.Text(s.envelope()+"Uri", s.o.BaseURL+"/smssessions/"+x.id)
	if !s.o.Quirks.NoMessagePath {
		o.Text(s.envelope()+"Path", "/smssessions/"+x.id)
	}
	o.Text("notificationType", "NewMessages")
	o.Text("messageType", "MessageLogUpdated")
	s.publish(s.o.Topic, o.End(), why.delay)
}

func (s *Sim) envelope() string {
	if s.o.Quirks.OneS {
		return "smsession"
	}
	return "smssession"
}
