package ui

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
)

// Skips say whose events do not count where the table says who wrote a key
// last: noise that would hide the writer somebody looks for. What is skipped is
// counted in place, and its changes stay marked.
type skips struct {
	authors settings.Authors
	events  map[string][]int // by session; numbers mean nothing beyond the page
}

func (s *skips) none() bool { return s.authors == 0 && len(s.events) == 0 }

func (s *skips) has(session string, event int) bool { return slices.Contains(s.events[session], event) }

// mostSkipped bounds how far back a writer is looked for, as rows are drawn
// often and a strategy may write a key all day.
const mostSkipped = 200

// lastWriter returns the newest event up to at that touched key and counts, and
// how many newer ones do not. ok is false where none counts.
func (s *skips) lastWriter(x *book.Session, key string, at int) (e history.Event, skipped int, ok bool) {
	if s.none() {
		e, ok = x.History.LastWriter(key, at)
		return e, 0, ok
	}
	numbers := x.History.TouchingUntil(key, at)
	for i := len(numbers) - 1; i >= 0 && skipped < mostSkipped; i-- {
		if e, ok = x.History.Event(numbers[i]); !ok {
			break
		}
		if !s.has(x.ID, e.N) && !s.authors.Has(x.Who(e, key)) {
			return e, skipped, true
		}
		skipped++
	}
	return history.Event{}, skipped, false
}

// skipAuthor lets an author's events count no more, or again.
func (m *model) skipAuthor(a int) {
	if a < 0 || a > int(history.Unknown) || history.Author(a) == history.FirstSeen {
		return
	}
	s := &m.view.skips
	s.authors = s.authors.Toggle(history.Author(a))
	m.skipsChanged(history.Author(a).String(), s.authors.Has(history.Author(a)))
}

// skipEvent lets an event of the selected session count no more, or again.
func (m *model) skipEvent(n int) {
	if m.scene.session == nil || n < 1 {
		return
	}
	s, id := &m.view.skips, m.view.session
	events := map[string][]int{}
	for other, list := range s.events {
		events[other] = slices.Clone(list)
	}
	if i := slices.Index(events[id], n); i >= 0 {
		events[id] = slices.Delete(events[id], i, i+1)
	} else {
		events[id] = append(events[id], n)
	}
	if len(events[id]) == 0 {
		delete(events, id)
	}
	s.events = events
	m.skipsChanged("event "+itoa(n), s.has(id, n))
}

func (m *model) countAll() {
	m.view.skips = skips{}
	m.skipsChanged("everybody", false)
}

func (m *model) skipsChanged(who string, off bool) {
	m.keep()
	m.say(either(off, "Not counted as a writer: ", "Counted as a writer: ") + who)
	m.recompose()
	m.touch(draftPart)
}

// skipsText says what does not count in the selected session.
func (m *model) skipsText() string {
	s := &m.view.skips
	var parts []string
	for _, a := range settings.Skippable() {
		if s.authors.Has(a) {
			parts = append(parts, a.String())
		}
	}
	if n := len(s.events[m.view.session]); n > 0 {
		parts = append(parts, plural(n, "event"))
	}
	return strings.Join(parts, ", ")
}

// skipsNote is the line below the table that says that the Who column skips
// somebody, and lets everybody count again.
func skipsNote(m *model) app.UI {
	text := m.skipsText()
	note := el("span", "grid-skips", button("grid-class", "panel", string(whoPanel), app.Text("Who: "), word("b", "", text), app.Text(" not counted")),
		button("grid-class", "count-all", "", app.Text("Count everybody")))
	return when(note, text == "", "hidden")
}

// whoChoices is the panel that says who counts as a writer.
func whoChoices(m *model) app.UI {
	s := &m.view.skips
	items := make([]app.UI, 0, 8)
	for _, a := range settings.Skippable() {
		items = append(items, el("li", "noise-item", el("span", "", word("b", "", capital(a.String()))),
			button("btn", "skip-author", itoa(int(a)), app.Text("Do not count"), sr(" "+a.String())).
				Aria("pressed", expanded(s.authors.Has(a)))))
	}
	for _, n := range s.events[m.view.session] {
		items = append(items, el("li", "noise-item", button("moments-time", "event", itoa(n), app.Text("Event "+itoa(n))),
			button("filterbar-x", "skip-event", itoa(n), sr("Count event "+itoa(n)+" again"), sign("", "×"))))
	}
	return el("div", "noise",
		word("p", "note", "The column Who, “Before this change” and the filter “by:” pass over the writers that do not count, and say how many events that were. Changes stay marked and counted."),
		el("ul", "noise-list", items...),
		when(button("btn", "count-all", "", app.Text("Count everybody")), s.none(), "hidden"))
}
