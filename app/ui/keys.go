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
	case k.ctrl && (k.key == "k" || k.key == "K"):
		m.openPalette()
		return true
	case k.form == "palette":
		return m.pressInPalette(k)
	case k.ctrl && k.key == "s":
		m.openExport()
		return true
	case k.ctrl && k.key == "o":
		m.act("open", "")
		return true
	case k.ctrl:
		return false
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
	case k.key == "?":
		m.act("help", "")
		return true
	}
	if k.key == "End" && k.pane != dataPane && k.pane != sessionsPane && !m.view.live() {
		m.review(0)
		return true
	}
	if k.pane != "" && m.pressOnClock(k) {
		return true
	}
	switch k.pane {
	case sessionsPane:
		return m.pressInSessions(k) || m.pressInList(k)
	case dataPane:
		return m.pressInData(k) || m.pressInList(k)
	case timelinePane:
		return m.pressInTimeline(k) || m.pressInList(k)
	}
	return false
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
	case m.window == smallWindow && m.view.pane == detailPane:
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

// pressInList holds the letters that mean the same in every list.
func (m *model) pressInList(k keypress) bool {
	switch k.key {
	case "/":
		m.want(effect{do: focusOn, target: either(k.pane == timelinePane && m.view.tab == trafficTab, "#search", filterField)})
	case "[":
		m.step(-1)
	case "]":
		m.step(1)
	case "c":
		m.setChangedOnly(!m.view.changedOnly)
	case "a":
		m.openWrite()
	case "b":
		m.setBase(m.scene.at)
	default:
		return false
	}
	return true
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

func (m *model) pressInSessions(k keypress) bool {
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
	switch k.key {
	case "Enter":
		m.showPane(dataPane)
		m.want(effect{do: focusOn, target: cursorRow})
	case "p":
		m.act("pin-session", "")
	case "e":
		m.act("panel", string(sessionPanel))
	default:
		return false
	}
	return true
}

func (m *model) pressInData(k keypress) bool {
	at := m.scene.find(m.view.key)
	if !m.view.picked {
		at = -1
	}
	if i, ok := moved(k.key, at, len(m.scene.rows)); ok {
		m.selectRow(i)
		m.want(effect{do: focusOn, target: cursorRow})
		return true
	}
	if k.do != "" && (k.key == " " || k.key == "Enter") {
		return false // a button, which the browser presses
	}
	switch k.key {
	case " ":
		m.chooseRow(k.shift)
	case "n":
		m.nextChange(at, 1)
	case "N":
		m.nextChange(at, -1)
	case "Enter":
		if m.view.picked {
			m.inspect(m.view.key)
		}
		m.focusPane(detailPane, "#detail")
	case "e":
		m.editKey()
	case "Delete":
		m.deleteKey()
	case "y":
		m.copyValue()
	default:
		return m.pressInSetup(k)
	}
	return true
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
