package page

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/connect"
	"github.com/keytrail/keytrail/app/ui/export"
	"github.com/keytrail/keytrail/app/ui/records"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/writing"
)

// A Model is the page without its looks: a stage, the forms and dialogs on it, and
// the commands that a person can give.
type Model struct {
	*stage.Stage
	away     map[int]putAway // what belongs to the books that are not on the screen, by their number
	liveBook int
	Connect  connect.Panel

	Origin  string // of the page, "https://host"
	Follows bool   // the browser lets the page read a file on as it grows

	Palette     Palette
	Menu        Menu
	HideOptions []HideOption
	Lookup      Lookup
	RulesErr    error
	sought      place // where the address leads, until it is there
	Writing     writing.Forms
	Export      export.Dialog
	Shelf       records.Shelf
	Board       Boarding
	pasted      string // what is in the box for pasting

	commands table

	ShownExtent func(scene.Extent) int // how many pixels something has as it is drawn, 0 when nobody knows
	Redraw      func()                 // has the page drawn with the next frame

	Built string // what the builder says of the program
	Paper bool   // it is printed: all rows are drawn, for paper does not scroll
	Early bool   // the page does not answer yet, so what nobody sees is left out

	Deeds  int       // how often a person, or a job of the page, has changed something else than the filter's text
	Modal  bool      // a dialog is open
	states int       // how many were drawn
	news   int       // how many there were when one said more than that a poll began or ended
	second time.Time // when the clock was looked at last
	Drawn  []func()  // what is called when the page has been drawn
}

// New returns the model of a page that shows s and sends its commands to send.
func New(s *tracker.State, send func(tracker.Command), now time.Time) *Model {
	m := &Model{Stage: stage.NewStage(s, send), liveBook: s.Book, commands: newTable()}
	m.Fill, m.Along = m.fillPanel, m.Writing.GoAlong
	m.Writing = writing.Forms{Stage: m.Stage, Drafts: writing.NewDrafts()}
	m.Connect.Stage, m.Export.Stage, m.Shelf.Stage = m.Stage, m.Stage, m.Stage
	m.ShownExtent = func(scene.Extent) int { return 0 }
	m.Shelf.Days = 7
	m.Take(s, now)
	return m
}

// Complete does what was left for when the page answers: those parts are drawn
// that nobody sees, and it asks what recordings there are.
func (m *Model) Complete() {
	m.Early = false
	m.Shelf.FindRecordings()
}

// Draw shows the newest state.
func (m *Model) Draw(s *tracker.State, now time.Time) {
	if !scene.OnlyTraffic(m.State, s) {
		m.Take(s, now)
		return
	}
	if s != m.State {
		m.states++
	}
	m.State, m.Now, m.Wall = s, stage.BookNow(s, now), now
}

// Take makes s the state on the screen.
func (m *Model) Take(s *tracker.State, now time.Time) {
	before := m.State
	if s.Book != before.Book {
		m.turnTo(s)
	}
	old, stood := m.Scene, m.Findings
	m.State, m.Now, m.Wall = s, stage.BookNow(s, now), now
	if x := s.Session(m.View.Session); x != nil {
		m.View.Session = x.ID
	} else if len(s.Sessions) > 0 {
		going := slices.IndexFunc(s.Sessions, func(x *book.Session) bool { return !x.Ended })
		m.SelectSession(s.Sessions[max(going, 0)].ID)
	}
	if len(s.Sessions) == 0 {
		m.View.At, m.View.Base = 0, 0 // there is nothing to review
	}
	m.seek()
	m.goThere()
	if x := s.Session(m.View.Session); m.Boarded && x != nil && x == m.Scene.Session {
		m.Check() // the scene is covered and as it was
	} else {
		m.Compose()
	}
	m.look()
	m.CountUnread()
	m.Writing.Take()
	if old.Session != nil {
		m.Alarm(old.Session.ID, stood)
	}
	m.Announce(&old)
	m.AnnounceLink(before.Connection(), s.Connection())
	m.opened(before)
	m.clearAway()
	m.states++
	m.news = m.states
	m.composeCovering()
}

// Tick tells the time, once a second.
func (m *Model) Tick(now time.Time) {
	m.Wall = now
	if !m.Settled() {
		m.Now = now
	}
	stood := m.Findings
	m.Compose()
	m.Alarm(m.View.Session, stood)
	m.Notices.Tick(m.Wall)
	m.second = m.Wall
	m.composeCovering()
}

// composeCovering brings the board up to date while it covers the page.
func (m *Model) composeCovering() {
	if m.Boarded {
		m.composeBoard(true)
	}
}
