package page

import (
	"cmp"
	"strconv"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/export"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Menu is what can be done with one thing of the page: a row of the table,
// an event, a session or the filter. An item without a name is a line between two groups.
type Menu struct {
	Title string
	Items []Entry
	At    int
	Note  string // below the items
}

// OpenMenu shows the menu of what is selected in a pane, at a place of the
// window ("x y" in pixels) or beside the element that a selector names. It
// reports whether there is anything to show a menu of.
func (m *Model) OpenMenu(of scene.Pane, place string) bool {
	u := Menu{Note: "Shift and right click: the browser's own menu"}
	switch {
	case m.Scene.Session == nil:
		return false
	case of == scene.DataPane && m.View.Picked:
		u.Title, u.Items = "Key "+cmp.Or(wording.Short(m.View.Key), "without a name"), m.rowMenu(m.SelectedRow())
	case of == scene.TimelinePane && m.Scene.At > 0 && m.View.Tab == scene.ChangesTab:
		u.Title, u.Items = "Event "+strconv.Itoa(m.Scene.At), m.eventMenu()
	case of == scene.SessionsPane:
		u.Title, u.Items = "Session "+m.SessionName(m.Scene.Session), m.sessionMenu()
	default:
		m.Say("Select a row first")
		return false
	}
	m.showMenu(u, place)
	return true
}

func (m *Model) showMenu(u Menu, place string) {
	m.Menu = u
	m.Want(stage.Effect{Do: stage.ShowMenu, Target: "#menu", Text: place})
	m.Focus("#menu-0")
}

// conditionsMenu has the terms of the filter that take one of a few words.
func conditionsMenu() Menu {
	u := Menu{Title: "Add a condition"}
	for _, field := range []string{"type", "class", "by", "is", "changed"} {
		words := query.Words(field)
		if words == nil {
			words = []string{"30s", "2m", "10m", "1h"}
		}
		for _, w := range words {
			u.Items = append(u.Items, Entry{field + ":" + w, "add-filter", field + ":" + w})
		}
		u.Items = append(u.Items, Entry{})
	}
	u.Items = u.Items[:len(u.Items)-1]
	return u
}

// SelectedRow is the row of the selected key, also where the table leaves it out.
func (m *Model) SelectedRow() *scene.Row {
	if i := m.Scene.Find(m.View.Key); i >= 0 {
		return &m.Scene.Rows[i]
	}
	return &scene.Row{RowID: scene.RowID{Key: m.View.Key, Dup: 1}, Value: m.Selected(), Class: m.Classes.Of(m.View.Key).Class, Mark: new(scene.Mark)}
}

// rowMenu is what can be done with a row of the table.
func (m *Model) rowMenu(r *scene.Row) []Entry {
	out := make([]Entry, 0, 24)
	if r.Value.Kind() != userdata.Absent {
		out = append(out, Entry{"Edit in the form", "edit-key", ""}, Entry{"Draft its deletion", "delete-key", ""},
			Entry{"Copy the value", "copy-value", ""}, Entry{"Copy it raw, as it stood on the wire", "copy-raw", ""})
	}
	out = append(out, Entry{"Copy the row as Markdown", "copy-row", ""}, Entry{"Copy its JSON pointer", "copy-pointer", ""},
		Entry{"Choose it, to copy or export it with others", "choose-row", ""}, Entry{},
		Entry{"History of this key", "history", ""}, Entry{"Before its last change", "blame", ""},
		Entry{m.LimitText(), "limit", ""}, Entry{},
		Entry{wording.Either(m.View.Watching(r.Key) >= 0, "Stop watching", "Watch"), "watch", ""},
		Entry{"Stop the view when it changes…", "stop-when", ""}, Entry{"Pin to the top, or unpin", "pin", ""}, Entry{},
		Entry{"Filter by this key", "add-filter", query.Term{Field: "key", Text: r.Key, Whole: true}.String()})
	if r.Value.Kind() != userdata.Absent && len(r.Value.Text()) <= scene.Clamp {
		out = append(out, Entry{"Filter by this value", "add-filter", query.Term{Field: "value", Text: r.Value.Text(), Whole: true}.String()})
	}
	out = append(out, Entry{"Filter by the class " + r.Class.String(), "add-filter", "class:" + r.Class.String()})
	if e, _, ok := m.Writer(r); ok {
		who := m.Scene.Session.Who(e, r.Key)
		out = append(out, Entry{"Filter by who wrote it: " + who.String(), "add-filter", "by:" + query.AuthorWord(who)})
		if who != history.FirstSeen {
			out = append(out, Entry{}, Entry{"Do not count event " + strconv.Itoa(e.N) + " as its writer", "skip-event", strconv.Itoa(e.N)},
				Entry{"Do not count " + who.String() + " as a writer", "skip-author", strconv.Itoa(int(who))})
		}
	}
	m.optionsOf(r.Key)
	out = append(out, Entry{})
	for i, o := range m.HideOptions {
		out = append(out, Entry{"Hide " + o.words() + " (" + wording.Plural(o.Keys, "key") + ")", "hide", strconv.Itoa(i)})
	}
	return out
}

// eventMenu is what can be done with the event on the screen.
func (m *Model) eventMenu() []Entry {
	n := strconv.Itoa(m.Scene.At)
	return []Entry{
		{"Hold what follows against it (set A)", "base-here", ""},
		{"Play from here", "play", ""},
		{"Mark it, with a note or without", "open-note", ""},
		{wording.Either(m.View.Base == 0 || m.View.Base == m.Scene.At, "Begin a marked range here", "Mark all events between A and it"), "open-range", ""},
		{},
		{wording.Either(m.View.Skips.Has(m.View.Session, m.Scene.At), "Count it as a writer again", "Do not count it as a writer"), "skip-event", n},
		{"Who counts as a writer…", "panel", string(scene.WhoPanel)},
	}
}

// sessionMenu is what can be done with the selected session.
func (m *Model) sessionMenu() []Entry {
	x := m.Scene.Session
	return []Entry{
		{"Name, pin or note it", "panel", string(scene.SessionPanel)},
		{wording.Either(x.Pinned, "Unpin", "Pin to the top"), "pin-session", ""},
		{"Hold it against the next that is selected", "pin-a", ""},
		{"Read it again", "reread", x.ID},
		{"Copy its id", "copy-id", ""},
	}
}

// pressInMenu moves through the items and runs one: by its place, or by the
// key that does the same without the menu.
func (m *Model) pressInMenu(k Keypress) bool {
	u := &m.Menu
	at, ok := moved(k.Key, u.At, len(u.Items))
	for ok && at > 0 && at < len(u.Items)-1 && u.Items[at].Name == "" {
		at += step(at > u.At)
	}
	switch {
	case ok && k.Key != "j" && k.Key != "k":
		u.At = at
		m.Focus("#menu-" + strconv.Itoa(at))
		return true
	case k.Key == "Tab":
		m.closeMenu()
		return true
	}
	for i, c := range u.Items {
		if m.KeyOf(c.Do, c.Arg) == k.Key {
			m.runItem(i)
			return true
		}
	}
	return false
}

// step is one forward or back.
func step(down bool) int {
	if down {
		return 1
	}
	return -1
}

func (m *Model) closeMenu() { m.Want(stage.Effect{Do: stage.CloseModal, Target: "#menu"}) }

func (m *Model) runItem(i int) {
	m.closeMenu()
	if i >= 0 && i < len(m.Menu.Items) {
		c := m.Menu.Items[i]
		m.Act(c.Do, c.Arg)
	}
}

// menuCommands are what the menus offer and nothing else has, and what leads to them.
func menuCommands() []command {
	return []command{
		cmd("menu", func(m *Model, arg string) { m.OpenMenu(scene.Pane(arg), "[data-do=menu][data-arg="+arg+"]") },
			way{arg: string(scene.DataPane), title: "All actions on the selected key", key: "Shift F10", in: elsewhere}).when(aSession),
		cmd("menu-do", func(m *Model, arg string) { m.runItem(wording.Atoi(arg)) }),
		cmd("close-menu", func(m *Model, _ string) { m.closeMenu() }),
		cmd("skip-author", func(m *Model, arg string) { m.SkipAuthor(wording.Atoi(arg)) }),
		cmd("skip-event", func(m *Model, arg string) { m.SkipEvent(wording.Atoi(arg)) }),
		cmd("count-all", func(m *Model, _ string) { m.CountAll() }),
		cmd("conditions", func(m *Model, _ string) { m.showMenu(conditionsMenu(), "#condition") }).when(aSession),
		cmd("add-filter", func(m *Model, arg string) { m.AddTerm(arg) }),
		cmd("copy-pointer", func(m *Model, _ string) {
			m.OnSelected(func(key string) {
				m.copyData(func(masks *redact.Masks) string { return userdata.Change{Key: masks.Name(key)}.Pointer() }, "JSON pointer copied")
			})
		}),
		cmd("delete-key", func(m *Model, _ string) { m.Writing.DeleteKey() },
			way{key: "Delete", in: inData, does: "draft a deletion of the selected key (nothing is sent)"}).when(aKey),
		cmd("choose-row", func(m *Model, _ string) { m.ChooseRow(false) },
			way{key: " ", in: inData, does: "in the table: choose the row, or all rows up to it, to copy or export them together"}).when(aKey),
		cmd("choose-none", func(m *Model, _ string) { m.SetChosen(nil) }),
		cmd("export-chosen", func(m *Model, _ string) {
			m.Export.Scope = export.ScopeChosen
			m.Export.OpenDialog()
		}),
		cmd("copy-pins", func(m *Model, _ string) { m.copy(m.TextOf("pins"), "Keys copied") }),
		cmd("copy-raw", func(m *Model, _ string) {
			m.OnSelected(func(key string) {
				v := m.Selected()
				m.copyData(func(masks *redact.Masks) string { return hiddenValue(masks, key, v).Literal() }, "Raw value copied")
			})
		}),
		cmd("as-sample", func(m *Model, _ string) {
			if n := m.View.Stray; n > 0 && n <= len(m.State.Strays) {
				m.OpenText(string(m.State.Strays[n-1].Raw))
			}
		}),
		cmd("on-broken", func(m *Model, arg string) {
			m.View.StopBroken = arg == "stop the view"
			m.Keep()
		}),
		cmd("retype", func(m *Model, arg string) { m.Writing.Retype(arg) }),
		cmd("open-note", func(m *Model, _ string) { m.OpenNote() },
			way{title: "Mark the event shown, with a note or without", key: "m", in: anyPane, does: "mark the event shown, with a note or without"}),
		cmd("stop-when", func(m *Model, _ string) { m.OnSelected(m.StopWhen) },
			way{title: "Stop the view when the selected key changes…"}).when(aKey),
		cmd("drop-condition", func(m *Model, arg string) {
			n := wording.Atoi(arg)
			m.SetCondition(n, "")
			m.SetText(scene.ConditionField(n), "")
		}),
		cmd("lookup-here", func(m *Model, arg string) {
			m.Lookup.Here = arg == "this session"
			m.LookUp()
		}),
		cmd("goto", func(m *Model, arg string) { m.goToEvent(arg) }),
	}
}

// sessionCommands are about a session as a whole: the one that is named, or else
// the selected one.
func sessionCommands() []command {
	return []command{
		cmd("pin-session", func(m *Model, arg string) {
			m.onSession(arg, func(x *book.Session) {
				m.Send(tracker.Label{Session: x.ID, Name: x.Name, Pinned: !x.Pinned})
				m.Say(wording.Either(x.Pinned, "Unpinned ", "Pinned ") + m.SessionName(x))
			})
		},
			way{title: "Pin or unpin the session", key: "p", in: inSessions, does: "in the sessions: name and note, or pin, the selected one"}).when(aSession),
		cmd("pin-a", func(m *Model, arg string) { m.onSession(arg, func(*book.Session) { m.pin() }) },
			way{key: " ", in: inSessions, does: "in the sessions: hold this one against the next that is selected"}).when(aSession),
		cmd("copy-id", func(m *Model, arg string) {
			m.onSession(arg, func(x *book.Session) {
				id := x.Number()
				m.copyData(func(masks *redact.Masks) string { return masks.Name(id) }, "Id copied")
			})
		}),
	}
}

// onSession calls f with a session, if there is one of that id; "" is that of the
// selected one.
func (m *Model) onSession(id string, f func(x *book.Session)) {
	x := m.Scene.Session
	if id != "" {
		x = m.State.Session(id)
	}
	if x != nil {
		f(x)
	}
}
