package stage

import (
	"slices"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// Chosen keys are those that a person has picked out, one by one or a stretch
// at once, to copy or export them together. They are of the session on the
// screen; the newest is the end of the next stretch.

// ChooseRow picks the selected key out, or no more. With stretch it picks out every
// row from the key that was chosen last to this one.
func (m *Stage) ChooseRow(stretch bool) {
	v, to := &m.View, m.Cursor()
	if to < 0 {
		m.Say("Select a row first")
		return
	}
	chosen := slices.Clone(v.Chosen)
	from := -1
	if n := len(chosen); stretch && n > 0 {
		from = m.Scene.Find(chosen[n-1])
	}
	switch i := slices.Index(chosen, v.Key); {
	case from >= 0:
		for _, r := range m.Scene.Rows[min(from, to) : max(from, to)+1] {
			if !slices.Contains(chosen, r.Key) {
				chosen = append(chosen, r.Key)
			}
		}
	case i >= 0:
		chosen = slices.Delete(chosen, i, i+1)
	default:
		chosen = append(chosen, v.Key)
	}
	m.SetChosen(chosen)
}

// SetChosen picks out those keys and no others.
func (m *Stage) SetChosen(keys []string) {
	m.View.Chosen = keys
	m.Say(wording.Plural(len(keys), "key") + " chosen")
}

// ChosenRows are the rows of the table that were picked out.
func (m *Stage) ChosenRows() (out []*scene.Row) {
	for i := range m.Scene.Rows {
		if r := &m.Scene.Rows[i]; len(m.View.Chosen) > 0 && slices.Contains(m.View.Chosen, r.Key) {
			out = append(out, r)
		}
	}
	return out
}

// ChangeWord says a change for those who do not see its sign.
func ChangeWord(r *scene.Row) string {
	if r.Kind == userdata.Retyped {
		return "retyped " + r.Was.Kind().String() + " to " + r.Value.Kind().String()
	}
	return r.Kind.String()
}

// LooksTyped reports whether a text reads like a value of another type.
func LooksTyped(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch s {
	case "null", "true", "false", "absent":
		return true
	}
	v, err := userdata.ParseValue(s)
	return err == nil && v.Kind() == userdata.Number
}

// Hold changes one of the reasons to keep rows in place. Letting go does not
// move them at once: the next change does.
func (m *Stage) Hold(reason *bool, on bool) {
	defer m.Rescue("moving over the table")
	*reason = on
}

// SortBy sorts by a column; the same one again turns the order around, and the
// third time the usual one is back. Who asks for the time looks for what is
// new, so that begins with the newest. A person asked, so rows may move at once.
func (m *Stage) SortBy(by scene.TableColumn) {
	s := &m.View.Sort
	first := scene.SortOrder{By: by, Down: by == scene.WhenColumn}
	switch {
	case !by.Sortable():
		*s = scene.SortOrder{}
	case s.By != by:
		*s = first
	case *s == first:
		s.Down = !s.Down
	default:
		*s = scene.SortOrder{}
	}
	m.View.Order = nil
	m.Keep()
	m.Compose()
}
