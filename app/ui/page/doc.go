// Package page is the page without its looks: what is on the screen, and THE
// table of commands.
//
// Start with [Model], which takes in a tracker.State and turns it, with the view
// of the person, into what the views draw; and with the table in commands.go,
// which buttons name in data-do and which the palette, the menus and the
// keyboard are made of.
//
// The one rule: a State that was handed over is never changed, and what only a
// browser can do is asked for as an [Effect].
//
// It is not a renderer and never imports one. Nor is it a client: what a person
// asks for leaves as a tracker.Command.
package page
