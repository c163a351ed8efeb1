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
}

// maxPresences bounds the answer: beyond it nobody reads on.
const maxPresences = 200

// A Sighting is what was found in one session.
type Sighting struct {
	Session string
	upto    int // newest event looked at
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
	*l = Lookup{Here: l.Here, Filter: m.Scene.Query.String(), turn: l.turn + 1, Busy: true}
	sessions := stage.RailOrder(m.State.Sessions)
	if l.Here {
		sessions = []*book.Session{m.Scene.Session}
	} else if i := slices.Index(sessions, m.Scene.Session); i > 0 {
		sessions = append([]*book.Session{m.Scene.Session}, slices.Delete(slices.Clone(sessions), i, i+1)...)
	}
	search, turn := m.historySieve(), l.turn
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

// A historySieve is what a search through the history asks. It shares nothing
// with the page that the page changes.
type historySieve struct {
	query   query.Query
	view    scene.View
	classes scene.Classes
	rest    func() // lets the browser handle input now and then
}

// historySieve is the present filter as a question about values of any time:
// what a row's Was column is asked is asked of all values.
func (m *Model) historySieve() *historySieve {
	h := &historySieve{rest: m.Resting(), view: m.View, classes: scene.Classes{Rules: m.Classes.Rules, Hides: m.Classes.Hides}}
	for _, t := range m.Scene.Query {
		switch t.Field {
		case "", "key", "value", "class", "type":
			h.query = append(h.query, t)
		case "was", "ever":
			t.Field = "value"
			h.query = append(h.query, t)
		}
	}
	return h
}

// sightings searches sessions until maxPresences time spans were found, and
// counts the rest.
func (h *historySieve) sightings(sessions []*book.Session) (out []Sighting, more int) {
	left := maxPresences
	for _, x := range sessions {
		s := h.query.Sieve(x.History, &scene.Facts{Session: x, View: &h.view})
		g := Sighting{Session: x.ID, upto: x.History.Last()}
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
	return l.Filter != m.Scene.Query.String() || slices.ContainsFunc(l.Found, func(g Sighting) bool {
		x := m.State.Session(g.Session)
		return x == nil || x.History.Last() != g.upto
	})
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
