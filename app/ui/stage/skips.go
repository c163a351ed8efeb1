package stage

import (
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// SkipAuthor lets an author's events count no more, or again.
func (m *Stage) SkipAuthor(a int) {
	if a <= int(history.FirstSeen) || a > int(history.Repeated) {
		return
	}
	s := &m.View.Skips
	s.Authors = s.Authors.Toggle(history.Author(a))
	m.skipsChanged(history.Author(a).String(), s.Authors.Has(history.Author(a)))
}

// SkipEvent lets an event of the selected session count no more, or again.
func (m *Stage) SkipEvent(n int) {
	if m.Scene.Session == nil || n < 1 {
		return
	}
	s, id := &m.View.Skips, m.View.Session
	events := map[string][]int{}
	for other, list := range s.Events {
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
	s.Events = events
	m.skipsChanged("event "+strconv.Itoa(n), s.Has(id, n))
}

// CountAll lets everything count as a writer again.
func (m *Stage) CountAll() {
	m.View.Skips = scene.Skips{}
	m.skipsChanged("everybody", false)
}

func (m *Stage) skipsChanged(who string, off bool) {
	m.Keep()
	m.Say(wording.Either(off, "Not counted as a writer: ", "Counted as a writer: ") + who)
	m.Compose()
}

// SkipsText says what does not count in the selected session.
func (m *Stage) SkipsText() string {
	s := &m.View.Skips
	var parts []string
	for _, a := range settings.Skippable() {
		if s.Authors.Has(a) {
			parts = append(parts, a.String())
		}
	}
	if n := len(s.Events[m.View.Session]); n > 0 {
		parts = append(parts, wording.Plural(n, "event"))
	}
	return strings.Join(parts, ", ")
}
