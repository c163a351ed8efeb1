//go:build js && wasm

package store

import (
	"context"
	"fmt"
	"syscall/js"
	"time"

	"github.com/keytrail/keytrail/app/recorder"
)

// atOnce is how many bytes of small chunks are fetched in one transaction: few
// round trips, and yet a recording of any size never stands in memory whole.
const atOnce = 1 << 20

// Read calls f with every chunk that the recording has at the time of the call,
// in order, one at a time. It ends with the first error of f, as it is. The
// error is recorder.ErrDeleted when the recording is not there, or is deleted meanwhile.
func (s *Store) Read(ctx context.Context, recording string, f func(chunk []byte) error) error {
	r, err := s.find(ctx, recording)
	if err != nil {
		return fmt.Errorf("store: read: %w", err)
	}
	for n := 0; n < r.Chunks; {
		batch, err := s.batch(ctx, r, n)
		if err != nil {
			return fmt.Errorf("store: read: %w", err)
		}
		for i := range batch.Length() {
			if err := f(bytes(batch.Index(i))); err != nil {
				return err
			}
		}
		n += batch.Length()
	}
	return nil
}

func (s *Store) find(ctx context.Context, recording string) (r recorder.Recording, err error) {
	err = s.transact(ctx, "readonly", func(t *transaction) {
		t.record(recording, func(record js.Value) { r = listedOne(record) })
	})
	return r, err
}

// batch fetches chunks from the n-th on, at least one.
func (s *Store) batch(ctx context.Context, r recorder.Recording, n int) (batch js.Value, err error) {
	count := max(1, atOnce*int64(r.Chunks)/max(1, r.Bytes))
	err = s.transact(ctx, "readonly", func(t *transaction) {
		last := min(int64(r.Chunks), int64(n)+count) - 1
		keys := between([]any{r.ID, n}, []any{r.ID, last})
		t.then(t.store(chunks).Call("getAll", keys), func(all js.Value) {
			if all.Length() == 0 {
				t.fail(recorder.ErrDeleted)
				return
			}
			batch = all
		})
	})
	return batch, err
}

func bytes(array js.Value) []byte {
	b := make([]byte, array.Length())
	js.CopyBytesToGo(b, array)
	return b
}

// Delete removes a recording. To remove one that is not there is no error.
func (s *Store) Delete(ctx context.Context, recording string) error {
	err := s.transact(ctx, "readwrite", func(t *transaction) { t.delete(recording) })
	if err != nil {
		return fmt.Errorf("store: delete: %w", err)
	}
	return nil
}

// Expire removes the recordings that have expired, even one that is going on,
// and returns how many there were.
func (s *Store) Expire(ctx context.Context, now time.Time) (n int, err error) {
	err = s.transact(ctx, "readwrite", func(t *transaction) {
		t.then(t.store(recordings).Call("getAll"), func(all js.Value) {
			for _, r := range listed(all) {
				if !r.Expires.IsZero() && !now.Before(r.Expires) {
					t.delete(r.ID)
					n++
				}
			}
		})
	})
	if err != nil {
		return 0, fmt.Errorf("store: expire: %w", err)
	}
	return n, nil
}
