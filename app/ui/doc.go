// Package ui is the page: a pure view of one tracker.State, drawn with go-app.
//
// Start with [Run], which mounts the page and never returns in a browser, and
// with [Source], the little it needs of a tracker. Inside, a model holds what
// the person looks at (the selected session and key, the instant, the filter,
// the draft of a write) and turns it, with a State, into rows; the components
// draw them.
//
// What can be asked for is in one table ([commands]): buttons name its commands
// in data-do, entries of the palette and of the menus and the bindings of the
// keyboard lead to them.
//
// The one rule: a State that was handed over is never changed, neither by the
// caller nor here. Every event of the page enters through the handlers of
// screen.go, each of which survives a panic; components have no handlers of
// their own, but for scrolling and for the pointer and the focus in the table.
// Package rows draws the lists that are long or move often.
//
// It is not a client: it opens no connection and knows nothing of HTTP, GWS or
// Bayeux. What a person asks for leaves as a tracker.Command.
package ui
