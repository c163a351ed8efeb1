package ui

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
)

// A desk is all that the page remembers by the id of a session, the number of an
// event, a write or an exchange. Those mean nothing beyond the book that they
// stand in, so each book has a desk of its own, and another file with the same
// session shows nothing of the one before.
type desk struct {
	scene     scene
	fitted    fitting // how wide the keys' column is
	unread    map[string]*unread
	ticks     ticks
	limits    ticks // the same for the key that the log is limited to
	stages    writeStages
	traffic   trafficBook
	upto      map[string]int  // by session: the newest event looked at for watched keys
	idles     map[string]bool // writes by whether they changed nothing
	tour      tour
	draft     draft
	before    *draft // what was in the form when another draft took its place
	operating operating
	labelling labelling
	lookup    lookup
	findings  []contract.Finding
	judged    map[string]*judged // by session
}

func newDesk() desk {
	return desk{unread: map[string]*unread{}, upto: map[string]int{}, draft: newDraft(0)}
}

// A standpoint is the part of a view that belongs to one book.
type standpoint struct {
	session      string
	key          string
	picked       bool
	at, base     int
	broke        watch
	chosen       []string
	open, spread map[int]bool
	page         int
	subject      subject
	back         []subject
	comparing    bool
	versus       string
	align        alignment
	limited      bool
	only         string
	note         string
	ranged       bool
	skipped      map[string][]int
}

func newStandpoint() standpoint {
	return standpoint{open: map[int]bool{}, spread: map[int]bool{}}
}

func (v *view) standpoint() standpoint {
	return standpoint{v.session, v.key, v.picked, v.at, v.base, v.broke, v.chosen, v.open, v.spread, v.page, v.subject, v.back,
		v.comparing, v.versus, v.align, v.limited, v.only, v.note, v.ranged, v.skips.events}
}

func (v *view) stand(p standpoint) {
	v.session, v.key, v.picked, v.at, v.base, v.broke, v.chosen, v.open, v.spread, v.page, v.subject, v.back,
		v.comparing, v.versus, v.align, v.limited, v.only, v.note, v.ranged, v.skips.events =
		p.session, p.key, p.picked, p.at, p.base, p.broke, p.chosen, p.open, p.spread, p.page, p.subject, p.back,
		p.comparing, p.versus, p.align, p.limited, p.only, p.note, p.ranged, p.skipped
	v.order, v.other = nil, nil
}

// A putAway is what is put away while another book is on the screen.
type putAway struct {
	desk
	standpoint
}

// turnTo goes from the book on the screen to that of s, the way it was left. The
// live record is found at its newest state.
func (m *model) turnTo(s *tracker.State) {
	m.stopPlaying()
	onTop := m.view.panel
	if onTop == filePanel { // it speaks of the file, wherever it was asked for
		m.leave(func(s subject) bool { return s.panel == filePanel })
	}
	if m.lookup.busy {
		m.lookup = lookup{here: m.lookup.here, turn: m.lookup.turn}
	}
	gen, typed, asked := m.draft.gen, m.operating.gen, m.lookup.turn
	if m.away == nil {
		m.away = map[int]putAway{}
	}
	m.away[m.state.Book] = putAway{m.desk, m.view.standpoint()}
	next, known := m.away[s.Book]
	delete(m.away, s.Book)
	if !known {
		next = putAway{newDesk(), newStandpoint()}
	}
	if !known && !m.filed() && !s.Link.State.Filed() {
		next.keepForms(&m.desk, &m.view)
	}
	m.desk = next.desk
	m.draft.gen, m.operating.gen, m.lookup.turn = max(gen, m.draft.gen)+1, max(typed, m.operating.gen)+1, asked+1
	m.view.stand(next.standpoint)
	if !s.Link.State.Filed() {
		m.liveBook = s.Book
		m.view.at, m.view.broke = 0, watch{}
	}
	m.state = s
	if onTop.pageWide() || onTop == filePanel && m.filed() && !known {
		m.show(subject{panel: onTop})
	}
	m.palette, m.menu = palette{}, menu{}
	m.turnExport()
	m.passed()
	m.fillPanel()
	m.want(effect{do: setValue, target: "#note", text: m.view.note})
	m.want(effect{do: scrollUp, target: ".grid"})
	m.want(effect{do: scrollUp, target: "#log"})
	m.touchAll()
}

// keepForms takes over what somebody has entered for a server that another one
// takes the place of. It is for no session any more: the same id may be another
// customer's there.
func (p *putAway) keepForms(was *desk, v *view) {
	p.draft, p.before, p.operating = was.draft, was.before, was.operating
	d := &p.draft
	d.openedIn, d.opened, d.kept, d.target, d.sent = "", nil, nil, "", false
	p.operating.session, p.operating.wait = "", reply{}
	paneless := func(s subject) bool { return s.panel == noPanel }
	p.back = slices.DeleteFunc(slices.Clone(v.back), paneless)
	if !paneless(v.subject) {
		p.subject = v.subject
	}
}

// pageWide reports whether a panel is about the page or the connection, and so
// stays while another book comes to the screen.
func (p panel) pageWide() bool {
	switch p {
	case linkPanel, connectPanel, keepPanel, viewPanel, noisePanel, contractPanel, watchPanel, pinsPanel:
		return true
	}
	return false
}

// clearAway forgets the books that are not there any more.
func (m *model) clearAway() {
	for book := range m.away {
		of := func(o *tracker.Opening) bool { return o.Book == book }
		if book != m.liveBook && !slices.ContainsFunc(m.state.Files, of) {
			delete(m.away, book)
		}
	}
}

// filed reports whether a file is on the screen.
func (m *model) filed() bool { return m.state.Link.State.Filed() }

// settled reports whether what is on the screen changes no more: a file that is not
// followed.
func (m *model) settled() bool { return m.state.Link.State == link.File }

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

// lastMarks marks what changed shortly before the session's last event, for a
// file: nothing comes any more, and what came last is what one looks for.
func lastMarks(x *book.Session) marks {
	m := freshMarks(x.History, x.LastChange.Add(-fresh))
	if x.LastChange.IsZero() || len(m) == 0 {
		m = eventMarks(x.History, x.History.Last())
	}
	return m
}
