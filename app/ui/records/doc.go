// Package records is what is opened and what is kept: files and recordings.
//
// Start with [Shelf].
//
// The one rule: a recording goes on beside whatever is on the screen, and what
// became of it is said as it is known.
//
// It is not the book of what was observed, nor where recordings are kept: see
// packages book and recorder.
package records
