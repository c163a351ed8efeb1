package ui

import (
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/tracker"
)

// sessionList is the rail of sessions.
type sessionList struct {
	app.Compo
	Model   *model
	Version int
}

// endedShown is how many ended sessions the rail keeps in sight.
const endedShown = 100

func (c *sessionList) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "list of sessions")
	all := railOrder(m.state.Sessions)
	items := make([]app.UI, len(all))
	active := ""
	for i, x := range all {
		items[i] = c.item(x)
		if x.ID == m.view.session {
			active = "session-" + x.ID
		}
	}
	list := el("ul", "sessions-list", items...).Attr("id", "sessions").
		Role("listbox").Aria("label", "Sessions").TabIndex(0).DataSet("pane", string(sessionsPane))
	if active != "" {
		list.Aria("activedescendant", active)
	}
	if len(all) == 0 {
		// A list without options is unfinished rather than empty.
		list.Aria("busy", "true")
	}
	return el("nav", "sessions",
		el("div", "pane-head", word("h2", "", "Sessions"), word("span", "note", itoa(len(m.state.Sessions))), el("span", "grow"),
			when(sessionTool(m, sessionPanel, "✎", "Name, pin or note the session"), m.scene.session == nil, "disabled"),
			sessionTool(m, findPanel, "+", "Session by its id")),
		list,
		word("p", "sessions-empty", c.empty(len(all), len(m.state.Sessions))),
	).Aria("label", "Sessions")
}

// sessionTool is a button above the list that opens a panel.
func sessionTool(m *model, p panel, glyph, name string) app.HTMLElem {
	return button("btn btn--quiet sessions-tool", "panel", string(p), sr(name), sign("", glyph)).
		Aria("expanded", expanded(m.view.panel == p)).Attr("title", name)
}

// empty is the sentence below the list: why it is empty, or what is left out.
func (c *sessionList) empty(shown, all int) string {
	gone := c.Model.state.Forgotten
	switch {
	case all > shown && gone > 0:
		return plural(all-shown, "older ended session") + " not listed. " + forgotten(gone)
	case all > shown:
		return plural(all-shown, "older ended session") + " not listed"
	case gone > 0:
		return forgotten(gone)
	case all > 0:
		return ""
	case c.Model.state.Link.State == tracker.Connected:
		return "No SMS session yet. A session appears here as soon as a customer writes in."
	}
	return "Sessions appear here once connected."
}

// forgotten says that sessions are not kept any more: whoever looks for one
// must know that it was there.
func forgotten(n int) string {
	return plural(n, "ended session") + " dropped to stay within memory; what is still recorded of them is in the export"
}

// railOrder lists pinned sessions, then running ones, both in the order they
// became known, then ended ones, of which the oldest are left out.
func railOrder(all []*tracker.Session) []*tracker.Session {
	out := make([]*tracker.Session, 0, len(all))
	var running, ended []*tracker.Session
	for _, x := range all {
		switch {
		case x.Pinned:
			out = append(out, x)
		case x.Ended:
			ended = append(ended, x)
		default:
			running = append(running, x)
		}
	}
	out = append(out, running...)
	return append(out, ended[max(len(ended)-endedShown, 0):]...)
}

func (c *sessionList) item(x *tracker.Session) app.UI {
	m := c.Model
	u := m.unread[x.ID]
	if u == nil {
		u = new(unread)
	}
	who := nameParts(m.sessionName(x))
	if x.Pinned {
		who = append(who, sign("sessions-pin", "▲"), sr(" pinned"))
	}
	if n := len(m.sessionNotes(x.ID)); n > 0 {
		who = append(who, sign("sessions-pin", "✎"), sr(" "+plural(n, "note")))
	}
	breaks := m.breaks(x)
	if n := breaks.broken; n > 0 {
		who = append([]app.UI{sign("sessions-broken", "!"), sr(plural(n, "clause") + " of the contract broken: ")}, who...)
	}
	meta := tail(x.ID, 4) + " · "
	if x.Medium != "" {
		meta += x.Medium + " · "
	}
	meta += x.State
	if x.Name != "" && x.Customer != "" {
		meta += " · " + x.Customer
	}
	class := join("sessions-item", "ended", x.Ended)
	item := act(el("li", class,
		el("span", "sessions-who", who...),
		el("span", "sessions-news", news(u)...),
		word("span", "sessions-meta", meta),
		word("span", "sessions-age", age(x.LastChange, m.now)),
	), "session", x.ID).
		Attr("id", "session-"+x.ID).Role("option").
		Aria("selected", expanded(x.ID == m.view.session)).
		DataSet("session", x.ID).DataSet("state", x.State).DataSet("unread", u.total())
	if breaks.broken > 0 {
		item.DataSet("broken", breaks.broken).Attr("title", "Contract broken: "+breaks.first)
	}
	return item
}

// nameParts is a name of which the end stays where there is no room for all: the
// numbers of two customers begin alike.
func nameParts(name string) []app.UI {
	end := len(name)
	for range 8 {
		_, n := utf8.DecodeLastRuneInString(name[:end])
		end -= n
	}
	return []app.UI{el("span", "sessions-begin", exactPart(name, 0, end)...), el("span", "sessions-end", exactPart(name, end, len(name))...)}
}

// news marks what came since the session was looked at: "+2 ~1 −1 gap".
func news(u *unread) []app.UI {
	var out []app.UI
	for _, k := range []struct {
		n     int
		glyph string
		name  string
	}{{u.added, "+", "added"}, {u.changed, "~", "changed"}, {u.removed, "−", "removed"}} {
		if k.n > 0 {
			out = append(out, spoken("sessions-"+k.name, k.glyph+itoa(k.n), itoa(k.n)+" "+k.name))
		}
	}
	if u.gap {
		out = append(out, word("span", "sessions-gap", "gap"))
	}
	if len(out) == 0 {
		out = append(out, sign("", "—"))
	}
	return out
}
