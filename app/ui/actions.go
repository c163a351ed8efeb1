package ui

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// pageCommands are about what is looked at.
func pageCommands() []command {
	return []command{
		{"session", func(m *model, arg string) { m.selectSession(arg) }},
		{"row", func(m *model, arg string) {
			n := atoi(arg)
			if n < 0 || n >= len(m.scene.rows) {
				return
			}
			m.inspect(m.scene.rows[n].key)
			target := cursorRow
			if m.covered() {
				m.view.pane = detailPane // until Escape
			}
			if m.narrow {
				target = "#detail" // the only pane there is now
			}
			m.want(effect{do: focusOn, target: target})
		}},
		{"back", func(m *model, _ string) { m.goBack() }},
		{"event", func(m *model, arg string) { m.review(atoi(arg)) }},
		{"mode", func(m *model, _ string) { m.toggleLive() }},
		{"live", func(m *model, _ string) { m.review(0) }},
		{"step", func(m *model, arg string) { m.step(atoi(arg)) }},
		{"play", func(m *model, _ string) { m.togglePlay() }},
		{"speed", func(m *model, arg string) { m.setSpeed(atoi(arg)) }},
		{"base", func(m *model, arg string) { m.setBase(atoi(arg)) }},
		{"changed", func(m *model, _ string) { m.setChangedOnly(!m.view.changedOnly) }},
		{"all", func(m *model, _ string) { m.setChangedOnly(false) }},
		{"unfold", func(m *model, arg string) { m.toggleFold(userdata.Class(atoi(arg))) }},
		{"unfold-all", func(m *model, _ string) { m.unfoldAll() }},
		{"clear-filter", func(m *model, _ string) { m.clearFilter() }},
		{"resort", func(m *model, _ string) {
			m.view.order = nil
			m.recompose()
		}},
		{"panel", func(m *model, arg string) { m.togglePanel(panel(arg)) }},
		{"close-panel", func(m *model, _ string) { m.close(subject{panel: m.form()}) }},
		{"close", func(m *model, _ string) { m.closePanel() }},
		{"tab", func(m *model, arg string) {
			m.view.tab = tab(arg)
			m.touch(timelinePart)
		}},
		{"pane", func(m *model, arg string) { m.showPane(pane(arg)) }},
		{"theme", func(m *model, _ string) { m.nextTheme() }},
		{"help", func(m *model, _ string) { m.want(effect{do: showModal, target: "#help"}) }},
		{"close-help", func(m *model, _ string) { m.want(effect{do: closeModal, target: "#help"}) }},
		{"dismiss", func(m *model, arg string) { m.dismiss(atoi(arg)) }},
	}
}

// workCommands are about the column beside the table and the link.
func workCommands() []command {
	return []command{
		{"add-row", func(m *model, _ string) { m.addRow() }},
		{"remove-row", func(m *model, arg string) { m.removeRow(atoi(arg)) }},
		{"operation", func(m *model, arg string) { m.setOperation(atoi(arg)) }},
		{"edit-key", func(m *model, _ string) { m.editKey() }},
		{"spread", func(m *model, arg string) { m.spreadWrite(atoi(arg)) }},
		{"bodies", func(m *model, arg string) {
			n := atoi(arg)
			m.view.open[n] = !m.view.open[n]
			m.touch(proofPart)
		}},
		{"copy-value", func(m *model, _ string) { m.copyValue() }},
		{"page", func(m *model, arg string) {
			m.view.page = max(atoi(arg), 0)
			m.touch(inspectorPart)
		}},
		{"stray", func(m *model, arg string) { m.show(subject{stray: atoi(arg)}) }},
		{"exchange", func(m *model, arg string) { m.show(subject{exchange: atoi(arg)}) }},
		{"write", func(m *model, arg string) { m.show(subject{write: atoi(arg)}) }},
		{"meta", func(m *model, _ string) {
			m.view.meta = !m.view.meta
			m.touch(timelinePart)
		}},
		{"auth", func(m *model, arg string) {
			m.connect.auth = settings.Auth(atoi(arg))
			m.touch(draftPart, gridPart)
		}},
		{"simulate", func(m *model, _ string) {
			m.connect.base, m.connect.auth = settings.Simulator, settings.Cookie
			m.submitConnect()
		}},
		{"start-session", func(m *model, _ string) {
			m.connect.start = !m.connect.start
			m.touch(draftPart, gridPart)
		}},
		{"fold-pane", func(m *model, arg string) { m.foldPane(arg) }},
		{"misbehave", func(m *model, arg string) { m.misbehave(arg) }},
		{"behave", func(m *model, _ string) { m.behave() }},
		{"tour", func(m *model, arg string) { m.goToStop(atoi(arg)) }},
		{"tour-try", func(m *model, _ string) {
			m.tryStop()
			m.touchColumn()
		}},
		{"end-tour", func(m *model, _ string) { m.endTour() }},
		{"disconnect", func(m *model, _ string) { m.send(tracker.Disconnect{}) }},
		{"retry", func(m *model, _ string) { m.send(tracker.RetryNow{}) }},
		{"reread", func(m *model, arg string) { m.send(tracker.Reread{Session: arg}) }},
	}
}

func (m *model) selectSession(id string) {
	v := &m.view
	if id == v.session {
		return
	}
	m.stopPlaying()
	v.session, v.key, v.picked, v.at, v.base, v.order = id, "", false, 0, 0, nil
	m.leaveSession()
	v.instants.reset()
	v.chosen = nil
	v.pane = dataPane
	m.compose()
	m.countUnread()
	m.want(effect{do: scrollUp, target: ".grid"})
	m.goAlong()
	m.touchAll()
}

// covered reports whether the column of details lies over the table or in its
// place, as there is no room for both.
func (m *model) covered() bool { return m.narrow || m.window == smallWindow }

// selectRow selects the row with that index of the table.
func (m *model) selectRow(i int) {
	if i < 0 || i >= len(m.scene.rows) {
		return
	}
	m.selectKey(m.scene.rows[i].key)
}

// selectKey moves on to a key: the column shows it in place of the one before.
func (m *model) selectKey(key string) {
	if m.view.keyed {
		m.view.subject = subject{}
	}
	m.inspect(key)
}

// inspect selects a key that was asked for.
func (m *model) inspect(key string) { m.show(subject{keyed: true, of: key}) }

// review shows the state after event n and stays there; 0, and every event
// beyond the newest, follows the newest state again.
func (m *model) review(n int) {
	m.stopPlaying()
	if n > m.scene.last {
		n = 0
	}
	if n > 0 {
		n = max(n, m.scene.first)
	}
	if m.view.live() && n > 0 {
		m.say("Reviewing event " + itoa(n) + ". Press End " + either(m.filed(), "for the last one.", "to follow the newest state again."))
	} else if !m.view.live() && n == 0 {
		m.say(either(m.filed(), "The last event of the file", "Following the newest state"))
	}
	m.view.at, m.view.broke = n, watch{}
	m.leave(func(s subject) bool { return s.stray != 0 })
	m.recompose()
	m.countUnread()
	m.touch(railPart)
}

func (m *model) toggleLive() {
	if m.view.live() {
		m.review(m.scene.last)
	} else {
		m.review(0)
	}
}

// step goes to the next event, or with -1 to the previous one; past the newest
// it follows the newest state again.
func (m *model) step(by int) {
	if m.scene.last == 0 || (m.view.live() && by > 0) {
		return
	}
	if m.view.limited {
		m.review(along(m.listed(), m.scene.at, by))
		return
	}
	m.review(max(m.scene.at+by, m.scene.first))
}

// setBase makes marks compare with the state after event n; the base that is
// set already is taken off.
func (m *model) setBase(n int) {
	if n == m.view.base {
		n = 0
	}
	m.view.base = n
	m.recompose()
}

func (m *model) setChangedOnly(on bool) {
	m.view.changedOnly = on
	m.recompose()
}

func (m *model) setFilter(text string) {
	m.view.filter = text
	m.compose()
	m.touch(gridPart, headPart, footPart)
	if m.scene.session != nil && text != "" {
		m.notices.other = []string{plural(len(m.scene.rows), "key") + " of " + itoa(m.scene.total) + " shown"}
		if m.scene.problem != nil {
			m.notices.other = append(m.notices.other, m.scene.problem.Error())
		}
	}
}

// typeFilter sets the filter while somebody types. Other rows come with each
// letter: at first only those in sight are drawn, and the others in a while.
func (m *model) typeFilter(text string) {
	m.brief++
	m.setFilter(text)
	m.after(150*time.Millisecond, func() {
		if m.brief--; m.brief == 0 {
			m.touch(gridPart)
		}
	})
}

func (m *model) clearFilter() {
	m.want(effect{do: setValue, target: filterField})
	m.setFilter("")
}

func (m *model) toggleFold(c userdata.Class) {
	m.view.unfolded ^= 1 << c
	m.recompose()
}

func (m *model) unfoldAll() {
	v := &m.view
	hidden, _ := m.scene.hidden()
	v.book.Hides = slices.Clone(v.book.Hides)
	for i := range v.book.Hides {
		v.book.Hides[i].Shown = hidden > 0
	}
	v.unfolded = 0
	if hidden > 0 {
		v.unfolded = settings.AllClasses
	}
	m.recompose()
}

func (m *model) togglePanel(p panel) {
	if m.view.panel == p {
		m.closePanel()
		return
	}
	m.show(subject{panel: p})
	if p == operatePanel && m.operating.name == "" && m.scene.session != nil && m.scene.session.Can("SendMessage") {
		m.operating.name = "SendMessage"
	}
	if p == writePanel {
		if m.draft.blank() {
			m.openDraft()
		}
		m.want(effect{do: focusOn, target: either(m.locked() == "", "#draft [data-field=key]", "#draft .guard button")})
	}
	if p == connectPanel {
		m.want(effect{do: focusOn, target: "#connect [data-field=base]"})
	}
	switch p {
	case simulatorPanel:
		m.send(tracker.Misbehave{}) // another tab may have told it something
	case sessionPanel:
		m.want(effect{do: focusOn, target: "#session-name"})
	case findPanel:
		m.labelling.problem = ""
		m.want(effect{do: focusOn, target: "#session-id"})
	}
}

// fillPanel writes what is known into the inputs of the panel that has come
// into the column.
func (m *model) fillPanel() {
	switch m.form() {
	case writePanel:
		m.refill()
	case operatePanel:
		m.refillOperation()
	case connectPanel:
		m.fillConnect()
	default:
		m.writeTexts()
	}
}

// closePanel puts away what the column shows on top.
func (m *model) closePanel() { m.close(m.view.subject) }

// close puts a thing away, wherever it is in the column.
func (m *model) close(on subject) {
	m.leave(func(s subject) bool { return s == on })
	m.view.pane = dataPane
	m.want(effect{do: focusOn, target: cursorRow})
}

func (m *model) showPane(p pane) {
	m.view.pane = p
	if name := paneFolds[p]; name != "" {
		m.unfoldFor(name)
	}
	m.touchAll()
}

// nextTheme goes from the system's to light to dark.
func (m *model) nextTheme() {
	m.setTheme(map[string]string{"": "light", "light": "dark"}[m.view.theme])
}

func (m *model) copyValue() {
	key, v := m.view.key, m.selected()
	m.copyData(func(masks *redact.Masks) string { return hiddenValue(masks, key, v).Text() }, "Value copied")
}

// hiddenValue is the value of a key as it may leave.
func hiddenValue(masks *redact.Masks, key string, v userdata.Value) userdata.Value {
	hidden, err := userdata.ParseValue(masks.Value(key, v.Literal()))
	if masks == nil || err != nil {
		return v // it is absent
	}
	return hidden
}

// selected is the value of the selected key at the instant shown.
func (m *model) selected() userdata.Value {
	if !m.view.picked {
		return userdata.Value{}
	}
	return m.scene.data.Get(m.view.key)
}

// submit sends the form of that name.
func (m *model) submit(form string) {
	switch form {
	case "draft":
		m.submitWrite()
	case "connect":
		m.submitConnect()
	case "signin":
		m.submitSignIn()
	case "operate":
		m.submitOperation()
	case "rules":
		m.setRules(m.typedText)
	case "contract":
		m.setContract(m.typedText)
	case "pins":
		m.setPins(m.typedText)
	case "paste":
		m.openText(m.pasted)
	case "export":
		m.submitExport()
	case "note":
		m.addNote()
	case "session":
		m.saveSession()
	case "find":
		m.findSession()
	}
}

func (m *model) submitConnect() {
	if !m.connect.check() {
		m.touch(draftPart, gridPart)
		return
	}
	m.send(m.connect.command())
	m.leave(func(s subject) bool { return s.panel == connectPanel })
	m.show(subject{panel: linkPanel})
	m.touchAll()
}
