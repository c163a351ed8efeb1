package stage

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A Stage is the newest state, the view of the person, and what follows from
// both. It belongs to the UI goroutine.
type Stage struct {
	Send func(tracker.Command)
	Here *time.Location // the zone of the page

	State   *tracker.State
	Now     time.Time // for a file that of its last observation
	Wall    time.Time
	View    scene.View
	Desk    // what belongs to the book on the screen
	Classes scene.Classes
	Notices Notices

	// What takes time runs beside the page: Run has the job done and then, back
	// in the page, what the job returns; Later does something in the page.
	Run   func(doing string, job func() (then func()))
	Later func(do func())
	After func(d time.Duration, do func()) // does something in the page in a while
	// Breathe lets the browser handle input while a job of Run goes on.
	Breathe func()

	Fill  func() // writes what is known into the inputs of the panel that has come into the column
	Along func() // has the forms follow another session

	Player      Player
	Still       bool // the system asks for less motion
	Watcher     Watcher
	ContractErr error
	PinsErr     error
	Texts       map[string]string // typed into the forms of rules, pins and contract, and not applied
	Brief       int               // how many letters were just typed into the filter
	Boarded     bool              // the board covers the page
	Scenes      int               // how many were composed

	Window scene.WindowClass
	Narrow bool // there is room for one pane only

	Effects []Effect
	Asked   string   // selects the button that was pressed last
	rivals  []string // the ids in the list of what can be A, behind that of A
}

// NewStage returns a stage that nothing was taken in on yet.
func NewStage(s *tracker.State, send func(tracker.Command)) *Stage {
	m := &Stage{Send: send, Here: time.Local, State: s, Desk: NewDesk(), Texts: map[string]string{}}
	m.View.Tab, m.View.Pane = scene.ChangesTab, scene.DataPane
	m.View.Standpoint = scene.NewStandpoint()
	m.Breathe = func() {}
	m.Run, m.Later = func(_ string, job func() func()) { job()() }, func(do func()) { do() }
	m.After = func(time.Duration, func()) {}
	return m
}

// Compose brings the scene up to date with the state and the view.
func (m *Stage) Compose() {
	m.View.Other = m.State.Session(m.View.Versus)
	m.Scene = scene.Compose(m.State.Session(m.View.Session), &m.View, m.Now, m.Settled(), &m.Classes)
	m.Scenes++
	m.View.Order = m.Scene.Order
	m.Fitted = m.Fitted.Fit(m.View.Session, m.View.Unfolded|m.View.Noise(), &m.Scene.Lengths)
	if m.Scene.Session == nil {
		m.Ticks = Ticks{}
	} else {
		m.Ticks.take(m.View.Session, m.Scene.Session.History)
		m.stages.take(m.View.Session, m.Scene.Session.History)
		m.Limits.takeKey(m)
	}
	m.showRival()
	m.Check()
}

// Writer is the event that made a row what it is, and how many newer ones do
// not count.
func (m *Stage) Writer(r *scene.Row) (e history.Event, skipped int, ok bool) {
	return m.Scene.Writer(&m.View, r)
}

// Rescue is deferred by every handler: it turns a panic into an alert and lets
// the page go on.
func (m *Stage) Rescue(doing string) {
	if r := recover(); r != nil {
		m.Alert(fmt.Sprintf("Something went wrong in this page while %s: %v. Go on, or reload the page if it looks wrong.", doing, r))
	}
}

// A Desk is all that the page remembers by the id of a session, the number of an
// event, a write or an exchange. Those mean nothing beyond the book that they
// stand in, so each book has a desk of its own, and another file with the same
// session shows nothing of the one before.
type Desk struct {
	Scene    scene.Scene
	Fitted   scene.Fitting // how wide the keys' column is
	Unread   map[string]*Unread
	Ticks    Ticks
	Limits   Ticks // the same for the key that the log is limited to
	stages   writeStages
	Traffic  TrafficBook
	Upto     map[string]int // by session: the newest event looked at for watched keys
	Findings []contract.Finding
	Judged   map[string]*Judged // by session
}

// NewDesk returns the desk of a book that was not looked at yet.
func NewDesk() Desk { return Desk{Unread: map[string]*Unread{}, Upto: map[string]int{}} }

// Filed reports whether a file is on the screen.
func (m *Stage) Filed() bool { return m.State.Link.State.Filed() }

// SecondHand reports whether somebody else has heard what is on the screen, and may
// not have kept all of it.
func (m *Stage) SecondHand() bool { return m.Filed() || m.Watching() }

// Settled reports whether what is on the screen changes no more: a file that is not
// followed.
func (m *Stage) Settled() bool { return m.State.Link.State == link.File }

// deaf is how long a link that seems well may be silent: a poll ends sooner.
const deaf = 2 * time.Minute

// Heard reports whether what is new comes to the screen by itself: from a link that
// stands and was not silent for long, or out of a file that is followed and can be read.
func (m *Stage) Heard() bool {
	l := &m.State.Link
	return l.State == link.Following && l.Problem == nil || l.State.Stands() && (l.Heartbeat.IsZero() || m.Wall.Sub(l.Heartbeat) < deaf)
}

// BookNow is the present of a book: for a file, that of its last observation.
func BookNow(s *tracker.State, now time.Time) time.Time {
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

// Production reports whether the link is marked as one to production.
func (m *Stage) Production() bool { return m.State.Link.Profile.Production }

// Watching reports whether another page is watched, through which writes go.
func (m *Stage) Watching() bool { return m.State.Link.State == link.Watching }

// SessionName is what a session is called: by a person, or else by its customer.
// Where none is known of another medium there may be none, as of a work item: that is
// called by what it is, and its id.
func (m *Stage) SessionName(x *book.Session) string {
	name := "unknown customer"
	if x.Medium != "" {
		name = x.MediumTitle() + " " + wording.Tail(x.Number(), 6)
	}
	return cmp.Or(x.Name, x.Customer, name)
}

// SessionNameAlone is what a session is called where its name stands alone: with the
// end of its id where another one has the same name.
func (m *Stage) SessionNameAlone(x *book.Session) string {
	name := m.SessionName(x)
	if slices.ContainsFunc(m.State.Sessions, func(y *book.Session) bool { return y.ID != x.ID && m.SessionName(y) == name }) {
		name += " " + wording.Tail(x.ID, 6)
	}
	return name
}

// Medium is a sign and a word for the medium of a session.
func Medium(x *book.Session) string {
	signs := map[string]string{"": "▤ ", "voice": "☎ ", "email": "✉ ", "chat": "❝ ", "im": "❝ ", "workitem": "☰ "}
	return cmp.Or(signs[x.Medium], "◇ ") + x.MediumTitle()
}

// SessionNotes are what was noted about a session as a whole.
func (m *Stage) SessionNotes(id string) (out []book.Note) {
	for _, n := range m.State.Notes {
		if n.Session == id && n.Event == 0 {
			out = append(out, n)
		}
	}
	return out
}

// endedShown is how many ended sessions the rail keeps in sight.
const endedShown = 100

// RailOrder lists pinned sessions, then running ones, SMS before other media, all in
// the order they became known, then ended ones, of which the oldest are left out.
func RailOrder(all []*book.Session) []*book.Session {
	every, left := ordered(all)
	return every[:len(every)-left]
}

// EverySession is RailOrder with those behind it that it leaves out.
func EverySession(all []*book.Session) []*book.Session {
	every, _ := ordered(all)
	return every
}

func ordered(all []*book.Session) (out []*book.Session, left int) {
	out = make([]*book.Session, 0, len(all))
	var running, others, ended []*book.Session
	for _, x := range all {
		switch {
		case x.Pinned:
			out = append(out, x)
		case x.Ended:
			ended = append(ended, x)
		case x.Medium != "":
			others = append(others, x)
		default:
			running = append(running, x)
		}
	}
	left = max(len(ended)-endedShown, 0)
	return slices.Concat(out, running, others, ended[left:], ended[:left]), left
}
