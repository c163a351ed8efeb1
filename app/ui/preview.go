package ui

import (
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// preview says what the draft would do to the session as it is now: a sentence
// with the counts, and a warning for each key that deserves one.
func (m *model) preview() (text string, warnings []string) {
	d := proof.Draft{Operation: operations()[m.draft.op].name}
	d.Data, d.Keys = m.draft.payload()
	f := proof.Preview(d, m.nowData(), m.classes.rules)
	for _, row := range f.Rows {
		if w := warning(m.draft.op, row); w != "" {
			warnings = append(warnings, w)
		}
	}
	return counts(f), warnings
}

// counts says how many keys a write would add, overwrite and so on.
func counts(f proof.Foresight) string {
	var parts []string
	for _, c := range []struct {
		n          int
		noun, rest string
	}{
		{f.Adds, "new key", ""},
		{f.Overwrites, "overwrite", ""},
		{f.Removes, "key", " to delete"},
		{f.MayDuplicate, "key", " there already"},
		{f.Nothing, "key", " without effect"},
	} {
		if c.n > 0 {
			parts = append(parts, plural(c.n, c.noun)+c.rest)
		}
	}
	if len(parts) == 0 {
		return "Nothing to send yet: enter a key."
	}
	return "Will send: " + strings.Join(parts, ", ") + "."
}

// warning is what a person should know about one key before sending it.
func warning(op int, f proof.Foreseen) string {
	key := short(f.Key)
	absent := f.Now.Kind() == userdata.Absent
	switch {
	case f.Effect == proof.MayDuplicate:
		return fmt.Sprintf("%q is there already: attaching may add it a second time. Update sets it instead.", key)
	case f.Near != "":
		return fmt.Sprintf("%q is new, and %q looks much like it.", key, short(f.Near))
	case op == updateOp && absent:
		return fmt.Sprintf("%q is not there yet: an update adds it.", key)
	case op == deleteOp && absent:
		return fmt.Sprintf("%q is not there: nothing to delete.", key)
	case f.Retypes:
		return fmt.Sprintf("%q changes from %s to %s.", key, f.Now.Kind(), f.New.Kind())
	case f.Effect == proof.Nothing:
		return fmt.Sprintf("%q has this value already.", key)
	case f.Routing:
		return fmt.Sprintf("%q belongs to the routing strategy, which may write it again.", key)
	}
	return ""
}
