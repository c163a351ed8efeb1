package ui

// actOnWrites does what the forms of writes and their cards ask for.
func (m *model) actOnWrites(name, arg string, n int) {
	switch name {
	case "choose":
		m.chooseOperation(arg)
	case "flag":
		m.toggleFlag(arg)
	case "allow-writes":
		m.allowWrites()
	}
}
