// Package draft is what a person is about to send, as values: a write that is
// being put together, and an operation with its parameters.
//
// Start with [Draft], whose Obstacle says why it cannot be sent yet, and with
// [Operating].
//
// The one rule: text that was typed is kept as it was typed, until it is sent.
//
// It sends nothing and draws nothing.
package draft
