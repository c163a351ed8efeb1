package page

import (
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
)

// TestKey is what a test write sets: a key that nobody else knows.
const TestKey = "KeytrailTest"

func (m *Model) testWrite() {
	m.Writing.StartDraft(m.View.Session, draft.UpdateOp, draft.Row{Key: TestKey, Kind: "text", Text: "{{now}}"})
	m.Focus("#draft [type=submit]")
}

// Retry makes sure that what is on the screen is true now that somebody looks
// again or the network is back: it does not wait for the next attempt, and gives
// up a poll, which may hang on a connection that died unnoticed. Where a person
// has to act it leaves the link alone, since haste may lock an account.
func (m *Model) Retry() {
	switch m.State.Connection().State {
	case link.Reconnecting, link.Connected, link.Slow:
		m.Send(tracker.RetryNow{})
	}
}
