// Package uitest has what the tests of the page share: sessions, states and the
// markup of what was drawn.
package uitest
