package ui

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
)

// A lookup is an answer to "when was this ever present", in the history of
// every session or of the selected one.
type lookup struct {
	here   bool   // only in the selected session
	filter string // what was asked
	turn   int    // counts the questions; answers to older ones are void
	busy   bool
	found  []sighting
	more   int // time spans that are not listed
}

// maxPresences bounds the answer: beyond it nobody reads on.
const maxPresences = 200

// A sighting is what was found in one session.
type sighting struct {
	session string
	upto    int // newest event looked at
	found   []query.Presence
	more    int
}

// lookUp searches the kept history for what the filter asks of keys and
// values. It takes as long as there is history, so it runs beside the page.
func (m *model) lookUp() {
	l := &m.lookup
	if m.scene.session == nil {
		return
	}
	*l = lookup{here: l.here, filter: m.scene.query.String(), turn: l.turn + 1, busy: true}
	sessions := railOrder(m.state.Sessions)
	if l.here {
		sessions = []*book.Session{m.scene.session}
	} else if i := slices.Index(sessions, m.scene.session); i > 0 {
		sessions = append([]*book.Session{m.scene.session}, slices.Delete(slices.Clone(sessions), i, i+1)...)
	}
	search, turn := m.historySieve(), l.turn
	m.run("searching the history", func() func() {
		found, more := search.sightings(sessions)
		return func() {
			if l.turn == turn {
				l.busy, l.found, l.more = false, found, more
				m.say(l.summary())
				m.touch(draftPart)
			}
		}
	})
	if m.view.panel != lookupPanel {
		m.togglePanel(lookupPanel)
	}
	m.touch(draftPart)
}

// A historySieve is what a search through the history asks. It shares nothing
// with the page that the page changes.
type historySieve struct {
	query   query.Query
	view    view
	classes classes
	rest    func() // lets the browser handle input now and then
}

// historySieve is the present filter as a question about values of any time:
// what a row's Was column is asked is asked of all values.
func (m *model) historySieve() *historySieve {
	h := &historySieve{rest: m.resting(), view: m.view, classes: classes{rules: m.classes.rules, hides: m.classes.hides}}
	for _, t := range m.scene.query {
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
func (h *historySieve) sightings(sessions []*book.Session) (out []sighting, more int) {
	left := maxPresences
	for _, x := range sessions {
		s := h.query.Sieve(x.History, &facts{session: x, view: &h.view})
		g := sighting{session: x.ID, upto: x.History.Last()}
		g.found, g.more = query.Presences(x.History, left, func(key string, value userdata.Value) bool {
			h.rest()
			return s.Passes(&query.Row{Key: key, Value: value, Class: h.classes.of(key).class})
		})
		left -= len(g.found)
		more += g.more
		if len(g.found)+g.more > 0 {
			out = append(out, g)
		}
	}
	return out, more
}

func (l *lookup) summary() string {
	n := l.more
	for _, g := range l.found {
		n += len(g.found)
	}
	if n == 0 {
		return "It was never present, as far as the history goes back"
	}
	return plural(n, "time span") + " in " + plural(len(l.found), "session")
}

// outdated reports that the answer is to another question than the filter asks
// now, or that there is more to look at.
func (m *model) outdated() bool {
	l := &m.lookup
	return l.filter != m.scene.query.String() || slices.ContainsFunc(l.found, func(g sighting) bool {
		x := m.state.Session(g.session)
		return x == nil || x.History.Last() != g.upto
	})
}

// goToEvent shows an event of any session: "17 0000Wa9CAM6W00J".
func (m *model) goToEvent(arg string) {
	n, id, _ := strings.Cut(arg, " ")
	if m.state.Session(id) == nil {
		m.say("This session is not there any more")
		return
	}
	m.selectSession(id)
	m.review(atoi(n))
	m.show(subject{panel: lookupPanel})
}

// span says when a presence began and ended.
func (m *model) span(session string, v history.View, p query.Presence) []app.UI {
	start := button("moments-time", "goto", itoa(p.From)+" "+session, app.Text("from the beginning"))
	if e, ok := v.Event(p.From); ok && p.From > v.First() {
		start = m.zoned(start.Body(app.Text(m.clock(e.Time))), e.Time)
	}
	end := word("span", "note", "still there")
	if e, ok := v.Event(p.To); ok {
		end = m.zoned(word("span", "note", m.clock(e.Time)), e.Time)
	}
	return []app.UI{start, app.Text(" – "), end}
}

func lookupList(m *model) app.UI {
	l := &m.lookup
	var items []app.UI
	for _, g := range l.found {
		items = append(items, sightingItems(m, &g)...)
	}
	note := l.summary()
	switch {
	case l.busy:
		note = "Searching…"
	case l.more > 0:
		note += ", of which " + plural(l.more, "time span") + " are not listed"
	}
	names := []string{"all sessions", "this session"}
	return el("div", "lookup",
		choice("Where", "lookup-here", names, names[index01(l.here)]),
		word("p", "", "When "+orElse(l.filter, "anything")+" was present:"),
		word("p", "note", note), el("ul", "lookup-list", items...),
		when(button("btn", "lookup", "", app.Text("Search again")), l.busy || !m.outdated(), "hidden"))
}

// sightingItems lists what was found in one session, under its name.
func sightingItems(m *model, g *sighting) []app.UI {
	x := m.state.Session(g.session)
	if x == nil {
		return []app.UI{word("li", "note", "Session "+tail(g.session, 6)+" is not there any more.")}
	}
	items := []app.UI{el("li", "lookup-session", exact(m.sessionName(x))...)}
	for _, p := range g.found {
		value := el("code", valueClass(p.Value), valueText(p.Value)...)
		if text, cut := clip(p.Value.Text(), 80); cut > 0 {
			value = el("code", "value", append(exact(text), app.Text("…"))...)
		}
		items = append(items, el("li", "lookup-item", el("b", "lookup-key", exact(short(p.Key))...), value,
			el("span", "lookup-span", m.span(x.ID, x.History, p)...)))
	}
	if g.more > 0 {
		items = append(items, word("li", "note", "and "+itoa(g.more)+" more in this session"))
	}
	return items
}
