package page

import (
	"slices"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/writing"
)

// A putAway is what is put away while another book is on the screen.
type putAway struct {
	stage.Desk
	writing.Drafts
	lookup Lookup
	scene.Standpoint
}

// turnTo goes from the book on the screen to that of s, the way it was left. The
// live record is found at its newest state.
func (m *Model) turnTo(s *tracker.State) {
	m.StopPlaying()
	onTop := m.View.Panel
	if onTop == scene.FilePanel { // it speaks of the file, wherever it was asked for
		m.Leave(func(s scene.Subject) bool { return s.Panel == scene.FilePanel })
	}
	if m.Lookup.Busy {
		m.Lookup = Lookup{Here: m.Lookup.Here, turn: m.Lookup.turn}
	}
	asked := m.Lookup.turn
	if m.away == nil {
		m.away = map[int]putAway{}
	}
	m.away[m.State.Book] = putAway{m.Desk, m.Writing.Drafts, m.Lookup, m.View.PutAway()}
	next, known := m.away[s.Book]
	delete(m.away, s.Book)
	if !known {
		next = putAway{stage.NewDesk(), writing.NewDrafts(), Lookup{}, scene.NewStandpoint()}
	}
	if !known && !m.Filed() && !s.Link.State.Filed() {
		next.keepForms(&m.Writing.Drafts, &m.View)
	}
	m.Desk, m.Lookup = next.Desk, next.lookup
	m.Writing.Turn(next.Drafts)
	m.Lookup.turn = asked + 1
	m.View.Stand(next.Standpoint)
	if !s.Link.State.Filed() {
		m.liveBook = s.Book
		m.View.At, m.View.Broke = 0, scene.Watch{}
	}
	m.State = s
	if onTop.PageWide() || onTop == scene.FilePanel && m.Filed() && !known {
		m.Show(scene.Subject{Panel: onTop})
	}
	m.Palette, m.Menu, m.HideOptions = Palette{}, Menu{}, nil
	m.Export.TurnAway()
	m.Writing.Passed()
	m.fillPanel()
	m.SetText("#note", m.View.Note)
	m.Want(stage.Effect{Do: stage.ScrollUp, Target: "#grid"})
	m.Want(stage.Effect{Do: stage.ScrollUp, Target: "#log"})
}

// keepForms takes over what somebody has entered for a server that another one
// takes the place of. It is for no session any more: the same id may be another
// customer's there.
func (p *putAway) keepForms(was *writing.Drafts, v *scene.View) {
	p.CarryOver(was)
	paneless := func(s scene.Subject) bool { return s.Panel == scene.NoPanel }
	p.Back = slices.DeleteFunc(slices.Clone(v.Back), paneless)
	if !paneless(v.Subject) {
		p.Subject = v.Subject
	}
}

// clearAway forgets the books that are not there any more.
func (m *Model) clearAway() {
	for book := range m.away {
		of := func(o *tracker.Opening) bool { return o.Book == book }
		if book != m.liveBook && !slices.ContainsFunc(m.State.Files, of) {
			delete(m.away, book)
		}
	}
}

// look takes in the events that came since it was called last: it counts
// changes of watched keys, and freezes the view, not the recording, at the
// first one that somebody wants to stop at. The live record goes on beside a
// file, and so does the watch.
func (m *Model) look() {
	m.LookAt(m.State.Sessions, m.Upto, "")
	if live, ok := m.away[m.liveBook]; ok {
		m.LookAt(m.State.Beside, live.Upto, " of the live record")
	}
}
