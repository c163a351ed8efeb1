package page

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// A command is what can be asked for by its name: a button has it in data-do, an
// entry of the palette or of a menu and a key lead to it. arg is what it is asked
// of: a number, an id, a word.
type command struct {
	name string
	do   func(m *Model, arg string)
}

// commands are all that the page can be asked for.
func commands() []command {
	return slices.Concat(pageCommands(), viewCommands(), filterCommands(), noiseCommands(), menuCommands(), sessionCommands(),
		workCommands(), clockCommands(), writeCommands(), connectCommands(), fileCommands(), keyCommands(), boardCommands())
}

// commandsByName is the table that [Model.Act] looks names up in.
func commandsByName() map[string]func(m *Model, arg string) {
	all := commands()
	table := make(map[string]func(*Model, string), len(all))
	for _, c := range all {
		table[c.name] = c.do
	}
	return table
}

// Act does the command of that name, if there is one.
func (m *Model) Act(name, arg string) {
	m.Asked = buttonOf(name, arg)
	m.Notices.Beside = "" // what it stands beside may go now
	m.do(name, arg)
}

// do does a command, or says why it cannot be done.
func (m *Model) do(name, arg string) {
	if why := m.Missing(name, arg); why != "" {
		m.Say(why)
	} else if do := m.commands[name]; do != nil {
		do(m, arg)
	}
}

// NoSession says that something needs a session.
const NoSession = "No session is selected"

// Missing says what a command needs and the page has not, "" where it can be done.
func (m *Model) Missing(name, arg string) string {
	of := func(names ...string) bool { return slices.Contains(names, name) }
	aboutKey := of("edit-key", "delete-key", "watch", "pin", "hide-menu", "stop-when", "history")
	switch filter := m.Scene.Query.String(); {
	case m.Scene.Session == nil && (aboutKey || of("step", "base-here", "next-change", "unfold-all", "lookup", "save-filter", "menu", "pin-session", "pin-a", "compare")):
		return NoSession
	case aboutKey && !m.View.Picked:
		return "Select a key first"
	case name == "step" && m.Scene.Last == 0:
		return "There is no event yet"
	case name == "step" && arg == "1" && m.View.Live():
		return "This is the newest event"
	case name == "save-filter" && filter == "":
		return "There is no filter to save"
	case name == "save-filter" && slices.Contains(m.View.Saved, filter):
		return "This filter is saved already"
	case name == "board-open" && arg == "" && m.BoardCursor() < 0:
		return "There is no session on the board"
	}
	return ""
}

// buttonOf selects the button that asks for a command, "" where its argument is
// not one that a selector can name.
func buttonOf(name, arg string) string {
	switch {
	case strings.ContainsAny(arg, "\"\\\n"):
		return ""
	case arg == "":
		return "[data-do=" + name + "]"
	}
	return "[data-do=" + name + "][data-arg=\"" + arg + "\"]"
}

// A binding is a key that leads to a command. Keys that move through a list, or
// depend on the form that one is in, are not among them.
type binding struct {
	key     string       // KeyboardEvent.key
	in      []scene.Pane // where the focus is; nil for any pane
	do, arg string
}

// Where a binding holds besides single panes.
var (
	anyPane = []scene.Pane(nil)
	lists   = []scene.Pane{scene.SessionsPane, scene.DataPane, scene.TimelinePane}
)

// bindings are the keys of the panes. Letters among them count only while the
// focus is in a list or the column, so that nobody triggers them by speaking or
// typing elsewhere; none of them destroys anything.
func bindings() []binding {
	return []binding{
		{"{", anyPane, "step-touching", "-1"},
		{"}", anyPane, "step-touching", "1"},
		{",", anyPane, "step-mark", "-1"},
		{".", anyPane, "step-mark", "1"},
		{"B", anyPane, "blame", ""},
		{"P", anyPane, "play", ""},
		{"f", anyPane, "limit", ""},
		{"m", anyPane, "open-note", ""},
		{"M", anyPane, "open-range", ""},
		{"Y", anyPane, "copy-row", ""},
		{"h", anyPane, "history", ""},
		{"g", anyPane, "go", ""},

		{"Enter", []scene.Pane{scene.BoardPane}, "board-open", ""},
		{"/", []scene.Pane{scene.BoardPane}, "board-find", ""},
		{"c", []scene.Pane{scene.BoardPane}, "board-choose", ""},
		{"v", []scene.Pane{scene.BoardPane}, "board-charts", ""},
		{"T", []scene.Pane{scene.BoardPane}, "board-tables", ""},

		{"/", []scene.Pane{scene.SessionsPane, scene.DataPane}, "find", ""},
		{"/", []scene.Pane{scene.TimelinePane}, "find-here", ""},
		{"[", lists, "step", "-1"},
		{"]", lists, "step", "1"},
		{"c", lists, "changed", ""},
		{"a", lists, "attach", ""},
		{"b", lists, "base-here", ""},

		{"Enter", []scene.Pane{scene.SessionsPane}, "go", "d"},
		{" ", []scene.Pane{scene.SessionsPane}, "pin-a", ""},
		{"p", []scene.Pane{scene.SessionsPane}, "pin-session", ""},
		{"e", []scene.Pane{scene.SessionsPane}, "panel", string(scene.SessionPanel)},

		{"Enter", []scene.Pane{scene.DataPane}, "details", ""},
		{" ", []scene.Pane{scene.DataPane}, "choose-row", ""},
		{"Shift  ", []scene.Pane{scene.DataPane}, "choose-rows", ""},
		{"n", []scene.Pane{scene.DataPane}, "next-change", "1"},
		{"N", []scene.Pane{scene.DataPane}, "next-change", "-1"},
		{"e", []scene.Pane{scene.DataPane}, "edit-key", ""},
		{"Delete", []scene.Pane{scene.DataPane}, "delete-key", ""},
		{"y", []scene.Pane{scene.DataPane}, "copy-value", ""},
		{"i", []scene.Pane{scene.DataPane}, "hide-menu", ""},
		{"w", []scene.Pane{scene.DataPane}, "watch", ""},
		{"p", []scene.Pane{scene.DataPane}, "pin", ""},
		{"I", []scene.Pane{scene.DataPane}, "unfold-all", ""},
		{"1", []scene.Pane{scene.DataPane}, "lens", "0"},
		{"2", []scene.Pane{scene.DataPane}, "lens", "1"},
		{"3", []scene.Pane{scene.DataPane}, "lens", "2"},
		{"4", []scene.Pane{scene.DataPane}, "lens", "3"},
	}
}

// boundIn are the bindings that hold in a pane. The board has only its own.
func boundIn(p scene.Pane) []binding {
	return slices.DeleteFunc(bindings(), func(b binding) bool {
		return !slices.Contains(b.in, p) && (b.in != nil || p == scene.BoardPane)
	})
}

// pageBindings are the keys that mean the same wherever the focus is; with Ctrl
// or Cmd also in a field.
func pageBindings() []binding {
	return []binding{
		{"?", nil, "help", ""},
		{"/", []scene.Pane{""}, "find", ""}, // as when the page has just opened
		{"Ctrl K", nil, "palette", ""},
		{"Ctrl S", nil, "export", ""},
		{"Ctrl O", nil, "open", ""},
	}
}

// otherKeys are shown beside commands to which no binding leads: what they do
// depends on where one is.
func otherKeys() []binding {
	return []binding{{"End", nil, "live", ""}, {"Esc", nil, "clear-filter", ""}, {"Shift F10", nil, "menu", string(scene.DataPane)}}
}

// named is a pressed key as a binding has it.
func (k Keypress) named() string {
	switch {
	case k.Ctrl:
		return "Ctrl " + strings.ToUpper(k.Key)
	case k.Shift && k.Key == " ":
		return "Shift  "
	}
	return k.Key
}

// pressBound does the command that the bindings have for a key.
func (m *Model) pressBound(k Keypress, all []binding) bool {
	i := slices.IndexFunc(all, func(b binding) bool {
		return b.key == k.named() && (b.in == nil || slices.Contains(b.in, k.Pane))
	})
	if i < 0 {
		return false
	}
	m.Asked = "" // no button did
	m.do(all[i].do, all[i].arg)
	if all[i].moves() {
		m.Want(stage.Effect{Do: stage.FocusOn, Target: stage.CursorRow})
	}
	return true
}

// moves reports that the rows have other places after the command, and that the
// focus goes with the one that it was on.
func (b binding) moves() bool {
	switch b.do {
	case "watch", "pin", "unfold-all", "lens":
		return true
	}
	return false
}

// KeysBeside is how the keys are written that lead to a command, by its name and
// what it is asked of.
func KeysBeside() map[[2]string]string {
	out := map[[2]string]string{}
	for _, b := range slices.Concat(bindings(), pageBindings(), otherKeys()) {
		key, space := strings.CutSuffix(b.key, " ")
		if space {
			key += "Space"
		}
		out[[...]string{b.do, b.arg}] = key
	}
	return out
}
