package link

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
)

// held are the readings that wait for the polls.
//
// What a reading shows may have been published as well and be still under way:
// in a poll that is slow, or one that broke off and whose messages the server
// repeats. Taken in at once, the reading would make such a notification turn the
// data back. So a reading that tells something new is held until a poll that was
// sent after it has been answered: all notifications of what it shows have come
// then, or are lost.
type held struct {
	readings []*book.Reading
	unsure   time.Time // a reading of that time was taken in before a poll allowed it, zero for none
}

// hold has a reading wait.
func (h *held) hold(r *book.Reading, now time.Time) {
	r.Held = now
	h.readings = append(h.readings, r)
}

// holds reports whether a reading still waits.
func (h *held) holds(r *book.Reading) bool { return slices.Contains(h.readings, r) }

// polled returns the readings that the answer to a poll sent at asked allows to
// judge, and whether all is to be read once more, since one was judged too early.
func (h *held) polled(asked time.Time) (judged []*book.Reading, again bool) {
	var waiting []*book.Reading
	for _, r := range h.readings {
		if asked.Before(r.Held) {
			waiting = append(waiting, r)
		} else {
			judged = append(judged, r)
		}
	}
	h.readings = waiting
	again = !h.unsure.IsZero() && !asked.Before(h.unsure)
	if again {
		h.unsure = time.Time{}
	}
	return judged, again
}

// release lets a reading go although a notification of what it shows may still
// come, and reports whether it waited. When none can come any more, all is to be
// read once more.
func (h *held) release(r *book.Reading) bool {
	if !h.holds(r) {
		return false
	}
	h.readings = slices.DeleteFunc(h.readings, func(other *book.Reading) bool { return other == r })
	h.unsure = r.Held
	return true
}
