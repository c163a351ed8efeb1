// Package faults holds no code. Its tests break the link between the page and
// its server in every way they know, and hold the screen against the truth.
package faults
