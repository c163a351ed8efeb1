// Package parts has the pieces of the page that more than one view shows: how a
// value, a key, a write or a link looks.
//
// Start with [ValueText] and [KeyText].
//
// The one rule: a piece is drawn from what it is given and changes nothing. What
// one view alone needs stands in that view.
package parts
