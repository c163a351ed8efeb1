package ui

import (
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
)

// placeOf is where a link leads.
func placeOf(l link.Status) string {
	p := l.Profile
	switch {
	case l.State.Filed():
		return settings.FilesPlace
	case p.BaseURL == settings.Simulator:
		return settings.SimulatorPlace
	case p.Name == "" && p.BaseURL == "":
		return settings.Nowhere
	}
	return settings.ProfilePlace(orElse(p.Name, p.BaseURL))
}

// goThere follows the link to another place. The table is composed afterwards.
func (m *model) goThere() {
	place := placeOf(m.state.Link)
	if place == m.view.book.Place {
		return
	}
	m.view.book.Enter(place)
	m.readNoise()
	m.rulesErr = nil
	if m.view.panel == noisePanel {
		m.writeTexts()
	}
	m.touch(draftPart)
}

// forgetRules drops the rules of a profile, unless it is the one that is shown.
func (m *model) forgetRules(profile string) {
	if m.view.book.Forget(settings.ProfilePlace(profile)) {
		m.keep()
	}
}
