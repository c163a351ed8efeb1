package book

import "github.com/keytrail/keytrail/app/capture"

// reels is how many reels a tape is kept on.
const reels = 10

// A reel is a stretch of the tape. The first head observations are the states
// it begins with.
type reel struct {
	*capture.Capture
	head  int
	blank int // its size with nothing but those, in bytes
}

// A tape is the record of everything observed, ready to be saved. It is a list
// of reels, of which the oldest is dropped whole; each reel begins with the
// state of every session, so that it can be understood without the one before.
type tape struct {
	length int // observations that are kept, give or take a reel; 0 keeps none
	budget int // the memory that they may take, in bytes, without the states at the head of each reel
	reels  []reel
	last   int // the number of the newest observation; they count from 1 and are never reused
	// head puts the state of every session at the beginning of a reel.
	head func(put func(capture.Observation))
	sink func(o capture.Observation) // receives every observation, nil for nobody
}

func (t *tape) put(o capture.Observation) {
	if n := len(t.reels); t.length > 0 && (n == 0 || t.full(t.reels[n-1])) {
		t.turn()
	}
	t.last++
	o.N = t.last
	if t.sink != nil {
		t.sink(o)
	}
	if t.length > 0 {
		t.reels[len(t.reels)-1].Put(o)
	}
}

// full reports whether a reel has taken its share.
func (t *tape) full(r reel) bool {
	return r.Len() >= max(1, t.length/reels) || r.Size()-r.blank >= t.budget/reels
}

// turn begins a new reel. The states at its head have numbers of their own,
// which nothing else will have when it is the oldest one.
func (t *tape) turn() {
	if n := len(t.reels); n > 0 {
		t.reels[n-1].Capture = t.reels[n-1].Still() // nothing is built on its states any more
	}
	if len(t.reels) == reels {
		t.reels = append([]reel(nil), t.reels[1:]...)
	}
	next := reel{Capture: new(capture.Capture)}
	if t.last > 0 {
		t.head(func(o capture.Observation) {
			t.last++
			o.N = t.last
			next.Put(o)
		})
	}
	next.head, next.blank = next.Len(), next.Size()
	t.reels = append(t.reels, next)
}

// A Tape is what was recorded up to an instant, for somebody beside the owner of
// the book.
type Tape struct{ reels []reel }

// Tape returns everything recorded as it is now.
func (b *Book) Tape() Tape {
	list := make([]reel, len(b.tape.reels))
	for i, r := range b.tape.reels {
		list[i] = reel{r.Still(), r.head, r.blank}
	}
	return Tape{list}
}

// Follow has every observation handed to somebody from now on, nil for nobody.
func (b *Book) Follow(f func(capture.Observation)) { b.tape.sink = f }

// Join copies it into one capture, whose numbers are those of the tape; the
// lowest are missing when the oldest were dropped. It rests on the way, and so
// will whoever goes through the capture.
func (t Tape) Join(rest func()) *capture.Capture {
	whole := &capture.Capture{Rest: rest}
	for i, r := range t.reels {
		skip := r.head
		if i == 0 {
			skip = 0 // what came before is gone
		}
		for o := range r.All() {
			if skip--; skip < 0 {
				whole.Put(o)
			}
		}
	}
	return whole
}
