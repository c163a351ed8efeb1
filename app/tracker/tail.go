package tracker

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture/open"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
)

// A Snapshot is a file as it was at one moment. Reading it may fail once the file
// has changed.
type Snapshot interface {
	io.ReaderAt
	Size() int64
}

const (
	// lookEvery is how often a file that grows is looked at.
	lookEvery = 500 * time.Millisecond
	// signature is how many bytes in front of what is new tell that a file is still
	// the one that was read.
	signature = 256
)

// A tail reads a file that another program is writing, and waits at its end for
// more. Only what is new is read, and a few bytes in front of it.
type tail struct {
	ctx  context.Context
	look func() (Snapshot, error)
	now  func() time.Time
	tell func(size int64, trouble error) // has what became known by looking

	file    Snapshot // nil where it has to be looked at again
	at      int64    // what was read
	known   []byte   // the end of that
	size    int64    // these were told
	trouble string
}

// Read implements io.Reader. It ends with the context, and returns an *open.Anew
// where the file is another one.
func (r *tail) Read(p []byte) (int, error) {
	for r.ctx.Err() == nil {
		n, err := r.more(p)
		if _, anew := errors.AsType[*open.Anew](err); n > 0 || anew {
			return n, err
		}
		if err != nil {
			r.file = nil
			r.say(r.size, err)
		}
		select {
		case <-r.ctx.Done():
		case <-time.After(lookEvery):
		}
	}
	return 0, r.ctx.Err()
}

// say tells what is new.
func (r *tail) say(size int64, trouble error) {
	text := ""
	if trouble != nil {
		text = trouble.Error()
	}
	if size != r.size || text != r.trouble {
		r.size, r.trouble = size, text
		r.tell(size, trouble)
	}
}

// more reads what is there and was not read, if anything.
func (r *tail) more(p []byte) (int, error) {
	if r.file == nil || r.file.Size() <= r.at {
		file, err := r.look()
		if err != nil {
			return 0, err
		}
		same, err := r.continued(file)
		if err != nil {
			return 0, err
		}
		r.file = file
		r.say(file.Size(), nil)
		if !same {
			r.at, r.known = 0, nil
			return 0, &open.Anew{Time: r.now()}
		}
	}
	rest := r.file.Size() - r.at
	if rest == 0 {
		return 0, nil
	}
	n, err := r.file.ReadAt(p[:min(int64(len(p)), rest)], r.at)
	r.at += int64(n)
	r.known = append(r.known, p[max(0, n-signature):n]...)
	r.known = slices.Clone(r.known[max(0, len(r.known)-signature):])
	return n, err
}

// continued reports whether a file begins with what was read.
func (r *tail) continued(file Snapshot) (bool, error) {
	if file.Size() < r.at {
		return false, nil
	}
	if file.Size() == r.at {
		return true, nil // nothing is to be read of it
	}
	there := make([]byte, len(r.known))
	n, err := file.ReadAt(there, r.at-int64(len(there)))
	if n < len(there) {
		return false, err
	}
	return bytes.Equal(there, r.known), nil
}

// follow hands the owner what a file that grows brings, for as long as somebody
// wants it.
func (o *opener) follow(ctx context.Context, reader *open.Reader) {
	for ctx.Err() == nil {
		err := reader.Step(ctx)
		for batch := range slices.Chunk(reader.Capture().Drain(), batchSize) {
			o.hand(ctx, batch, nil, o.take)
		}
		o.hand(ctx, nil, err, o.take)
		if err != nil {
			return
		}
	}
}

// looked takes in what looking at a file that grows has told: its size, or why it
// cannot be looked at just now. It is called beside the owner.
func (o *opener) looked(size int64, trouble error) {
	o.t.inbox.post(func() {
		if now := *o.opening; o.reading() {
			now.Size, now.Trouble = size, trouble
			o.opening = &now
		}
	})
}

// advance says how far a file that grows was read, and what was understood of it.
func (o *opener) advance(now *Opening) {
	if now.Read != o.tail.at {
		now.Read, o.grown = o.tail.at, o.t.clock.now()
	}
	c := o.reader.Capture()
	now.Understood, now.Fixes, now.Problems = o.reader.Understood(), c.Fixes, c.Problems
}

// status is what is said of where the screen comes from while the file is on it.
func (o *opener) status() link.Status {
	s := link.Status{State: link.File, Since: o.since, Profile: settings.Profile{Name: o.opening.Name}}
	if o.opening.Grows && o.reading() {
		s.State, s.Heartbeat, s.Problem = link.Following, o.grown, o.opening.Trouble
	}
	return s
}
