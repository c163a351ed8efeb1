package ui

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/userdata"
)

// clockCommands choose what is compared and which events are listed.
func clockCommands() []command {
	return []command{
		{"compare", func(m *model, _ string) { m.openCompare() }},
		{"align", func(m *model, arg string) { m.alignBy(alignment(atoi(arg))) }},
		{"blame", func(m *model, _ string) { m.blame() }},
		{"limit", func(m *model, _ string) { m.limit() }},
		{"unlimit", func(m *model, _ string) {
			m.view.limited = false
			m.recompose()
		}},
		{"sort", func(m *model, arg string) { m.sortBy(tableColumn(atoi(arg))) }},
		{"plain", func(m *model, _ string) {
			m.view.plain = !m.view.plain
			m.touch(gridPart)
		}},
		{"copy-row", func(m *model, _ string) { m.copyRow() }},
		{"ranged", func(m *model, _ string) { m.toggleRanged() }},
		{"open-range", func(m *model, _ string) { m.openRange() }},
		{"range", func(m *model, arg string) { m.showRange(arg) }},
		{"step-mark", func(m *model, arg string) { m.stepMark(atoi(arg)) }},
		{"bayeux", func(m *model, arg string) {
			exchange, message, _ := strings.Cut(arg, ":")
			m.show(subject{exchange: atoi(exchange), body: atoi(message)})
		}},
		{"history", func(m *model, _ string) { m.openHistory() }},
		{"copy-body", func(m *model, arg string) { m.copyBody(arg) }},
	}
}

// pin makes the selected session A of a comparison: the one that is selected
// next is B.
func (m *model) pin() {
	if m.view.versus == m.view.session {
		m.openCompare()
		m.say("Comparison ended")
	} else {
		m.compareWith(m.view.session)
		m.say("This session is A. Select the one to hold against it.")
	}
}

// goTo leads to a pane or a list, by the letter behind g.
func (m *model) goTo(key string) bool {
	switch key {
	case "s":
		m.focusPane(sessionsPane, sessionsList)
	case "d":
		m.focusPane(dataPane, cursorRow)
	case "t":
		m.goTab(changesTab)
	case "w":
		m.goTab(writesTab)
	case "r":
		m.goTab(trafficTab)
	default:
		return false
	}
	return true
}

func (m *model) focusPane(p pane, target string) {
	m.showPane(p)
	m.want(effect{do: focusOn, target: target})
}

func (m *model) goTab(t tab) {
	m.view.tab = t
	m.focusPane(timelinePane, "#log")
}

// copyRow puts the chosen rows, or else the selected one, on the clipboard as a
// table in Markdown.
func (m *model) copyRow() {
	rows := m.chosenRows()
	if i := m.scene.find(m.view.key); len(rows) == 0 && m.view.picked && i >= 0 {
		rows = append(rows, &m.scene.rows[i])
	}
	if len(rows) == 0 {
		m.say("Select a row first")
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
	}, plural(len(rows), "row")+" copied as Markdown")
}

// lastWritten says when a row was written last, and who did it.
func (m *model) lastWritten(r *row) (said [2]string) {
	e, _, ok := m.writer(r)
	if !ok {
		return said
	}
	said = [2]string{m.sometime(e), m.scene.session.Who(e, r.key).String()}
	if e.Since.IsZero() {
		said[0] = orElse(stamp(e.Time, m.zone), "time unknown")
	}
	return said
}

// markdown is a row of the table as a row of a table in Markdown.
func markdown(masks *redact.Masks, r *row, told [2]string) string {
	was := ""
	if r.kind != userdata.Same {
		was = hiddenValue(masks, r.key, r.was).Literal()
		if r.was.Kind() == userdata.Absent {
			was = "absent"
		}
	}
	value := hiddenValue(masks, r.key, r.value).Literal()
	if r.value.Kind() == userdata.Absent {
		value = "absent"
	}
	change := ""
	if r.kind != userdata.Same {
		change = changeWord(r)
	}
	cells := []string{change, masks.Name(r.key), value, r.value.Kind().String(), was, told[0], told[1]}
	var b strings.Builder
	b.WriteString("|")
	for i, c := range cells {
		b.WriteString(" ")
		if i == 1 || i == 2 || i == 4 {
			c = code(c)
		}
		b.WriteString(c)
		b.WriteString(" |")
	}
	b.WriteString("\n")
	return b.String()
}

// code quotes s as code for a cell of a table in Markdown: with more back
// ticks than stand in it in a row, and no bar that would end the cell.
func code(s string) string {
	if s == "" || s == "absent" {
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

// openHistory shows the history of the selected key.
func (m *model) openHistory() {
	m.onSelected(func(key string) {
		m.inspect(key)
		m.focusPane(detailPane, "#key-history")
	})
}

// copyBody puts one side of the exchange in detail on the clipboard.
func (m *model) copyBody(side string) {
	x := m.exchange(m.view.exchange)
	if x == nil {
		return
	}
	body := x.Response
	if side == "request" {
		body = x.Request
	}
	m.copyData(func(masks *redact.Masks) string { return string(masks.JSON(body)) }, "Body copied")
}
