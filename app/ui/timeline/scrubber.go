package timeline

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// scrubber is the slider over the session's events, on top of a picture of
// them. The slider's place is written by the screen after drawing, as a person
// may hold it at this very moment.
func scrubber(m *page.Model) app.UI {
	first, last := max(m.Scene.First, 1), max(m.Scene.Last, 1)
	slider := app.ElemSelfClosing("input").Class("scrubber-range").Attr("id", "scrubber").Attr("type", "range").
		Attr("min", first).Attr("max", last).Attr("step", "1").
		Aria("label", "Event").Aria("valuetext", scrubberText(m)).DataSet("form", "scrubber")
	if m.Scene.Last == 0 {
		slider.Attr("disabled", true)
	}
	return html.El("div", "scrubber", app.Raw(strokes(m).SVG(m.Scene.At, last, markers(m))), slider)
}

// strokes are what the scrubber stands on: all events, or those of one key.
func strokes(m *page.Model) *stage.Ticks {
	if m.View.Limited {
		return &m.Limits
	}
	return &m.Ticks
}

// markers are the marked events, and A of a comparison within the session.
func markers(m *page.Model) []stage.Marker {
	var out []stage.Marker
	for _, n := range m.State.Notes {
		if first := max(m.Scene.First, 1); n.Session == m.View.Session && n.Event > 0 && max(n.Event, n.Until) >= first {
			out = append(out, stage.Marker{Event: max(n.Event, first), Until: n.Until})
		}
	}
	if a := &m.Scene.A; a.Event != 0 && !m.Scene.Rival() {
		out = append(out, stage.Marker{Event: a.Event, Base: true})
	}
	return out
}

// scrubberText says the slider's place: "event 118 of 402, 10:02:39.120, 2 added".
func scrubberText(m *page.Model) string {
	if m.Scene.Session == nil || m.Scene.Last == 0 {
		return "no event"
	}
	text := "event " + strconv.Itoa(m.Scene.At) + " of " + strconv.Itoa(m.Scene.Last)
	e, ok := m.Scene.Session.History.Event(m.Scene.At)
	if !ok {
		return text
	}
	text += ", " + m.Clock(e.Time)
	for _, k := range []struct {
		n    int
		word string
	}{{e.Added, "added"}, {e.Changed, "changed"}, {e.Removed, "removed"}} {
		if k.n > 0 {
			text += ", " + strconv.Itoa(k.n) + " " + k.word
		}
	}
	return text
}

// playerBar is the scrubber with what plays it.
func playerBar(m *page.Model) app.UI {
	p := &m.Player
	glyph, name := "▶", "Play"
	if p.On {
		glyph, name = "❚❚", "Pause"
	}
	title := "Show the events as far apart as they came; silence beyond 3 s is cut short"
	if m.Still {
		title = "This system asks for less motion: [ and ] go from event to event"
	}
	return html.El("div", "player",
		html.When(html.Button("btn btn--quiet player-play", "play", "", html.Sign("player-sign", glyph), app.Text(name+" "), html.Key(m.KeyOf("play", ""))).Attr("title", title),
			m.Scene.Last == 0 || m.Still, "disabled"),
		html.Button("btn btn--quiet player-speed", "speed", strconv.Itoa((p.Speed+1)%len(stage.Speeds)), html.Heard("Speed "), app.Text(stage.SpeedName(p.Speed))).
			Attr("title", "Speed of the playback: 1, 4, 16 or 64 times as fast as it was"),
		scrubber(m))
}
