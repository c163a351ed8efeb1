package ui

import (
	"cmp"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
)

// topBar is the first line of the page: where we are connected, how well, and
// which instant is shown.
type topBar struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

const brandSVG = `<svg class="top-logo" viewBox="0 0 24 24" fill="none" stroke-width="2.2" stroke-linecap="round" aria-hidden="true">` +
	`<circle class="top-key" cx="7" cy="8" r="3.4"/><path class="top-key" d="M10.4 8H21M17 8v3.4M21 8v2.4"/>` +
	`<path class="top-trail" d="M4 17h3M10.5 17h3M17 17h3"/></svg>`

func (c *topBar) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "top bar")
	return html.El("header", "top",
		html.El("span", "top-brand", app.Raw(brandSVG), app.Text("Keytrail")),
		html.El("span", "top-sep"),
		c.profile(),
		forms.ProductionSign(m),
		forms.SimulatorChip(m),
		c.link(),
		c.mode(),
		html.El("span", "grow"),
		html.Button("btn btn--quiet top-view", "panel", string(scene.ViewPanel), html.Heard("View, "), html.Word("span", "top-label", "Lens: "), app.Text(scene.Lenses[m.View.Lens].Name), html.Sign("chip-more", "▾")).
			Aria("expanded", html.Bool(m.View.Panel == scene.ViewPanel)),
		html.Button("btn top-files top-board", "board", "", html.Sign("", "▦"), html.Word("span", "top-label", "Board")).Attr("title", "Board of all sessions").Aria("pressed", html.Bool(m.Boarded)),
		html.Button("btn top-files", "open", "", html.Sign("", "↥"), html.Word("span", "top-label", "Open capture")).Attr("title", "Open capture"),
		html.Button("btn top-files", "export", "", html.Sign("", "↧"), html.Word("span", "top-label", "Export")).Attr("title", "Export"),
		c.recordings(),
		c.theme(),
		html.Button("btn btn--quiet", "help", "", html.Heard("Keyboard shortcuts"), html.Key(m.KeyOf("help", ""))),
	)
}

func (c *topBar) profile() app.UI {
	m := c.Model
	p := m.State.Link.Profile
	name := cmp.Or(p.Name, "Not connected")
	class := html.Variant("chip top-profile", "production", p.Production)
	return html.Button(class, "panel", string(scene.ConnectPanel),
		html.Heard("Profile: "), html.Word("span", "top-name", name), html.Sign("chip-more", "▾"),
	).Attr("title", name).Aria("expanded", html.Bool(m.View.Panel == scene.ConnectPanel))
}

func (c *topBar) link() app.UI {
	m := c.Model
	l := m.State.Link
	return html.Button("chip top-link", "panel", string(scene.LinkPanel),
		html.Sign("top-dot", ""),
		html.Word("b", "", l.State.String()),
		html.Word("span", "chip-note", parts.LinkNote(l, m)),
	).DataSet("link", l.State.String()).Aria("expanded", html.Bool(m.View.Panel == scene.LinkPanel))
}

// mode is the switch between following and reviewing, with the instant shown.
func (c *topBar) mode() app.UI {
	m := c.Model
	name, mode, look := "Live", "live", "live"
	switch {
	case !m.View.Live():
		name, mode, look = "Review", "review", "review"
	case m.Settled() || m.Scene.Session == nil && !m.Heard():
		name, look = "Not live", "still"
	case !m.Heard():
		name, look = "Stale", "stale"
	}
	var at time.Time
	text, date := "no session", ""
	if x := m.Scene.Session; x != nil {
		at = x.LastChange
		if e, ok := x.History.Event(m.Scene.At); ok {
			at = e.Time
		}
		text, date = m.OfDay(at), m.OtherDay(at)
	}
	return html.El("span", "chip top-mode top-mode--"+look,
		html.Button("top-live", "mode", "", html.Sign("top-pulse", ""), html.Word("b", "", name)).
			DataSet("mode", mode),
		html.Word("span", "top-date", date),
		parts.Zoned(m, html.Word("time", "top-clock", text), at),
	)
}

// recordings opens the panel of recordings, and says whether one is going on.
func (c *topBar) recordings() app.UI {
	m := c.Model
	on := m.Shelf.Stop != nil
	name := "Recordings"
	if on {
		name = "Recording"
	}
	return html.Button(html.Variant("top-files btn", "on", on), "panel", string(scene.KeepPanel), html.Sign("top-record", "●"), html.Word("span", "top-label", name)).
		Attr("title", name).Aria("expanded", html.Bool(m.View.Panel == scene.KeepPanel))
}

func (c *topBar) theme() app.UI {
	name := cmp.Or(c.Model.View.Theme, "system")
	glyphs := map[string]string{"system": "◐", "light": "☀", "dark": "☾"}
	return html.Button("btn btn--quiet top-theme", "theme", "",
		html.Sign("", glyphs[name]), html.Word("span", "top-label", "Theme: "+name)).Attr("title", "Theme: "+name)
}
