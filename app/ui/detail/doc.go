// Package detail is the view of one thing: a key with its value and its history,
// a write with its evidence, an exchange.
//
// Start with [Inspector] and [ProofList].
//
// The one rule: a value stands there as it was on the wire, character for
// character.
package detail
