package ui

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
)

// actOnMenu does what the menus offer and nothing else has, and what leads to
// them. It reports whether there is an action of that name.
func (m *model) actOnMenu(name, arg string, n int) bool {
	switch name {
	case "menu":
		m.openMenu(pane(arg), "[data-do=menu][data-arg="+arg+"]")
	case "menu-do":
		m.runItem(n)
	case "close-menu":
		m.closeMenu()
	case "skip-author":
		m.skipAuthor(n)
	case "skip-event":
		m.skipEvent(n)
	case "count-all":
		m.countAll()
	case "add-filter":
		m.addFilter(arg)
	case "copy-pointer":
		m.onSelected(func(key string) {
			m.copyData(func(masks *capture.Masks) string { return pointer(masks.Name(key)) }, "JSON pointer copied")
		})
	case "delete-key":
		m.deleteKey()
	case "choose-row":
		m.chooseRow(false)
	case "choose-none":
		m.setChosen(nil)
	case "export-chosen":
		m.export.scope = scopeChosen
		m.openExport()
	case "copy-pins":
		m.copy(settings.FormatPins(m.view.pins, m.view.names), "Keys copied")
	case "copy-raw":
		m.onSelected(func(key string) {
			v := m.selected()
			m.copyData(func(masks *capture.Masks) string { return hiddenValue(masks, key, v).Literal() }, "Raw value copied")
		})
	case "as-sample":
		if n := m.view.stray; n > 0 && n <= len(m.state.Strays) {
			m.openText(string(m.state.Strays[n-1].Raw))
		}
	case "on-broken":
		m.view.stopBroken = arg == "stop the view"
		m.keep()
		m.touch(draftPart)
	case "retype":
		m.retype(arg)
	case "open-note":
		m.openNote()
	case "stop-when":
		m.onSelected(m.stopWhen)
	case "drop-condition":
		m.setCondition(n, "")
		m.want(effect{do: setValue, target: conditionField(n)})
	case "lookup-here":
		m.lookup.here = arg == "this session"
		m.lookUp()
	case "goto":
		m.goToEvent(arg)
	default:
		return m.actOnSession(name, arg)
	}
	return true
}

// addFilter narrows the filter, once, by a condition.
func (m *model) addFilter(text string) {
	for _, t := range m.scene.query {
		if t.String() == text {
			return
		}
	}
	m.addCondition(text)
}

// pointer is the JSON pointer (RFC 6901) of a key in userData.
func pointer(key string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

// actOnSession does what is done with a session as a whole.
func (m *model) actOnSession(name, arg string) bool {
	x := m.scene.session
	if arg != "" {
		x = m.state.Session(arg)
	}
	if x == nil {
		return false
	}
	switch name {
	case "pin-session":
		m.send(tracker.Label{Session: x.ID, Name: x.Name, Pinned: !x.Pinned})
		m.say(either(x.Pinned, "Unpinned ", "Pinned ") + m.sessionName(x))
	case "pin-a":
		m.pin()
	case "copy-id":
		id := x.ID
		m.copyData(func(masks *capture.Masks) string { return masks.Name(id) }, "Id copied")
	default:
		return false
	}
	return true
}
