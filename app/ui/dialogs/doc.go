// Package dialogs is the view of what stands over the page: the palette, the
// menus, the help and the export.
//
// Start with [Pickers].
//
// The one rule: what a dialog offers is drawn from the table of commands.
package dialogs
