package page

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
)

// A desk is all that the page remembers by the id of a session, the number of an
// event, a write or an exchange. Those mean nothing beyond the book that they
// stand in, so each book has a desk of its own, and another file with the same
// session shows nothing of the one before.
type desk struct {
	Scene     scene.Scene
	Fitted    scene.Fitting // how wide the keys' column is
	Unread    map[string]*Unread
	Ticks     Ticks
	Limits    Ticks // the same for the key that the log is limited to
	stages    writeStages
	Traffic   TrafficBook
	upto      map[string]int  // by session: the newest event looked at for watched keys
	idles     map[string]bool // writes by whether they changed nothing
	Tour      Tour
	Draft     draft.Draft
	Before    *draft.Draft // what was in the form when another draft took its place
	Operating draft.Operating
	Labelling Labelling
	Lookup    Lookup
	Findings  []contract.Finding
	Judged    map[string]*Judged // by session
}

func newDesk() desk {
	return desk{Unread: map[string]*Unread{}, upto: map[string]int{}, Draft: draft.New(0)}
}

// A putAway is what is put away while another book is on the screen.
type putAway struct {
	desk
	scene.Standpoint
}

// turnTo goes from the book on the screen to that of s, the way it was left. The
// live record is found at its newest state.
func (m *Model) turnTo(s *tracker.State) {
	m.stopPlaying()
	onTop := m.View.Panel
	if onTop == scene.FilePanel { // it speaks of the file, wherever it was asked for
		m.leave(func(s scene.Subject) bool { return s.Panel == scene.FilePanel })
	}
	if m.Lookup.Busy {
		m.Lookup = Lookup{Here: m.Lookup.Here, turn: m.Lookup.turn}
	}
	gen, typed, asked := m.Draft.Gen, m.Operating.Gen, m.Lookup.turn
	if m.away == nil {
		m.away = map[int]putAway{}
	}
	m.away[m.State.Book] = putAway{m.desk, m.View.Standpoint()}
	next, known := m.away[s.Book]
	delete(m.away, s.Book)
	if !known {
		next = putAway{newDesk(), scene.NewStandpoint()}
	}
	if !known && !m.Filed() && !s.Link.State.Filed() {
		next.keepForms(&m.desk, &m.View)
	}
	m.desk = next.desk
	m.Draft.Gen, m.Operating.Gen, m.Lookup.turn = max(gen, m.Draft.Gen)+1, max(typed, m.Operating.Gen)+1, asked+1
	m.View.Stand(next.Standpoint)
	if !s.Link.State.Filed() {
		m.liveBook = s.Book
		m.View.At, m.View.Broke = 0, scene.Watch{}
	}
	m.State = s
	if onTop.PageWide() || onTop == scene.FilePanel && m.Filed() && !known {
		m.show(scene.Subject{Panel: onTop})
	}
	m.Palette, m.Menu = Palette{}, Menu{}
	m.turnExport()
	m.passed()
	m.fillPanel()
	m.Want(Effect{Do: SetValue, Target: "#note", Text: m.View.Note})
	m.Want(Effect{Do: ScrollUp, Target: ".grid"})
	m.Want(Effect{Do: ScrollUp, Target: "#log"})
	m.touchAll()
}

// keepForms takes over what somebody has entered for a server that another one
// takes the place of. It is for no session any more: the same id may be another
// customer's there.
func (p *putAway) keepForms(was *desk, v *scene.View) {
	p.Draft, p.Before, p.Operating = was.Draft, was.Before, was.Operating
	d := &p.Draft
	d.OpenedIn, d.Opened, d.Kept, d.Target, d.Sent = "", nil, nil, "", false
	p.Operating.Session, p.Operating.Wait = "", draft.Reply{}
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

// Filed reports whether a file is on the screen.
func (m *Model) Filed() bool { return m.State.Link.State.Filed() }

// SecondHand reports whether somebody else has heard what is on the screen, and may
// not have kept all of it.
func (m *Model) SecondHand() bool { return m.Filed() || m.Watching() }

// Settled reports whether what is on the screen changes no more: a file that is not
// followed.
func (m *Model) Settled() bool { return m.State.Link.State == link.File }

// bookNow is the present of a book: for a file, that of its last observation.
func bookNow(s *tracker.State, now time.Time) time.Time {
	if s.Link.State != link.File {
		return now
	}
	var last time.Time
	see := func(t time.Time) {
		if t.After(last) {
			last = t
		}
	}
	for _, x := range s.Sessions {
		see(x.LastChange)
	}
	for _, x := range s.Traffic {
		see(x.Start.Add(x.Duration))
	}
	if last.IsZero() {
		return now
	}
	return last
}
