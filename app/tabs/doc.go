// Package tabs lets the tabs of one browser share one thing that only one of them
// should do, such as holding a long poll: browsers allow few connections to a
// host over all tabs, and a CometD server slows down every session of a browser
// but one. Start with Group, which exists under GOOS=js only. It must be used
// from a goroutine, never from a JavaScript callback.
//
// The one rule: what a leader posts reaches only the tabs that listen at that
// moment; a tab that begins to listen must find out for itself how things stand.
package tabs
