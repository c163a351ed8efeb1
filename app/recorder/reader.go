package recorder

import (
	"context"
	"errors"
	"io"
	"iter"
)

// A Reader reads the chunks of a recording, each of which is a file, one after
// the other, so that the recording is never in memory as a whole.
type Reader struct {
	next func() (chunk []byte, err error, more bool)
	stop func()
	held []byte
}

var errStopped = errors.New("nobody reads on")

// NewReader reads a recording of the keeper that open returns.
func NewReader(open func(context.Context) (Keeper, error), id string) *Reader {
	next, stop := iter.Pull2(func(yield func([]byte, error) bool) {
		k, err := open(always)
		if err == nil {
			err = k.Read(always, id, func(chunk []byte) error {
				if !yield(chunk, nil) {
					return errStopped
				}
				return nil
			})
		}
		if err != nil && err != errStopped {
			yield(nil, err)
		}
	})
	return &Reader{next: next, stop: stop}
}

// Read blocks while the browser fetches a chunk.
func (r *Reader) Read(p []byte) (int, error) {
	for len(r.held) == 0 {
		chunk, err, more := r.next()
		switch {
		case err != nil:
			return 0, err
		case !more:
			return 0, io.EOF
		}
		r.held = chunk
	}
	n := copy(p, r.held)
	r.held = r.held[n:]
	return n, nil
}

// Close ends the reading early.
func (r *Reader) Close() error {
	r.stop()
	return nil
}
