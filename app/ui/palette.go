package ui

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/query"
)

// An entry of the palette or of a menu leads to a command: what it is called
// there, the command and what it is asked of.
type entry struct{ name, do, arg string }

// A palette is the list of entries that match what was typed.
type palette struct {
	query string
	at    int
	found []entry
}

// maxEntries is how many entries the palette lists at once.
const maxEntries = 60

// entries are what the page can do wherever one is.
func entries() []entry {
	out := []entry{
		{"Newest state", "live", ""},
		{"Previous event", "step", "-1"},
		{"Next event", "step", "1"},
		{"Attach data", "attach", ""},
		{"Show changed keys only", "changed", ""},
		{"Show or hide hidden keys", "unfold-all", ""},
		{"Clear the filter", "clear-filter", ""},
		{"Search all history for the filter", "lookup", ""},
		{"Save the filter", "save-filter", ""},
		{"Hide the selected key, its prefix or class", "hide-menu", ""},
		{"Watch the selected key", "watch", ""},
		{"Pin the selected key", "pin", ""},
		{"All actions on the selected key", "menu", string(dataPane)},
		{"History of the selected key", "history", ""},
		{"Back to what the column showed before", "back", ""},
		{"Before the last change of the selected key", "blame", ""},
		{"Only events that touched the selected key", "limit", ""},
		{"Stop the view when the selected key changes…", "stop-when", ""},
		{"Watched keys and what stops the view", "panel", string(watchPanel)},
		{"Who counts as a writer", "panel", string(whoPanel)},
		{"Play the history, or stop", "play", ""},
		{"Mark the event shown, with a note or without", "open-note", ""},
		{"Mark the events from A to the one shown", "open-range", ""},
		{"Compare", "compare", ""},
		{"Name, pin or note the session", "panel", string(sessionPanel)},
		{"Pin or unpin the session", "pin-session", ""},
		{"Session by its id", "panel", string(findPanel)},
		{"Operations", "panel", string(operatePanel)},
		{"Open capture", "open", ""},
		{"Follow a log as it grows", "follow-file", ""},
		{"Export", "export", ""},
		{"Recordings", "panel", string(keepPanel)},
		{"Timeline: notes", "tab", string(notesTab)},
		{"Noise: rules and glossary", "panel", string(noisePanel)},
		{"Keys on top and their names", "panel", string(pinsPanel)},
		{"Key contract", "panel", string(contractPanel)},
		{"Next session that breaks the contract", "next-broken", ""},
		{"View: lens, density, time, keys", "panel", string(viewPanel)},
		{"Connection", "panel", string(linkPanel)},
		{"Simulator: make it misbehave", "panel", string(simulatorPanel)},
		{"Simulator: tour of what can become of a write", "tour", "0"},
		{"Connect to a server", "panel", string(connectPanel)},
		{"Timeline: changes", "tab", string(changesTab)},
		{"Timeline: writes", "tab", string(writesTab)},
		{"Timeline: traffic", "tab", string(trafficTab)},
		{"Next theme", "theme", ""},
		{"Keyboard shortcuts", "help", ""},
	}
	for i, l := range lenses {
		out = append(out, entry{"Lens: " + l.name, "lens", itoa(i)})
	}
	for _, d := range densities {
		out = append(out, entry{"Density: " + d, "density", d})
	}
	for _, t := range timeFormats {
		out = append(out, entry{"Times: " + t, "times", t})
	}
	for i := range speeds {
		out = append(out, entry{"Playback speed: " + speedName(i), "speed", itoa(i)})
	}
	return out
}

// bookCommands lead between the live record and the files that are open, and back
// from what was.
func (m *model) bookCommands() (out []entry) {
	switch {
	case m.filed():
		out = append(out, entry{"Back to live", "go-live", ""})
	case !m.view.live():
		out = append(out, entry{"Back to live", "live", ""})
	}
	for _, o := range m.state.Files {
		if !o.Shown {
			continue
		}
		name, arg := fileName(m.state.Files, o), itoa(o.N)
		if o.Book != m.state.Book {
			out = append(out, entry{"Show file " + name, "show-file", arg})
		}
		out = append(out, entry{"Close file " + name, "close-file", arg})
	}
	return out
}

// search fills in the entries, sessions, keys and saved filters that hold
// every word of the query.
func (m *model) search(asked string) {
	p := &m.palette
	*p = palette{query: asked}
	words := strings.Fields(asked)
	add := func(c entry) {
		for _, w := range words {
			if !query.Contains(c.name, w) {
				return
			}
		}
		p.found = append(p.found, c)
	}
	for _, c := range slices.Concat(entries(), m.bookCommands()) {
		add(c)
	}
	for i, s := range m.view.saved {
		add(entry{"Filter: " + s, "saved", itoa(i)})
	}
	for _, x := range m.state.Sessions {
		add(entry{"Session " + x.ID + " " + x.Name + " " + x.Customer + " " + x.State, "session", x.ID})
	}
	if len(words) > 0 && m.scene.session != nil {
		for key := range m.scene.data.All() {
			if len(p.found) >= 2*maxEntries {
				break
			}
			add(entry{"Key " + key, "key", key})
		}
	}
	m.touch(dialogPart)
}

func (m *model) openPalette() {
	m.search("")
	m.want(effect{do: showModal, target: "#palette"})
	m.want(effect{do: setValue, target: "#palette-query"})
	m.want(effect{do: focusOn, target: "#palette-query"})
}

// pressInPalette moves through the commands and runs one.
func (m *model) pressInPalette(k keypress) bool {
	p := &m.palette
	n := min(len(p.found), maxEntries)
	switch k.key {
	case "ArrowDown", "ArrowUp":
		if n > 0 {
			by := 1
			if k.key == "ArrowUp" {
				by = n - 1
			}
			p.at = (p.at + by) % n
		}
		m.want(effect{do: scrollTo, target: "#palette-" + itoa(p.at)})
	case "Enter":
		m.runCommand(p.at)
	case "Escape":
		m.want(effect{do: closeModal, target: "#palette"})
	default:
		return false
	}
	m.touch(dialogPart)
	return true
}

func (m *model) runCommand(i int) {
	m.want(effect{do: closeModal, target: "#palette"})
	if i >= 0 && i < len(m.palette.found) {
		c := m.palette.found[i]
		if c.do == "panel" && m.view.panel == panel(c.arg) {
			m.want(effect{do: focusOn, target: "#detail"}) // who asks for a panel by name does not want it closed
			return
		}
		m.act(c.do, c.arg)
	}
}

// dialogs are the palette and the choice of what to hide. They are always in
// the document; the browser opens and closes them.
type dialogs struct {
	app.Compo
	Model   *model
	Version int
}

func (c *dialogs) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "dialogs")
	return el("div", "dialogs", c.palette(), c.hide(), c.menu())
}

func (c *dialogs) palette() app.UI {
	p := &c.Model.palette
	n := min(len(p.found), maxEntries)
	items, keys := make([]app.UI, n), keysBeside()
	for i, x := range p.found[:n] {
		items[i] = act(el("li", "palette-item", el("span", "palette-name", exact(x.name)...), kbdOf(keys[[...]string{x.do, x.arg}])), "run", itoa(i)).
			Attr("id", "palette-"+itoa(i)).Role("option").Aria("selected", expanded(i == p.at))
	}
	input := app.ElemSelfClosing("input").Class("field palette-query").Attr("id", "palette-query").Attr("type", "text").
		Attr("placeholder", "Type a command, a key or a session").Attr("autocomplete", "off").Attr("spellcheck", "false").
		DataSet("form", "palette").Attr("role", "combobox").Aria("label", "Commands").Aria("expanded", "true").Aria("controls", "palette-list").
		Aria("autocomplete", "list")
	list := el("ul", "palette-list", items...).Attr("id", "palette-list").Role("listbox").Aria("label", "Commands")
	if n > 0 {
		input.Aria("activedescendant", "palette-"+itoa(p.at))
	} else {
		// A list without options is unfinished rather than empty.
		list.Aria("busy", "true")
	}
	return el("dialog", "palette", input, list,
		word("p", "note palette-note", paletteNote(p, n)),
	).Attr("id", "palette").Aria("label", "Commands")
}

func paletteNote(p *palette, n int) string {
	switch {
	case n == 0:
		return "Nothing is called that. Fewer letters find more."
	case len(p.found) > n:
		return "The first " + itoa(n) + "; type on to narrow them"
	}
	return itoa(n) + " found"
}

func kbdOf(keys string) app.UI {
	if keys == "" {
		return el("span", "")
	}
	return kbd(keys)
}

// hide is the choice of what to hide of the selected key.
func (c *dialogs) hide() app.UI {
	m := c.Model
	items := make([]app.UI, len(m.hideOptions))
	for i, o := range m.hideOptions {
		items[i] = button("btn hidemenu-item", "hide", itoa(i), hideLabel(o)...)
	}
	return el("dialog", "hidemenu",
		word("h2", "hidemenu-title", "Hide from the table"),
		el("div", "hidemenu-items", items...),
		word("p", "note", "What is hidden stays recorded, and its changes stay counted below the table. I shows it again."),
		button("btn btn--quiet", "close-hide", "", app.Text("Cancel")),
	).Attr("id", "hidemenu").Aria("label", "Hide from the table")
}

// words say what an option hides.
func (o hideOption) words() string {
	switch {
	case o.class:
		return "the class " + o.pattern
	case o.match == 0:
		return "only " + short(o.pattern)
	}
	return "all that begins with " + short(o.pattern)
}

func hideLabel(o hideOption) []app.UI {
	count := plural(o.keys, "key")
	if o.changed > 0 {
		count += ", " + itoa(o.changed) + " of them changed"
	}
	note := word("span", "note", count)
	switch {
	case o.class:
		return []app.UI{el("span", "", app.Text("Every key of class "), word("b", "", o.pattern)), note}
	case o.match == 0:
		return []app.UI{el("span", "", append([]app.UI{app.Text("Only ")}, el("b", "", exact(short(o.pattern))...))...), note}
	}
	return []app.UI{el("span", "", append([]app.UI{app.Text("Keys that begin with ")}, el("b", "", exact(short(o.pattern))...))...), note}
}
