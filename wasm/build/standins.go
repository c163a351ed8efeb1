package main

import "strings"

// insteadOf are packages that the framework imports for what Keytrail never
// asks of it: regular expressions in the addresses of pages, and JSON in its
// storage, its notifications and the texts of its errors. Each is replaced by a
// package of the same name that does nothing, below the framework itself.
var insteadOf = map[string]string{
	"regexp": `package regexp

// A Regexp matches nothing.
type Regexp struct{}

// MustCompile fails: a page is found by its path.
func MustCompile(string) *Regexp { panic("regexp: left out of this build") }

// MatchString is never called.
func (*Regexp) MatchString(string) bool { return false }
`,
	"encoding/json": `package json

import "errors"

var errLeftOut = errors.New("json: left out of this build")

// Marshal fails.
func Marshal(any) ([]byte, error) { return nil, errLeftOut }

// Unmarshal fails. The framework reads the addresses that count as its own
// with it, of which Keytrail has none, and goes on without them.
func Unmarshal([]byte, any) error { return errLeftOut }
`,
}

// standIn is the path that is imported instead of path.
func standIn(path string) string { return framework + "/pkg/instead/" + path }

// withStandIns rewrites the imports of one of the framework's files.
func withStandIns(code string) string {
	for path := range insteadOf {
		code = strings.Replace(code, "\t\""+path+"\"\n", "\t\""+standIn(path)+"\"\n", 1)
	}
	return code
}

// insteadOfErrors are the framework's errors, as far as it makes any: a text.
// Those as published are written as JSON with the line where each was made.
const insteadOfErrors = `//go:build wasm

package errors

import "fmt"

// An Error is the text of what failed, with its tags and its cause.
type Error struct{ text string }

// New returns an error with a message.
func New(message string) Error { return Error{message} }

// WithTag appends a name and a value to the text.
func (e Error) WithTag(name string, value any) Error {
	return Error{e.text + " " + name + "=" + fmt.Sprint(value)}
}

// Wrap appends the text of the cause.
func (e Error) Wrap(cause error) Error { return Error{e.text + ": " + cause.Error()} }

func (e Error) Error() string { return e.text }
`
