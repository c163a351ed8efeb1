package page

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Lookup is an answer to "when was this ever present", in the history of
// every session or of the selected one.
type Lookup struct {
	Here   bool   // only in the selected session
	Filter string // what was asked
	turn   int    // counts the questions; answers to older ones are void
	Busy   bool
	Found  []Sighting
	More   int // time spans that are not listed

	session string // that was on the screen
	events  int    // how many there were to look at
}

// maxPresences bounds the answer: beyond it nobody reads on.
const maxPresences = 200

// A Sighting is what was found in one session.
type Sighting struct {
	Session string
	Found   []query.Presence
	More    int
}

// LookUp searches the kept history for what the filter asks of keys and
// values. It takes as long as there is history, so it runs beside the page.
func (m *Model) LookUp() {
	l := &m.Lookup
	if m.Scene.Session == nil {
		return
	}
	search, sessions := m.historySieve(), m.searched()
	*l = Lookup{Here: l.Here, Filter: search.query.String(), turn: l.turn + 1, Busy: true, session: m.View.Session, events: eventsOf(sessions)}
	turn := l.turn
	m.Run("searching the history", func() func() {
		found, more := search.sightings(sessions)
		return func() {
			if l.turn == turn {
				l.Busy, l.Found, l.More = false, found, more
				m.Say(l.Summary())
			}
		}
	})
	if m.View.Panel != scene.LookupPanel {
		m.TogglePanel(scene.LookupPanel)
	}
}

// searched are the sessions to search, the one on the screen first.
func (m *Model) searched() []*book.Session {
	all := stage.EverySession(m.State.Sessions)
	if i := slices.Index(all, m.Scene.Session); i > 0 {
		all = slices.Concat(all[i:i+1], all[:i], all[i+1:])
	}
	if m.Lookup.Here {
		all = all[:min(1, len(all))]
	}
	return all
}

func eventsOf(all []*book.Session) (n int) {
	for _, x := range all {
		n += x.History.Last()
	}
	return n
}

// A historySieve is what a search through the history asks. It shares nothing
// with the page that the page changes.
type historySieve struct {
	query   query.Query
	view    scene.View
	classes scene.Classes
	rest    func() // lets the browser handle input now and then
}

func (m *Model) historySieve() *historySieve {
	return &historySieve{query: m.asked(), rest: m.Resting(), view: m.View, classes: scene.Classes{Rules: m.Classes.Rules, Hides: m.Classes.Hides}}
}

// asked is the present filter as a question about values of any time: what a row's
// Was column is asked is asked of all values.
func (m *Model) asked() (q query.Query) {
	for _, t := range m.Scene.Query {
		switch t.Field {
		case "", "key", "value", "class", "type":
			q = append(q, t)
		case "was", "ever":
			t.Field = "value"
			q = append(q, t)
		}
	}
	return q
}

// sightings searches sessions until maxPresences time spans were found, and
// counts the rest.
func (h *historySieve) sightings(sessions []*book.Session) (out []Sighting, more int) {
	left := maxPresences
	for _, x := range sessions {
		s := h.query.Sieve(x.History, &scene.Facts{Session: x, View: &h.view})
		g := Sighting{Session: x.ID}
		g.Found, g.More = query.Presences(x.History, left, func(key string, value userdata.Value) bool {
			h.rest()
			return s.Passes(&query.Row{Key: key, Value: value, Class: h.classes.Of(key).Class})
		})
		left -= len(g.Found)
		more += g.More
		if len(g.Found)+g.More > 0 {
			out = append(out, g)
		}
	}
	return out, more
}

// Summary says in a line what was found.
func (l *Lookup) Summary() string {
	n := l.More
	for _, g := range l.Found {
		n += len(g.Found)
	}
	if n == 0 {
		return "It was never present, as far as the history goes back"
	}
	return wording.Plural(n, "time span") + " in " + wording.Plural(len(l.Found), "session")
}

// Outdated reports that the answer is to another question than the filter asks
// now, or that there is more to look at.
func (m *Model) Outdated() bool {
	l := &m.Lookup
	return l.Filter != m.asked().String() || l.Here && l.session != m.View.Session || l.events != eventsOf(m.searched())
}

// goToEvent shows an event of any session: "17 0000Wa9CAM6W00J".
func (m *Model) goToEvent(arg string) {
	n, id, _ := strings.Cut(arg, " ")
	if m.State.Session(id) == nil {
		m.Say("This session is not there any more")
		return
	}
	m.SelectSession(id)
	m.Review(wording.Atoi(n))
	m.Show(scene.Subject{Panel: scene.LookupPanel})
}
