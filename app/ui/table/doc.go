// Package table is the view of a session's userData: the table, the line above
// it, the filter's conditions and the watched keys.
//
// Start with [Grid], whose rows package rows draws.
//
// The one rule: nothing moves under the pointer or the focus. A row is drawn
// again when its line differs from the one before, and not otherwise.
//
// What the rows are is package scene's.
package table
