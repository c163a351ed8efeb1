package page

import (
	"cmp"
	"strings"

	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// clockCommands choose what is compared and which events are listed.
func clockCommands() []command {
	return []command{
		cmd("compare", func(m *Model, _ string) { m.OpenCompare() },
			way{title: "Compare"}).beneath().when(aSession),
		cmd("align", func(m *Model, arg string) { m.AlignBy(scene.Alignment(wording.Atoi(arg))) }),
		cmd("blame", func(m *Model, _ string) { m.Blame() },
			way{title: "Before the last change of the selected key", key: "B", in: anyPane, does: "before the last change of the selected key; again: further back"}).when(aKey),
		cmd("limit", func(m *Model, _ string) { m.Limit() },
			way{title: "Only events that touched the selected key", key: "f", in: anyPane, does: "only the events that touched the selected key; again: all"}).when(aKeyOnce),
		cmd("unlimit", func(m *Model, _ string) {
			m.View.Limited = false
			m.Compose()
		}),
		cmd("sort", func(m *Model, arg string) { m.SortBy(scene.TableColumn(wording.Atoi(arg))) }),
		cmd("plain", func(m *Model, _ string) {
			m.View.Plain = !m.View.Plain
		}),
		cmd("copy-row", func(m *Model, _ string) { m.copyRow() },
			way{key: "Y", in: anyPane, does: "copy the selected value; its row as Markdown"}).when(aRow),
		cmd("ranged", func(m *Model, _ string) { m.ToggleRanged() }),
		cmd("open-range", func(m *Model, _ string) { m.OpenRange() },
			way{title: "Mark the events from A to the one shown", key: "M", in: anyPane, does: "mark the events from A to the one shown; without A: begin a range here"}).beneath(),
		cmd("range", func(m *Model, arg string) { m.ShowRange(arg) }),
		cmd("step-mark", func(m *Model, arg string) { m.StepMark(wording.Atoi(arg)) },
			way{arg: "-1", key: ",", in: anyPane, does: "previous and next mark"},
			way{arg: "1", key: ".", in: anyPane, does: "previous and next mark"}),
		cmd("bayeux", func(m *Model, arg string) {
			exchange, message, _ := strings.Cut(arg, ":")
			m.Show(scene.Subject{Exchange: wording.Atoi(exchange), Body: wording.Atoi(message)})
		}),
		cmd("history", func(m *Model, _ string) { m.OpenHistory() },
			way{title: "History of the selected key", key: "h", in: anyPane, does: "history of the selected key"}).beneath().when(aKey),
		cmd("copy-body", func(m *Model, arg string) { m.copyBody(arg) }),
	}
}

// pin makes the selected session A of a comparison: the one that is selected
// next is B.
func (m *Model) pin() {
	if m.View.Versus == m.View.Session {
		m.OpenCompare()
		m.Say("Comparison ended")
	} else {
		m.CompareWith(m.View.Session)
		m.Say("This session is A. Select the one to hold against it.")
	}
}

// goTo leads to a pane or a list, by the letter behind g.
func (m *Model) goTo(key string) bool {
	switch key {
	case "s":
		m.FocusPane(scene.SessionsPane, stage.SessionsList)
	case "d":
		m.FocusPane(scene.DataPane, stage.CursorRow)
	case "t":
		m.GoTab(scene.ChangesTab)
	case "w":
		m.GoTab(scene.WritesTab)
	case "r":
		m.GoTab(scene.TrafficTab)
	case "b":
		m.openBoard()
	default:
		return false
	}
	return true
}

// copyRow puts the chosen rows, or else the selected one, on the clipboard as a
// table in Markdown.
func (m *Model) copyRow() {
	rows := m.ChosenRows()
	if i := m.Cursor(); len(rows) == 0 && i >= 0 {
		rows = append(rows, &m.Scene.Rows[i])
	}
	if len(rows) == 0 {
		m.Say("Select a row first")
		return
	}
	told := make([][2]string, len(rows)) // when and who, which need the page
	for i, r := range rows {
		told[i] = m.lastWritten(r)
	}
	m.copyData(func(masks *redact.Masks) string {
		text := "| Change | Key | Value | Type | Was | When | Who |\n|---|---|---|---|---|---|---|\n"
		for i, r := range rows {
			text += markdown(masks, r, told[i])
		}
		return text
	}, wording.Plural(len(rows), "row")+" copied as Markdown")
}

// lastWritten says when a row was written last, and who did it.
func (m *Model) lastWritten(r *scene.Row) (said [2]string) {
	e, _, ok := m.Writer(r)
	if !ok {
		return said
	}
	said = [2]string{m.Sometime(e), m.Scene.Session.Who(e, r.Key).String()}
	if e.Since.IsZero() {
		said[0] = cmp.Or(wording.Stamp(e.Time, m.Zone()), "time unknown")
	}
	return said
}

// markdown is a row of the table as a row of a table in Markdown.
func markdown(masks *redact.Masks, r *scene.Row, told [2]string) string {
	literal := func(v userdata.Value) string {
		if v.Kind() == userdata.Absent {
			return "absent"
		}
		return code(hiddenValue(masks, r.Key, v).Literal())
	}
	change, was := "", ""
	if r.Kind != userdata.Same {
		change, was = stage.ChangeWord(r), literal(r.Was)
	}
	cells := []string{change, code(masks.Name(r.Key)), literal(r.Value), r.Value.Kind().String(), was, told[0], told[1]}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

// code quotes s as code for a cell of a table in Markdown: with more back
// ticks than stand in it in a row, and no bar that would end the cell.
func code(s string) string {
	if s == "" {
		return s
	}
	s = strings.NewReplacer("\r", "␍", "\n", "↵", "|", `\|`).Replace(s)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 || strings.HasPrefix(s, "`") {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// OpenHistory shows the history of the selected key.
func (m *Model) OpenHistory() {
	m.OnSelected(func(key string) {
		m.Inspect(key)
		m.FocusPane(scene.DetailPane, "#key-history")
	})
}

// copyBody puts one side of the exchange in detail on the clipboard.
func (m *Model) copyBody(side string) {
	x := m.Exchange(m.View.Exchange)
	if x == nil {
		return
	}
	body := x.Response
	if side == "request" {
		body = x.Request
	}
	m.copyData(func(masks *redact.Masks) string { return string(masks.JSON(body)) }, "Body copied")
}
