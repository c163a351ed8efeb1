// Package promise lets a goroutine wait for JavaScript. Start with Await, which
// exists under GOOS=js only. It must be called from a goroutine of its own,
// never from a JavaScript callback: promises settle only after the callback has
// returned. It is not a wrapper of promises: they are made and chained in
// JavaScript's own words.
package promise
