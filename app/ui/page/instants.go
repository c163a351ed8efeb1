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
	if s != m.State {
		m.states++
	}
	m.State, m.Now, m.Wall = s, stage.BookNow(s, now), now
}
