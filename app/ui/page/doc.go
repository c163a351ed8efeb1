// Package page is the page without its looks: a stage, what stands on it, and THE
// table of commands.
//
// Start with [Model], which takes in a tracker.State and whatever a person does; and
// with the table in commands.go, which buttons name in data-do and which the
// palette, the menus and the keyboard are made of. [Model.Sights] says what there is
// to see: a view is drawn again when its [Sight] is another.
//
// The one rule: what can be asked for has a name in the table, and is asked for by
// that alone.
//
// It is not a renderer and never imports one. Nor is it a client: what a person
// asks for leaves as a tracker.Command.
package page
