// Package recorder keeps what is observed while it is observed, so that a tab
// that crashes loses no more than the last second.
//
// Start with [Recorder] and its method Record, which returns when it is told to
// stop or can no longer keep anything; [NewReader] reads a recording as a file.
//
// The one rule: a recording that was not ended looks as if it had been cut off.
// Whoever stops a recorder waits for Record to return.
//
// It is not the place where recordings lie: that is a [Keeper], of which package
// recorder/store is the browser's.
package recorder

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
)

// A Keeper keeps recordings in the browser, where they outlive the page.
type Keeper interface {
	// Begin begins a recording that is deleted at expires, unless that is zero.
	Begin(ctx context.Context, name string, at, expires time.Time) (recording string, err error)
	// Append has kept the chunk for good when it returns nil. The error may be
	// ErrDeleted or ErrShut.
	Append(ctx context.Context, recording string, chunk []byte) error
	// Close ends a recording properly.
	Close(ctx context.Context, recording string) error
	// End appends a last chunk, unless it is empty, and closes, even if the
	// page does not live to see it return.
	End(ctx context.Context, recording string, chunk []byte) error
	// List returns all recordings, those begun last first.
	List(ctx context.Context) ([]Recording, error)
	// Read calls f with every chunk, in order.
	Read(ctx context.Context, recording string, f func(chunk []byte) error) error
	// Delete removes a recording, and Expire those that have expired.
	Delete(ctx context.Context, recording string) error
	Expire(ctx context.Context, now time.Time) (int, error)
	// DeleteAll removes everything that the program keeps and looks whether it
	// is gone. The Keeper is of no use after that.
	DeleteAll(ctx context.Context) error
	// Quota returns the bytes used and available.
	Quota(ctx context.Context) (used, available int64, err error)
}

// A Recording is what is known of a recording without reading it.
type Recording struct {
	ID      string
	Name    string
	Begun   time.Time
	Last    time.Time // of the last chunk
	Expires time.Time // zero: never
	Bytes   int64
	Chunks  int
	Closed  bool // it was ended properly
	Running bool // it is going on, here or in another tab
	Cut     bool // its page went without ending it; where neither this nor the two above, nobody can tell
}

// What a Keeper says of a recording that it can add nothing to.
var (
	// ErrDeleted says that it is not there, or no longer.
	ErrDeleted = errors.New("it was deleted or has expired, here or in another tab")
	// ErrShut says that the database was closed under it. A new one helps.
	ErrShut = errors.New("another tab has deleted everything or brought a newer version, or the browser has cleared the data of this site")
)

// Every is how long what is observed may wait to be kept.
const Every = 500 * time.Millisecond

// A Recorder records what a tail yields, without the credentials in it.
type Recorder struct {
	Keeper Keeper
	// Next returns what was observed since it was called last. Where anew is
	// true that belongs to a recording of its own.
	Next    func(context.Context) (c *capture.Capture, anew bool, err error)
	Name    string    // of the recordings
	Expires time.Time // when they are deleted, zero for never

	Rest  func()                    // called between observations; nil for nothing
	Begun func(recording string)    // called when a recording has begun
	Kept  func(bytes, messages int) // called when so much more was kept
}

// always is what a recording is kept by: it is ended whatever becomes of the page.
var always = context.Background()

// Record keeps what is observed until ctx ends, hide yields or it cannot go on.
// It ends the recording, in a way that a page which is going away survives.
func (r *Recorder) Record(ctx context.Context, hide <-chan struct{}) error {
	tick := time.NewTicker(Every)
	defer tick.Stop()
	id, guard, going := "", (*redact.Guard)(nil), true
	rest := func() {
		if going && r.Rest != nil { // a page that goes away comes back from no rest
			r.Rest()
		}
	}
	begin := func() (err error) {
		guard = redact.NewGuard(rest)
		id, err = r.begin(id, guard.Text(r.Name))
		return err
	}
	for going {
		c, anew, err := r.Next(always)
		if err == nil && (anew || id == "") {
			err = begin()
		}
		if err == nil && c.Len() > 0 {
			err = r.append(id, c, guard)
		}
		if err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-hide:
			going = false
		case <-ctx.Done():
			going = false
		}
	}
	c, anew, err := r.Next(always) // what came since the last tick is kept, too
	if err != nil {
		c = new(capture.Capture)
	} else if anew && c.Len() > 0 {
		if err := begin(); err != nil {
			return err
		}
	}
	return r.end(id, c, guard)
}

// begin begins a recording behind the one of that id.
func (r *Recorder) begin(before, name string) (id string, err error) {
	if before != "" {
		if err := r.Keeper.Close(always, before); err != nil {
			return before, err
		}
	}
	if id, err = r.Keeper.Begin(always, name, time.Now(), r.Expires); err == nil {
		r.Begun(id)
	}
	return id, err
}

func (r *Recorder) append(id string, c *capture.Capture, guard *redact.Guard) error {
	c.Rest = r.Rest
	chunk, err := chunkOf(c, guard)
	if err == nil {
		err = r.Keeper.Append(always, id, chunk)
	}
	if err == nil {
		r.Kept(len(chunk), c.Count(capture.Notification))
	}
	return err
}

// end ends a recording with what came last.
func (r *Recorder) end(id string, c *capture.Capture, guard *redact.Guard) (err error) {
	var chunk []byte
	if c.Len() > 0 {
		if chunk, err = chunkOf(c, guard); err != nil {
			return err
		}
	}
	return r.Keeper.End(always, id, chunk)
}

// chunkOf writes what was observed as a chunk of a recording.
func chunkOf(c *capture.Capture, guard *redact.Guard) ([]byte, error) {
	var chunk bytes.Buffer
	c.Header.Created = time.Now()
	err := capture.WriteThrough(&chunk, c, guard.Observation)
	return chunk.Bytes(), err
}
