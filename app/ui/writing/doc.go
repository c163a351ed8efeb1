// Package writing is the forms that write to a session: what is entered, what it
// would do, what guards against it, and what became of it.
//
// Start with [Forms]; what was entered stands in the values of package draft.
//
// The one rule: a form stays with the session that it was begun for, and nothing
// leaves before [Forms.Locked] is "".
//
// It is not proof: that decides what became of a write.
package writing
