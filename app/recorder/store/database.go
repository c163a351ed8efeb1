//go:build js && wasm

package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall/js"

	"github.com/keytrail/keytrail/app/promise"
)

// The schema. A recording is a record of its own, so that listing reads no
// chunks; the chunk n of a recording has the key [recording, n].
const (
	version    = 1
	recordings = "recordings"
	chunks     = "chunks"
)

// A Store is an open database (https://w3c.github.io/IndexedDB). Its methods
// may be called from any goroutine, but from no JavaScript callback. Use Open.
type Store struct {
	db      js.Value
	holding sync.Map // recordings that were begun here and go on → what lets their locks go
}

// Open opens the database and creates it where there is none.
func Open(ctx context.Context) (*Store, error) {
	db, err := open(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	// Another tab that deletes or upgrades the database waits for this
	// connection. JavaScript's own function closes it: nothing to release.
	db.Set("onversionchange", db.Get("close").Call("bind", db))
	s := &Store{db: db}
	if err := s.fold(ctx); err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	return s, nil
}

func open(ctx context.Context) (js.Value, error) {
	if ctx.Err() != nil {
		return js.Value{}, ctx.Err()
	}
	upgrade := js.FuncOf(func(this js.Value, _ []js.Value) any {
		db := this.Get("result")
		db.Call("createObjectStore", recordings, map[string]any{"keyPath": "id"})
		db.Call("createObjectStore", chunks)
		return nil
	})
	defer upgrade.Release()
	var request, opened js.Value
	err := attempt(func() {
		request = global("indexedDB").Call("open", name(), version)
		request.Set("onupgradeneeded", upgrade)
		opened = settling(request, "onsuccess", "onerror").Get("promise")
	})
	if err != nil {
		return js.Value{}, err
	}
	if _, err := promise.Await(opened); err != nil {
		return js.Value{}, failure(request.Get("error"))
	}
	return request.Get("result"), nil
}

// scope is the address of the directory that the program is hosted in. Two of
// one origin may be of different versions and must not share a database.
func scope() string {
	location := js.Global().Get("location").Get("href")
	return js.Global().Get("URL").New(".", location).Get("href").String()
}

func name() string { return "keytrail " + scope() }

// settling returns a promise with its two functions. It is fulfilled by the one
// event of target and rejected by the other. Since JavaScript's own functions
// listen, there is nothing to release.
func settling(target js.Value, fulfilled, rejected string) js.Value {
	resolvers := js.Global().Get("Promise").Call("withResolvers")
	target.Set(fulfilled, resolvers.Get("resolve"))
	target.Set(rejected, resolvers.Get("reject"))
	return resolvers
}

// await waits for the promise that start makes. An error is the browser's
// reason, whether it throws or rejects.
func await(start func() js.Value) (v js.Value, err error) {
	var p js.Value
	if err := attempt(func() { p = start() }); err != nil {
		return v, err
	}
	v, err = promise.Await(p)
	if rejection, ok := errors.AsType[js.Error](err); ok {
		err = failure(rejection.Value)
	}
	return v, err
}

// global is a property of the page's global object. Where storage is switched
// off, looking at one throws, and Go can catch that from a call only: from Get
// it ends the program.
func global(property string) js.Value {
	return js.Global().Get("Reflect").Call("get", js.Global(), property)
}

// attempt turns what JavaScript throws into an error, the lack of a feature
// included.
func attempt(f func()) (err error) {
	defer func() {
		switch thrown := recover().(type) {
		case nil:
		case js.Error:
			err = failure(thrown.Value)
		case *js.ValueError:
			err = errors.New("this browser keeps no data for this page: private windows and blocked cookies can be the reason")
		default:
			panic(thrown)
		}
	}()
	f()
	return nil
}

// failure names a DOMException (https://webidl.spec.whatwg.org/#idl-DOMException).
func failure(exception js.Value) error {
	if exception.Type() != js.TypeObject {
		return errors.New("the browser gave no reason")
	}
	kind, message := exception.Get("name").String(), exception.Get("message").String()
	switch kind {
	case "QuotaExceededError":
		return fmt.Errorf("%w (%s)", ErrFull, message)
	case "VersionError":
		return errors.New("a newer version of Keytrail has kept recordings here: reload the page")
	}
	return fmt.Errorf("%s: %s", kind, message)
}
