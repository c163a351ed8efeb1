//go:build js && wasm

package store

import (
	"context"
	"fmt"
	"syscall/js"
)

// ending stands in place of a chunk's number in the key of what End has left. A
// text comes after every number.
const ending = "end"

// End adds a last chunk, unless that is empty, and marks the recording as
// properly ended, for a page that is going away: the whole transaction is in the
// browser's hands when End begins to wait, and takes place even if the page does
// not live to see it. So nothing is read, and the recording itself is brought up
// to date by whoever opens or lists recordings next. It must be the last call.
func (s *Store) End(ctx context.Context, recording string, chunk []byte) error {
	defer s.let(recording)
	data := js.Global().Get("Uint8Array").New(len(chunk))
	js.CopyBytesToJS(data, chunk)
	err := s.transact(ctx, "readwrite", func(t *transaction) {
		t.store(chunks).Call("put", data, []any{recording, ending})
		t.tx.Call("commit")
	})
	if err != nil {
		return fmt.Errorf("store: end: %w", err)
	}
	return nil
}

// fold makes a chunk of what End has left.
func (s *Store) fold(ctx context.Context) error {
	return s.transact(ctx, "readwrite", func(t *transaction) {
		t.then(t.store(recordings).Call("getAll"), func(all js.Value) {
			for i := range all.Length() {
				if record := all.Index(i); !record.Get("closed").Bool() {
					t.end(record)
				}
			}
		})
	})
}

// end ends a recording for which End was called.
func (t *transaction) end(record js.Value) {
	id := record.Get("id").String()
	t.then(t.store(chunks).Call("get", []any{id, ending}), func(data js.Value) {
		if data.IsUndefined() {
			return
		}
		if size := data.Length(); size > 0 {
			n := record.Get("chunks").Int()
			t.store(chunks).Call("add", data, []any{id, n})
			record.Set("chunks", n+1)
			record.Set("bytes", record.Get("bytes").Float()+float64(size))
		}
		record.Set("closed", true)
		t.store(recordings).Call("put", record)
		t.store(chunks).Call("delete", []any{id, ending})
	})
}
