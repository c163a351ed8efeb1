package sim

import (
	"errors"
	"fmt"

	"github.com/keytrail/keytrail/app/sim/simjson"
)

// ErrNoSession says that no live session has the given id.
var ErrNoSession = errors.New("no such session")

// Sessions returns the ids of the live sessions, oldest first.
func (s *Sim) Sessions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]string, len(s.sessions))
	for i, x := range s.sessions {
		ids[i] = x.id
	}
	return ids
}

// UserData returns a session's userData as it truly is, as JSON text.
func (s *Sim) UserData(sessionID string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.find(sessionID)
	if x == nil {
		return nil, fmt.Errorf("sim: userData of %q: %w", sessionID, ErrNoSession)
	}
	return x.data.json(), nil
}

// Author returns who wrote the present value of a key, or "" if the session or
// the key is not there. It is a name that the writer gave to Update, one of the
// story's applications, or a user's id; the API itself never tells.
func (s *Sim) Author(sessionID, key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x := s.find(sessionID); x != nil {
		if i, ok := x.data.index[key]; ok {
			return x.data.pairs[i].author
		}
	}
	return ""
}

// Update writes every member of userData, the text of a JSON object, as another
// client would, and publishes the new map at once, without a referenceId.
func (s *Sim) Update(sessionID, author, userData string) error {
	if !simjson.Valid([]byte(userData)) {
		return fmt.Errorf("sim: update %q: the userData is not JSON", sessionID)
	}
	ms, ok := simjson.Members([]byte(userData))
	if !ok {
		return fmt.Errorf("sim: update %q: the userData is not an object", sessionID)
	}
	return s.control(sessionID, "update", func(x *session) {
		for _, m := range ms {
			x.data.set(m, author)
		}
		s.dataChanged(x, cause{})
	})
}

// Delete removes keys as another client would. Keys that are not there are
// passed over.
func (s *Sim) Delete(sessionID string, keys ...string) error {
	return s.control(sessionID, "delete", func(x *session) {
		for _, key := range keys {
			x.data.remove(key)
		}
		s.dataChanged(x, cause{})
	})
}

// Say lets the customer of a session write a text.
func (s *Sim) Say(sessionID, text string) error {
	return s.control(sessionID, "say", func(x *session) {
		from, ok := x.find(customerKind)
		if !ok {
			from = participant{nickname: x.customer, kind: customerKind, visibility: forAll}
		}
		s.newMessages(x, cause{}, s.say(x, from, "Text", "text", text, forAll))
	})
}

// Revoke takes a session back, as routing does when nobody answers.
func (s *Sim) Revoke(sessionID string) error {
	return s.control(sessionID, "revoke", func(x *session) { s.ended(x, revoked, cause{}) })
}

func (s *Sim) control(sessionID, what string, do func(*session)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.find(sessionID)
	if x == nil {
		return fmt.Errorf("sim: %s %q: %w", what, sessionID, ErrNoSession)
	}
	do(x)
	return nil
}

// Invite lets a new customer write in and returns the id of the session. The
// story leaves it for the user to answer.
func (s *Sim) Invite() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.offer(true).id
}

// Publish sends data, which must be JSON, on a CometD channel as it is: for
// notifications that no healthy server sends.
func (s *Sim) Publish(channel string, data []byte) error {
	if !simjson.Valid(data) {
		return fmt.Errorf("sim: publish on %s: the data is not JSON", channel)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.publish(channel, data, 0)
	return nil
}

// Expire forgets every CometD session, as a server does that was restarted or
// heard nothing for too long: held polls and later requests are told to
// handshake.
func (s *Sim) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.clients {
		s.forget(c, pollForgotten)
	}
}

// SignOut forgets every HTTP session, and with them the CSRF tokens.
func (s *Sim) SignOut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.logins)
}

// RotateCSRF gives every HTTP session a new CSRF token; the old ones are refused
// from now on.
func (s *Sim) RotateCSRF() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.logins {
		l.csrf = uuid()
	}
}

// Drop breaks the connection of every held poll, whose RoundTrip returns an
// error, and reports how many there were. No event is lost by it.
func (s *Sim) Drop() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.held()
	for _, p := range held {
		p.finish(pollDropped)
	}
	return len(held)
}

// Polls reports how many polls are held, so that a test can wait for one.
func (s *Sim) Polls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.held())
}

// held are the polls that wait.
func (s *Sim) held() (polls []*poll) {
	for _, c := range s.clients {
		if c.poll != nil && c.poll.end == pollWaits {
			polls = append(polls, c.poll)
		}
	}
	return polls
}

// Stir lets the next interaction of another medium change, as an application would.
func (s *Sim) Stir() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stir()
}
