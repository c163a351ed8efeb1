package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"

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
