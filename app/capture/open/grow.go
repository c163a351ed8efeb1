package open

import (
	"errors"
	"io"
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// NewGrowing returns a Reader of JSON Lines or a log that another program is still
// writing. r waits where nothing more is there yet, and says with an *Anew that the
// file has begun anew. Each Step takes what one Read brings, and what it holds comes
// out of Capture().Drain.
func NewGrowing(r io.Reader) *Reader {
	grows := NewReader(r, 0)
	grows.grows = true
	return grows
}

// ErrWhole says that a file is of a kind that is written at once and does not grow.
var ErrWhole = errors.New("a HAR, a capture and a compressed file are written as a whole, so that nothing is to be followed; open the file instead")

// An Anew is the error of a growing file that is no longer the one whose
// beginning was read: it was truncated, or another one has its name.
type Anew struct{ Time time.Time }

func (*Anew) Error() string { return "the file was truncated or replaced" }

func (r *Reader) unlessAnew(err error) error {
	if a, ok := errors.AsType[*Anew](err); ok {
		return r.anew(a)
	}
	return err
}

// anew ends what was read, of which no more will come, and has what follows read
// as a file of its own.
func (r *Reader) anew(a *Anew) error {
	if err := r.use(true); err != nil {
		return err
	}
	if r.text != nil {
		r.letters()
	}
	r.capture.Append(capture.Observation{Kind: capture.Note, Time: a.Time, Text: "The file was truncated or replaced. What follows was read from its beginning again."})
	r.text, r.format, r.held, r.used, r.lines = nil, nil, nil, 0, 0
	return nil
}
