package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Chosen keys are those that a person has picked out, one by one or a stretch
// at once, to copy or export them together. They are of the session on the
// screen; the newest is the end of the next stretch.

// chooseRow picks the selected key out, or no more. With stretch it picks out every
// row from the key that was chosen last to this one.
func (m *model) chooseRow(stretch bool) {
	v, to := &m.view, m.scene.find(m.view.key)
	if !v.picked || to < 0 {
		m.say("Select a row first")
		return
	}
	chosen := slices.Clone(v.chosen)
	from := -1
	if n := len(chosen); stretch && n > 0 {
		from = m.scene.find(chosen[n-1])
	}
	switch i := slices.Index(chosen, v.key); {
	case from >= 0:
		for _, r := range m.scene.rows[min(from, to) : max(from, to)+1] {
			if !slices.Contains(chosen, r.key) {
				chosen = append(chosen, r.key)
			}
		}
	case i >= 0:
		chosen = slices.Delete(chosen, i, i+1)
	default:
		chosen = append(chosen, v.key)
	}
	m.setChosen(chosen)
}

func (m *model) setChosen(keys []string) {
	m.view.chosen = keys
	m.say(plural(len(keys), "key") + " chosen")
	m.touch(gridPart, exportPart)
}

// chosenRows are the rows of the table that were picked out.
func (m *model) chosenRows() (out []*row) {
	for i := range m.scene.rows {
		if r := &m.scene.rows[i]; len(m.view.chosen) > 0 && slices.Contains(m.view.chosen, r.key) {
			out = append(out, r)
		}
	}
	return out
}

// chosenNote counts what was picked out, below the table, and says what can be
// done with it.
func chosenNote(m *model) app.UI {
	note := el("span", "grid-skips", word("b", "", plural(len(m.view.chosen), "key")+" chosen"),
		button("grid-class", "copy-row", "", app.Text("Copy as Markdown")),
		button("grid-class", "export-chosen", "", app.Text("Export…")),
		button("grid-class", "choose-none", "", app.Text("Choose none")))
	return when(note, len(m.view.chosen) == 0, "hidden")
}
