package page

import "github.com/keytrail/keytrail/app/ui/scene"

// SetLens takes the i-th lens.
func (m *Model) SetLens(i int) {
	if i < 0 || i >= len(scene.Lenses) {
		return
	}
	v := &m.View
	v.Lens, v.Unfolded, v.Tab = i, 0, scene.Lenses[i].Tab
	m.forgetColumns()
	m.Compose()
	m.Keep()
	if scene.Lenses[i].Board && !m.Boarded {
		m.openBoard()
	}
	m.Say("Lens " + scene.Lenses[i].Name + ": " + scene.Lenses[i].Suits)
}

// Restore takes over prefs that were stored.
func (m *Model) Restore(s string) {
	m.View.Prefs = scene.ParsePrefs(s)
	m.View.Book.Enter(placeOf(m.State.Link))
	m.ApplyNoise()
	m.Want(m.Resized())
}
