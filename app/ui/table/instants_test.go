package table

import (
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

// A session is chosen by the name that a person gave it, as it is called elsewhere.
func TestARivalIsChosenByItsName(t *testing.T) {
	s := uitest.Several(t)
	s.Sessions[0].Name = "the one that called twice"
	m, _ := pagetest.ModelOf(s)
	m.SelectSession(s.Sessions[1].ID)
	m.CompareWith("")
	assert.Contains(t, app.HTMLString(compareBar(m)), "the one that called twice · …")
}

func TestTwoSessionsInOneTable(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Life(t, "x", 40*time.Second, "x"), uitest.Life(t, "o", 60*time.Second, "o")))
	m.Act("session", "x")
	m.Typed("compare", 0, "session", "o")
	got := map[string]userdata.ChangeKind{}
	for _, r := range m.Scene.Rows {
		got[r.Key] = r.Kind
	}
	assert.Equal(t, map[string]userdata.ChangeKind{"both": userdata.Same, "routed": userdata.Same, "x": userdata.Added, "o": userdata.Removed}, got)
	assert.Equal(t, "1 only in B, 1 only in A, 0 differ, 2 equal", compareText(m))
	m.Review(2)
	m.Act("align", "2")
	assert.Equal(t, 3, m.Scene.A.Event, "both as they were in Chatting")
	m.Press(page.Keypress{Key: "Escape", Pane: scene.DataPane, Form: "compare"})
	assert.Zero(t, m.Scene.A.Event, "the comparison ended")
	assert.False(t, m.View.Comparing)
}
