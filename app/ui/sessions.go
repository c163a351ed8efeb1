package ui

import (
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/ui/rows"
)

// sessionList is the rail of sessions.
type sessionList struct {
	app.Compo
	Model   *model
	Version int

	list  rows.List
	items []rows.Row
}

// endedShown is how many ended sessions the rail keeps in sight.
const endedShown = 100

func (c *sessionList) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "list of sessions")
	all := railOrder(m.state.Sessions)
	c.items = make([]rows.Row, len(all))
	active := ""
	for i, x := range all {
		c.items[i] = rows.Row{Key: x.ID, Node: c.item(x)}
		if x.ID == m.view.session {
			active = "session-" + x.ID
		}
	}
	list := el("ul", "sessions-list", listed(c.items)...).Attr("id", "sessions").
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

// OnMount has every drawing followed by that of the list.
func (c *sessionList) OnMount(app.Context) {
	c.Model.drawn = append(c.Model.drawn, func() {
		defer c.Model.rescue("drawing the list of sessions")
		c.list.Draw("#sessions", c.items)
	})
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
	case c.Model.state.Link.State == link.Connected:
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
func railOrder(all []*book.Session) []*book.Session {
	out := make([]*book.Session, 0, len(all))
	var running, ended []*book.Session
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

func (c *sessionList) item(x *book.Session) *rows.Node {
	m := c.Model
	u := m.unread[x.ID]
	if u == nil {
		u = new(unread)
	}
	who := nameParts(m.sessionName(x))
	if x.Pinned {
		who = append(who, rows.Sign("sessions-pin", "▲"), rows.SR(" pinned"))
	}
	if n := len(m.sessionNotes(x.ID)); n > 0 {
		who = append(who, rows.Sign("sessions-pin", "✎"), rows.SR(" "+plural(n, "note")))
	}
	breaks := m.breaks(x)
	if n := breaks.broken; n > 0 {
		who = append([]*rows.Node{rows.Sign("sessions-broken", "!"), rows.SR(plural(n, "clause") + " of the contract broken: ")}, who...)
	}
	meta := tail(x.ID, 4)
	for _, part := range [...]string{x.Medium, x.State, either(x.Name != "", x.Customer, "")} {
		if part != "" {
			meta += " · " + part
		}
	}
	class := join("sessions-item", "ended", x.Ended)
	item := rows.El("li", class,
		rows.El("span", "sessions-who", who...),
		rows.El("span", "sessions-news", news(u)...),
		rows.Word("span", "sessions-meta", meta),
		rows.Word("span", "sessions-age", age(x.LastChange, m.now)),
	).Do("session", x.ID).
		Attr("id", "session-"+x.ID).Attr("role", "option").
		Aria("selected", expanded(x.ID == m.view.session)).
		Data("session", x.ID).Data("state", x.State).Data("unread", u.total())
	if breaks.broken > 0 {
		item.Data("broken", breaks.broken).Attr("title", "Contract broken: "+breaks.first)
	}
	return item
}

// nameParts is a name of which the end stays where there is no room for all: the
// numbers of two customers begin alike.
func nameParts(name string) []*rows.Node {
	end := len(name)
	for range 8 {
		_, n := utf8.DecodeLastRuneInString(name[:end])
		end -= n
	}
	return []*rows.Node{rows.El("span", "sessions-begin", exactPart(name, 0, end)...), rows.El("span", "sessions-end", exactPart(name, end, len(name))...)}
}

// news marks what came since the session was looked at: "+2 ~1 −1 gap".
func news(u *unread) []*rows.Node {
	var out []*rows.Node
	for _, k := range []struct {
		n     int
		glyph string
		name  string
	}{{u.added, "+", "added"}, {u.changed, "~", "changed"}, {u.removed, "−", "removed"}} {
		if k.n > 0 {
			out = append(out, rows.Spoken("sessions-"+k.name, k.glyph+itoa(k.n), itoa(k.n)+" "+k.name))
		}
	}
	if u.gap {
		out = append(out, rows.Word("span", "sessions-gap", "gap"))
	}
	if len(out) == 0 {
		out = append(out, rows.Sign("", "—"))
	}
	return out
}
