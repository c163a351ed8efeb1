// Package forms is the view of what a person fills in or sets: a write, an
// operation, a link, files, recordings, rules.
//
// Start with [SidePanel].
//
// The one rule: an input belongs to the page while somebody types in it; nothing
// here writes into one.
package forms
