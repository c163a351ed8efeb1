package ui

import "github.com/keytrail/keytrail/app/userdata"

// A keypress is a key with what matters of where it was pressed.
type keypress struct {
	key    string // KeyboardEvent.key
	shift  bool
	ctrl   bool // Ctrl or Cmd
	pane   pane
	modal  bool // the focus is in a dialog, which the browser closes on Escape
	typing bool // the focus is in a field that takes text
	form   string
	do     string // the action of the focused button
	arg    string // and its argument
	field  string // the field that Enter was pressed in, where it takes text
	row    int    // and its row
	line   bool   // it holds one line, and is meant to
}

// pageRows is how far PgUp and PgDn go.
const pageRows = 15

// press does what a key stands for and reports whether it stands for anything.
// Letters count only while the focus is in a list, so that nobody triggers
// them by speaking or typing elsewhere; none of them destroys anything.
func (m *model) press(k keypress) bool {
	m.asked = ""
	switch {
	case k.modal && k.form == "menu":
		return k.key != "Escape" && !k.ctrl && m.pressInMenu(k)
	case k.modal && k.form != "palette":
		return false
	case k.do == "size" && m.pressOnSize(k):
		return true
	case k.ctrl && k.key == "Enter" && (k.form == "draft" || k.form == "operate"):
		m.submit(k.form)
		return true
	case k.form == "palette" && k.named() != "Ctrl K":
		return m.pressInPalette(k)
	case k.ctrl:
		return m.pressBound(k, pageBindings())
	case k.key == "Escape" && k.form == "export":
		m.act("close-export", "")
		return true
	case k.key == "Escape":
		return m.escape(k)
	case k.key == "F6":
		m.nextPane(k)
		return true
	case k.key == "ContextMenu" || k.shift && k.key == "F10":
		return !k.typing && m.openMenu(k.pane, menuAnchor(k.pane))
	case k.typing && k.form == "filter" && k.key == "Enter":
		m.nextMatch(k.shift)
		return true
	case k.typing && k.form == "filter" && k.key == "ArrowDown":
		return m.walkOffers(0)
	case k.typing && k.key == "Enter":
		return m.enter(k)
	case k.typing:
		return false
	case k.do == "offer" && (k.key == "ArrowRight" || k.key == "ArrowDown"):
		return m.walkOffers(atoi(k.arg) + 1)
	case k.do == "offer" && (k.key == "ArrowLeft" || k.key == "ArrowUp"):
		return m.walkOffers(atoi(k.arg) - 1)
	case k.key == "ArrowRight" || k.key == "ArrowDown":
		if m.turn(k.do, 1) {
			return true
		}
	case k.key == "ArrowLeft" || k.key == "ArrowUp":
		if m.turn(k.do, -1) {
			return true
		}
	case m.view.hushed && len(k.key) == 1:
		return false
	}
	if m.pressBound(k, pageBindings()) {
		return true
	}
	if k.key == "End" && k.pane != dataPane && k.pane != sessionsPane && !m.view.live() {
		m.review(0)
		return true
	}
	return k.pane != "" && m.pressInPane(k)
}

// pressInPane does what a key stands for in a pane: the letter behind g says
// where to go, some keys move through the list, and the others are bound.
func (m *model) pressInPane(k keypress) bool {
	if m.view.going {
		m.view.going = false
		return m.goTo(k.key)
	}
	switch k.pane {
	case sessionsPane:
		if m.moveInSessions(k) {
			return true
		}
	case dataPane:
		if k.do != "" && (k.key == " " || k.key == "Enter") {
			return false // a button, which the browser presses
		}
		if m.moveInData(k) {
			return true
		}
	case timelinePane:
		if m.pressInTimeline(k) {
			return true
		}
	}
	return m.pressBound(k, bindings())
}

// enter is Enter in a field. In a form that writes it sends nothing, and puts no
// line end into what is one line.
func (m *model) enter(k keypress) bool {
	switch {
	case k.form == "draft" && k.field == "key":
		m.want(effect{do: focusOn, target: rowField(k.row, "value") + ":not([hidden], :disabled)"})
	case k.form == "draft" && k.field == "template":
		m.saveTemplate()
	case k.line && !k.shift && (k.form == "draft" || k.form == "operate"):
		m.say("Ctrl Enter sends, Shift Enter begins a new line")
	default:
		return false
	}
	return true
}

// escape undoes the narrowest thing: the filter, then the panel, then the review.
func (m *model) escape(k keypress) bool {
	switch {
	case m.view.filter != "" && k.pane == dataPane:
		m.clearFilter()
		if k.form == "filter" {
			m.want(effect{do: focusOn, target: cursorRow})
		}
	case m.view.closes():
		m.closePanel()
	case m.covered() && m.view.pane == detailPane:
		m.view.pane = dataPane
		m.want(effect{do: focusOn, target: cursorRow})
		m.touchColumn()
	case !m.view.live():
		m.review(0)
	default:
		return false
	}
	return true
}

// menuAnchor is the element that the menu of a pane stands beside when no
// pointer says where.
func menuAnchor(p pane) string {
	switch p {
	case sessionsPane:
		return "[role=option][aria-selected=true]"
	case timelinePane:
		return "#log tr[aria-selected=true]"
	}
	return cursorRow
}

func (m *model) nextPane(k keypress) {
	panes := [...]struct {
		pane   pane
		target string
	}{{sessionsPane, sessionsList}, {dataPane, cursorRow}, {detailPane, "#detail"}, {timelinePane, "#log"}}
	i := 1
	for j, p := range panes {
		if p.pane == k.pane {
			i = (j + 1) % len(panes)
			if k.shift {
				i = (j + len(panes) - 1) % len(panes)
			}
		}
	}
	for range panes { // what is folded away is passed over
		if !m.isFolded(paneFolds[panes[i].pane]) {
			break
		}
		i = (i + len(panes) + either01(!k.shift)) % len(panes)
	}
	m.showPane(panes[i].pane)
	m.want(effect{do: focusOn, target: panes[i].target})
}

func (m *model) openWrite() {
	if m.view.panel != writePanel {
		m.togglePanel(writePanel)
		return
	}
	m.want(effect{do: focusOn, target: "#draft [data-field=key]"})
}

// moved returns where a movement key leads from i in a list of n, and whether
// the key is one.
func moved(key string, i, n int) (int, bool) {
	switch key {
	case "j", "ArrowDown":
		i++
	case "k", "ArrowUp":
		i--
	case "PageDown":
		i += pageRows
	case "PageUp":
		i -= pageRows
	case "Home":
		i = 0
	case "End":
		i = n - 1
	default:
		return i, false
	}
	return min(max(i, 0), n-1), true
}

func (m *model) moveInSessions(k keypress) bool {
	list := railOrder(m.state.Sessions)
	at := 0
	for i, x := range list {
		if x.ID == m.view.session {
			at = i
		}
	}
	if i, ok := moved(k.key, at, len(list)); ok && len(list) > 0 {
		m.selectSession(list[i].ID)
		m.view.pane = sessionsPane
		m.want(effect{do: focusOn, target: sessionsList})
		return true
	}
	return false
}

func (m *model) moveInData(k keypress) bool {
	i, ok := moved(k.key, m.cursor(), len(m.scene.rows))
	if ok {
		m.selectRow(i)
		m.want(effect{do: focusOn, target: cursorRow})
	}
	return ok
}

// cursor is the place of the selected row, -1 for none.
func (m *model) cursor() int {
	if !m.view.picked {
		return -1
	}
	return m.scene.find(m.view.key)
}

// keyCommands are what only keys lead to.
func keyCommands() []command {
	return []command{
		{"step-touching", func(m *model, arg string) { m.stepTouching(atoi(arg)) }},
		{"next-change", func(m *model, arg string) { m.nextChange(m.cursor(), atoi(arg)) }},
		{"base-here", func(m *model, _ string) { m.setBase(m.scene.at) }},
		{"attach", func(m *model, _ string) { m.openWrite() }},
		{"choose-rows", func(m *model, _ string) { m.chooseRow(true) }},
		{"find", func(m *model, _ string) { m.want(effect{do: focusOn, target: filterField}) }},
		{"find-here", func(m *model, _ string) {
			m.want(effect{do: focusOn, target: either(m.view.tab == trafficTab, "#search", filterField)})
		}},
		{"details", func(m *model, _ string) {
			if m.view.picked {
				m.inspect(m.view.key)
			}
			m.focusPane(detailPane, "#detail")
		}},
		{"go", func(m *model, arg string) {
			if m.view.going = arg == ""; !m.view.going { // the next letter says where to
				m.goTo(arg)
			}
		}},
	}
}

// nextMatch selects the next row that the filter left, or the previous one,
// and begins anew behind the last. Whoever types goes on typing.
func (m *model) nextMatch(back bool) {
	n, i := len(m.scene.rows), -1
	if n == 0 {
		return
	}
	if m.view.picked {
		i = m.scene.find(m.view.key)
	}
	switch {
	case back && i <= 0:
		i = n - 1
	case back:
		i--
	default:
		i = (i + 1) % n
	}
	m.selectRow(i)
	m.want(effect{do: scrollTo, target: cursorRow})
	m.say("Row " + itoa(i+1) + " of " + itoa(n) + ": " + short(m.view.key))
}

// nextChange selects the next marked row, or with -1 the previous one.
func (m *model) nextChange(at, by int) {
	if at < 0 && by < 0 {
		at = len(m.scene.rows)
	}
	for i := at + by; i >= 0 && i < len(m.scene.rows); i += by {
		if m.scene.rows[i].kind != userdata.Same {
			m.selectRow(i)
			m.want(effect{do: focusOn, target: cursorRow})
			return
		}
	}
}

// pressInTimeline moves through the events; the list has the newest on top, so
// down is older. End follows the newest state.
func (m *model) pressInTimeline(k keypress) bool {
	if m.view.tab == writesTab || m.view.tab == trafficTab {
		return m.pressInExchanges(k)
	}
	switch k.key {
	case "j", "ArrowDown":
		m.step(-1)
	case "k", "ArrowUp":
		m.step(1)
	case "PageDown":
		m.step(-pageRows)
	case "PageUp":
		m.step(pageRows)
	case "Home":
		m.review(m.scene.first)
	case "End":
		m.review(0)
	case "o", "Enter":
		return m.spreadHere()
	default:
		return false
	}
	return true
}
