// Package app is the part of the framework's package that wasm/build puts in
// place of four of its files: http.go, resource.go, state.go and crypto.go. The
// first two serve pages; never called in a browser, they keep net/http linked
// all the same, since its package initialisation reaches TLS and all of its
// ciphers. The other two keep an application's state in localStorage, if wanted
// encrypted, and read everything in there once a minute: Keytrail has a state of
// its own and keeps secrets in memory.
//
// This file alone is copied. It declares what the framework's other files still
// name; names.go declares what it takes from them, so that it compiles where it
// stands.
package app

import (
	"errors"
	"strings"
)

// A Handler serves nothing in a browser.
type Handler struct{}

// The addresses are asked once, for a page whose resources all come from its own
// origin.

func isRemoteLocation(path string) bool {
	return strings.HasPrefix(path, "https://") || strings.HasPrefix(path, "http://")
}

func isStaticResourcePath(path string) bool {
	return strings.HasPrefix(path, "/web/") || strings.HasPrefix(path, "web/")
}

// A State is nothing: an application that sets one fails at once.
type State struct{}

// A StateOption has nothing to change.
type StateOption func(*State)

// An Observer never observes anything.
type Observer interface {
	While(condition func() bool) Observer
	OnChange(fn func()) Observer
	Value(recv any)
}

type store struct{}

func newStore(Dispatcher) *store { return nil }

func (*store) Set(string, any, ...StateOption) { panic(errNoState) }
func (*store) Get(string, any)                 { panic(errNoState) }
func (*store) Del(string)                      { panic(errNoState) }
func (*store) Observe(string, UI) Observer     { panic(errNoState) }
func (*store) Cleanup()                        {}
func (*store) Close()                          {}

func encrypt(string, []byte) ([]byte, error) { return nil, errNoState }
func decrypt(string, []byte) ([]byte, error) { return nil, errNoState }

var errNoState = errors.New("app: states are left out of this build")
