package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestSift(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	keys := func() (out []string) {
		for _, r := range m.Scene.Rows {
			out = append(out, r.Key)
		}
		return out
	}
	hidden, changed := m.Scene.Hidden()
	assert.Positive(t, hidden, "routing keys are folded away")
	assert.Positive(t, changed, "and one of them changed")
	assert.NotContains(t, keys(), "RTargetTypeSelected")

	m.SetFilter("rtarget")
	assert.Equal(t, []string{"RTargetTypeSelected"}, keys(), "who searches for a folded key sees it")
	m.SetFilter("")
	m.SetChangedOnly(true)
	assert.NotContains(t, keys(), "Subject")
	assert.Len(t, keys(), m.Scene.Changed)
	m.SetChangedOnly(false)
	m.UnfoldAll()
	assert.Contains(t, keys(), "RTargetTypeSelected")
}

func TestWhatASessionBringsAlongIsNotAdded(t *testing.T) {
	for _, row := range []struct {
		name  string
		first history.Event
	}{
		{"snapshot", history.Event{Kind: history.Snapshot}},
		{"notification", history.Event{Kind: history.Notification, Type: "StatusChange", Author: history.FirstSeen}},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.first.Time = uitest.Before(time.Second)
			m, _ := modelOf(uitest.StateOf(uitest.Session(t, "new", uitest.Story{{row.first, `{"a":1,"b":2}`}})))
			assert.Zero(t, m.Scene.Changed)
			for _, at := range []int{0, 1} {
				m.Review(at)
				for _, r := range m.Scene.Rows {
					assert.Equal(t, userdata.Same, r.Kind, r.Key)
				}
			}
		})
	}
}

func TestWhatYouWroteIsNotFoldedAway(t *testing.T) {
	first := uitest.Event0(history.Snapshot, 50*time.Second)
	for _, row := range []struct {
		name   string
		author history.Author
		ago    time.Duration
		shown  bool
	}{
		{"just written by you", history.You, 5 * time.Second, true},
		{"written by somebody else", history.AnotherClient, 5 * time.Second, false},
		{"written by you a while ago", history.You, scene.Fresh + time.Second, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			first.Time = uitest.Before(row.ago + time.Minute)
			e := history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: row.author, Write: 1, Time: uitest.Before(row.ago)}
			x := uitest.Session(t, "0000Wa9CAM6W00J", uitest.Story{{first, `{"a":"1"}`}, {e, `{"a":"1","__proto__":"x"}`}})
			x.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Data: uitest.Parse(t, `{"__proto__":"x"}`)}, Event: 2}}
			m, _ := modelOf(uitest.StateOf(x))
			assert.Equal(t, row.shown, m.Scene.Find("__proto__") >= 0)
		})
	}
}

func TestThereIsNoReviewWithoutASession(t *testing.T) {
	m, _ := modelOf(uitest.StateOf(uitest.Chat(t)))
	m.Review(1)
	m.Take(uitest.StateOf(), uitest.Noon)
	assert.True(t, m.View.Live())
}

func TestAStateWithNothingNewLeavesTheTableAlone(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	same := *m.State
	same.Link.Heartbeat = uitest.Noon
	same.Traffic = append(same.Traffic, &book.Exchange{N: 99})
	before := m.Sights()
	m.Draw(&same, uitest.Noon)
	assert.Equal(t, before.Grid, m.Sights().Grid, "nothing in the table has changed")
	assert.NotEqual(t, before.Timeline, m.Sights().Timeline, "the traffic is counted there")

	other := same
	other.Sessions = []*book.Session{other.Sessions[0]}
	m.Draw(&other, uitest.Noon)
	assert.NotEqual(t, before.Grid, m.Sights().Grid)
}

// n and N go from one changed row to the next, and pass over the others.
func TestKeysLeadFromChangeToChange(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	var changed []string
	for _, r := range m.Scene.Rows {
		if r.Kind != userdata.Same {
			changed = append(changed, r.Key)
		}
	}
	require.Greater(t, len(changed), 1)
	require.Less(t, len(changed), len(m.Scene.Rows))
	press := func(key string) string {
		require.True(t, m.Press(Keypress{Key: key, Pane: scene.DataPane}))
		return m.View.Key
	}
	for _, want := range changed {
		assert.Equal(t, want, press("n"))
	}
	assert.Equal(t, changed[len(changed)-1], press("n"), "behind the last there is none")
	assert.Equal(t, changed[len(changed)-2], press("N"))
	m.View.Subject = scene.Subject{}
	press("Enter")
	assert.True(t, m.View.Keyed, "the details of the key")
}
