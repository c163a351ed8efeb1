package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
)

// A menu is what can be done with one thing of the page: a row of the table,
// an event or a session. An item without a name is a line between two groups.
type menu struct {
	title string
	items []entry
	at    int
}

// openMenu shows the menu of what is selected in a pane, at a place of the
// window ("x y" in pixels) or beside the element that a selector names. It
// reports whether there is anything to show a menu of.
func (m *model) openMenu(of pane, place string) bool {
	u := menu{}
	switch {
	case m.scene.session == nil:
		return false
	case of == dataPane && m.view.picked:
		u.title, u.items = "Key "+orElse(short(m.view.key), "without a name"), m.rowMenu(m.selectedRow())
	case of == timelinePane && m.scene.at > 0 && m.view.tab == changesTab:
		u.title, u.items = "Event "+itoa(m.scene.at), m.eventMenu()
	case of == sessionsPane:
		u.title, u.items = "Session "+m.sessionName(m.scene.session), m.sessionMenu()
	default:
		m.say("Select a row first")
		return false
	}
	m.menu = u
	m.want(effect{do: showMenu, target: "#menu", text: place})
	m.want(effect{do: focusOn, target: "#menu-0"})
	m.touch(dialogPart)
	return true
}

// selectedRow is the row of the selected key, also where the table leaves it out.
func (m *model) selectedRow() *row {
	if i := m.scene.find(m.view.key); i >= 0 {
		return &m.scene.rows[i]
	}
	return &row{rowID: rowID{m.view.key, 1}, value: m.selected(), class: m.classes.of(m.view.key).class, mark: new(mark)}
}

// rowMenu is what can be done with a row of the table.
func (m *model) rowMenu(r *row) []entry {
	out := make([]entry, 0, 24)
	if r.value.Kind() != userdata.Absent {
		out = append(out, entry{"Edit in the form", "edit-key", ""}, entry{"Draft its deletion", "delete-key", ""},
			entry{"Copy the value", "copy-value", ""}, entry{"Copy it raw, as it stood on the wire", "copy-raw", ""})
	}
	out = append(out, entry{"Copy the row as Markdown", "copy-row", ""}, entry{"Copy its JSON pointer", "copy-pointer", ""},
		entry{"Choose it, to copy or export it with others", "choose-row", ""}, entry{},
		entry{"History of this key", "history", ""}, entry{"Before its last change", "blame", ""},
		entry{limitText(m), "limit", ""}, entry{},
		entry{either(m.view.watching(r.key) >= 0, "Stop watching", "Watch"), "watch", ""},
		entry{"Stop the view when it changes…", "stop-when", ""}, entry{"Pin to the top, or unpin", "pin", ""}, entry{},
		entry{"Filter by this key", "add-filter", query.Term{Field: "key", Text: r.key, Whole: true}.String()})
	if r.value.Kind() != userdata.Absent && len(r.value.Text()) <= clamp {
		out = append(out, entry{"Filter by this value", "add-filter", query.Term{Field: "value", Text: r.value.Text(), Whole: true}.String()})
	}
	out = append(out, entry{"Filter by the class " + r.class.String(), "add-filter", "class:" + r.class.String()})
	if e, _, ok := m.writer(r); ok {
		who := m.scene.session.Who(e, r.key)
		out = append(out, entry{"Filter by who wrote it: " + who.String(), "add-filter", "by:" + query.AuthorWord(who)})
		if who != history.FirstSeen {
			out = append(out, entry{}, entry{"Do not count event " + itoa(e.N) + " as its writer", "skip-event", itoa(e.N)},
				entry{"Do not count " + who.String() + " as a writer", "skip-author", itoa(int(who))})
		}
	}
	m.optionsOf(r.key)
	out = append(out, entry{})
	for i, o := range m.hideOptions {
		out = append(out, entry{"Hide " + o.words() + " (" + plural(o.keys, "key") + ")", "hide", itoa(i)})
	}
	return out
}

// eventMenu is what can be done with the event on the screen.
func (m *model) eventMenu() []entry {
	n := itoa(m.scene.at)
	return []entry{
		{"Hold what follows against it (set A)", "base-here", ""},
		{"Play from here", "play", ""},
		{"Mark it, with a note or without", "open-note", ""},
		{either(m.view.base == 0 || m.view.base == m.scene.at, "Begin a marked range here", "Mark all events between A and it"), "open-range", ""},
		{},
		{either(m.view.skips.has(m.view.session, m.scene.at), "Count it as a writer again", "Do not count it as a writer"), "skip-event", n},
		{"Who counts as a writer…", "panel", string(whoPanel)},
	}
}

// sessionMenu is what can be done with the selected session.
func (m *model) sessionMenu() []entry {
	x := m.scene.session
	return []entry{
		{"Name, pin or note it", "panel", string(sessionPanel)},
		{either(x.Pinned, "Unpin", "Pin to the top"), "pin-session", ""},
		{"Hold it against the next that is selected", "pin-a", ""},
		{"Read it again", "reread", x.ID},
		{"Copy its id", "copy-id", ""},
	}
}

func either(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

// pressInMenu moves through the items and runs one: by its place, or by the
// key that does the same without the menu.
func (m *model) pressInMenu(k keypress) bool {
	u := &m.menu
	at, ok := moved(k.key, u.at, len(u.items))
	for ok && at > 0 && at < len(u.items)-1 && u.items[at].name == "" {
		at += either01(at > u.at)
	}
	switch {
	case ok && k.key != "j" && k.key != "k":
		u.at = at
		m.want(effect{do: focusOn, target: "#menu-" + itoa(at)})
		m.touch(dialogPart)
		return true
	case k.key == "Tab":
		m.closeMenu()
		return true
	}
	keys := keysBeside()
	for i, c := range u.items {
		if keys[[...]string{c.do, c.arg}] == k.key {
			m.runItem(i)
			return true
		}
	}
	return false
}

// either01 is the step past a line between groups.
func either01(down bool) int {
	if down {
		return 1
	}
	return -1
}

func (m *model) closeMenu() { m.want(effect{do: closeModal, target: "#menu"}) }

func (m *model) runItem(i int) {
	m.closeMenu()
	if i >= 0 && i < len(m.menu.items) {
		c := m.menu.items[i]
		m.act(c.do, c.arg)
	}
}

// menu draws the menu. A click beside it, on the dialog itself, closes it.
func (c *dialogs) menu() app.UI {
	u := &c.Model.menu
	items, keys := make([]app.UI, len(u.items)), keysBeside()
	for i, x := range u.items {
		if x.name == "" {
			items[i] = el("li", "menu-line").Role("separator")
			continue
		}
		items[i] = el("li", "", button("menu-item", "menu-do", itoa(i), word("span", "menu-name", x.name), kbdOf(keys[[...]string{x.do, x.arg}])).
			Attr("id", "menu-"+itoa(i)).Role("menuitem").TabIndex(index(i == u.at))).Role("none")
	}
	return act(el("dialog", "menu",
		el("h2", "menu-title", exact(u.title)...),
		el("ul", "menu-items", items...).Role("menu").Aria("label", u.title),
		word("p", "note menu-note", "Shift and right click: the browser's own menu"),
	), "close-menu", "").Attr("id", "menu").Aria("label", "Menu").DataSet("form", "menu")
}
