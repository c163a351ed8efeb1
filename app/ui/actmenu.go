package ui

import (
	"strings"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
)

// menuCommands are what the menus offer and nothing else has, and what leads to them.
func menuCommands() []command {
	return []command{
		{"menu", func(m *model, arg string) { m.openMenu(pane(arg), "[data-do=menu][data-arg="+arg+"]") }},
		{"menu-do", func(m *model, arg string) { m.runItem(atoi(arg)) }},
		{"close-menu", func(m *model, _ string) { m.closeMenu() }},
		{"skip-author", func(m *model, arg string) { m.skipAuthor(atoi(arg)) }},
		{"skip-event", func(m *model, arg string) { m.skipEvent(atoi(arg)) }},
		{"count-all", func(m *model, _ string) { m.countAll() }},
		{"add-filter", func(m *model, arg string) { m.addFilter(arg) }},
		{"copy-pointer", func(m *model, _ string) {
			m.onSelected(func(key string) {
				m.copyData(func(masks *redact.Masks) string { return pointer(masks.Name(key)) }, "JSON pointer copied")
			})
		}},
		{"delete-key", func(m *model, _ string) { m.deleteKey() }},
		{"choose-row", func(m *model, _ string) { m.chooseRow(false) }},
		{"choose-none", func(m *model, _ string) { m.setChosen(nil) }},
		{"export-chosen", func(m *model, _ string) {
			m.export.scope = scopeChosen
			m.openExport()
		}},
		{"copy-pins", func(m *model, _ string) { m.copy(settings.FormatPins(m.view.pins, m.view.names), "Keys copied") }},
		{"copy-raw", func(m *model, _ string) {
			m.onSelected(func(key string) {
				v := m.selected()
				m.copyData(func(masks *redact.Masks) string { return hiddenValue(masks, key, v).Literal() }, "Raw value copied")
			})
		}},
		{"as-sample", func(m *model, _ string) {
			if n := m.view.stray; n > 0 && n <= len(m.state.Strays) {
				m.openText(string(m.state.Strays[n-1].Raw))
			}
		}},
		{"on-broken", func(m *model, arg string) {
			m.view.stopBroken = arg == "stop the view"
			m.keep()
			m.touch(draftPart)
		}},
		{"retype", func(m *model, arg string) { m.retype(arg) }},
		{"open-note", func(m *model, _ string) { m.openNote() }},
		{"stop-when", func(m *model, _ string) { m.onSelected(m.stopWhen) }},
		{"drop-condition", func(m *model, arg string) {
			n := atoi(arg)
			m.setCondition(n, "")
			m.want(effect{do: setValue, target: conditionField(n)})
		}},
		{"lookup-here", func(m *model, arg string) {
			m.lookup.here = arg == "this session"
			m.lookUp()
		}},
		{"goto", func(m *model, arg string) { m.goToEvent(arg) }},
	}
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

// sessionCommands are about a session as a whole: the one that is named, or else
// the selected one.
func sessionCommands() []command {
	return []command{
		{"pin-session", func(m *model, arg string) {
			m.onSession(arg, func(x *book.Session) {
				m.send(tracker.Label{Session: x.ID, Name: x.Name, Pinned: !x.Pinned})
				m.say(either(x.Pinned, "Unpinned ", "Pinned ") + m.sessionName(x))
			})
		}},
		{"pin-a", func(m *model, arg string) { m.onSession(arg, func(*book.Session) { m.pin() }) }},
		{"copy-id", func(m *model, arg string) {
			m.onSession(arg, func(x *book.Session) {
				id := x.ID
				m.copyData(func(masks *redact.Masks) string { return masks.Name(id) }, "Id copied")
			})
		}},
	}
}

// onSession calls f with a session, if there is one of that id; "" is that of the
// selected one.
func (m *model) onSession(id string, f func(x *book.Session)) {
	x := m.scene.session
	if id != "" {
		x = m.state.Session(id)
	}
	if x != nil {
		f(x)
	}
}
