package page

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// The wall may stand for days: of sessions that are gone it keeps few masks, for each
// of them holds all that its session was.
func TestTheWallForgetsSessionsThatAreGone(t *testing.T) {
	m, _ := modelOf(uitest.StateOf())
	m.Act("board-wall", "")
	for i := range 300 {
		x := uitest.Session(t, "s"+strconv.Itoa(i), uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1}`}})
		m.Take(uitest.StateOf(x), uitest.Noon)
		m.BoardTable().Line(m.Board.Arranged.Items[0].Record)
	}
	assert.NotEmpty(t, m.Board.veiled)
	assert.LessOrEqual(t, len(m.Board.veiled), 103)
}

// What has no tables is not asked for them: they would stand in place of the charts
// that are opened later.
func TestOnlyChartsHaveTablesBehindThem(t *testing.T) {
	m, _ := modelOf(uitest.Several(t))
	m.Act("board", "")
	for _, key := range []string{"T", "v"} {
		m.Press(Keypress{Key: key, Pane: scene.BoardPane})
		assert.False(t, m.Board.Tables, key)
	}
	m.Press(Keypress{Key: "T", Pane: scene.BoardPane})
	assert.True(t, m.Board.Tables)
}
