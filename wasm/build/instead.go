package main

// leftOut are the framework's files that the browser's program does without.
// The first two serve pages: never called there, they keep net/http linked all
// the same, since its package initialisation reaches TLS and all of its
// ciphers. The next two keep an application's state in localStorage, if wanted
// encrypted: Keytrail has a state of its own and keeps secrets in memory, and
// state.go besides reads everything in localStorage once a minute. The last
// writes the framework's errors as JSON.
var leftOut = []string{"pkg/app/http.go", "pkg/app/resource.go", "pkg/app/state.go", "pkg/app/crypto.go", "pkg/errors/errors.go"}

// instead declares what the framework's other files still name. The addresses
// are asked once, for a page whose resources all come from its own origin.
const instead = `//go:build wasm

package app

import (
	"errors"
	"strings"
)

// A Handler serves nothing in a browser.
type Handler struct{}

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
`

// uuid is the module that named states and devices, as much of it as is left:
// it brings MD5, SHA-1, large integers and a database driver's types along.
const uuid = "github.com/google/uuid"

const insteadOfUUID = `package uuid

// NewString names a device, for which this build has no use.
func NewString() string { panic("uuid: left out of this build") }
`
