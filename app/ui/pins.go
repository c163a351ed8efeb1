package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/settings"
)

// setPins takes over the text form of the keys on top.
func (m *model) setPins(text string) {
	pins, names, err := settings.ParsePins(text)
	if m.pinsErr = err; err == nil {
		m.view.pins, m.view.names, m.view.order = pins, names, nil
		m.keep()
		m.say(plural(len(pins), "key") + " on top")
	}
	m.recompose()
	m.touch(draftPart)
}

// pinsForm is the panel in which they are written.
func pinsForm(m *model) app.UI {
	return el("div", "noise",
		word("p", "note", "Keys that stand on top of the table, in this order, are never hidden. A name is shown with its key, and in the lens Supervisor in its place. Paste the values of a business attribute to take over its order and names."),
		textForm("pins", "Keys on top, one a line", "DISP_KEY = Disposition\nSubject = What it is about\n\"Order No\"", m.pinsErr))
}
