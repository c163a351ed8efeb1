// Package browser is what the page asks of the browser beside drawing: elements
// and the focus, the clipboard, files, storage, media, the address and the title.
//
// Start with [Element], [Closest] and [DataOf], which find what an event is
// about, and with [Remember] and [Recall].
//
// The one rule: an access to a property must not throw, since nothing can
// recover from that; what may throw is called. Outside of a browser everything
// here does nothing and returns zero values.
//
// It knows nothing of the page: it gets selectors and text.
package browser
