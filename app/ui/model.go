package ui

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/userdata"
)

// A part is a component of the page that is drawn on its own.
type part int

const (
	topPart part = iota
	railPart
	headPart
	gridPart
	draftPart
	proofPart
	inspectorPart
	timelinePart
	footPart
	noticePart
	dialogPart
	exportPart
	parts // how many there are
)

// A model is the page without its looks: the newest state, the view, and what
// follows from both. It belongs to the UI goroutine. The methods that change it
// say which parts are stale; a component draws again when its version changed.
type model struct {
	send func(tracker.Command)
	zone *time.Location

	state    *tracker.State
	now      time.Time // for a file that of its last observation
	wall     time.Time
	view     view
	desk                     // what belongs to the book on the screen
	away     map[int]putAway // what belongs to the others, by their number
	liveBook int
	classes  classes
	connect  connectForm

	profiles  []settings.Profile  // stored ones
	templates []settings.Template // stored ones
	origin    string              // of the page, "https://host"
	follows   bool                // the browser lets the page read a file on as it grows
	guard     guard
	notices   notices

	player      player
	still       bool // the system asks for less motion
	watcher     watcher
	palette     palette
	menu        menu
	hideOptions []hideOption
	contractErr error
	rulesErr    error
	pinsErr     error
	typedText   string // of the form of rules or of the contract
	sought      place  // where the address leads, until it is there
	export      exporting
	keeping     keeping
	pasted      string // what is in the box for pasting

	// What takes time runs beside the page: run has the job done and then, back
	// in the page, what the job returns; later does something in the page.
	run     func(doing string, job func() (then func()))
	later   func(do func())
	after   func(d time.Duration, do func())                              // does something in the page in a while
	tape    func(ctx context.Context, book int) (*capture.Capture, error) // nil where nothing is recorded
	copying *job                                                          // what is to be copied is looked through
	// breathe lets the browser handle input while a job of run goes on.
	breathe func()
	tail    func() (next func(context.Context) (*capture.Capture, bool, error), stop func())

	commands map[string]func(m *model, arg string) // by name

	redraw func() // has the page drawn with the next frame
	brief  int    // how many letters were just typed into the filter

	built  string // what the builder says of the program
	early  bool   // the page does not answer yet, so what nobody sees is left out
	window windowClass
	narrow bool // there is room for one pane only

	version [parts]int
	effects []effect
	asked   string   // selects the button that was pressed last
	drawn   []func() // what is called when the page has been drawn
}

func newModel(s *tracker.State, send func(tracker.Command), now time.Time) *model {
	m := &model{send: send, zone: time.Local, state: s, liveBook: s.Book, desk: newDesk(), commands: commandsByName()}
	m.view.tab, m.view.pane = changesTab, dataPane
	m.view.open, m.view.spread = map[int]bool{}, map[int]bool{}
	m.breathe = func() {}
	m.run, m.later = func(_ string, job func() func()) { job()() }, func(do func()) { do() }
	m.after = func(time.Duration, func()) {}
	m.keeping.days = 7
	m.take(s, now)
	return m
}

// touch marks parts as stale.
func (m *model) touch(stale ...part) {
	for _, p := range stale {
		m.version[p]++
	}
}

// complete does what was left for when the page answers: it has those parts
// drawn that nobody sees, and asks what recordings there are.
func (m *model) complete() {
	m.early = false
	m.touch(exportPart)
	m.findRecordings()
}

func (m *model) touchAll() {
	for p := range m.version {
		m.version[p]++
	}
}

// take makes s the state on the screen.
func (m *model) take(s *tracker.State, now time.Time) {
	before := m.state
	if s.Book != before.Book {
		m.turnTo(s)
	}
	old, stood := m.scene, m.findings
	m.state, m.now, m.wall = s, bookNow(s, now), now
	if s.Session(m.view.session) == nil && len(s.Sessions) > 0 {
		m.selectSession(firstLive(s.Sessions).ID)
	}
	if len(s.Sessions) == 0 {
		m.view.at, m.view.base = 0, 0 // there is nothing to review
	}
	m.seek()
	m.goThere()
	m.compose()
	m.look()
	m.countUnread()
	m.draft.now = m.wall
	if m.draftSession() == nil {
		m.goAlong()
	}
	m.settle()
	m.settleOperation()
	m.takeFinding()
	m.guide()
	m.reguard()
	if old.session != nil {
		m.alarm(old.session.ID, stood)
	}
	m.announce(&old)
	m.announceLink(before.Connection(), s.Connection())
	m.opened(before)
	m.clearAway()
	m.touch(topPart, railPart, headPart, gridPart, proofPart, inspectorPart, timelinePart, footPart, draftPart)
}

func firstLive(all []*book.Session) *book.Session {
	for _, x := range all {
		if !x.Ended {
			return x
		}
	}
	return all[0]
}

// tick tells the time, once a second.
func (m *model) tick(now time.Time) {
	m.wall = now
	if !m.settled() {
		m.now = now
	}
	stood := m.findings
	m.compose()
	m.alarm(m.view.session, stood)
	m.notices.tick(m.wall)
	if m.view.times == "relative" {
		m.touch(timelinePart)
	}
	m.touch(topPart, railPart, headPart, gridPart, proofPart, inspectorPart, footPart, noticePart)
}

// compose brings the scene up to date with the state and the view.
func (m *model) compose() {
	m.view.other = m.state.Session(m.view.versus)
	m.scene = compose(m.state.Session(m.view.session), &m.view, m.now, m.settled(), &m.classes)
	m.view.order = m.scene.order
	m.fitted = m.fitted.fit(m.view.session, m.view.unfolded|m.view.noise(), &m.scene.lengths)
	if m.scene.session == nil {
		m.ticks = ticks{}
	} else {
		m.ticks.take(m.view.session, m.scene.session.History)
		m.stages.take(m.view.session, m.scene.session.History)
		m.limits.takeKey(m)
	}
	m.check()
}

// recompose is compose for a change of the view that the table shows.
func (m *model) recompose() {
	m.compose()
	m.touch(topPart, headPart, gridPart, inspectorPart, timelinePart, footPart)
}

// writer is the event that made a row what it is, and how many newer ones do
// not count.
func (m *model) writer(r *row) (e history.Event, skipped int, ok bool) {
	return m.scene.writer(&m.view, r)
}

// nowData is the data of the session that the form writes to, as it is now.
func (m *model) nowData() *userdata.Map {
	if x := m.draftSession(); x != nil {
		return x.Data
	}
	return nil
}

// rescue is deferred by every handler: it turns a panic into an alert and lets
// the page go on.
func (m *model) rescue(doing string) {
	if r := recover(); r != nil {
		m.alert(fmt.Sprintf("Something went wrong in this page while %s: %v. Go on, or reload the page if it looks wrong.", doing, r), string(debug.Stack()))
	}
}

// rescueRender is deferred by every Render: a component that cannot be drawn
// is replaced by a sentence, and the others stand.
func (m *model) rescueRender(ui *app.UI, name string) {
	if r := recover(); r != nil {
		*ui = el("div", "fault", app.Text(fmt.Sprintf("The %s could not be drawn: %v. Reload the page; if it happens again, please report it.", name, r)))
	}
}

// rescueRow is rescueRender for a row of a list.
func (m *model) rescueRow(tr **rows.Node) {
	if r := recover(); r != nil {
		text := fmt.Sprintf("The row could not be drawn: %v. Reload the page; if it happens again, please report it.", r)
		*tr = rows.El("tr", "", rows.El("td", "", rows.Word("div", "fault", text)).Attr("colspan", "5"))
	}
}
