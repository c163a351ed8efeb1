package link

import "time"

// A sweep reads all sessions: one reading at a time, and one more after it where
// another was asked for meanwhile, since the one under way may be older than what
// it is to tell of.
type sweep struct {
	phase   sweepPhase
	began   time.Time
	cancel  func()
	waiting []chan struct{} // to be closed when no reading is under way
	failed  int             // readings that failed in a row
	due     bool            // one will follow on a failure
}

// A sweepPhase is how far a sweep is.
type sweepPhase uint8

const (
	idle sweepPhase = iota
	reading
	readingAgain // and another one is wanted after it
)

// begin reports whether a reading is to begin now; end with cancel gives it up.
// While one is under way, another one will follow it.
func (s *sweep) begin(now time.Time, cancel func()) bool {
	if s.phase != idle {
		s.phase = readingAgain
		return false
	}
	s.phase, s.began, s.cancel = reading, now, cancel
	return true
}

// hurry gives up a reading that has been under way for a while, because the link
// works again: it may hang on the link that did not.
func (s *sweep) hurry(now time.Time) {
	if s.phase != idle && now.Sub(s.began) > time.Second {
		s.cancel()
	}
}

// end notes that the reading is over, and reports whether another one is to
// begin. Otherwise whoever waits for the readings is let go.
func (s *sweep) end() (again bool) {
	again = s.phase == readingAgain
	s.phase = idle
	if again {
		return true
	}
	for _, done := range s.waiting {
		close(done)
	}
	s.waiting = nil
	return false
}

// await has done closed when no reading is under way.
func (s *sweep) await(done chan struct{}) {
	if s.phase == idle {
		close(done)
		return
	}
	s.waiting = append(s.waiting, done)
}

// fail counts a reading that failed, and returns how long to wait for the next
// one; none is to be begun where one is due already.
func (s *sweep) fail() (wait time.Duration, begin bool) {
	s.failed++
	begin, s.due = !s.due, true
	return min(time.Duration(s.failed)*firstWait, maxWait), begin
}

// repeat reports whether the reading that was due is wanted still.
func (s *sweep) repeat() bool {
	s.due = false
	return s.failed > 0
}

// succeed reports whether a reading is the first after those that failed.
func (s *sweep) succeed() (first bool) {
	first, s.failed = s.failed > 0, 0
	return first
}
