package timeline

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
)

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
		html.When(html.Button("btn btn--quiet player-play", "play", "", html.Sign("player-sign", glyph), app.Text(name+" "), html.Key("P")).Attr("title", title),
			m.Scene.Last == 0 || m.Still, "disabled"),
		html.Button("btn btn--quiet player-speed", "speed", strconv.Itoa((p.Speed+1)%len(page.Speeds)), html.Heard("Speed "), app.Text(page.SpeedName(p.Speed))).
			Attr("title", "Speed of the playback: 1, 4, 16 or 64 times as fast as it was"),
		scrubber(m))
}
