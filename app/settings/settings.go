// Package settings holds what a person has set up and wants to find again: where
// servers are and how to sign in, which keys are of no interest or stand on top,
// and writes that are sent often. Each is a type with a text form, which can be
// stored, shared with a colleague and edited by hand.
//
// Start with [Profile] and [Rules]. Whatever is written with a Format function
// or a String method is read again by the Parse function beside it.
//
// The one rule: no secret is in here. A password or a token is no setting, and
// there is no field for it; only a [Template] holds values, as typed.
//
// It is not a store: package ui has the browser keep the texts.
package settings

import "strconv"

// A LineError is a line of a text form that cannot be read.
type LineError struct {
	Line int // counted from 1
	Text string
}

// Error names the line.
func (e *LineError) Error() string { return "line " + strconv.Itoa(e.Line) + ": " + e.Text }
