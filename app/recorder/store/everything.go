//go:build js && wasm

package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"github.com/keytrail/keytrail/app/promise"
)

// DeleteAll removes everything that the program keeps in this browser: the
// database, the copy of the program for visits without a network together with
// its service worker, and what is in localStorage and sessionStorage. Then it
// looks, and the error says what is still there.
//
// The Store is closed after that, as are the Stores of other tabs. The browser
// waits for a tab that is slow to let go until ctx ends, so ctx should have a
// deadline; the database then goes when that tab does.
func (s *Store) DeleteAll(ctx context.Context) error {
	s.db.Call("close")
	var failed, left []error
	for _, p := range places {
		names, err := p.list()
		failed = append(failed, err)
		for _, name := range names {
			failed = append(failed, p.remove(ctx, name))
		}
	}
	for _, p := range places {
		names, err := p.list()
		for _, name := range names {
			err = errors.Join(err, fmt.Errorf("still there: %s %s", p.what, name))
		}
		left = append(left, err)
	}
	if err := errors.Join(left...); err != nil {
		return fmt.Errorf("store: delete everything: %w", errors.Join(err, errors.Join(failed...)))
	}
	return nil
}

// A place is where the browser keeps something for the program.
type place struct {
	what   string
	list   func() ([]string, error)
	remove func(ctx context.Context, name string) error
}

// The worker goes before its caches, which it could fill again.
var places = []place{
	{"the service worker of", workers, unregister},
	{"the cache", caches, deleteCache},
	{"the database", databases, deleteDatabase},
	{"localStorage", func() ([]string, error) { return items("localStorage") }, func(_ context.Context, name string) error { return remove("localStorage", name) }},
	{"sessionStorage", func() ([]string, error) { return items("sessionStorage") }, func(_ context.Context, name string) error { return remove("sessionStorage", name) }},
}

// workers lists the program's own: a page outside of a secure context has none,
// and one for the whole origin belongs to somebody else.
func workers() ([]string, error) {
	registration, err := registration()
	if err != nil || registration.IsUndefined() || registration.Get("scope").String() != scope() {
		return nil, err
	}
	return []string{scope()}, nil
}

func registration() (js.Value, error) {
	return await(func() js.Value {
		navigator := js.Global().Get("navigator")
		container := js.Global().Get("Reflect").Call("get", navigator, "serviceWorker")
		if container.IsUndefined() {
			return js.Global().Get("Promise").Call("resolve")
		}
		return container.Call("getRegistration", scope())
	})
}

func unregister(context.Context, string) error {
	registration, err := registration()
	if err != nil || registration.IsUndefined() {
		return err
	}
	_, err = await(func() js.Value { return registration.Call("unregister") })
	return err
}

// caches lists those of the worker, whose names begin as the database's name.
func caches() ([]string, error) {
	all, err := await(func() js.Value {
		storage := global("caches")
		if storage.IsUndefined() {
			return js.Global().Get("Promise").Call("resolve", []any{})
		}
		return storage.Call("keys")
	})
	if err != nil {
		return nil, err
	}
	return having(all, js.Value.String, func(s string) bool { return strings.HasPrefix(s, name()+" ") }), nil
}

func deleteCache(_ context.Context, name string) error {
	_, err := await(func() js.Value { return global("caches").Call("delete", name) })
	return err
}

func databases() ([]string, error) {
	all, err := await(func() js.Value { return global("indexedDB").Call("databases") })
	if err != nil {
		return nil, err
	}
	called := func(v js.Value) string { return v.Get("name").String() }
	return having(all, called, func(s string) bool { return s == name() }), nil
}

func deleteDatabase(ctx context.Context, name string) error {
	var request, resolvers js.Value
	err := attempt(func() {
		request = global("indexedDB").Call("deleteDatabase", name)
		resolvers = settling(request, "onsuccess", "onerror")
	})
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { resolvers.Call("reject") })
	defer stop()
	if _, err := promise.Await(resolvers.Get("promise")); err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("another tab uses the recordings, close it: %w", ctx.Err())
	}
	return failure(request.Get("error"))
}

// items lists what one of the two storages holds for the program.
func items(storage string) (keys []string, err error) {
	err = attempt(func() {
		all := js.Global().Get("Object").Call("keys", global(storage))
		keys = having(all, js.Value.String, func(s string) bool { return strings.HasPrefix(s, "keytrail") })
	})
	return keys, err
}

func remove(storage, key string) error {
	return attempt(func() { global(storage).Call("removeItem", key) })
}

func having(all js.Value, called func(js.Value) string, wanted func(string) bool) (names []string) {
	for i := range all.Length() {
		if s := called(all.Index(i)); wanted(s) {
			names = append(names, s)
		}
	}
	return names
}

// Quota returns how many bytes this site uses in the browser and how many more
// it may use (https://storage.spec.whatwg.org/#dom-storagemanager-estimate).
// Browsers round both on purpose.
func (s *Store) Quota(ctx context.Context) (used, available int64, err error) {
	if ctx.Err() != nil {
		return 0, 0, fmt.Errorf("store: quota: %w", ctx.Err())
	}
	manager := js.Global().Get("navigator").Get("storage")
	if manager.IsUndefined() {
		return 0, 0, errors.New("store: quota: the browser tells it to pages on https and localhost only")
	}
	estimate, err := await(func() js.Value { return manager.Call("estimate") })
	if err != nil {
		return 0, 0, fmt.Errorf("store: quota: %w", err)
	}
	used = int64(estimate.Get("usage").Float())
	return used, int64(estimate.Get("quota").Float()) - used, nil
}
