// Package export is the dialog that saves what was observed, and what hides
// personal data in all that leaves.
//
// Start with [Dialog], and with [Formats], the kinds of files there are.
//
// The one rule: what leaves goes through the masks, in a file as on the clipboard,
// and credentials leave under no choice.
//
// It is not a writer of files: packages capture and report are.
package export
