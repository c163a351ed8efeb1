package stage

import (
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// Quiet is the least time between two announcements: a screen reader that is
// interrupted by each notification says nothing at all.
const Quiet = 3 * time.Second

// maxAlerts is how many alerts stand at once; the oldest makes room.
const maxAlerts = 4

// An Alert is an error that a person should see at once.
type Alert struct {
	N    int
	Text string
}

// Notices are what the page says: alerts at once, news politely.
type Notices struct {
	Alerts  []Alert
	count   int
	Status  string // what the polite region says
	Beside  string // what stands beside a button that was pressed
	Besides int    // how often something did
	Urgent  string // what the assertive one says: changes of watched keys, if somebody asked for that
	said    time.Time
	// News that waits for its turn.
	events  int
	added   []string
	changed []string
	removed []string
	Other   []string
	latest  string   // what is told in place of what was told so before
	watched []string // to be said at once, when it is time
}

// Tick says what has gathered, if it is time: one message, of which that on
// watched keys goes first.
func (n *Notices) Tick(now time.Time) {
	if now.Sub(n.said) < Quiet {
		return
	}
	if k := len(n.watched); k > 0 {
		n.Urgent, n.said, n.watched = n.watched[k-1], now, nil
		if k > 1 {
			n.Urgent += ", and " + wording.Plural(k-1, "watched change") + " before it"
		}
		return
	}
	text := n.gathered()
	if text == "" {
		return
	}
	n.Status, n.said = text, now
	n.events, n.added, n.changed, n.removed, n.Other, n.latest = 0, nil, nil, nil, nil, ""
}

func (n *Notices) gathered() string {
	parts := slices.Clone(n.Other)
	if n.latest != "" {
		parts = append(parts, n.latest)
	}
	if n.events > 0 {
		text := wording.Plural(n.events, "event") + ": "
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
		parts = append(parts, text+strings.Join(what, ", "))
	}
	for i := range len(parts) - 1 {
		parts[i] = wording.Period(parts[i])
	}
	return strings.Join(parts, " ")
}

// named returns the keys by name if they are few, their number otherwise.
func named(keys []string) string {
	keys = slices.Compact(slices.Sorted(slices.Values(keys))) // one may have changed more than once
	if len(keys) <= 2 {
		short := make([]string, len(keys))
		for i, k := range keys {
			short[i], _ = wording.Clip(k, 60)
		}
		return strings.Join(short, " and ")
	}
	return wording.Plural(len(keys), "key")
}

// Say announces text politely, when it is its turn.
func (m *Stage) Say(text string) {
	m.Notices.Other = append(m.Notices.Other, text)
	m.Notices.Tick(m.Wall)
}

// SayLatest announces text in the same way, in place of what was said so and still waits.
func (m *Stage) SayLatest(text string) {
	m.Notices.latest = text
	m.Notices.Tick(m.Wall)
}

// tellWatched announces a change of a watched key, at once for those who want
// to be interrupted; a burst of them is one message even then.
func (m *Stage) tellWatched(text string, atOnce bool) {
	if !atOnce {
		m.Say(text)
		return
	}
	m.Notices.watched = append(m.Notices.watched, text)
	m.Notices.Tick(m.Wall)
}

// Alert shows an error at once and keeps it until it is dismissed. One that is
// there already is told anew in its place.
func (m *Stage) Alert(text string) {
	n := &m.Notices
	n.count++
	n.Alerts = slices.DeleteFunc(slices.Clone(n.Alerts), func(a Alert) bool { return a.Text == text })
	n.Alerts = append(n.Alerts, Alert{n.count, text})
	if len(n.Alerts) > maxAlerts {
		n.Alerts = n.Alerts[1:]
	}
}

// Dismiss puts an alert away.
func (m *Stage) Dismiss(n int) {
	m.Notices.Alerts = slices.DeleteFunc(slices.Clone(m.Notices.Alerts), func(a Alert) bool { return a.N == n })
}

// Announce gathers what the new scene has that the old one had not.
func (m *Stage) Announce(old *scene.Scene) {
	n := &m.Notices
	if x := m.Scene.Session; x != nil && old.Session != nil && x.ID == old.Session.ID {
		for i := max(old.Last+1, m.Scene.Last-50); i <= m.Scene.Last; i++ {
			if e, ok := x.History.Event(i); ok {
				n.gather(e)
			}
		}
		if x.Ended && !old.Session.Ended {
			n.Other = append(n.Other, wording.Either(x.Unlisted, "This session is not listed any more", "This session has ended: "+x.State))
		}
	}
	n.Tick(m.Wall)
}

func (n *Notices) gather(e history.Event) {
	if e.Kind == history.Write || e.Kind == history.Reply {
		return
	}
	n.events++
	if e.Brought() {
		return
	}
	for _, c := range e.Changes {
		switch c.KeyKind() {
		case userdata.Added:
			n.added = append(n.added, c.Key)
		case userdata.Removed:
			n.removed = append(n.removed, c.Key)
		default:
			n.changed = append(n.changed, c.Key)
		}
	}
}

// AnnounceLink says, once, that the connection has another state.
func (m *Stage) AnnounceLink(old, now link.Status) {
	if old.State == now.State {
		return
	}
	text := linkNews(now.State)
	if now.Problem != nil {
		text += ". " + wording.ExplainHere(now.Problem, now.Profile)
	}
	m.Say(text)
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
	return wording.Capital(s.String())
}

// Unread counts what happened to a session since somebody last looked at it.
type Unread struct {
	upto                    int // newest event counted or seen
	Added, Changed, Removed int
	Gap                     bool
}

// Total is how many changes were not seen.
func (u *Unread) Total() int { return u.Added + u.Changed + u.Removed }

// CountUnread takes in the events that came since it was called last.
func (m *Stage) CountUnread() {
	for _, x := range m.State.Sessions {
		u := m.Unread[x.ID]
		if u == nil {
			// What a session brings along when it becomes known is not news.
			u = &Unread{upto: x.History.Last()}
			m.Unread[x.ID] = u
		}
		if x.ID == m.View.Session && m.View.Live() && !m.Boarded {
			*u = Unread{upto: x.History.Last()}
			continue
		}
		u.count(x)
	}
}

func (u *Unread) count(x *book.Session) {
	last := x.History.Last()
	for n := max(u.upto+1, x.History.First()); n <= last; n++ {
		e, ok := x.History.Event(n)
		if !ok || e.Brought() {
			continue
		}
		u.Added += e.Added
		u.Changed += e.Changed
		u.Removed += e.Removed
		u.Gap = u.Gap || e.Kind == history.Gap
	}
	u.upto = last
}
