package scene

import (
	"net/url"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Prefs are what a person has set up. They outlive the page in the browser's
// storage, and so hold names of keys, but never a value or a secret.
type Prefs struct {
	Lens     int // index in [Lenses]
	Density  string
	Times    string
	Sort     SortOrder
	Hushed   bool // single letters do nothing
	Book     settings.RuleBook
	Pins     []string
	Names    map[string]string // what keys are called
	Watches  []Watch
	Saved    []string // filters
	Contract string   // the text of the key contract
	Desktop  bool     // show notices of watched changes outside of the page
	Sound    bool     // a tone for each of them
	AtOnce   bool     // a screen reader is interrupted for them
	Skips    Skips

	Board settings.Board

	Extents Extents // how large panes and columns are

	StopBroken bool // a clause of the contract that breaks stops the view
}

// Noise are the classes that are folded away.
func (p *Prefs) Noise() settings.ClassSet { return Lenses[p.Lens].noise | p.Book.Folded }

// Watching returns the place of key among the watched ones, -1 for none.
func (p *Prefs) Watching(key string) int {
	return slices.IndexFunc(p.Watches, func(w Watch) bool { return w.Key == key })
}

// Text writes the prefs for the browser's storage. Filters that may name a
// customer's value are left out.
func (p *Prefs) Text() string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Add(name, value)
		}
	}
	set("lens", Lenses[p.Lens].Name)
	set("density", p.Density)
	set("times", p.Times)
	set("sort", p.Sort.text())
	set("rules", p.Book.Common())
	for _, line := range p.Book.Lines() {
		v.Add("noise", line)
	}
	set("contract", p.Contract)
	set("skip", p.Skips.Authors.String())
	for _, line := range p.Extents.text() {
		v.Add("size", line)
	}
	board := url.Values{}
	p.Board.Write(board)
	set("board", board.Encode())
	set("pins", settings.FormatPins(p.Pins, p.Names))
	for _, w := range p.Watches {
		cond := wording.Either(w.Keepable(), w.Cond, "")
		v.Add("watch", wording.Either(w.Stop, "stop", "")+"\n"+cond+"\n"+w.Key)
	}
	for _, s := range p.Saved {
		if query.Storable(s) {
			v.Add("filter", s)
		}
	}
	if p.Hushed {
		v.Set("letters", "off")
	}
	if p.Sound {
		v.Set("sound", "on")
	}
	if p.AtOnce {
		v.Set("watched", "at once")
	}
	if p.StopBroken {
		v.Set("broken", "stop")
	}
	if p.Desktop {
		v.Set("desktop", "on")
	}
	return v.Encode()
}

// ParsePrefs reads what [Prefs.Text] wrote. What cannot be read keeps its default.
func ParsePrefs(s string) Prefs {
	v, _ := url.ParseQuery(s)
	p := Prefs{
		Lens: max(LensNamed(v.Get("lens")), 0), Density: OneOf(v.Get("density"), Densities[:]), Times: OneOf(v.Get("times"), TimeFormats[:]),
		Sort: parseSort(v.Get("sort")), Contract: v.Get("contract"), Hushed: v.Get("letters") == "off", Desktop: v.Get("desktop") == "on", Sound: v.Get("sound") == "on", AtOnce: v.Get("watched") == "at once", StopBroken: v.Get("broken") == "stop",
	}
	p.Book = settings.ReadRuleBook(v["noise"], v.Get("rules"))
	p.Extents = parseExtents(v["size"])
	p.Skips.Authors = settings.ParseAuthors(v.Get("skip"))
	board, _ := url.ParseQuery(v.Get("board")) // it was written by Text
	p.Board = settings.ReadBoard(board)
	p.Pins, p.Names, _ = settings.ParsePins(v.Get("pins"))
	for _, key := range v["stop"] { // as they were written once, apart
		v.Add("watch", "stop\n\n"+key)
	}
	for _, s := range v["break"] {
		v.Add("watch", "stop\n"+s)
	}
	for _, s := range v["watch"] {
		stop, rest, whole := strings.Cut(s, "\n")
		cond, key, _ := strings.Cut(rest, "\n")
		if !whole { // one that does not stop was its key alone
			stop, key = "", s
		}
		p.Watches = append(p.Watches, Watch{key, stop != "", cond})
	}
	for _, f := range v["filter"] {
		if query.Storable(f) {
			p.Saved = append(p.Saved, f)
		}
	}
	return p
}

// OneOf returns s where it is among the choices, or else "", the first.
func OneOf(s string, choices []string) string {
	for _, c := range choices[1:] {
		if strings.EqualFold(s, c) {
			return c
		}
	}
	return ""
}
