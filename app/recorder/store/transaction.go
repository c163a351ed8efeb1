//go:build js && wasm

package store

import (
	"context"
	"errors"
	"syscall/js"

	"github.com/keytrail/keytrail/app/promise"
	"github.com/keytrail/keytrail/app/recorder"
)

// A transaction commits by itself as soon as it has no request left. So the
// first request is made where it is created and every other one inside the
// answer to a request, never after waiting for anything else.
type transaction struct {
	tx      js.Value
	answers []js.Func
	err     error
}

// transact runs a transaction over the whole database and returns when it is
// complete: everything is in the hands of the operating system, or nothing is.
// When ctx ends before that, the transaction is taken back.
//
// The durability is relaxed: what is complete survives the end of the browser,
// however sudden, but the last seconds may be lost with the power. Strict would
// have the disk confirm every transaction; at 200 appends a second, that is a
// disk that does nothing else, and a queue of appends in the memory that a
// crash takes away.
func (s *Store) transact(ctx context.Context, mode string, begin func(*transaction)) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	t := &transaction{}
	ended, err := t.start(s.db, mode)
	if err != nil {
		return err
	}
	defer t.release()
	stop := context.AfterFunc(ctx, t.abort)
	defer stop()
	if err := attempt(func() { begin(t) }); err != nil {
		t.fail(err)
	}
	_, err = promise.Await(ended)
	switch {
	case err == nil:
		return nil
	case t.err != nil:
		return t.err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return failure(t.tx.Get("error"))
}

func (t *transaction) start(db js.Value, mode string) (ended js.Value, err error) {
	err = attempt(func() {
		options := map[string]any{"durability": "relaxed"}
		t.tx = db.Call("transaction", []any{recordings, chunks}, mode, options)
		ended = settling(t.tx, "oncomplete", "onabort").Get("promise")
	})
	if t.tx.IsUndefined() {
		return ended, errors.Join(recorder.ErrShut, err)
	}
	return ended, err
}

// then calls answer with the result of the request, inside the transaction.
func (t *transaction) then(request js.Value, answer func(result js.Value)) {
	f := js.FuncOf(func(this js.Value, _ []js.Value) any {
		if err := attempt(func() { answer(this.Get("result")) }); err != nil {
			t.fail(err)
		}
		return nil
	})
	t.answers = append(t.answers, f)
	request.Set("onsuccess", f)
}

// fail takes the transaction back because of err.
func (t *transaction) fail(err error) {
	t.err = err
	t.abort()
}

// abort throws when the transaction has ended in the meantime, and then there
// is nothing to take back.
func (t *transaction) abort() { _ = attempt(func() { t.tx.Call("abort") }) }

// release is for the end of the transaction: no answer comes after that.
func (t *transaction) release() {
	for _, f := range t.answers {
		f.Release()
	}
}

func (t *transaction) store(name string) js.Value { return t.tx.Call("objectStore", name) }

// record calls f with a recording, if it is there.
func (t *transaction) record(recording string, f func(record js.Value)) {
	t.then(t.store(recordings).Call("get", recording), func(record js.Value) {
		if record.IsUndefined() {
			t.fail(recorder.ErrDeleted)
			return
		}
		f(record)
	})
}

// change writes back what f makes of a recording.
func (t *transaction) change(recording string, f func(record js.Value) error) {
	t.record(recording, func(record js.Value) {
		if err := f(record); err != nil {
			t.fail(err)
			return
		}
		t.store(recordings).Call("put", record)
	})
}

func (t *transaction) delete(recording string) {
	t.store(recordings).Call("delete", recording)
	t.store(chunks).Call("delete", between([]any{recording}, []any{recording, []any{}}))
}

// between is a range of keys. Of a chunk's key the second part is a number, and
// a list comes after every number.
func between(from, to []any) js.Value {
	return js.Global().Get("IDBKeyRange").Call("bound", from, to)
}
