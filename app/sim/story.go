package sim

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// A story is the script of the contact centre. It has a clock of its own, which
// every step moves on by what a step takes at the chosen rate, so that the same
// seed tells the same story whatever the pace of the machine.
type story struct {
	rng      *rand.Rand    // decides what happens
	elapsed  time.Duration // on the story's clock
	past     time.Duration // how far back the story is while New tells the beginning
	arrivals int
	steps    int
}

// A part is what the story holds in store for one session.
type part struct {
	beats   []beat
	begun   time.Duration // on the story's clock
	life    time.Duration // the shortest time to the ending
	forUser bool          // left for the user to answer
	routed  bool          // the routing strategy has had its turn
}

// A beat is one thing that happens. It returns the number of notifications that
// it took, 0 if it did not fit the state of the session.
type beat struct {
	ending bool
	run    func(*Sim, *session) int
}

const (
	patience  = 4 * time.Minute  // until an offer to the user is withdrawn
	courtesy  = 20 * time.Second // from the user's last operation to an ending
	warmUpGap = 9 * time.Second  // between two beats that lie in the past
)

func (st *story) now() time.Time { return time.Now().Add(-st.past) }

// Run lets the story go on, in real time, until ctx ends, and returns the cause
// of that. With Options.Quiet it only waits.
func (s *Sim) Run(ctx context.Context) error {
	if s.o.Quiet {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	each := time.Duration(float64(time.Second) / (s.o.Rate * s.o.Speed))
	pace := rand.New(rand.NewPCG(s.o.Seed, 2))
	next := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-timer.C:
		}
		n := max(s.Step(), 1)
		next = next.Add(time.Duration(float64(n) * float64(each) * (0.5 + pace.Float64())))
		if late := time.Since(next); late > time.Second {
			next = time.Now() // the machine slept: do not tell it all at once
		}
		timer.Reset(max(time.Until(next), 0))
	}
}

// Step makes the next thing of the story happen, now, and returns the number of
// notifications that it is made of: 0 only if there is nobody it could happen to.
func (s *Sim) Step() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.step()
	if s.story.steps++; s.story.steps%4 == 0 {
		s.stir()
	}
	s.story.elapsed += time.Duration(float64(max(n, 1)) * float64(time.Second) / s.o.Rate)
	return n
}

func (s *Sim) step() int {
	rng := s.story.rng
	if missing := s.o.Sessions - len(s.sessions); missing > 0 && (len(s.sessions) == 0 || rng.IntN(3) == 0) {
		s.arrive()
		return 1
	}
	for range 8 * len(s.sessions) {
		x := s.sessions[rng.IntN(len(s.sessions))]
		if n := s.advance(x); n > 0 {
			return n
		}
	}
	return 0
}

// advance plays the next beat of a session.
func (s *Sim) advance(x *session) int {
	p := &x.part
	age := s.story.elapsed - p.begun
	if x.state == invited && p.forUser && p.routed {
		if age > patience {
			s.ended(x, revoked, cause{})
			return 1
		}
		return s.idle(x, 4)
	}
	for len(p.beats) > 0 {
		b := p.beats[0]
		if b.ending && (age < p.life || float64(time.Since(x.touched))*s.o.Speed < float64(courtesy)) {
			break
		}
		p.beats = p.beats[1:]
		if n := b.run(s, x); n > 0 {
			return n
		}
	}
	return s.idle(x, 1)
}

// arrive lets the next customer write in. One of four is left for the user.
func (s *Sim) arrive() *session {
	s.story.arrivals++
	return s.offer(s.story.arrivals%4 == 3)
}

// offer makes a new session in the state Invited.
func (s *Sim) offer(forUser bool) *session {
	st := &s.story
	rng := st.rng
	x := &session{
		id:       s.newID(),
		state:    invited,
		customer: fmt.Sprintf("+44 7700 900%03d", rng.IntN(1000)),
		received: st.now(),
	}
	topic := topics()[rng.IntN(len(topics()))]
	customer := s.newParticipant(x.customer, customerKind)
	x.participants = []participant{customer}
	s.say(x, customer, "ParticipantJoined", "", "", forAll)
	s.say(x, customer, "Text", "text", topic.lines[0].text, forAll)
	s.firstData(x, topic)
	x.part = part{
		begun:   st.elapsed,
		life:    3*time.Minute + time.Duration(rng.Int64N(int64(5*time.Minute))),
		forUser: forUser,
	}
	x.part.beats = s.plan(x, topic)
	s.sessions = append(s.sessions, x)
	s.changed(x, "StatusChange", withNoParticipants|withData|withCapabilities|withReceived, cause{})
	return x
}

// begin tells what happened before anybody watched.
func (s *Sim) begin() {
	st := &s.story
	st.rng = rand.New(rand.NewPCG(s.o.Seed, 1))
	for i := range s.o.Sessions {
		beats := [...]int{18, 9, 1, 26, 40, 0}[i%6]
		st.past = time.Duration(beats+1) * warmUpGap
		x := s.arrive()
		for range beats {
			st.past -= warmUpGap
			s.advance(x)
			st.elapsed += time.Second
		}
		st.past = 0
	}
}

func (s *Sim) newID() string {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	b := []byte("0000")
	for len(b) < 16 {
		b = append(b, letters[s.story.rng.IntN(len(letters))])
	}
	return string(b)
}

func (s *Sim) newParticipant(nickname, kind string) participant {
	id := fmt.Sprintf("%016X", s.story.rng.Uint64())
	return participant{id: id, nickname: nickname, kind: kind, visibility: forAll}
}
