package page

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Part is a component of the page that is drawn on its own.
type Part int

// The parts of the page.
const (
	TopPart Part = iota
	RailPart
	HeadPart
	GridPart
	DraftPart
	ProofPart
	InspectorPart
	TimelinePart
	FootPart
	NoticePart
	DialogPart
	ExportPart
	BoardPart
	parts // how many there are
)

// A Model is the page without its looks: the newest state, the view, and what
// follows from both. It belongs to the UI goroutine. The methods that change it
// say which parts are stale; a component draws again when its version changed.
type Model struct {
	Send func(tracker.Command)
	Zone *time.Location

	State    *tracker.State
	Now      time.Time // for a file that of its last observation
	Wall     time.Time
	View     scene.View
	desk                     // what belongs to the book on the screen
	away     map[int]putAway // what belongs to the others, by their number
	liveBook int
	Classes  scene.Classes
	Connect  ConnectForm

	Profiles  []settings.Profile  // stored ones
	Templates []settings.Template // stored ones
	Origin    string              // of the page, "https://host"
	Follows   bool                // the browser lets the page read a file on as it grows
	Guard     Guard
	Notices   Notices

	Player      Player
	Still       bool // the system asks for less motion
	watcher     watcher
	Palette     Palette
	Menu        Menu
	HideOptions []HideOption
	ContractErr error
	RulesErr    error
	PinsErr     error
	typedText   string // of the form of rules or of the contract
	sought      place  // where the address leads, until it is there
	Export      Exporting
	Keeping     Keeping
	Board       Boarding
	pasted      string // what is in the box for pasting

	// What takes time runs beside the page: Run has the job done and then, back
	// in the page, what the job returns; Later does something in the page.
	Run     func(doing string, job func() (then func()))
	Later   func(do func())
	After   func(d time.Duration, do func())                              // does something in the page in a while
	Tape    func(ctx context.Context, book int) (*capture.Capture, error) // nil where nothing is recorded
	copying *Job                                                          // what is to be copied is looked through
	// Breathe lets the browser handle input while a job of Run goes on.
	Breathe func()
	Tail    func() (next func(context.Context) (*capture.Capture, bool, error), stop func())

	commands map[string]func(m *Model, arg string) // by name

	ShownExtent func(scene.Extent) int // how many pixels something has as it is drawn, 0 when nobody knows
	Redraw      func()                 // has the page drawn with the next frame
	Brief       int                    // how many letters were just typed into the filter

	Built  string // what the builder says of the program
	Early  bool   // the page does not answer yet, so what nobody sees is left out
	Window scene.WindowClass
	Narrow bool // there is room for one pane only

	Version [parts]int
	Effects []Effect
	asked   string   // selects the button that was pressed last
	Drawn   []func() // what is called when the page has been drawn
}

// New returns the model of a page that shows s and sends its commands to send.
func New(s *tracker.State, send func(tracker.Command), now time.Time) *Model {
	m := &Model{Send: send, Zone: time.Local, State: s, liveBook: s.Book, desk: newDesk(), commands: commandsByName()}
	m.View.Tab, m.View.Pane = scene.ChangesTab, scene.DataPane
	m.View.Open, m.View.Spread = map[int]bool{}, map[int]bool{}
	m.Breathe = func() {}
	m.Run, m.Later = func(_ string, job func() func()) { job()() }, func(do func()) { do() }
	m.After = func(time.Duration, func()) {}
	m.ShownExtent = func(scene.Extent) int { return 0 }
	m.Keeping.Days = 7
	m.Take(s, now)
	return m
}

// Touch marks parts as stale.
func (m *Model) Touch(stale ...Part) {
	for _, p := range stale {
		m.Version[p]++
	}
}

// Complete does what was left for when the page answers: it has those parts
// drawn that nobody sees, and asks what recordings there are.
func (m *Model) Complete() {
	m.Early = false
	m.Touch(ExportPart)
	m.findRecordings()
}

func (m *Model) touchAll() {
	for p := range m.Version {
		m.Version[p]++
	}
}

// Take makes s the state on the screen.
func (m *Model) Take(s *tracker.State, now time.Time) {
	before := m.State
	if s.Book != before.Book {
		m.turnTo(s)
	}
	old, stood := m.Scene, m.Findings
	m.State, m.Now, m.Wall = s, bookNow(s, now), now
	if s.Session(m.View.Session) == nil && len(s.Sessions) > 0 {
		m.SelectSession(firstLive(s.Sessions).ID)
	}
	if len(s.Sessions) == 0 {
		m.View.At, m.View.Base = 0, 0 // there is nothing to review
	}
	m.seek()
	m.goThere()
	m.compose()
	m.look()
	m.countUnread()
	m.Draft.Now = m.Wall
	if m.DraftSession() == nil {
		m.goAlong()
	}
	m.settle()
	m.settleOperation()
	m.takeFinding()
	m.guide()
	m.reguard()
	if old.Session != nil {
		m.alarm(old.Session.ID, stood)
	}
	m.announce(&old)
	m.announceLink(before.Connection(), s.Connection())
	m.opened(before)
	m.clearAway()
	m.touchNews(TopPart, RailPart, HeadPart, GridPart, ProofPart, InspectorPart, TimelinePart, FootPart, DraftPart)
}

func firstLive(all []*book.Session) *book.Session {
	for _, x := range all {
		if !x.Ended {
			return x
		}
	}
	return all[0]
}

// Tick tells the time, once a second.
func (m *Model) Tick(now time.Time) {
	m.Wall = now
	if !m.Settled() {
		m.Now = now
	}
	stood := m.Findings
	m.compose()
	m.alarm(m.View.Session, stood)
	m.Notices.tick(m.Wall)
	if m.View.Times == "relative" {
		m.Touch(TimelinePart)
	}
	m.Touch(NoticePart)
	m.touchNews(TopPart, RailPart, HeadPart, GridPart, ProofPart, InspectorPart, FootPart)
}

// compose brings the scene up to date with the state and the view.
func (m *Model) compose() {
	m.View.Other = m.State.Session(m.View.Versus)
	m.Scene = scene.Compose(m.State.Session(m.View.Session), &m.View, m.Now, m.Settled(), &m.Classes)
	m.View.Order = m.Scene.Order
	m.Fitted = m.Fitted.Fit(m.View.Session, m.View.Unfolded|m.View.Noise(), &m.Scene.Lengths)
	if m.Scene.Session == nil {
		m.Ticks = Ticks{}
	} else {
		m.Ticks.take(m.View.Session, m.Scene.Session.History)
		m.stages.take(m.View.Session, m.Scene.Session.History)
		m.Limits.takeKey(m)
	}
	m.check()
}

// Recompose is compose for a change of the view that the table shows.
func (m *Model) Recompose() {
	m.compose()
	m.Touch(TopPart, HeadPart, GridPart, InspectorPart, TimelinePart, FootPart)
}

// Writer is the event that made a row what it is, and how many newer ones do
// not count.
func (m *Model) Writer(r *scene.Row) (e history.Event, skipped int, ok bool) {
	return m.Scene.Writer(&m.View, r)
}

// nowData is the data of the session that the form writes to, as it is now.
func (m *Model) nowData() *userdata.Map {
	if x := m.DraftSession(); x != nil {
		return x.Data
	}
	return nil
}

// Rescue is deferred by every handler: it turns a panic into an alert and lets
// the page go on.
func (m *Model) Rescue(doing string) {
	if r := recover(); r != nil {
		m.Alert(fmt.Sprintf("Something went wrong in this page while %s: %v. Go on, or reload the page if it looks wrong.", doing, r), string(debug.Stack()))
	}
}
