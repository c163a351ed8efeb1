package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/ui/writing"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Keypress is a key with what matters of where it was pressed.
type Keypress struct {
	Key    string // KeyboardEvent.key
	Shift  bool
	Ctrl   bool // Ctrl or Cmd
	Alt    bool
	Pane   scene.Pane
	Modal  bool // the focus is in a dialog, which the browser closes on Escape
	Typing bool // the focus is in a field that takes text
	Form   string
	Do     string // the action of the focused button
	Arg    string // and its argument
	Field  string // the field that Enter or ArrowDown was pressed in, where it takes text
	Row    int    // and its row
	Line   bool   // it holds one line, and is meant to
}

// pageRows is how far PgUp and PgDn go.
const pageRows = 15

// Press does what a key stands for and reports whether it stands for anything.
// Letters count only while the focus is in a list, so that nobody triggers
// them by speaking or typing elsewhere; none of them destroys anything.
func (m *Model) Press(k Keypress) bool {
	going := m.View.Going && k.Pane != ""
	m.Asked, m.View.Going = "", false
	if m.Boarded && k.Pane == "" && !k.Modal && !k.Typing {
		k.Pane = scene.BoardPane // which covers all that could have the focus
	}
	switch {
	case k.Modal && k.Form == "menu":
		return k.Key != "Escape" && !k.Ctrl && m.pressInMenu(k)
	case k.Modal && k.Form != "palette":
		return false
	case k.Alt && strings.ToUpper(k.Key) != strings.ToLower(k.Key): // a letter opens a menu of the browser, where a sign is typed so on some keyboards
		return false
	case k.Do == "size" && m.pressOnSize(k):
		return true
	case k.Ctrl && k.Key == "Enter" && slices.Contains([]string{"draft", "operate", "rules", "pins", "contract"}, k.Form):
		m.Submit(k.Form)
		return true
	case k.Form == "palette" && k.named() != "Ctrl K":
		return m.pressInPalette(k)
	case k.Ctrl:
		return m.pressBound(k, m.commands.boundIn(nowhere))
	case k.Key == "Escape" && k.Form == "export":
		m.Act("close-export", "")
		return true
	case k.Key == "Escape":
		return m.escape(k)
	case k.Key == "F6" && m.Boarded, k.Typing && k.Form == "board" && k.Field == "filter" && k.Key == "ArrowDown":
		m.Focus(BoardRow)
		return true
	case k.Key == "F6":
		m.nextPane(k)
		return true
	case k.Key == "ContextMenu" || k.Shift && k.Key == "F10":
		if k.Pane == scene.DataPane && !k.Typing && !m.View.Picked {
			m.SelectRow(0) // which has the focus
		}
		return !k.Typing && m.OpenMenu(k.Pane, menuAnchor(k.Pane))
	case k.Typing && k.Form == "filter" && k.Key == "Enter":
		m.nextMatch(k.Shift)
		return true
	case k.Typing && k.Form == "filter" && k.Key == "ArrowDown":
		return m.WalkOffers(0)
	case k.Typing && k.Key == "Enter":
		return m.enter(k)
	case k.Typing:
		return false
	case k.Do == "offer" && (k.Key == "ArrowRight" || k.Key == "ArrowDown"):
		return m.WalkOffers(wording.Atoi(k.Arg) + 1)
	case k.Do == "offer" && (k.Key == "ArrowLeft" || k.Key == "ArrowUp"):
		return m.WalkOffers(wording.Atoi(k.Arg) - 1)
	case k.Key == "ArrowRight" || k.Key == "ArrowDown":
		if m.turn(k.Do, 1) {
			return true
		}
	case k.Key == "ArrowLeft" || k.Key == "ArrowUp":
		if m.turn(k.Do, -1) {
			return true
		}
	case m.View.Hushed && len(k.Key) == 1:
		return false
	}
	if m.pressBound(k, m.commands.boundIn(nowhere)) {
		return true
	}
	if k.Key == "End" && !m.Boarded && k.Pane != scene.DataPane && k.Pane != scene.SessionsPane && !m.View.Live() {
		m.Review(0)
		return true
	}
	if going {
		return m.goTo(k.Key)
	}
	return k.Pane != "" && m.pressInPane(k)
}

// pressInPane does what a key stands for in a pane: some keys move through the
// list, and the others are bound.
func (m *Model) pressInPane(k Keypress) bool {
	switch k.Pane {
	case scene.BoardPane:
		return m.pressOnBoard(k)
	case scene.SessionsPane:
		if m.moveInSessions(k) {
			return true
		}
	case scene.DataPane:
		if k.Do != "" && (k.Key == " " || k.Key == "Enter") {
			return false // a button, which the browser presses
		}
		if m.moveInData(k) {
			return true
		}
	case scene.TimelinePane:
		if m.pressInTimeline(k) {
			return true
		}
	}
	return m.pressBound(k, m.commands.boundIn(k.Pane))
}

// enter is Enter in a field. In a form that writes it sends nothing, and puts no
// line end into what is one line.
func (m *Model) enter(k Keypress) bool {
	switch {
	case k.Form == "draft" && k.Field == "key":
		m.Focus(writing.RowField(k.Row, "value") + ":not([hidden], :disabled)")
	case k.Form == "draft" && k.Field == "template":
		m.Writing.SaveTemplate()
	case k.Line && !k.Shift && (k.Form == "draft" || k.Form == "operate"):
		m.Say("Ctrl Enter sends, Shift Enter begins a new line")
	default:
		return false
	}
	return true
}

// escape undoes the narrowest thing: the filter, then the panel, then the review.
func (m *Model) escape(k Keypress) bool {
	switch {
	case m.Boarded:
		m.escapeBoard()
	case k.Form == "search" && m.View.Search != "":
		m.SetText("#search", "")
		m.SearchTraffic("")
	case k.Form == "note" || k.Form == "search":
		m.Focus("#log")
	case k.Form == "compare":
		m.OpenCompare()
		m.Focus(stage.CursorRow)
	case m.View.Filter != "" && (k.Pane == scene.DataPane || k.Form == "filter"):
		m.ClearFilter()
		if k.Form == "filter" {
			m.Focus(stage.CursorRow)
		}
	case m.View.Closes():
		m.ClosePanel()
	case m.Covered() && m.View.Pane == scene.DetailPane:
		m.View.Pane = scene.DataPane
		m.Focus(stage.CursorRow)
	case !m.View.Live():
		m.Review(0)
	case m.Board.came:
		m.openBoard()
	default:
		return false
	}
	return true
}

// menuAnchor is the element that the menu of a pane stands beside when no
// pointer says where.
func menuAnchor(p scene.Pane) string {
	switch p {
	case scene.SessionsPane:
		return "[role=option][aria-selected=true]"
	case scene.TimelinePane:
		return "#log tr[aria-selected=true]"
	}
	return stage.CursorRow
}

func (m *Model) nextPane(k Keypress) {
	panes := [...]struct {
		pane   scene.Pane
		target string
	}{{scene.SessionsPane, stage.SessionsList}, {scene.DataPane, stage.CursorRow}, {scene.DetailPane, "#detail"}, {scene.TimelinePane, "#log"}}
	i := 1
	for j, p := range panes {
		if p.pane == k.Pane {
			i = (j + 1) % len(panes)
			if k.Shift {
				i = (j + len(panes) - 1) % len(panes)
			}
		}
	}
	for range panes { // what is folded away, or has no row to go to, is passed over
		if p := panes[i].pane; !m.IsFolded(stage.PaneFolds[p]) && (p != scene.DataPane || len(m.Scene.Rows) > 0) {
			break
		}
		i = (i + len(panes) + step(!k.Shift)) % len(panes)
	}
	m.ShowPane(panes[i].pane)
	m.Focus(panes[i].target)
}

// OpenWrite opens the form of a write, or goes to it.
func (m *Model) OpenWrite() {
	if m.View.Panel != scene.WritePanel {
		m.TogglePanel(scene.WritePanel)
		return
	}
	m.Focus("#draft [data-field=key]")
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

func (m *Model) moveInSessions(k Keypress) bool {
	list := stage.RailOrder(m.State.Sessions)
	at := slices.IndexFunc(list, func(x *book.Session) bool { return x.ID == m.View.Session })
	if i, ok := moved(k.Key, at, len(list)); ok && len(list) > 0 {
		m.SelectSession(list[i].ID)
		m.View.Pane = scene.SessionsPane
		m.Focus(stage.SessionsList)
		return true
	}
	return false
}

func (m *Model) moveInData(k Keypress) bool {
	i, ok := moved(k.Key, m.Cursor(), len(m.Scene.Rows))
	if ok {
		m.SelectRow(i)
		m.Focus(stage.CursorRow)
	}
	return ok
}

// keyCommands are what only keys lead to.
func keyCommands() []command {
	return []command{
		cmd("step-touching", func(m *Model, arg string) { m.StepTouching(wording.Atoi(arg)) },
			way{arg: "-1", key: "{", in: anyPane, does: "previous and next event that touched the selected key"},
			way{arg: "1", key: "}", in: anyPane, does: "previous and next event that touched the selected key"}).when(aKey),
		cmd("next-change", func(m *Model, arg string) { m.nextChange(m.Cursor(), wording.Atoi(arg)) },
			way{arg: "1", key: "n", in: inData, does: "next and previous changed row"},
			way{arg: "-1", key: "N", in: inData, does: "next and previous changed row"}).when(aSession),
		cmd("base-here", func(m *Model, _ string) { m.SetBase(m.Scene.At) },
			way{key: "b", in: lists, does: "compare with the event shown; again: stop comparing"}).when(aSession),
		cmd("attach", func(m *Model, _ string) { m.OpenWrite() },
			way{title: "Attach data", key: "a", in: lists, does: "attach data"}).beneath(),
		cmd("choose-rows", func(m *Model, _ string) { m.ChooseRow(true) },
			way{key: "Shift  ", in: inData, does: "in the table: choose the row, or all rows up to it, to copy or export them together"}).when(aKey),
		cmd("find", func(m *Model, _ string) { m.Focus(stage.FilterField) },
			way{key: "/", in: besideData, does: "filter keys and values; Enter there: the next row, Shift Enter: the previous, ↓: what it suggests"}),
		cmd("find-here", func(m *Model, _ string) {
			m.Focus(wording.Either(m.View.Tab == scene.TrafficTab, "#search", stage.FilterField))
		},
			way{key: "/", in: inTimeline, does: "in the timeline: filter it"}),
		cmd("details", func(m *Model, _ string) {
			m.Inspect(m.View.Key)
			m.FocusPane(scene.DetailPane, "#detail")
		},
			way{key: "Enter", in: inData, does: "in the table: details of the selected key"}).when(aKey),
		cmd("go", func(m *Model, arg string) {
			if m.View.Going = arg == ""; !m.View.Going { // the next letter says where to
				m.goTo(arg)
			}
		},
			way{key: "g", in: anyPane, does: "then s d t w r b: go to sessions, data, timeline, writes, traffic, the board of all sessions"},
			way{arg: "d", key: "Enter", in: inSessions, does: "in the sessions: to the data of the selected one"}),
	}
}

// nextMatch selects the next row that the filter left, or the previous one,
// and begins anew behind the last. Whoever types goes on typing.
func (m *Model) nextMatch(back bool) {
	n, i := len(m.Scene.Rows), m.Cursor()
	if n == 0 {
		return
	}
	switch {
	case back && i <= 0:
		i = n - 1
	case back:
		i--
	default:
		i = (i + 1) % n
	}
	m.SelectRow(i)
	m.Want(stage.Effect{Do: stage.ScrollTo, Target: stage.CursorRow})
	m.Say("Row " + strconv.Itoa(i+1) + " of " + strconv.Itoa(n) + ": " + wording.Short(m.View.Key))
}

// nextChange selects the next marked row, or with -1 the previous one.
func (m *Model) nextChange(at, by int) {
	if at < 0 && by < 0 {
		at = len(m.Scene.Rows)
	}
	for i := at + by; i >= 0 && i < len(m.Scene.Rows); i += by {
		if m.Scene.Rows[i].Kind != userdata.Same {
			m.SelectRow(i)
			m.Focus(stage.CursorRow)
			return
		}
	}
}

// pressInTimeline moves through the events; the list has the newest on top, so
// down is older. End follows the newest state.
func (m *Model) pressInTimeline(k Keypress) bool {
	if m.View.Tab == scene.WritesTab || m.View.Tab == scene.TrafficTab {
		return m.pressInExchanges(k)
	}
	switch k.Key {
	case "j", "ArrowDown":
		m.Step(-1)
	case "k", "ArrowUp":
		m.Step(1)
	case "PageDown":
		m.Step(-pageRows)
	case "PageUp":
		m.Step(pageRows)
	case "Home":
		m.Review(m.Scene.First)
	case "End":
		m.Review(0)
	case "o", "Enter":
		return m.SpreadHere()
	default:
		return false
	}
	return true
}

// pressInExchanges moves through the writes or the traffic: the column shows
// one after the other.
func (m *Model) pressInExchanges(k Keypress) bool {
	list, on := m.ListedSubjects(), m.View.Subject
	to, ok := moved(k.Key, slices.Index(list, on), len(list))
	if !ok || len(list) == 0 {
		return ok
	}
	if on.Write != 0 || on.Exchange != 0 {
		m.Swap(list[to])
	} else {
		m.Show(list[to])
	}
	m.Want(stage.Effect{Do: stage.ScrollTo, Target: stage.HereRow})
	return true
}
