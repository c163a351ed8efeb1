package page

import (
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// SetLens takes the i-th lens.
func (m *Model) SetLens(i int) {
	if i < 0 || i >= len(scene.Lenses) {
		return
	}
	v := &m.View
	v.Lens, v.Unfolded, v.Tab = i, 0, scene.Lenses[i].Tab
	m.forgetColumns()
	m.Recompose()
	m.touchAll()
	m.Keep()
	if scene.Lenses[i].Board && !m.Board.On {
		m.openBoard()
	}
	m.say("Lens " + scene.Lenses[i].Name + ": " + scene.Lenses[i].Suits)
}

func (m *Model) setDensity(name string) {
	m.View.Density = scene.OneOf(name, scene.Densities[:])
	m.touchAll()
	m.Keep()
}

func (m *Model) setTimes(name string) {
	m.View.Times = scene.OneOf(name, scene.TimeFormats[:])
	m.Zone = time.Local
	if m.View.Times == "UTC" {
		m.Zone = time.UTC
	}
	m.touchAll()
	m.Keep()
}

// Clock returns a time as OfDay does, after its date where that is not today's.
func (m *Model) Clock(t time.Time) string { return m.dated(t, m.OfDay(t)) }

// dated puts the date of t before its time of day, where it is another day's.
func (m *Model) dated(t time.Time, text string) string {
	if date := m.OtherDay(t); date != "" {
		return date + " " + text
	}
	return text
}

// OfDay returns a time of day as the person wants it: in the page's zone, in
// UTC, which ends in Z, or as the time that has passed since.
func (m *Model) OfDay(t time.Time) string {
	switch {
	case t.IsZero(), capture.Dateless(t):
	case m.View.Times == "relative":
		return wording.Age(t, m.Now) + " ago"
	case m.View.Times == "UTC":
		return wording.Clock(t, time.UTC) + "Z"
	}
	return wording.Clock(t, m.Zone)
}

// Offset is what stands behind a time to say of which zone it is, "" for nothing.
func (m *Model) Offset(t time.Time) string {
	if t.IsZero() || capture.Dateless(t) || m.View.Times == "UTC" {
		return ""
	}
	offset := t.In(m.Zone).Format("-07:00")
	if m.View.Times == "relative" {
		offset = "· " + wording.Clock(t, m.Zone) + " " + offset
	}
	return offset
}

// Restore takes over prefs that were stored.
func (m *Model) Restore(s string) {
	m.View.Prefs = scene.ParsePrefs(s)
	m.View.Book.Enter(placeOf(m.State.Link))
	m.applyNoise()
	m.Want(m.Resized())
}

// applyNoise makes the table follow the rules.
func (m *Model) applyNoise() {
	m.readNoise()
	m.Recompose()
	m.Touch(DraftPart)
}

// readNoise has the next table follow the rules.
func (m *Model) readNoise() {
	hides, err := m.View.Book.Hider()
	if err != nil {
		m.View.Book.Hides, hides = nil, settings.Hider{}
	}
	m.Classes = scene.Classes{Rules: m.View.Book.Own, Hides: hides, Made: m.Classes.Made + 1}
}

// Keep has the browser store the prefs.
func (m *Model) Keep() { m.Want(Effect{Do: Store, Text: m.View.Prefs.Text()}) }
