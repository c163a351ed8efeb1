package stage

import (
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// SetDensity sets how close the rows stand.
func (m *Stage) SetDensity(name string) {
	m.View.Density = scene.OneOf(name, scene.Densities[:])
	m.Keep()
}

// SetTimes sets how times are written.
func (m *Stage) SetTimes(name string) {
	m.View.Times = scene.OneOf(name, scene.TimeFormats[:])
	m.Keep()
}

// Zone is the zone in which times are written.
func (m *Stage) Zone() *time.Location {
	if m.View.Times == "UTC" {
		return time.UTC
	}
	return m.Here
}

// z ends a time of day where it is one of UTC.
func (m *Stage) z() string {
	if m.View.Times == "UTC" {
		return "Z"
	}
	return ""
}

// Clock returns a time as OfDay does, after its date where that is not today's.
func (m *Stage) Clock(t time.Time) string { return m.dated(t, m.OfDay(t)) }

// dated puts the date of t before its time of day, where it is another day's.
func (m *Stage) dated(t time.Time, text string) string {
	if date := m.OtherDay(t); date != "" {
		return date + " " + text
	}
	return text
}

// OfDay returns a time of day as the person wants it: in the page's zone, in
// UTC, which ends in Z, or as the time that has passed since.
func (m *Stage) OfDay(t time.Time) string {
	switch {
	case t.IsZero(), capture.Dateless(t):
		return wording.Clock(t, m.Here)
	case m.View.Times == "relative":
		now := m.Now
		if t.After(now) { // of the live record, beside a file
			now = m.Wall
		}
		return wording.Age(t, now) + " ago"
	}
	return wording.Clock(t, m.Zone()) + m.z()
}

// Offset is what stands behind a time to say of which zone it is, "" for nothing.
func (m *Stage) Offset(t time.Time) string {
	if t.IsZero() || capture.Dateless(t) || m.View.Times == "UTC" {
		return ""
	}
	offset := t.In(m.Zone()).Format("-07:00")
	if m.View.Times == "relative" {
		offset = "· " + wording.Clock(t, m.Zone()) + " " + offset
	}
	return offset
}

// ApplyNoise makes the table follow the rules.
func (m *Stage) ApplyNoise() {
	m.ReadNoise()
	m.Compose()
}

// ChangeNoise has the rules say one more, or one less, and also what is typed of them
// and not applied yet.
func (m *Stage) ChangeNoise(one settings.Rules, on bool) {
	m.View.Book.Rules = m.View.Book.Rules.With(one, on)
	if text, typed := m.Texts["rules"]; typed {
		m.Texts["rules"] = settings.Amend(text, one, on)
	}
}

// ReadNoise has the next table follow the rules.
func (m *Stage) ReadNoise() {
	hides, err := m.View.Book.Hider()
	if err != nil {
		m.View.Book.Hides, hides = nil, settings.Hider{}
	}
	m.Classes = scene.Classes{Rules: m.View.Book.Own, Hides: hides, Made: m.Classes.Made + 1}
}

// Keep has the browser store the prefs.
func (m *Stage) Keep() { m.Want(Effect{Do: Store, Text: m.View.Prefs.Text()}) }

// SetTheme sets the theme; "" is the system's.
func (m *Stage) SetTheme(name string) {
	m.View.Theme = name
	m.Want(Effect{Do: SetTheme, Text: name})
}
