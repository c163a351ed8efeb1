package ui

import (
	"strconv"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// sessionList is the rail of sessions.
type sessionList struct {
	app.Compo
	Model *page.Model
	Sight page.Sight

	list  rows.List
	items []rows.Row
}

func (c *sessionList) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "list of sessions")
	all := stage.RailOrder(m.State.Sessions)
	c.items = make([]rows.Row, len(all))
	active := ""
	for i, x := range all {
		c.items[i] = rows.Row{Key: x.ID, Node: c.item(x)}
		if x.ID == m.View.Session {
			active = "session-" + x.ID
		}
	}
	list := html.El("ul", "sessions-list", html.Listed(c.items)...).Attr("id", "sessions").
		Role("listbox").Aria("label", "Sessions").TabIndex(0).DataSet("pane", string(scene.SessionsPane))
	if active != "" {
		list.Aria("activedescendant", active)
	}
	if len(all) == 0 {
		// A list without options is unfinished rather than empty.
		list.Aria("busy", "true")
	}
	return html.El("nav", "sessions",
		html.El("div", "pane-head", html.Word("h2", "", "Sessions"), html.Word("span", "note", strconv.Itoa(len(m.State.Sessions))), html.El("span", "grow"),
			html.Button("btn btn--quiet sessions-tool", "board", "", html.Heard("Board of all sessions"), html.Sign("", "▦")).Attr("title", "Board of all sessions"),
			html.Refused(sessionTool(m, scene.SessionPanel, "✎", "Name, pin or note the session"), wording.Either(m.Scene.Session == nil, page.NoSession, "")),
			sessionTool(m, scene.FindPanel, "+", "Session by its id")),
		list,
		html.Word("p", "sessions-empty", c.empty(len(all), len(m.State.Sessions))),
	).Aria("label", "Sessions")
}

// OnMount has every drawing followed by that of the list.
func (c *sessionList) OnMount(app.Context) {
	c.Model.Drawn = append(c.Model.Drawn, func() {
		defer c.Model.Rescue("drawing the list of sessions")
		c.list.Draw("#sessions", c.items)
	})
}

// sessionTool is a button above the list that opens a panel.
func sessionTool(m *page.Model, p scene.Panel, glyph, name string) app.HTMLElem {
	return html.Button("btn btn--quiet sessions-tool", "panel", string(p), html.Heard(name), html.Sign("", glyph)).
		Aria("expanded", html.Bool(m.View.Panel == p)).Attr("title", name)
}

// empty is the sentence below the list: why it is empty, or what is left out.
func (c *sessionList) empty(shown, all int) string {
	gone := c.Model.State.Forgotten
	switch {
	case all > shown && gone > 0:
		return wording.Plural(all-shown, "older ended session") + " not listed. " + forgotten(gone)
	case all > shown:
		return wording.Plural(all-shown, "older ended session") + " not listed"
	case gone > 0:
		return forgotten(gone)
	case all > 0:
		return ""
	}
	switch c.Model.State.Link.State {
	case link.Connected, link.Slow, link.Watching:
		return "No SMS session yet. A session appears here as soon as a customer writes in."
	case link.File, link.Following:
		return "The file shows no session."
	}
	return "Sessions appear here once connected."
}

// forgotten says that sessions are not kept any more: whoever looks for one
// must know that it was there.
func forgotten(n int) string {
	return wording.Plural(n, "ended session") + " dropped to stay within memory; what is still recorded of them is in the export"
}

func (c *sessionList) item(x *book.Session) *rows.Node {
	m := c.Model
	u := m.Unread[x.ID]
	if u == nil {
		u = new(stage.Unread)
	}
	who := nameParts(m.SessionName(x))
	if x.Pinned {
		who = append(who, rows.Sign("sessions-pin", "▲"), rows.SR(" pinned"))
	}
	if n := len(m.SessionNotes(x.ID)); n > 0 {
		who = append(who, rows.Sign("sessions-pin", "✎"), rows.SR(" "+wording.Plural(n, "note")))
	}
	breaks := m.Breaks(x)
	if n := breaks.Broken; n > 0 {
		who = append([]*rows.Node{rows.Sign("sessions-broken", "!"), rows.SR(wording.Plural(n, "clause") + " of the contract broken: ")}, who...)
	}
	meta := wording.Tail(x.Number(), 4)
	for _, part := range [...]string{wording.Either(x.Medium != "", stage.Medium(x), ""), x.StateNow(), wording.Either(x.Name != "", x.Customer, "")} {
		if part != "" {
			meta += " · " + part
		}
	}
	about := rows.Word("span", "sessions-meta", meta)
	if x.Medium != "" {
		about.Attr("title", meta) // the words of a medium are often too long for the rail
	}
	class := html.Variant("sessions-item", "ended", x.Ended)
	item := rows.El("li", class,
		rows.El("span", "sessions-who", who...),
		rows.El("span", "sessions-news", news(u)...),
		about,
		rows.Word("span", "sessions-age", wording.Age(x.LastChange, m.Now)),
	).Do("session", x.ID).
		Attr("id", "session-"+x.ID).Attr("role", "option").
		Aria("selected", html.Bool(x.ID == m.View.Session)).
		Data("session", x.ID).Data("state", x.StateNow()).Data("unread", u.Total())
	if breaks.Broken > 0 {
		item.Data("broken", breaks.Broken).Attr("title", "Contract broken: "+breaks.First)
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
	return []*rows.Node{rows.El("span", "sessions-begin", html.ExactPart(name, 0, end)...), rows.El("span", "sessions-end", html.ExactPart(name, end, len(name))...)}
}

// news marks what came since the session was looked at: "+2 ~1 −1 gap".
func news(u *stage.Unread) []*rows.Node {
	var out []*rows.Node
	for _, k := range []struct {
		n     int
		glyph string
		name  string
	}{{u.Added, "+", "added"}, {u.Changed, "~", "changed"}, {u.Removed, "−", "removed"}} {
		if k.n > 0 {
			out = append(out, rows.Spoken("sessions-"+k.name, k.glyph+strconv.Itoa(k.n), strconv.Itoa(k.n)+" "+k.name))
		}
	}
	if u.Gap {
		out = append(out, rows.Word("span", "sessions-gap", "gap"))
	}
	if len(out) == 0 {
		out = append(out, rows.Sign("", "—"))
	}
	return out
}
