package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// scrubber is the slider over the session's events, on top of a picture of
// them. The slider's place is written by the screen after drawing, as a person
// may hold it at this very moment.
func scrubber(m *model) app.UI {
	first, last := max(m.scene.first, 1), max(m.scene.last, 1)
	return el("div", "scrubber",
		app.Raw(strokes(m).svg(m.scene.at, last, markers(m))),
		enabled(app.ElemSelfClosing("input").Class("scrubber-range").Attr("id", "scrubber").Attr("type", "range").
			Attr("min", first).Attr("max", last).Attr("step", "1").
			Aria("label", "Event").Aria("valuetext", scrubberText(m)).DataSet("form", "scrubber"), m.scene.last == 0),
	)
}

// strokes are what the scrubber stands on: all events, or those of one key.
func strokes(m *model) *ticks {
	if m.view.limited {
		return &m.limits
	}
	return &m.ticks
}

// markers are the marked events, and A of a comparison within the session.
func markers(m *model) []marker {
	var out []marker
	for _, n := range m.state.Notes {
		if first := max(m.scene.first, 1); n.Session == m.view.session && n.Event > 0 && max(n.Event, n.Until) >= first {
			out = append(out, marker{event: max(n.Event, first), until: n.Until})
		}
	}
	if a := &m.scene.a; a.event != 0 && !m.scene.rival() {
		out = append(out, marker{event: a.event, base: true})
	}
	return out
}

func enabled(e app.HTMLElemSelfClosing, disabled bool) app.UI {
	if disabled {
		e.Attr("disabled", true)
	}
	return e
}

// scrubberText says the slider's place: "event 118 of 402, 10:02:39.120, 2 added".
func scrubberText(m *model) string {
	if m.scene.session == nil || m.scene.last == 0 {
		return "no event"
	}
	text := "event " + itoa(m.scene.at) + " of " + itoa(m.scene.last)
	e, ok := m.scene.session.History.Event(m.scene.at)
	if !ok {
		return text
	}
	text += ", " + m.clock(e.Time)
	for _, k := range []struct {
		n    int
		word string
	}{{e.Added, "added"}, {e.Changed, "changed"}, {e.Removed, "removed"}} {
		if k.n > 0 {
			text += ", " + itoa(k.n) + " " + k.word
		}
	}
	return text
}
