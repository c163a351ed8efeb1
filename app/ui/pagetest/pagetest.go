package pagetest

import (
	"time"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// Sent records the commands that a model sends.
type Sent []tracker.Command

func (s *Sent) send(c tracker.Command) { *s = append(*s, c) }

// ModelOf returns a model over s at noon.
func ModelOf(s *tracker.State) (*page.Model, *Sent) {
	var out Sent
	m := page.New(s, out.send, uitest.Noon)
	m.Here = time.UTC
	return m, &out
}
