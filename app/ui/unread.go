package ui

import (
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
)

// unread counts what happened to a session since somebody last looked at it.
type unread struct {
	upto                    int // newest event counted or seen
	added, changed, removed int
	gap                     bool
}

func (u *unread) total() int { return u.added + u.changed + u.removed }

// countUnread takes in the events that came since it was called last.
func (m *model) countUnread() {
	for _, x := range m.state.Sessions {
		u := m.unread[x.ID]
		if u == nil {
			// What a session brings along when it becomes known is not news.
			u = &unread{upto: x.History.Last()}
			m.unread[x.ID] = u
		}
		if x.ID == m.view.session && m.view.live() {
			*u = unread{upto: x.History.Last()}
			continue
		}
		u.count(x)
	}
}

func (u *unread) count(x *book.Session) {
	last := x.History.Last()
	for n := max(u.upto+1, x.History.First()); n <= last; n++ {
		e, ok := x.History.Event(n)
		if !ok || e.Brought() {
			continue
		}
		u.added += e.Added
		u.changed += e.Changed
		u.removed += e.Removed
		u.gap = u.gap || e.Kind == history.Gap
	}
	u.upto = last
}
