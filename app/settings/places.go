package settings

import (
	"maps"
	"slices"
	"strings"
)

// What is noise differs from one contact centre to the next, so each place has
// rules of its own. A place is a profile, by its name, or one of these.
const (
	Nowhere        = "" // the page while it is not connected
	FilesPlace     = "files"
	SimulatorPlace = "simulator"
	profilePlace   = "profile " // and its name
)

// ProfilePlace is the place of the profile with that name.
func ProfilePlace(name string) string { return profilePlace + name }

// PlaceName is a place in a sentence.
func PlaceName(place string) string {
	switch place {
	case Nowhere:
		return "the page while it is not connected"
	case FilesPlace:
		return "all files"
	case SimulatorPlace:
		return "the simulator"
	}
	return "the profile " + strings.TrimPrefix(place, profilePlace)
}

// A RuleBook holds the rules of the place that is shown, and those of all others
// as text.
type RuleBook struct {
	Rules
	Place  string
	others map[string]string
	common string // the rules of places that have none of their own: once the only ones
}

// ReadRuleBook reads what [RuleBook.Lines] and [RuleBook.Common] wrote, and is
// nowhere.
func ReadRuleBook(lines []string, common string) RuleBook {
	b := RuleBook{others: map[string]string{}, common: common}
	for _, line := range lines {
		place, text, _ := strings.Cut(line, "\n")
		b.others[place] = text
	}
	b.open()
	return b
}

// Enter shows the rules of a place.
func (b *RuleBook) Enter(place string) {
	b.others = b.shut()
	b.Place = place
	b.open()
}

// Forget drops the rules of a place, unless it is the one that is shown. It
// reports whether it did.
func (b *RuleBook) Forget(place string) bool {
	if place == b.Place {
		return false
	}
	b.others = maps.Clone(b.others)
	delete(b.others, place)
	return true
}

// Lines writes the rules of the places that have their own, each as its name and
// a line end before the text.
func (b *RuleBook) Lines() []string {
	all := b.shut()
	var lines []string
	for _, place := range slices.Sorted(maps.Keys(all)) {
		lines = append(lines, place+"\n"+all[place])
	}
	return lines
}

// Common is the text of the rules that places without their own go by.
func (b *RuleBook) Common() string { return b.common }

// shut returns the rules of all places that have their own.
func (b *RuleBook) shut() map[string]string {
	all := maps.Clone(b.others)
	if all == nil {
		all = map[string]string{}
	}
	delete(all, b.Place)
	if mine := b.Rules.String(); mine != b.common {
		all[b.Place] = mine
	}
	return all
}

// open reads the rules of the place.
func (b *RuleBook) open() {
	text, own := b.others[b.Place]
	if !own {
		text = b.common
	}
	b.Rules, _ = ParseRules(text)
}
