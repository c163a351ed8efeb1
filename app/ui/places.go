package ui

import (
	"maps"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/tracker"
)

// What is noise differs from one contact centre to the next, so each place has
// rules of its own. A place is a profile, by its name, or one of these.
const (
	nowhere        = ""
	filesPlace     = "files"
	simulatorPlace = "simulator"
	profilePlace   = "profile " // and its name
)

// placeOf is where a link leads.
func placeOf(l tracker.Link) string {
	p := l.Profile
	switch {
	case l.State == tracker.File:
		return filesPlace
	case p.BaseURL == tracker.Simulator:
		return simulatorPlace
	case p.Name == "" && p.BaseURL == "":
		return nowhere
	}
	return profilePlace + orElse(p.Name, p.BaseURL)
}

// placeName is a place in a sentence.
func placeName(place string) string {
	switch place {
	case nowhere:
		return "the page while it is not connected"
	case filesPlace:
		return "all files"
	case simulatorPlace:
		return "the simulator"
	}
	return "the profile " + strings.TrimPrefix(place, profilePlace)
}

// A ruleBook holds the rules of the places that are not shown, as text. Those
// of the place that is shown stand in the prefs.
type ruleBook struct {
	place  string
	others map[string]string
	common string // what places without rules of their own go by: the only ones there once were
}

// shut returns the rules of all places that have their own.
func (p *prefs) shut() map[string]string {
	all := maps.Clone(p.others)
	if all == nil {
		all = map[string]string{}
	}
	delete(all, p.place)
	if mine := noiseText(p.rules, p.hides, p.quiet); mine != p.common {
		all[p.place] = mine
	}
	return all
}

// enter goes by the rules of a place.
func (p *prefs) enter(place string) {
	p.others = p.shut()
	p.place = place
	p.open()
}

// open reads the rules of the place.
func (p *prefs) open() {
	text, own := p.others[p.place]
	if !own {
		text = p.common
	}
	p.rules, p.hides, p.quiet, _ = parseNoise(text)
}

// bookLines writes the rules of the places, each as its name and a line end
// before the text.
func (p *prefs) bookLines() []string {
	all := p.shut()
	var lines []string
	for _, place := range slices.Sorted(maps.Keys(all)) {
		lines = append(lines, place+"\n"+all[place])
	}
	return lines
}

// readBook reads what bookLines wrote, and the rules from before each place had
// its own.
func (p *prefs) readBook(lines []string, common string) {
	p.others, p.common = map[string]string{}, common
	for _, line := range lines {
		place, text, _ := strings.Cut(line, "\n")
		p.others[place] = text
	}
	p.open()
}

// goThere follows the link to another place. The table is composed afterwards.
func (m *model) goThere() {
	place := placeOf(m.state.Link)
	if place == m.view.place {
		return
	}
	m.view.enter(place)
	m.readNoise()
	m.rulesErr = nil
	if m.view.panel == noisePanel {
		m.writeTexts()
	}
	m.touch(draftPart)
}

// forgetRules drops the rules of a profile, unless it is the one that is shown.
func (m *model) forgetRules(profile string) {
	if place := profilePlace + profile; place != m.view.place {
		m.view.others = maps.Clone(m.view.others)
		delete(m.view.others, place)
		m.keep()
	}
}
