// Package stage is what is on the screen: a tracker.State, the view of the person,
// and what follows from both.
//
// Start with [Stage]. What it says leaves as a notice, what only a browser can do as
// an [Effect], and what is asked of the tracker as a tracker.Command.
//
// The one rule: a State that was handed over is never changed.
//
// It is not the page: it knows no forms, dialogs, keys or commands. Those stand on
// it and are told what happens through [Stage.Fill] and [Stage.Along].
package stage
