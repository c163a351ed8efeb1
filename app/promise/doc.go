// Package promise lets a goroutine wait for JavaScript. Start with Await, which
// waits for a promise, and Turn, which waits for the event loop; both exist under
// GOOS=js only. They must be called from a goroutine, never from a JavaScript
// callback: promises settle, and the loop turns, only after the callback has
// returned. It is not a wrapper of promises: they are made and chained in
// JavaScript's own words.
package promise
