// Package timeline is the view of what happened: the lists of changes, writes,
// traffic and notes, and the scrubber above them.
//
// Start with [Timeline].
//
// The one rule: the newest stands on top, and what was not observed is said to
// be unknown.
package timeline
