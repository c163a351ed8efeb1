// Package rawjson reads JSON without decoding it: it finds where values begin
// and end and leaves their bytes as they stood.
package rawjson

import "errors"

// An Error says where a text stops being JSON (RFC 8259).
type Error struct {
	Offset, Line, Column int    // Offset in bytes from 0; Line and Column from 1, Column in bytes
	Want                 string // what was expected there
}

func (e *Error) Error() string { return e.Want }

// Skip returns the offset just behind the value that begins at b[i] (after
// optional white space).
func Skip(b []byte, i int) (end int, err error) { return 0, errors.ErrUnsupported }

// Members calls f for each member of the object in b, in order, duplicates
// included; value is a subslice of b without surrounding white space.
func Members(b []byte, f func(key string, value []byte) error) error { return errors.ErrUnsupported }

// Elements calls f for each element of the array in b.
func Elements(b []byte, f func(value []byte) error) error { return errors.ErrUnsupported }

// Text decodes a JSON string literal. ok is false when b is not one.
func Text(b []byte) (s string, ok bool) { return "", false }

// Int reads an integer literal that fits an int64. ok is false otherwise.
func Int(b []byte) (n int64, ok bool) { return 0, false }

// Quote appends s as a JSON string literal to dst.
func Quote(dst []byte, s string) []byte { return dst }
