package ui

import (
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
)

// quiet is the least time between two announcements: a screen reader that is
// interrupted by each notification says nothing at all.
const quiet = 3 * time.Second

// maxAlerts is how many alerts stand at once; the oldest makes room.
const maxAlerts = 4

// An alert is an error that a person should see at once.
type alert struct {
	n       int
	text    string
	details string
}

// notices are what the page says: alerts at once, news politely.
type notices struct {
	alerts  []alert
	count   int
	status  string // what the polite region says
	beside  string // what stands beside a button that was pressed
	besides int    // how often something did
	urgent  string // what the assertive one says: changes of watched keys, if somebody asked for that
	said    time.Time
	// News that waits for its turn.
	events  int
	added   []string
	changed []string
	removed []string
	other   []string
	watched []string // to be said at once, when it is time
}

// tick says what has gathered, if it is time: one message, of which that on
// watched keys goes first.
func (n *notices) tick(now time.Time) {
	if now.Sub(n.said) < quiet {
		return
	}
	if k := len(n.watched); k > 0 {
		n.urgent, n.said, n.watched = n.watched[k-1], now, nil
		if k > 1 {
			n.urgent += ", and " + plural(k-1, "watched change") + " before it"
		}
		return
	}
	text := n.gathered()
	if text == "" {
		return
	}
	n.status, n.said = text, now
	n.events, n.added, n.changed, n.removed, n.other = 0, nil, nil, nil, nil
}

func (n *notices) gathered() string {
	parts := n.other
	if n.events > 0 {
		text := plural(n.events, "event") + ": "
		var what []string
		for _, k := range []struct {
			word string
			keys []string
		}{{"added", n.added}, {"changed", n.changed}, {"removed", n.removed}} {
			if len(k.keys) > 0 {
				what = append(what, named(k.keys)+" "+k.word)
			}
		}
		if len(what) == 0 {
			what = []string{"no data change"}
		}
		parts = append(parts[:len(parts):len(parts)], text+strings.Join(what, ", "))
	}
	return strings.Join(parts, ". ")
}

// named returns the keys by name if they are few, their number otherwise.
func named(keys []string) string {
	if len(keys) <= 2 {
		short := make([]string, len(keys))
		for i, k := range keys {
			short[i], _ = clip(k, 60)
		}
		return strings.Join(short, " and ")
	}
	return plural(len(keys), "key")
}

// say announces text politely, when it is its turn.
func (m *model) say(text string) {
	m.notices.other = append(m.notices.other, text)
	m.notices.tick(m.wall)
	m.touch(noticePart)
}

// tellWatched announces a change of a watched key, at once for those who want
// to be interrupted; a burst of them is one message even then.
func (m *model) tellWatched(text string, atOnce bool) {
	if !atOnce {
		m.say(text)
		return
	}
	m.notices.watched = append(m.notices.watched, text)
	m.notices.tick(m.wall)
	m.touch(noticePart)
}

// alert shows an error at once and keeps it until it is dismissed. One that is
// there already is told anew in its place.
func (m *model) alert(text, details string) {
	n := &m.notices
	n.count++
	n.alerts = slices.DeleteFunc(slices.Clone(n.alerts), func(a alert) bool { return a.text == text })
	n.alerts = append(n.alerts, alert{n.count, text, details})
	if len(n.alerts) > maxAlerts {
		n.alerts = n.alerts[1:]
	}
	m.touch(noticePart)
}

func (m *model) dismiss(n int) {
	m.notices.alerts = slices.DeleteFunc(slices.Clone(m.notices.alerts), func(a alert) bool { return a.n == n })
	m.touch(noticePart)
}

// announce gathers what the new scene has that the old one had not.
func (m *model) announce(old *scene) {
	n := &m.notices
	if x := m.scene.session; x != nil && old.session != nil && x.ID == old.session.ID {
		for i := max(old.last+1, m.scene.last-50); i <= m.scene.last; i++ {
			if e, ok := x.History.Event(i); ok {
				n.gather(e)
			}
		}
		if x.Ended && !old.session.Ended {
			n.other = append(n.other, "This session has ended: "+x.State)
		}
	}
	n.tick(m.wall)
	m.touch(noticePart)
}

func (n *notices) gather(e history.Event) {
	if e.Kind == history.Write || e.Kind == history.Reply {
		return
	}
	n.events++
	if e.Brought() {
		return
	}
	for _, c := range e.Changes {
		switch c.KeyKind().String() {
		case "added":
			n.added = append(n.added, c.Key)
		case "removed":
			n.removed = append(n.removed, c.Key)
		default:
			n.changed = append(n.changed, c.Key)
		}
	}
}

// announceLink says, once, that the connection has another state.
func (m *model) announceLink(old, now link.Status) {
	if old.State == now.State {
		return
	}
	text := linkNews(now.State)
	if now.Problem != nil {
		text += ". " + explain(now.Problem)
	}
	m.say(text)
}

// linkNews is a state of the connection as news.
func linkNews(s link.State) string {
	switch s {
	case link.Reconnecting:
		return "The connection is lost; trying again"
	case link.Slow:
		return "The connection is slow"
	case link.SignedOut:
		return "Signed out"
	case link.Following:
		return "A file that is followed is on the screen"
	case link.File:
		return "A file is on the screen"
	}
	return capital(s.String())
}

// noticeArea draws the alerts and the polite status.
type noticeArea struct {
	app.Compo
	Model   *model
	Version int
}

func (c *noticeArea) Render() (ui app.UI) {
	defer c.Model.rescueRender(&ui, "messages")
	n := &c.Model.notices
	alerts := make([]app.UI, len(n.alerts))
	for i, a := range n.alerts {
		alerts[i] = el("div", "notices-alert",
			word("p", "notices-text", a.text),
			button("btn btn--quiet", "dismiss", itoa(a.n), app.Text("Dismiss")),
		).Role("alert")
	}
	return el("div", "notices",
		el("div", "notices-alerts", alerts...),
		word("p", "notices-beside", n.beside).Attr("id", "beside").Aria("hidden", "true"),
		word("p", "sr", n.status).Role("status").Aria("live", "polite").Attr("id", "announcements"),
		word("p", "sr", n.urgent).Aria("live", "assertive").Attr("id", "watched-changes"),
	)
}
