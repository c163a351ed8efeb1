package page

import (
	"time"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// Draw shows the newest state.
func (m *Model) Draw(s *tracker.State, now time.Time) {
	if !scene.OnlyTraffic(m.State, s) {
		m.Take(s, now)
		return
	}
	m.State, m.Now, m.Wall = s, stage.BookNow(s, now), now
	if m.Boarded {
		return // nothing of it is on the board
	}
	m.Touch(stage.TopPart, stage.HeadPart, stage.InspectorPart, stage.TimelinePart, stage.FootPart, stage.DraftPart)
}
