package page

import (
	"time"

	"github.com/keytrail/keytrail/app/link"
)

// A Sight is what a view shows: as long as it is the same, the view looks as it did.
// What does not change a view is left out of its sight. States and scenes are told by
// their numbers, as the renderer would follow pointers to them to the end.
type Sight struct {
	State   int       // the newest, or the newest that says more than that a poll began or ended
	Scene   int       // what the table shows
	Second  time.Time // that ages are told by
	Deeds   int       // see [Model.Deeds]
	Link    link.State
	Book    int
	At      int  // the event under review
	Brief   bool // only rows in sight are drawn, see [stage.Stage.Briefly]
	Focused bool // the focus is in the table
	Covered bool // nobody sees it: behind the board, or a dialog that is closed
}

// Sights are those of all views.
type Sights struct {
	Top, Rail, Head, SignIn, Grid, Side, Proofs, Inspector, Timeline, Board, Foot, Notices, Dialogs Sight
}

// Sights returns what there is to see.
func (m *Model) Sights() Sights {
	done := Sight{Deeds: m.Deeds, Link: m.State.Link.State, Book: m.State.Book, At: m.View.At}
	side, news := done, done
	side.State, news.State, news.Second = m.states, m.news, m.second
	all, rows := side, news
	all.Second, rows.Scene, rows.Brief = m.second, m.Scenes, m.Brief > 0
	dialogs := Sight{Covered: true, Book: m.State.Book} // nothing of one book is left in them beside another
	if m.Early || m.Modal {
		dialogs = done
	}
	head := all
	head.Scene = m.Scenes
	foot, timeline := head, side
	foot.Focused = m.View.Focused
	if m.View.Times == "relative" {
		timeline = all
	}
	if !m.Boarded {
		return Sights{Top: all, Rail: news, Head: head, SignIn: all, Grid: rows, Side: side, Proofs: news, Inspector: all, Timeline: timeline, Foot: foot, Notices: news, Dialogs: dialogs}
	}
	top := done
	top.Second = m.second
	news.Brief = rows.Brief
	no := Sight{Covered: true}
	return Sights{Top: top, Rail: no, Head: no, SignIn: no, Grid: no, Side: done, Proofs: no, Inspector: no, Timeline: no, Board: news, Foot: no, Notices: news, Dialogs: dialogs}
}
