package ui

import (
	"cmp"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// footer is the last line: what is kept and what is hidden.
type footer struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

func (c *footer) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "footer")
	return html.El("footer", "foot",
		html.Word("span", "", parts.HiddenText(m)),
		table.PackedSize(m),
		html.El("span", "foot-focus", focusText(m)...),
		html.Word("span", "foot-stray", strayText(m)),
		html.Word("span", "foot-kept", kept(m)),
		html.Word("span", "foot-received", wording.Plural(m.State.Received, "message")+" received"),
		foldButtons(m),
	)
}

// kept says how much of the session's history is held.
func kept(m *page.Model) string {
	x := m.Scene.Session
	if x == nil {
		return "No session"
	}
	text := wording.Plural(max(m.Scene.Last-m.Scene.First+1, 0), "event") + " kept · " + wording.Size(x.History.Size())
	if n := x.History.Dropped(); n > 0 {
		text += " · " + wording.Plural(n, "older event") + " dropped to stay within memory"
	}
	return text
}

// focusText is the key under the cursor in full, and when what it holds came, to
// the offset: a row has no room for either, and not everybody can hover.
func focusText(m *page.Model) []app.UI {
	var r *scene.Row
	switch {
	case m.Scene.Session == nil:
		return nil
	case m.View.Picked:
		r = m.SelectedRow()
	case m.View.Focused && len(m.Scene.Rows) > 0:
		r = &m.Scene.Rows[0]
	default:
		return nil
	}
	out := []app.UI{html.El("code", "", html.Shown(parts.KeyText(r.Key)...)...)}
	if e, _, ok := m.Writer(r); ok {
		when := cmp.Or(wording.Stamp(e.Time, m.Zone()), "time unknown")
		if !e.Since.IsZero() {
			when = m.Sometime(e)
		}
		out = append(out, html.Word("span", "foot-time", " · "+when))
	}
	return out
}

func strayText(m *page.Model) string {
	n := 0
	for i := range m.State.Strays {
		if !m.State.Strays[i].Foreign {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return wording.Plural(n, "message") + " not understood"
}
