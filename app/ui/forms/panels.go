package forms

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// choice is a group of buttons of which one is on.
func choice(label, do string, names []string, on string) app.UI {
	items := make([]app.UI, len(names))
	for i, n := range names {
		items[i] = html.TextButton("segments-item", do, n, wording.Capital(n)).Aria("pressed", html.Bool(n == on))
	}
	return html.El("div", "view-row", html.Word("h3", "", label), html.El("div", "segments view-choice", items...).Role("group").Aria("label", label))
}

func viewChoices(m *page.Model) app.UI {
	v := &m.View
	lens := make([]app.UI, len(scene.Lenses))
	for i, l := range scene.Lenses {
		lens[i] = html.Button("btn view-lens", "lens", strconv.Itoa(i), html.Key(m.KeyOf("lens", strconv.Itoa(i))), html.Word("b", "", l.Name), html.Word("span", "note", l.Suits)).
			Aria("pressed", html.Bool(i == v.Lens))
	}
	return html.El("div", "view",
		html.El("div", "view-row", html.Word("h3", "", "Lens"), html.El("div", "view-lenses", lens...).Role("group").Aria("label", "Lens")),
		choice("Rows", "density", scene.Densities[:], cmp.Or(v.Density, scene.Densities[0])),
		choice("Times", "times", scene.TimeFormats[:], cmp.Or(v.Times, scene.TimeFormats[0])),
		choice("Theme", "set-theme", []string{"system", "light", "dark"}, cmp.Or(v.Theme, "system")),
		choice("Letters as shortcuts", "letters", []string{"on", "off"}, onOff(!v.Hushed)),
		choice("Tell watched changes outside of this page", "desktop", []string{"on", "off"}, onOff(v.Desktop)),
		html.Word("p", "note", "Such a message names the key and the end of the session's id, never a value."),
		choice("Sound when a watched key changes", "sound", []string{"on", "off"}, onOff(v.Sound)),
		choice("How a screen reader tells watched changes", "watched", stage.Voices[:], stage.Voices[scene.OneIf(v.AtOnce)]),
		html.El("div", "view-more", html.TextButton("btn", "panel", string(scene.NoisePanel), "Noise and glossary"), html.TextButton("btn", "panel", string(scene.PinsPanel), "Keys on top"), html.TextButton("btn", "panel", string(scene.ContractPanel), "Key contract")),
	)
}

func onOff(on bool) string { return wording.Either(on, "on", "off") }

func noiseRules(m *page.Model) app.UI {
	v := &m.View
	var items []app.UI
	for c := range userdata.Reporting + 1 {
		if v.Noise().Has(c) {
			why := "by the lens " + scene.Lenses[v.Lens].Name
			remove := app.UI(html.El("span", ""))
			if v.Book.Folded.Has(c) {
				why = "by you"
				remove = html.Cross("filterbar-x", "loud", strconv.Itoa(int(c)), "Do not hide "+parts.ClassName(c))
			}
			items = append(items, html.El("li", "noise-item", html.El("span", "", html.Word("b", "", parts.ClassName(c)), html.Word("span", "note", " class, "+why)), remove))
		}
	}
	for i, h := range v.Book.Hides {
		items = append(items, html.El("li", "noise-item", html.El("span", "", html.El("b", "", html.Exact(h.Pattern)...), html.Word("span", "note", " "+h.Match.String()+", by you")),
			html.Cross("filterbar-x", "drop-hide", strconv.Itoa(i), "Do not hide "+h.Pattern)))
	}
	return html.El("div", "noise",
		html.El("p", "note", app.Text("These keys are hidden. Their changes are counted below the table. The rules are those of "),
			html.El("b", "", html.Exact(settings.PlaceName(v.Book.Place))...), app.Text("; each profile has its own.")),
		html.El("ul", "noise-list", items...),
		textForm("rules", "Your rules as text", "To share, copy this text; to take over a colleague's, paste it and apply.\nhide prefix RVQ\nrouting exact MyKey  What it holds.", m.RulesErr),
		html.El("details", "noise-glossary", html.Word("summary", "", "Glossary: what the platform's keys hold"), glossary(m)),
	)
}

// textForm is a form with one text, which the page writes when it opens.
func textForm(name, label, hint string, err error) app.UI {
	problem := ""
	if err != nil {
		problem = wording.Capital(strings.TrimPrefix(err.Error(), "userdata: rules: ")) + "."
	}
	return html.El("form", "textform",
		html.El("label", "textform-label", html.Word("span", "", label),
			html.El("textarea", "field textform-text").Attr("id", name+"-text").Attr("rows", "6").Attr("spellcheck", "false").
				Attr("placeholder", hint).DataSet("form", name)),
		html.Word("p", "field-error", problem).Role("status"),
		html.El("div", "textform-buttons", html.Submit("Apply"), html.TextButton("btn", "copy-"+name, "", "Copy")),
	).DataSet("form", name)
}

func glossary(m *page.Model) app.UI {
	var items []app.UI
	for _, r := range append(m.View.Book.Own.User(), userdata.Builtin()...) {
		if r.Why == "" {
			continue
		}
		name := r.Pattern
		if r.Match == userdata.Prefix {
			name += "…"
		}
		items = append(items, html.El("dt", "", html.Exact(name)...), html.El("dd", "", app.Text(r.Why), html.Word("span", "note", " "+r.Class.String())))
	}
	return html.El("dl", "noise-words", items...)
}

func contractForm(m *page.Model) app.UI {
	items := make([]app.UI, len(m.Findings))
	for i, f := range m.Findings {
		where := app.UI(html.El("span", ""))
		if f.Event > 0 {
			where = html.TextButton("btn btn--quiet", "event", strconv.Itoa(f.Event), "event "+strconv.Itoa(f.Event))
		}
		glyph := [...]string{"✓", "…", "!"}[f.Standing]
		items[i] = html.El("li", "contract-item contract-item--"+f.Standing.String(), html.Sign("contract-sign", glyph),
			html.El("span", "contract-text", html.Word("code", "", f.Clause.String()), html.Heard(" "+f.Standing.String()), html.Word("span", "note", " "+f.Reason)), where)
	}
	good, bad := contract.Tally(m.Findings)
	sum := "A contract says what a strategy or an application owes: which keys, of which type, in which order, and what is to be there in time. It is checked with every event, and with the past under review."
	if len(m.Findings) > 0 {
		sum = wording.Holding(good, len(m.Findings)) + ", " + strconv.Itoa(bad) + " broken, at event " + strconv.Itoa(m.Scene.At) + "."
	}
	if m.ContractErr != nil {
		sum = "Nothing is checked until the contract below can be read."
	}
	all := html.El("p", "note contract-all", app.Text(m.BreakingText()+" "),
		html.When(html.TextButton("btn btn--quiet", "next-broken", "", "Next of them"), m.Breaking() == 0, "hidden"))
	return html.El("div", "contract", html.Word("p", "note", sum), html.El("ul", "contract-list", items...),
		html.When(all, len(m.Judged) == 0, "hidden"),
		choice("When a clause breaks", "on-broken", []string{"go on", "stop the view"}, wording.Either(m.View.StopBroken, "stop the view", "go on")),
		textForm("contract", "Contract", "DISP_KEY text\nmaybe Priority number\nnever TempReservation\norder RStrategyName < DISP_KEY\nexpect DISP_KEY value:=resolved within 30s after state:Chatting", m.ContractErr))
}

// WatchList is the panel of the watched keys and what stops the view.
func WatchList(m *page.Model) app.UI {
	v := &m.View
	items := make([]app.UI, len(v.Watches))
	for i := range v.Watches {
		items[i] = watchItem(m, i)
	}
	note := "A watched key is above the table with its value. With Stop, a change of it in the session on the screen freezes the view at that event" + wording.Either(m.Filed(), "; nothing changes in a file, but in the live record beside it", "; the recording goes on") + ". A condition is written as in the filter: value:=resolved, type:number, -by:you, is:removed."
	if len(items) == 0 {
		note = "No key is watched. Select one and press w. " + note
	}
	return html.El("div", "noise", html.Word("p", "note", note), html.El("ul", "noise-list", items...))
}

func watchItem(m *page.Model, i int) app.UI {
	w := &m.View.Watches[i]
	name, n, problem := wording.Short(w.Key), strconv.Itoa(i), ""
	q, err := w.Condition()
	switch {
	case err != nil:
		problem = wording.Capital(err.Error()) + ". Until it can be read, every change stops."
	case !w.Keepable():
		problem = "Kept until this page closes" + wording.Either(w.Stop, ", and then every change stops", "") + ": it may name a customer's value, and these are not stored."
	}
	if hint := q.Hint(); hint != "" {
		problem = hint + " " + problem
	}
	return html.El("li", "watches-item",
		html.El("b", "watches-key", html.Exact(name)...),
		html.Button("btn", "stop-on", n, app.Text("Stop"), html.Heard(" when "+name+" changes")).Aria("pressed", html.Bool(w.Stop)),
		html.Cross("filterbar-x", "unwatch", n, "Stop watching "+name),
		html.El("label", "watches-when", html.Word("span", "note", "when"),
			html.Line("field", "condition-"+n, "text").Attr("placeholder", "any change").Aria("label", "Condition for "+name).
				Aria("invalid", html.Bool(err != nil)).Aria("describedby", "condition-problem-"+n).DataSet("form", "watch").DataSet("row", i)),
		html.Word("p", wording.Either(err != nil, "field-error", "note"), problem).Attr("id", "condition-problem-"+n),
	)
}

// pinsForm is the panel of the keys on top.
func pinsForm(m *page.Model) app.UI {
	return html.El("div", "noise",
		html.Word("p", "note", "Keys that stand on top of the table, in this order, are never hidden. A name is shown with its key, and in the lens Supervisor in its place. Paste the values of a business attribute to take over its order and names."),
		textForm("pins", "Keys on top, one a line", "DISP_KEY = Disposition\nSubject = What it is about\n\"Order No\"", m.PinsErr))
}

// whoChoices is the panel that says who counts as a writer.
func whoChoices(m *page.Model) app.UI {
	s := &m.View.Skips
	items := make([]app.UI, 0, 8)
	for _, a := range settings.Skippable() {
		items = append(items, html.El("li", "noise-item", html.El("span", "", html.Word("b", "", wording.Capital(a.String()))),
			html.Button("btn", "skip-author", strconv.Itoa(int(a)), app.Text("Do not count"), html.Heard(" "+a.String())).
				Aria("pressed", html.Bool(s.Authors.Has(a)))))
	}
	for _, n := range s.Events[m.View.Session] {
		items = append(items, html.El("li", "noise-item", html.TextButton("moments-time", "event", strconv.Itoa(n), "Event "+strconv.Itoa(n)),
			html.Cross("filterbar-x", "skip-event", strconv.Itoa(n), "Count event "+strconv.Itoa(n)+" again")))
	}
	return html.El("div", "noise",
		html.Word("p", "note", "The column Who, “Before this change” and the filter “by:” pass over the writers that do not count, and say how many events that were. Changes stay marked and counted."),
		html.El("ul", "noise-list", items...),
		html.When(html.TextButton("btn", "count-all", "", "Count everybody"), s.None(), "hidden"))
}
