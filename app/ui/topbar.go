package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
)

// topBar is the first line of the page: where we are connected, how well, and
// which instant is shown.
type topBar struct {
	app.Compo
	Model   *model
	Version int
}

const brandSVG = `<svg class="top-logo" viewBox="0 0 24 24" fill="none" stroke-width="2.2" stroke-linecap="round" aria-hidden="true">` +
	`<circle class="top-key" cx="7" cy="8" r="3.4"/><path class="top-key" d="M10.4 8H21M17 8v3.4M21 8v2.4"/>` +
	`<path class="top-trail" d="M4 17h3M10.5 17h3M17 17h3"/></svg>`

func (c *topBar) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "top bar")
	return el("header", "top",
		el("span", "top-brand", app.Raw(brandSVG), app.Text("Keytrail")),
		el("span", "top-sep"),
		c.profile(),
		productionSign(m),
		simulatorChip(m),
		c.link(),
		c.mode(),
		el("span", "grow"),
		button("btn btn--quiet top-view", "panel", string(viewPanel), sr("View, "), word("span", "top-label", "Lens: "), app.Text(lenses[m.view.lens].name), sign("chip-more", "▾")).
			Aria("expanded", expanded(m.view.panel == viewPanel)),
		button("btn top-files", "open", "", sign("", "↥"), word("span", "top-label", "Open capture")).Attr("title", "Open capture"),
		button("btn top-files", "export", "", sign("", "↧"), word("span", "top-label", "Export")).Attr("title", "Export"),
		c.recordings(),
		c.theme(),
		button("btn btn--quiet", "help", "", sr("Keyboard shortcuts"), kbd("?")),
	)
}

func (c *topBar) profile() app.UI {
	m := c.Model
	p := m.state.Link.Profile
	name := p.Name
	if name == "" {
		name = "Not connected"
	}
	class := join("chip top-profile", "production", p.Production)
	return button(class, "panel", string(connectPanel),
		sr("Profile: "), word("span", "top-name", name), sign("chip-more", "▾"),
	).Attr("title", name).Aria("expanded", expanded(m.view.panel == connectPanel))
}

func (c *topBar) link() app.UI {
	m := c.Model
	l := m.state.Link
	return button("chip top-link", "panel", string(linkPanel),
		sign("top-dot", ""),
		word("b", "", l.State.String()),
		word("span", "chip-note", linkNote(l, m)),
	).DataSet("link", l.State.String()).Aria("expanded", expanded(m.view.panel == linkPanel))
}

// linkNote is the connection in a few words, behind its state.
func linkNote(l link.Status, m *model) string {
	switch l.State {
	case link.Connected, link.Slow, link.Watching:
		if !l.Heartbeat.IsZero() {
			return "heartbeat " + age(l.Heartbeat, m.wall)
		}
	case link.Following:
		if l.Problem != nil {
			return "cannot be read now"
		}
		return "grew " + age(l.Heartbeat, m.wall)
	case link.Connecting:
		for _, s := range l.Steps {
			if s.State == link.Running {
				return s.Name
			}
		}
	case link.Reconnecting:
		if wait := l.Next.Sub(m.wall); !l.Next.IsZero() && wait > 0 {
			return "attempt " + itoa(l.Attempt+1) + " in " + itoa(int(wait.Seconds()+0.999)) + " s"
		}
		return "attempt " + itoa(l.Attempt+1)
	case link.Refused, link.SignedOut:
		return "what to do"
	}
	return ""
}

// mode is the switch between following and reviewing, with the instant shown.
func (c *topBar) mode() app.UI {
	m := c.Model
	name, mode := "Live", "live"
	if !m.view.live() {
		name, mode = "Review", "review"
	}
	look := mode
	if m.settled() && m.view.live() {
		name, look = "Not live", "file"
	}
	var at time.Time
	text, date := "no session", ""
	if x := m.scene.session; x != nil {
		at = x.LastChange
		if e, ok := x.History.Event(m.scene.at); ok {
			at = e.Time
		}
		text, date = m.ofDay(at), m.otherDay(at)
	}
	return el("span", "chip top-mode top-mode--"+look,
		button("top-live", "mode", "", sign("top-pulse", ""), word("b", "", name)).
			DataSet("mode", mode),
		word("span", "top-date", date),
		m.zoned(word("time", "top-clock", text), at),
	)
}

// recordings opens the panel of recordings, and says whether one is going on.
func (c *topBar) recordings() app.UI {
	m := c.Model
	on := m.keeping.stop != nil
	name := "Recordings"
	if on {
		name = "Recording"
	}
	return button(join("top-files btn", "on", on), "panel", string(keepPanel), sign("top-record", "●"), word("span", "top-label", name)).
		Attr("title", name).Aria("expanded", expanded(m.view.panel == keepPanel))
}

func (c *topBar) theme() app.UI {
	name := c.Model.view.theme
	if name == "" {
		name = "system"
	}
	glyphs := map[string]string{"system": "◐", "light": "☀", "dark": "☾"}
	return button("btn btn--quiet top-theme", "theme", "",
		sign("", glyphs[name]), word("span", "top-label", "Theme: "+name)).Attr("title", "Theme: "+name)
}

func expanded(on bool) string {
	if on {
		return "true"
	}
	return "false"
}
