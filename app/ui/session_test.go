package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestForgottenSessionsAreCounted(t *testing.T) {
	s := uitest.Usual(t)
	s.Forgotten = 12
	m, _ := pagetest.ModelOf(s)
	assert.Contains(t, markupOf(t, &sessionList{Model: m}), "12 ended sessions dropped to stay within memory")
}

// The rail is often too narrow for the words of a medium and of its states.
func TestWhatTheRailCutsHasATitle(t *testing.T) {
	x := uitest.Chat(t)
	x.ID, x.Medium, x.State = "workitems/0000Work00001", "workitem", "Processing"
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	assert.Contains(t, markupOf(t, &sessionList{Model: m}), `class="sessions-meta" title="…0001 · ☰ Work item · Processing"`)
}

// In which state a session is that GWS lists no longer, nobody knows.
func TestTheRailNamesNoStateOfWhatIsNotListed(t *testing.T) {
	x := uitest.Chat(t)
	x.Ended, x.Unlisted = true, true
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	got := markupOf(t, &sessionList{Model: m})
	assert.Contains(t, got, " · not listed")
	assert.NotContains(t, got, "Chatting")
}

// Nobody is told to connect who is connected, or looks at a file.
func TestTheRailSaysWhyItIsEmpty(t *testing.T) {
	for state, want := range map[link.State]string{link.Connected: "No SMS session yet", link.Slow: "No SMS session yet", link.Watching: "No SMS session yet",
		link.File: "The file shows no session.", link.Following: "The file shows no session.", link.Offline: "Sessions appear here once connected."} {
		s := uitest.StateOf()
		s.Link.State = state
		m, _ := pagetest.ModelOf(s)
		assert.Contains(t, (&sessionList{Model: m}).empty(0, 0), want, state)
	}
}
