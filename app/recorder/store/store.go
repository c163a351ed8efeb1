// Package store keeps recordings in the browser's IndexedDB: a [Store] is the
// browser's recorder.Keeper.
//
// Start with Open, Store.Begin and Store.Append; Store.List and Store.Read find
// what an earlier visit has left. Store exists under GOOS=js only.
//
// The one rule: whoever begins a recording calls Store.Close in the end. A
// recording without that looks as one that a crash has cut off.
//
// The package does not know what a recording holds: chunks are bytes, kept and
// returned in order. Nothing is kept unless somebody begins a recording. There
// is one database for each address at which the program is hosted, shared by
// all tabs.
package store

import "errors"

// ErrFull says that the browser gives this site no more room: its quota is used
// up or the disk is full. What had been appended before is still there.
var ErrFull = errors.New("the browser has no more room for this site: delete recordings, or free space on the disk")
