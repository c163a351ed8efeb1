//go:build js && wasm

package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sort"
	"strconv"
	"syscall/js"
	"time"

	"github.com/keytrail/keytrail/app/recorder"
)

// Begin begins a recording and returns its id. The zero expires means that it
// is kept until somebody deletes it.
func (s *Store) Begin(ctx context.Context, name string, at, expires time.Time) (recording string, err error) {
	// Counting would give the id of a deleted recording to another one, and a
	// tab that has not noticed would append to it.
	recording = strconv.FormatUint(rand.Uint64(), 36)
	record := map[string]any{
		"id": recording, "name": name, "begun": millis(at), "last": millis(at), "expires": millis(expires),
		"bytes": 0, "chunks": 0, "closed": false,
	}
	s.hold(recording)
	err = s.transact(ctx, "readwrite", func(t *transaction) { t.store(recordings).Call("add", record) })
	if err != nil {
		s.let(recording)
		return "", fmt.Errorf("store: begin: %w", err)
	}
	return recording, nil
}

// A recording that was closed is complete and takes no more chunks.
var errEnded = errors.New("the recording was closed: begin a new one")

// Append adds a chunk to a recording. When it returns nil the chunk will be
// there after a crash of the tab or the browser; otherwise nothing has been
// added. Calls that follow each other keep their order. An error may be
// ErrFull, recorder.ErrDeleted or recorder.ErrShut.
func (s *Store) Append(ctx context.Context, recording string, chunk []byte) error {
	data := js.Global().Get("Uint8Array").New(len(chunk))
	js.CopyBytesToJS(data, chunk)
	at := millis(time.Now())
	err := s.transact(ctx, "readwrite", func(t *transaction) {
		t.change(recording, func(record js.Value) error {
			if record.Get("closed").Bool() {
				return errEnded
			}
			n := record.Get("chunks").Int()
			t.store(chunks).Call("add", data, []any{recording, n})
			record.Set("chunks", n+1)
			record.Set("bytes", record.Get("bytes").Float()+float64(len(chunk)))
			record.Set("last", at)
			return nil
		})
	})
	if err != nil {
		s.let(recording) // whoever records gives up
		return fmt.Errorf("store: append: %w", err)
	}
	return nil
}

// Close marks a recording as properly ended; it takes no more chunks.
func (s *Store) Close(ctx context.Context, recording string) error {
	defer s.let(recording)
	err := s.transact(ctx, "readwrite", func(t *transaction) {
		t.change(recording, func(record js.Value) error {
			record.Set("closed", true)
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}

// List returns all recordings, those begun last first.
func (s *Store) List(ctx context.Context) ([]recorder.Recording, error) {
	var list []recorder.Recording
	if err := s.fold(ctx); err != nil {
		return nil, fmt.Errorf("store: list: %w", err)
	}
	err := s.transact(ctx, "readonly", func(t *transaction) {
		t.then(t.store(recordings).Call("getAll"), func(all js.Value) { list = listed(all) })
	})
	if err == nil {
		err = tell(list)
	}
	if err != nil {
		return nil, fmt.Errorf("store: list: %w", err)
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return a.Begun.After(b.Begun) || a.Begun.Equal(b.Begun) && a.ID < b.ID
	})
	return list, nil
}

func listed(records js.Value) []recorder.Recording {
	list := make([]recorder.Recording, records.Length())
	for i := range list {
		list[i] = listedOne(records.Index(i))
	}
	return list
}

func listedOne(record js.Value) recorder.Recording {
	return recorder.Recording{
		ID:      record.Get("id").String(),
		Name:    record.Get("name").String(),
		Begun:   moment(record.Get("begun")),
		Last:    moment(record.Get("last")),
		Expires: moment(record.Get("expires")),
		Bytes:   int64(record.Get("bytes").Float()),
		Chunks:  record.Get("chunks").Int(),
		Closed:  record.Get("closed").Bool(),
	}
}

// millis counts milliseconds from 1970, which a JavaScript number holds
// exactly. Null stands for no time.
func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return float64(t.UnixMilli())
}

func moment(v js.Value) time.Time {
	if v.IsNull() {
		return time.Time{}
	}
	return time.UnixMilli(int64(v.Float()))
}
