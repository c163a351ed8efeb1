package ui

import (
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// A lookup is an answer to "when was this ever present".
type lookup struct {
	session string
	filter  string
	upto    int // newest event looked at
	found   []presence
	more    int
}

// lookUp searches the kept history for what the filter asks of keys and values.
func (m *model) lookUp() {
	x := m.scene.session
	if x == nil {
		return
	}
	q := m.scene.query
	s := &sieve{query: q, session: x, view: &m.view, now: m.now}
	s.query = nil
	for _, t := range q {
		switch t.field {
		case "", "key", "value", "class", "type":
			s.query = append(s.query, t)
		case "was", "ever":
			t.field = "value"
			s.query = append(s.query, t)
		}
	}
	unmarked := new(mark)
	l := lookup{session: x.ID, filter: q.String(), upto: x.History.Last()}
	l.found, l.more = presences(x.History, func(key string, value userdata.Value) bool {
		return s.passes(&row{rowID: rowID{key, 1}, value: value, class: m.classes.of(key).class, mark: unmarked})
	})
	m.lookup = l
	if m.view.panel != lookupPanel {
		m.togglePanel(lookupPanel)
	}
	m.say(plural(len(l.found)+l.more, "time span") + " found")
	m.touch(draftPart)
}

// span says when a presence began and ended, and who began and ended it.
func (m *model) span(v history.View, p presence) (from, to string) {
	from, to = "from the beginning", "still there"
	if e, ok := v.Event(p.from); ok && p.from > v.First() {
		from = m.clock(e.Time)
	}
	if e, ok := v.Event(p.to); ok {
		to = m.clock(e.Time)
	}
	return from, to
}
