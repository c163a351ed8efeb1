package page

import (
	"time"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// sent records the commands that a model sends.
type sent []tracker.Command

func (s *sent) send(c tracker.Command) { *s = append(*s, c) }

// modelOf returns a model over s at noon.
func modelOf(s *tracker.State) (*Model, *sent) {
	var out sent
	m := New(s, out.send, uitest.Noon)
	m.Here = time.UTC
	return m, &out
}
