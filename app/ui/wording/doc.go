// Package wording puts times, sizes, numbers and errors into the words that
// people read.
//
// Start with [Plural], [Clock] and [Explain].
//
// The one rule: what is not known is said to be unknown or left out, never
// guessed.
//
// It is not where a view's sentences are: those stand with what they describe.
package wording
