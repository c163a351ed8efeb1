// Package dashboard is the board: every session as a row, with the keys that
// matter as columns, and charts of what goes on.
//
// Start with [Arrange], which says which rows there are in which order, with
// [Table.Line], which is what a row shows, and with [Table.Row], which draws it.
//
// The one rule: what was not observed is never shown as if it had been. A value
// from behind a gap says so, and counts of a time in which nobody looked are at
// least what they are.
//
// It knows no page: it makes values from sessions and nodes from values. What is
// looked at, and how, is kept by whoever draws it.
package dashboard
