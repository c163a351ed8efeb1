// Package rawjson reads JSON (RFC 8259) without decoding it: it finds where
// values begin and end and leaves their bytes as they stood.
//
// Start with Check for a whole document, Members and Elements to walk one
// level of it, and Text to decode a string. Each of them is strict: what is
// not JSON is refused with an *Error that names the place and what was
// expected there, and so is a document beyond MaxDepth or MaxSize.
//
// The one rule: the slices that are handed out are parts of the caller's
// buffer, so whoever keeps them must neither change nor reuse that buffer.
//
// It is no decoder. It never turns a number into a float64, drops a duplicate
// key or replaces a byte that is not UTF-8.
package rawjson

import (
	"bytes"
	"fmt"
)

const (
	// MaxDepth is how many lists and objects may stand inside each other; the
	// outermost one counts.
	MaxDepth = 64

	// MaxSize is the length in bytes of the longest document that is read.
	MaxSize = 64 << 20
)

// What can be missing. An Error's Want is one of these.
const (
	wantValue     = "a value"
	wantList      = "a list"
	wantObject    = "an object"
	wantKey       = "a key in double quotes"
	wantColon     = `":"`
	wantInObject  = `"," or "}"`
	wantInList    = `"," or "]"`
	wantEnd       = "the end of the text"
	wantQuote     = "a closing double quote"
	wantEscape    = `one of "\/bfnrtu behind the backslash`
	wantHex       = `four hexadecimal digits behind \u`
	wantNoControl = "an escape in place of a control character"
	wantDigit     = "a digit"
	wantDepth     = "at most 64 levels of lists and objects"
	wantSize      = "at most 64 MiB"
)

// An Error says where a text stops being JSON (RFC 8259), or where it passes
// one of the limits of this package.
type Error struct {
	Offset int    // in bytes, from 0
	Line   int    // from 1; lines end with a line feed
	Column int    // in bytes, from 1
	Want   string // what was expected there
}

// Error returns a sentence such as: line 3, column 7: expected "," or "}".
func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: expected %s", e.Line, e.Column, e.Want)
}

// fail turns the place where the scanner stopped into an error. Lines are
// counted only here, so that a document without faults does not pay for them.
func fail(b []byte, offset int, want string) error {
	head := b[:min(offset, len(b))]
	return &Error{
		Offset: offset,
		Line:   1 + bytes.Count(head, []byte{'\n'}),
		Column: offset - bytes.LastIndexByte(head, '\n'),
		Want:   want,
	}
}

// Check reports whether b is one JSON value with nothing but white space
// around it. The error is an *Error.
func Check(b []byte) error { return check(b, nil) }

func check(b []byte, r *Reader) error {
	end, err := skip(b, 0, r)
	if err != nil {
		return err
	}
	return checkEnd(b, end)
}

// Skip returns the offset just behind the value that begins at b[i], after
// optional white space. What follows the value is not looked at. The error is
// an *Error.
func Skip(b []byte, i int) (end int, err error) { return skip(b, i, nil) }

func skip(b []byte, i int, r *Reader) (end int, err error) {
	if len(b) > MaxSize {
		return MaxSize, fail(b, MaxSize, wantSize)
	}
	end, want := scan(b, i, 0, r)
	if want != "" {
		return end, fail(b, end, want)
	}
	return end, nil
}

func checkEnd(b []byte, i int) error {
	if i = space(b, i); i < len(b) {
		return fail(b, i, wantEnd)
	}
	return nil
}
