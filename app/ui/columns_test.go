package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// Where the medium has a column, one key fewer fits without scrolling sideways.
func TestTheColumnOfTheMediumTakesThePlaceOfAKey(t *testing.T) {
	for medium, want := range map[string]int{"": 4, "voice": 3} {
		x := uitest.Session(t, "s1", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Hour)}, `{"A":1,"B":1,"C":1,"D":1,"E":1}`}})
		x.Medium = medium
		m, _ := pagetest.ModelOf(uitest.StateOf(x))
		m.Follow("board")
		assert.Len(t, m.View.Board.Columns, want)
	}
}
