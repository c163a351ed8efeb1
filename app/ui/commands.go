package ui

import (
	"slices"
	"strings"
)

// A command is what can be asked for by its name: a button has it in data-do, an
// entry of the palette or of a menu and a key lead to it. arg is what it is asked
// of: a number, an id, a word.
type command struct {
	name string
	do   func(m *model, arg string)
}

// commands are all that the page can be asked for.
func commands() []command {
	return slices.Concat(pageCommands(), viewCommands(), filterCommands(), noiseCommands(), menuCommands(), sessionCommands(),
		workCommands(), clockCommands(), writeCommands(), connectCommands(), fileCommands(), keyCommands())
}

// commandsByName is the table that [model.act] looks names up in.
func commandsByName() map[string]func(m *model, arg string) {
	all := commands()
	table := make(map[string]func(*model, string), len(all))
	for _, c := range all {
		table[c.name] = c.do
	}
	return table
}

// act does the command of that name, if there is one.
func (m *model) act(name, arg string) {
	m.asked = buttonOf(name, arg)
	if m.notices.beside != "" { // what it stands beside may go now
		m.notices.beside = ""
		m.touch(noticePart)
	}
	if do := m.commands[name]; do != nil {
		do(m, arg)
	}
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
