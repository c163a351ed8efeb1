// Package scene is what is looked at, and how, as plain values.
//
// Start with [View], where a person looks, and [Compose], which makes of a
// session and a View the [Scene] that the table shows: rows with their marks,
// sorted, filtered and folded. What a person sets for good is in [Prefs].
//
// The one rule: a Scene is made anew and not changed; what is handed in stays
// as it is.
//
// It draws nothing, and has no commands: those are package page's.
package scene
