package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// footer is the last line: what is kept and what is hidden.
type footer struct {
	app.Compo
	Model   *model
	Version int
}

func (c *footer) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "footer")
	return el("footer", "foot",
		word("span", "", hiddenText(m)),
		packedSize(m),
		el("span", "foot-focus", focusText(m)...),
		word("span", "foot-stray", strayText(m)),
		word("span", "foot-kept", kept(m)),
		word("span", "foot-received", plural(m.state.Received, "message")+" received"),
		foldButtons(m),
	)
}

// kept says how much of the session's history is held.
func kept(m *model) string {
	x := m.scene.session
	if x == nil {
		return "No session"
	}
	text := plural(max(m.scene.last-m.scene.first+1, 0), "event") + " kept · " + size(x.History.Size())
	if n := x.History.Dropped(); n > 0 {
		text += " · " + plural(n, "older event") + " dropped to stay within memory"
	}
	return text
}

func hiddenText(m *model) string {
	if m.scene.session == nil {
		return ""
	}
	hidden, changed := m.scene.hidden()
	if hidden == 0 {
		return "no key hidden"
	}
	return plural(hidden, "key") + " hidden, " + itoa(changed) + " of them changed"
}

// focusText is the key under the cursor in full, and when what it holds came, to
// the offset: a row has no room for either, and not everybody can hover.
func focusText(m *model) []app.UI {
	var r *row
	switch {
	case m.scene.session == nil:
		return nil
	case m.view.picked:
		r = m.selectedRow()
	case m.view.focused && len(m.scene.rows) > 0:
		r = &m.scene.rows[0]
	default:
		return nil
	}
	out := []app.UI{el("code", "", shown(keyText(r.key)...)...)}
	if e, _, ok := m.writer(r); ok {
		out = append(out, word("span", "foot-time", " · "+orElse(stamp(e.Time, m.zone), "time unknown")))
	}
	return out
}

func strayText(m *model) string {
	if n := len(m.state.Strays); n > 0 {
		return plural(n, "message") + " not understood"
	}
	return ""
}
