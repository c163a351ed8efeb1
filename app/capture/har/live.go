package har

import (
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// A Live reads the entries of a HAR that does not end, as a browser's developer
// tools hand them over: each when it is finished, and so after others that began
// later. The zero Live is ready.
type Live struct{ reader Reader }

// Entry takes one entry. What it holds comes out of [Live.Until].
func (l *Live) Entry(text string) error {
	if l.reader.to == nil {
		l.reader.to = new(capture.Capture)
	}
	l.reader.entries++
	return l.reader.take([]byte(text), capture.Position{Line: l.reader.entries})
}

// Others returns how many entries were of other places than Web Services.
func (l *Live) Others() int { return l.reader.found.Others }

// Until returns what was observed up to then and not returned before, in order
// of time as far as it is known by now, and what could not be read meanwhile. What
// is finished a little later may have begun a little earlier, so nobody should ask
// for the last instants.
func (l *Live) Until(then time.Time) ([]capture.Observation, []capture.Problem) {
	if l.reader.to == nil {
		return nil, nil
	}
	l.reader.queue.release(l.reader.to, then, 0)
	problems := l.reader.to.Problems
	l.reader.to.Problems, l.reader.to.Fixes = nil, nil
	return l.reader.to.Drain(), problems
}

// Waiting reports whether something was taken that Until has not returned.
func (l *Live) Waiting() bool { return len(l.reader.queue.waiting) > 0 }
