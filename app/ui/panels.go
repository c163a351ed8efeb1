package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/userdata"
)

// The panels of what a person sets up, and of the search through the history.
const (
	viewPanel     panel = "view"
	noisePanel    panel = "noise"
	contractPanel panel = "contract"
	lookupPanel   panel = "lookup"
	watchPanel    panel = "watch"
	whoPanel      panel = "who"
	sessionPanel  panel = "session"
	findPanel     panel = "find"
	pinsPanel     panel = "pins"

	simulatorPanel panel = "simulator"
	tourPanel      panel = "tour"
)

// panelTitle is what a panel is called.
func panelTitle(p panel) string {
	switch p {
	case writePanel:
		return "Attach data"
	case operatePanel:
		return "Operations"
	case linkPanel:
		return "Connection"
	case filePanel:
		return "File"
	case keepPanel:
		return "Recordings"
	case connectPanel:
		return "Connect"
	case viewPanel:
		return "View"
	case noisePanel:
		return "Noise"
	case contractPanel:
		return "Key contract"
	case lookupPanel:
		return "All history"
	case watchPanel:
		return "Watched keys"
	case whoPanel:
		return "Who counts as a writer"
	case sessionPanel:
		return "Session"
	case pinsPanel:
		return "Keys on top and their names"
	case findPanel:
		return "Session by its id"
	case simulatorPanel:
		return "Simulator"
	case tourPanel:
		return "What can become of a write"
	}
	return string(p)
}

// extraPanel draws the panels of this file.
func extraPanel(m *model, p panel) app.UI {
	switch p {
	case viewPanel:
		return viewChoices(m)
	case noisePanel:
		return noiseRules(m)
	case contractPanel:
		return contractForm(m)
	case lookupPanel:
		return lookupList(m)
	case watchPanel:
		return watchList(m)
	case whoPanel:
		return whoChoices(m)
	case sessionPanel:
		return sessionForm(m)
	case pinsPanel:
		return pinsForm(m)
	case findPanel:
		return findForm(m)
	case simulatorPanel:
		return simulatorView(m)
	case tourPanel:
		return tourView(m)
	}
	return el("div", "")
}

// choice is a group of buttons of which one is on.
func choice(label, do string, names []string, on string) app.UI {
	items := make([]app.UI, len(names))
	for i, n := range names {
		items[i] = button("segments-item", do, n, app.Text(capital(n))).Aria("pressed", expanded(n == on))
	}
	return el("div", "view-row", word("h3", "", label), el("div", "segments view-choice", items...).Role("group").Aria("label", label))
}

func viewChoices(m *model) app.UI {
	v := &m.view
	lens := make([]app.UI, len(lenses))
	for i, l := range lenses {
		lens[i] = button("btn view-lens", "lens", itoa(i), kbd(itoa(i+1)), word("b", "", l.name), word("span", "note", l.suits)).
			Aria("pressed", expanded(i == v.lens))
	}
	return el("div", "view",
		el("div", "view-row", word("h3", "", "Lens"), el("div", "view-lenses", lens...).Role("group").Aria("label", "Lens")),
		choice("Rows", "density", densities[:], orElse(v.density, densities[0])),
		choice("Times", "times", timeFormats[:], orElse(v.times, timeFormats[0])),
		choice("Theme", "set-theme", []string{"system", "light", "dark"}, orElse(v.theme, "system")),
		choice("Letters as shortcuts", "letters", []string{"on", "off"}, onOff(!v.hushed)),
		choice("Tell watched changes outside of this page", "desktop", []string{"on", "off"}, onOff(v.desktop)),
		word("p", "note", "Such a message names the key and the end of the session's id, never a value."),
		choice("Sound when a watched key changes", "sound", []string{"on", "off"}, onOff(v.sound)),
		choice("How a screen reader tells watched changes", "watched", voices[:], voices[index01(v.atOnce)]),
		el("div", "view-more", button("btn", "panel", string(noisePanel), app.Text("Noise and glossary")), button("btn", "panel", string(pinsPanel), app.Text("Keys on top")), button("btn", "panel", string(contractPanel), app.Text("Key contract"))),
	)
}

// voices are how watched changes are announced: in turn with all that happens,
// or at once, over what is being said.
var voices = [...]string{"politely", "at once"}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func noiseRules(m *model) app.UI {
	v := &m.view
	var items []app.UI
	for c := range userdata.Reporting + 1 {
		if v.noise().Has(c) {
			why := "by the lens " + lenses[v.lens].name
			remove := app.UI(el("span", ""))
			if v.book.Folded.Has(c) {
				why = "by you"
				remove = button("filterbar-x", "loud", itoa(int(c)), sr("Do not hide "+className(c)), sign("", "×"))
			}
			items = append(items, el("li", "noise-item", el("span", "", word("b", "", className(c)), word("span", "note", " class, "+why)), remove))
		}
	}
	for i, h := range v.book.Hides {
		items = append(items, el("li", "noise-item", el("span", "", el("b", "", exact(h.Pattern)...), word("span", "note", " "+h.Match.String()+", by you")),
			button("filterbar-x", "drop-hide", itoa(i), sr("Do not hide "+h.Pattern), sign("", "×"))))
	}
	return el("div", "noise",
		el("p", "note", app.Text("These keys are hidden. Their changes are counted below the table. The rules are those of "),
			el("b", "", exact(settings.PlaceName(v.book.Place))...), app.Text("; each profile has its own.")),
		el("ul", "noise-list", items...),
		textForm("rules", "Your rules as text", "To share, copy this text; to take over a colleague's, paste it and apply.\nhide prefix RVQ\nrouting exact MyKey  What it holds.", m.rulesErr),
		el("details", "noise-glossary", word("summary", "", "Glossary: what the platform's keys hold"), glossary(m)),
	)
}

// textForm is a form with one text, which the page writes when it opens.
func textForm(name, label, hint string, err error) app.UI {
	problem := ""
	if err != nil {
		problem = capital(strings.TrimPrefix(err.Error(), "userdata: rules: ")) + "."
	}
	return el("form", "textform",
		el("label", "textform-label", word("span", "", label),
			el("textarea", "field textform-text").Attr("id", name+"-text").Attr("rows", "6").Attr("spellcheck", "false").
				Attr("placeholder", hint).DataSet("form", name)),
		word("p", "field-error", problem).Role("status"),
		el("div", "textform-buttons", word("button", "btn btn--primary", "Apply").Attr("type", "submit"), button("btn", "copy-"+name, "", app.Text("Copy"))),
	).DataSet("form", name)
}

func glossary(m *model) app.UI {
	var items []app.UI
	for _, r := range append(m.view.book.Own.User(), userdata.Builtin()...) {
		if r.Why == "" {
			continue
		}
		name := r.Pattern
		if r.Match == userdata.Prefix {
			name += "…"
		}
		items = append(items, el("dt", "", exact(name)...), el("dd", "", app.Text(r.Why), word("span", "note", " "+r.Class.String())))
	}
	return el("dl", "noise-words", items...)
}

func contractForm(m *model) app.UI {
	items := make([]app.UI, len(m.findings))
	for i, f := range m.findings {
		where := app.UI(el("span", ""))
		if f.Event > 0 {
			where = button("btn btn--quiet", "event", itoa(f.Event), app.Text("event "+itoa(f.Event)))
		}
		glyph := [...]string{"✓", "…", "!"}[f.Standing]
		items[i] = el("li", "contract-item contract-item--"+f.Standing.String(), sign("contract-sign", glyph),
			el("span", "contract-text", word("code", "", f.Clause.String()), sr(" "+f.Standing.String()), word("span", "note", " "+f.Reason)), where)
	}
	good, bad := contract.Tally(m.findings)
	sum := "A contract says what a strategy or an application owes: which keys, of which type, in which order, and what is to be there in time. It is checked with every event, and with the past under review."
	if len(m.findings) > 0 {
		sum = itoa(good) + " of " + itoa(len(m.findings)) + " hold, " + itoa(bad) + " broken, at event " + itoa(m.scene.at) + "."
	}
	if m.contractErr != nil {
		sum = "Nothing is checked until the contract below can be read."
	}
	all := el("p", "note contract-all", app.Text(breakingText(m)+" "),
		when(button("btn btn--quiet", "next-broken", "", app.Text("Next of them")), m.breaking() == 0, "hidden"))
	return el("div", "contract", word("p", "note", sum), el("ul", "contract-list", items...),
		when(all, len(m.judged) == 0, "hidden"),
		choice("When a clause breaks", "on-broken", []string{"go on", "stop the view"}, either(m.view.stopBroken, "stop the view", "go on")),
		textForm("contract", "Contract", "DISP_KEY text\nmaybe Priority number\nnever TempReservation\norder RStrategyName < DISP_KEY\nexpect DISP_KEY value:=resolved within 30s after state:Chatting", m.contractErr))
}
