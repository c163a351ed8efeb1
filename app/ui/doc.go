// Package ui is the page in the browser: a pure view of one tracker.State, drawn
// with go-app.
//
// Start with [Run], which mounts the page and never returns in a browser, and
// with [Source], the little it needs of a tracker. The screen puts the views
// together, the pump has them drawn when there is news. What is looked at is
// package stage's, and what can be asked for page's; the views are table,
// timeline, detail, forms and dialogs.
//
// The one rule: a State that was handed over is never changed, neither by the
// caller nor here. Every event of the page enters through the handlers of
// screen.go and life.go, each of which survives a panic; components have no handlers
// of their own, but for scrolling and for the pointer and the focus in the table and
// on the board. Package rows draws the lists that are long or move often.
//
// It is not a client: it opens no connection and knows nothing of HTTP, GWS or
// Bayeux. What a person asks for leaves as a tracker.Command.
package ui
