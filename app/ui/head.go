package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
)

// tableHead is the line above the table: whose data it is, and what of it is
// shown. It holds the filter's input and so must keep its shape.
type tableHead struct {
	app.Compo
	Model   *model
	Version int
}

func (c *tableHead) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "head of the table")
	return el("div", "head",
		books(m),
		el("div", "head-line", c.title(), c.state(), el("span", "grow"), c.switches(), c.filter(), c.operate(), c.attach()),
		fileBanner(m),
		c.banner(),
		compareBar(m),
	)
}

func (c *tableHead) title() app.UI {
	x := c.Model.scene.session
	if x == nil {
		return word("h1", "head-title", "User data")
	}
	return el("h1", "head-title", word("span", "head-of", "User data of "), el("code", "head-id", word("bdi", "", x.ID))).Attr("title", x.ID)
}

func (c *tableHead) state() app.UI {
	x := c.Model.scene.session
	if x == nil {
		return el("span", "head-state")
	}
	text := x.Medium + " " + x.State
	if x.Ended {
		text += ", ended"
	}
	return word("span", "chip head-state", strings.TrimSpace(text))
}

func (c *tableHead) switches() app.UI {
	m := c.Model
	on := m.view.changedOnly
	return el("span", "segments",
		button("segments-item", "all", "", app.Text("All"), sign("segments-count", group(m.scene.match))).Aria("pressed", expanded(!on)),
		button("segments-item", "changed", "",
			app.Text("Changed"), sign("segments-count", itoa(m.scene.changed))).
			Aria("pressed", expanded(on)),
	)
}

func (c *tableHead) filter() app.UI {
	m := c.Model
	return el("label", "head-filter",
		app.ElemSelfClosing("input").Class("head-input").Attr("id", "filter").Attr("type", "search").
			Attr("placeholder", "Filter keys and values").Aria("label", "Filter keys and values").
			Attr("autocomplete", "off").Attr("spellcheck", "false").DataSet("form", "filter"),
		kbd("/"),
		button("head-conditions", "filter-bar", "", sr("Conditions"), sign("", "▾")).Aria("expanded", expanded(m.view.bar)).Attr("title", "Conditions and saved filters"),
	)
}

func (c *tableHead) operate() app.UI {
	m := c.Model
	return when(button("btn", "panel", string(operatePanel), app.Text("Operations")).
		Aria("expanded", expanded(m.view.panel == operatePanel)), m.scene.session == nil, "disabled")
}

func (c *tableHead) attach() app.UI {
	m := c.Model
	why, off := m.locked(), true
	switch {
	case m.scene.session == nil:
		why = "Select a session first"
	case m.filed():
		why = "A file is on the screen: there is nobody to send to"
	default:
		off = false
	}
	b := button(either(m.locked() == "", "btn btn--primary", "btn head-attach"), "panel", string(writePanel),
		app.Text("Attach data"), lockSign(m)).
		Aria("expanded", expanded(m.view.panel == writePanel)).Attr("title", orElse(why, "Attach, update or delete data (a)"))
	return when(b, off, "disabled")
}

const lockSVG = `<svg class="head-lock" viewBox="0 0 12 14" aria-hidden="true"><path d="M2 6V4a4 4 0 0 1 8 0v2h1v8H1V6zm2 0h4V4a2 2 0 0 0-4 0z"/></svg>`

// lockSign says that a form leads to a lock first.
func lockSign(m *model) app.UI {
	return when(el("span", "", app.Raw(lockSVG), sr(" read-only")), m.locked() == "", "hidden")
}

// banner is the line that says that this is not the newest state, or that the
// session is over, or that the link is not what it should be.
func (c *tableHead) banner() app.UI {
	m := c.Model
	x := m.scene.session
	switch {
	case x != nil && !m.view.live():
		newer := m.scene.last - m.scene.at
		text := "Event " + itoa(m.scene.at) + " of " + itoa(m.scene.last)
		if newer > 0 {
			text += " · " + itoa(newer) + " newer"
		}
		end := "Back to live "
		if m.filed() {
			end = "Last event "
		} else {
			text += ". Recording goes on."
		}
		return el("div", "banner banner--review", word("b", "", "Review"), word("span", "", text),
			button("btn", "live", "", app.Text(end), kbd("End")))
	case x != nil && stale(m.state.Link) && m.state.Link.State != link.SignedOut:
		name := "May be stale"
		if m.state.Link.Heartbeat.IsZero() {
			name = "Not connected"
		}
		return el("div", "banner banner--stale", word("b", "", name),
			word("span", "", staleText(m)), button("btn", "retry", "", app.Text("Retry now")))
	case x != nil && x.Ended:
		return el("div", "banner", word("b", "", "Session ended"),
			word("span", "", x.State+". This is its final data; it can no longer be written."), el("span", ""))
	}
	return el("div", "banner banner--none")
}

func stale(l link.Status) bool {
	return l.State == link.Reconnecting || l.State == link.Refused || l.State == link.SignedOut
}

func staleText(m *model) string {
	l := m.state.Link
	switch l.State {
	case link.SignedOut:
		return "You are signed out. What was received stays here; sign in again from the profile button."
	case link.Refused:
		return explain(l.Problem)
	}
	if l.Heartbeat.IsZero() {
		return "No connection has come about yet; what changes meanwhile is not seen. " + capital(linkNote(l, m)) + "."
	}
	return "The connection was lost " + age(l.Since, m.wall) + " ago; what changes meanwhile is not seen. " + capital(linkNote(l, m)) + "."
}
