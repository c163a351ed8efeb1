// Package connect is the form of a connection and the profiles that are stored.
//
// Start with [Panel].
//
// The one rule: a secret leaves with the command, and is forgotten here.
//
// It is not the connection: that is package link's.
package connect
