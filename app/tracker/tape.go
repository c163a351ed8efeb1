package tracker

import (
	"github.com/keytrail/keytrail/app/capture"
)

// reelLength is how many observations one reel of the tape holds.
const reelLength = 5000

// reels is how many reels are kept.
const reels = 10

// A tape is the record of everything observed, ready to be saved. It is a list
// of reels, of which the oldest is dropped whole; each reel begins with the
// state of every session, so that it can be understood without the one before.
type tape struct {
	reels   []*capture.Capture
	dropped int                                 // observations on reels that were dropped
	sink    func(o capture.Observation)         // receives every observation, nil for nobody
	head    func(put func(capture.Observation)) // puts the state of every session
}

func (t *tape) put(o capture.Observation) {
	n := len(t.reels)
	if n == 0 || t.reels[n-1].Len() >= reelLength {
		t.turn()
		n = len(t.reels)
	}
	t.reels[n-1].Append(o)
}

// turn begins a new reel.
func (t *tape) turn() {
	if len(t.reels) == reels {
		t.dropped += t.reels[0].Len()
		t.reels = append([]*capture.Capture(nil), t.reels[1:]...)
	}
	reel := new(capture.Capture)
	first := len(t.reels) == 0
	t.reels = append(t.reels, reel)
	if t.head != nil && !first {
		t.head(func(o capture.Observation) { reel.Append(o) })
	}
}

// join copies all reels into one capture.
func (t *tape) join() *capture.Capture {
	whole := new(capture.Capture)
	for _, reel := range t.reels {
		for o := range reel.All() {
			whole.Append(o)
		}
	}
	return whole
}
