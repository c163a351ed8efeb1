package ui

import (
	"slices"
	"strings"
)

// A binding is a key that leads to a command. Keys that move through a list, or
// depend on the form that one is in, are not among them.
type binding struct {
	key     string // KeyboardEvent.key
	in      []pane // where the focus is; nil for any pane
	do, arg string
}

// Where a binding holds besides single panes.
var (
	anyPane = []pane(nil)
	lists   = []pane{sessionsPane, dataPane, timelinePane}
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

		{"/", []pane{sessionsPane, dataPane}, "find", ""},
		{"/", []pane{timelinePane}, "find-here", ""},
		{"[", lists, "step", "-1"},
		{"]", lists, "step", "1"},
		{"c", lists, "changed", ""},
		{"a", lists, "attach", ""},
		{"b", lists, "base-here", ""},

		{"Enter", []pane{sessionsPane}, "go", "d"},
		{" ", []pane{sessionsPane}, "pin-a", ""},
		{"p", []pane{sessionsPane}, "pin-session", ""},
		{"e", []pane{sessionsPane}, "panel", string(sessionPanel)},

		{"Enter", []pane{dataPane}, "details", ""},
		{" ", []pane{dataPane}, "choose-row", ""},
		{"Shift  ", []pane{dataPane}, "choose-rows", ""},
		{"n", []pane{dataPane}, "next-change", "1"},
		{"N", []pane{dataPane}, "next-change", "-1"},
		{"e", []pane{dataPane}, "edit-key", ""},
		{"Delete", []pane{dataPane}, "delete-key", ""},
		{"y", []pane{dataPane}, "copy-value", ""},
		{"i", []pane{dataPane}, "hide-menu", ""},
		{"w", []pane{dataPane}, "watch", ""},
		{"p", []pane{dataPane}, "pin", ""},
		{"I", []pane{dataPane}, "unfold-all", ""},
		{"1", []pane{dataPane}, "lens", "0"},
		{"2", []pane{dataPane}, "lens", "1"},
		{"3", []pane{dataPane}, "lens", "2"},
		{"4", []pane{dataPane}, "lens", "3"},
	}
}

// pageBindings are the keys that mean the same wherever the focus is; with Ctrl
// or Cmd also in a field.
func pageBindings() []binding {
	return []binding{
		{"?", nil, "help", ""},
		{"/", []pane{""}, "find", ""}, // as when the page has just opened
		{"Ctrl K", nil, "palette", ""},
		{"Ctrl S", nil, "export", ""},
		{"Ctrl O", nil, "open", ""},
	}
}

// otherKeys are shown beside commands to which no binding leads: what they do
// depends on where one is.
func otherKeys() []binding {
	return []binding{{"End", nil, "live", ""}, {"Esc", nil, "clear-filter", ""}, {"Shift F10", nil, "menu", string(dataPane)}}
}

// named is a pressed key as a binding has it.
func (k keypress) named() string {
	switch {
	case k.ctrl:
		return "Ctrl " + strings.ToUpper(k.key)
	case k.shift && k.key == " ":
		return "Shift  "
	}
	return k.key
}

// pressBound does the command that the bindings have for a key.
func (m *model) pressBound(k keypress, all []binding) bool {
	i := slices.IndexFunc(all, func(b binding) bool {
		return b.key == k.named() && (b.in == nil || slices.Contains(b.in, k.pane))
	})
	if i < 0 {
		return false
	}
	m.asked = "" // no button did
	m.commands[all[i].do](m, all[i].arg)
	if all[i].moves() {
		m.want(effect{do: focusOn, target: cursorRow})
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

// keysBeside is how the keys are written that lead to a command, by its name and
// what it is asked of.
func keysBeside() map[[2]string]string {
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
