package tracker

import (
	"github.com/keytrail/keytrail/app/capture"
)

// reels is how many reels a tape is kept on.
const reels = 10

// A reel is a stretch of the tape. The first head observations are the states
// it begins with, which have no numbers.
type reel struct {
	*capture.Capture
	head  int
	first int // the number of the first one behind the head
}

// A tape is the record of everything observed, ready to be saved. It is a list
// of reels, of which the oldest is dropped whole; each reel begins with the
// state of every session, so that it can be understood without the one before.
type tape struct {
	length  int // observations that are kept, give or take a reel; 0 keeps none
	reels   []reel
	last    int // the number of the newest observation; they count from 1 and are never reused
	dropped int // observations on reels that were dropped
	// head puts the state of every session at the beginning of a reel.
	head func(put func(capture.Observation))
	sink func(o capture.Observation) // receives every observation, nil for nobody
}

func (t *tape) put(o capture.Observation) {
	t.last++
	if t.sink != nil {
		t.sink(o)
	}
	if t.length == 0 {
		return
	}
	n := len(t.reels)
	if n == 0 || t.reels[n-1].Len() >= max(1, t.length/reels) {
		t.turn()
		n = len(t.reels)
	}
	t.reels[n-1].Append(o)
}

// turn begins a new reel.
func (t *tape) turn() {
	if len(t.reels) == reels {
		t.dropped += t.reels[0].Len() - t.reels[0].head
		t.reels = append([]reel(nil), t.reels[1:]...)
	}
	next := reel{Capture: new(capture.Capture), first: t.last}
	if t.head != nil && t.last > 1 {
		t.head(func(o capture.Observation) { next.Append(o) })
	}
	next.head = next.Len()
	t.reels = append(t.reels, next)
}

// join copies all reels into one capture. What notes speak of follows.
func (t *tape) join() *capture.Capture {
	whole := new(capture.Capture)
	renumbered := map[int]int{}
	for i, r := range t.reels {
		n := r.first - r.head
		for o := range r.All() {
			if n >= r.first || i == 0 {
				o.About = renumbered[o.About]
				at := whole.Append(o)
				if n >= r.first {
					renumbered[n] = at
				}
			}
			n++
		}
	}
	return whole
}
