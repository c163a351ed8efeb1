package sim

import (
	"time"

	"github.com/keytrail/keytrail/app/sim/simjson"
)

// A parcel is a notification that is published at its time and not before.
type parcel struct {
	due     time.Time
	channel string
	text    []byte
}

// publish sends a notification after a delay. Notifications never overtake one
// another, since each tells how things stood when it was made: one without delay
// waits for those before it. s.mu is locked.
func (s *Sim) publish(channel string, data []byte, delay time.Duration) {
	var o simjson.Object
	o.Text("channel", channel)
	o.Raw("data", data)
	if delay <= 0 && len(s.outbox) == 0 {
		s.deliver(channel, o.End())
		return
	}
	due := time.Now().Add(delay)
	if n := len(s.outbox); n > 0 && due.Before(s.outbox[n-1].due) {
		due = s.outbox[n-1].due
	}
	s.outbox = append(s.outbox, parcel{due, channel, o.End()})
	if len(s.outbox) == 1 {
		time.AfterFunc(time.Until(due), s.send)
	}
}

// send publishes what is due and comes back for the rest.
func (s *Sim) send() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.outbox) > 0 && !s.outbox[0].due.After(time.Now()) {
		s.deliver(s.outbox[0].channel, s.outbox[0].text)
		s.outbox = s.outbox[1:]
	}
	if len(s.outbox) > 0 {
		time.AfterFunc(time.Until(s.outbox[0].due), s.send)
	}
}

// heard reports whether anybody has subscribed to a channel, so that nothing is
// written that nobody reads.
func (s *Sim) heard(channel string) bool {
	if len(s.outbox) > 0 {
		return true
	}
	for _, c := range s.clients {
		if c.wants(channel) {
			return true
		}
	}
	return false
}

// replyDelay is the time from an operation to its first notification.
func (s *Sim) replyDelay() time.Duration {
	if s.o.Quirks.ReplyLast {
		return 0
	}
	return s.o.Delay
}
