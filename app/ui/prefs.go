package ui

import (
	"net/url"
	"strings"

	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/settings"
)

// prefs are what a person has set up. They outlive the page in the browser's
// storage, and so hold names of keys, but never a value or a secret.
type prefs struct {
	lens     int // index in lenses
	density  string
	times    string
	sort     sortOrder
	hushed   bool // single letters do nothing
	book     settings.RuleBook
	pins     []string
	names    map[string]string // what keys are called
	watches  []watch
	saved    []string // filters
	contract string   // the text of the key contract
	desktop  bool     // show notices of watched changes outside of the page
	sound    bool     // a tone for each of them
	atOnce   bool     // a screen reader is interrupted for them
	skips    skips

	extents extents // how large panes and columns are

	stopBroken bool // a clause of the contract that breaks stops the view
}

// noise are the classes that are folded away.
func (p *prefs) noise() settings.ClassSet { return lenses[p.lens].noise | p.book.Folded }

// watching returns the place of key among the watched ones, -1 for none.
func (p *prefs) watching(key string) int {
	for i := range p.watches {
		if p.watches[i].key == key {
			return i
		}
	}
	return -1
}

// text writes the prefs for the browser's storage. Filters that may name a
// customer's value are left out.
func (p *prefs) text() string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Add(name, value)
		}
	}
	set("lens", lenses[p.lens].name)
	set("density", p.density)
	set("times", p.times)
	set("sort", p.sort.text())
	set("rules", p.book.Common())
	for _, line := range p.book.Lines() {
		v.Add("noise", line)
	}
	set("contract", p.contract)
	set("skip", p.skips.authors.String())
	for _, line := range p.extents.text() {
		v.Add("size", line)
	}
	set("pins", settings.FormatPins(p.pins, p.names))
	for _, w := range p.watches {
		switch {
		case w.stop && w.cond != "" && w.keepable():
			v.Add("break", w.cond+"\n"+w.key)
		case w.stop:
			v.Add("stop", w.key)
		default:
			v.Add("watch", w.key)
		}
	}
	for _, s := range p.saved {
		if query.Storable(s) {
			v.Add("filter", s)
		}
	}
	if p.hushed {
		v.Set("letters", "off")
	}
	if p.sound {
		v.Set("sound", "on")
	}
	if p.atOnce {
		v.Set("watched", "at once")
	}
	if p.stopBroken {
		v.Set("broken", "stop")
	}
	if p.desktop {
		v.Set("desktop", "on")
	}
	return v.Encode()
}

// parsePrefs reads what text wrote. What cannot be read keeps its default.
func parsePrefs(s string) prefs {
	v, _ := url.ParseQuery(s)
	p := prefs{
		lens: max(lensNamed(v.Get("lens")), 0), density: oneOf(v.Get("density"), densities[:]), times: oneOf(v.Get("times"), timeFormats[:]),
		sort: parseSort(v.Get("sort")), contract: v.Get("contract"), hushed: v.Get("letters") == "off", desktop: v.Get("desktop") == "on", sound: v.Get("sound") == "on", atOnce: v.Get("watched") == "at once", stopBroken: v.Get("broken") == "stop",
	}
	p.book = settings.ReadRuleBook(v["noise"], v.Get("rules"))
	p.extents = parseExtents(v["size"])
	p.skips.authors = settings.ParseAuthors(v.Get("skip"))
	p.pins, p.names, _ = settings.ParsePins(v.Get("pins"))
	for _, key := range v["watch"] {
		p.watches = append(p.watches, watch{key: key})
	}
	for _, key := range v["stop"] {
		p.watches = append(p.watches, watch{key: key, stop: true})
	}
	for _, s := range v["break"] {
		cond, key, _ := strings.Cut(s, "\n")
		p.watches = append(p.watches, watch{key, true, cond})
	}
	for _, f := range v["filter"] {
		if query.Storable(f) {
			p.saved = append(p.saved, f)
		}
	}
	return p
}

// oneOf returns s where it is among the choices, or else "", the first.
func oneOf(s string, choices []string) string {
	for _, c := range choices[1:] {
		if strings.EqualFold(s, c) {
			return c
		}
	}
	return ""
}

// restore takes over prefs that were stored.
func (m *model) restore(s string) {
	m.view.prefs = parsePrefs(s)
	m.view.book.Enter(placeOf(m.state.Link))
	m.applyNoise()
	m.want(m.resized())
}

// applyNoise makes the table follow the rules.
func (m *model) applyNoise() {
	m.readNoise()
	m.recompose()
	m.touch(draftPart)
}

// readNoise has the next table follow the rules.
func (m *model) readNoise() {
	hides, err := m.view.book.Hider()
	if err != nil {
		m.view.book.Hides, hides = nil, settings.Hider{}
	}
	m.classes = classes{rules: m.view.book.Own, hides: hides, made: m.classes.made + 1}
}

// keep has the browser store the prefs.
func (m *model) keep() { m.want(effect{do: store, text: m.view.prefs.text()}) }
