package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestTheWallTurnsItsPages(t *testing.T) {
	m, _ := pagetest.ModelOf(crowd(t, 25))
	m.Act("board-wall", "")
	v := &boardView{Model: m}
	v.scroller.Sight.Count = 14 // ten rows
	seen := map[string]bool{}
	table := m.BoardTable()
	table.Exact, table.Look = html.ExactText, parts.ValueClass
	for i := range 3 {
		m.Tick(uitest.Noon.Add(time.Duration(i) * pageSeconds * time.Second))
		for _, r := range v.drawRows(table) {
			seen[r.Key] = true
		}
	}
	assert.Len(t, seen, 25, "every session has been on a page")

	m.Typed("board", 0, "group", "=a")
	clear(seen)
	for i := range 3 {
		m.Tick(uitest.Noon.Add(time.Duration(i) * pageSeconds * time.Second))
		page := v.drawRows(table)
		assert.LessOrEqual(t, len(page), 10)
		assert.Equal(t, "group 1", page[0].Key, "of which group the rest of it is")
		for _, r := range page {
			seen[r.Key] = true
		}
	}
	assert.Len(t, seen, 26, "every session, and the group")
}

func TestAWallThatIsOldCannotBeOverlooked(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Chat(t)))
	m.Act("board-wall", "")
	m.Tick(uitest.Noon.Add(3 * time.Minute)) // the link says nothing
	got := markupOf(t, &boardView{Model: m})
	assert.Contains(t, got, "Nothing is heard. What happened after 11:59:58 is not known; this is how it was")
	assert.Contains(t, got, "3 m ago")
	assert.Contains(t, got, " data-old ")
	m, _ = pagetest.ModelOf(lost(t))
	m.Follow("board=wall")
	assert.Contains(t, markupOf(t, &boardView{Model: m}), "Not connected. What happened after")
}

// Who has no keyboard can leave the wall, too.
func TestAFingerLeavesTheWall(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Chat(t)))
	m.Act("board-wall", "")
	assert.Contains(t, markupOf(t, &boardView{Model: m}), `class="btn wall-leave" data-do="board-wall"`)
}

// Ids of sessions may end alike.
func TestTheWallTellsSessionsApart(t *testing.T) {
	a, b := *uitest.Chat(t), *uitest.Chat(t)
	a.ID, b.ID = "0000Wa9CAMA6W00J", "0000Wa9CAMB6W00J"
	m, _ := pagetest.ModelOf(uitest.StateOf(&a, &b, uitest.Chat(t)))
	m.Act("board-wall", "")
	got := markupOf(t, &boardView{Model: m})
	for _, name := range []string{"…A6W00J", "…B6W00J"} {
		assert.Contains(t, got, name)
	}
}
