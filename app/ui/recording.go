package ui

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/keytrail/keytrail/app/tracker"
)

// openRecording opens a recording as a file is opened, and marks where it was
// cut off.
func (m *model) openRecording(id string) {
	for _, r := range m.keeping.list {
		if r.ID != id || m.keeping.open == nil {
			continue
		}
		note := ""
		if !r.Closed && r.ID != m.keeping.current {
			note = cutOff
		}
		m.openFrom(tracker.Open{
			Name:   "Recording of " + r.Begun.In(m.zone).Format("2006-01-02 15:04"),
			Reader: newRecordingReader(m.keeping.open, id), Size: r.Bytes, Note: note,
		})
	}
}

const cutOff = "The recording was cut off here: the tab or the browser ended without ending it. What came in the last second before that may be missing."

// A recordingReader reads the chunks of a recording, each of which is a file,
// one behind the other, so that none is ever in memory as a whole.
type recordingReader struct {
	next func() (chunk []byte, err error, more bool)
	stop func()
	held []byte
}

var errStopped = errors.New("nobody reads on")

func newRecordingReader(open func(context.Context) (Keeper, error), id string) *recordingReader {
	next, stop := iter.Pull2(func(yield func([]byte, error) bool) {
		k, err := open(context.Background())
		if err == nil {
			err = k.Read(context.Background(), id, func(chunk []byte) error {
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
	return &recordingReader{next: next, stop: stop}
}

// Read blocks while the browser fetches a chunk.
func (r *recordingReader) Read(p []byte) (int, error) {
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
func (r *recordingReader) Close() error {
	r.stop()
	return nil
}
