package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// mixed is a session whose second event changes keys of the strategy and others.
func mixed(t *testing.T) *Model {
	m, _ := modelOf(uitest.StateOf(uitest.Session(t, "s", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(9 * time.Minute)}, `{"a":1,"RTargetTypeSelected":1,"b":1,"c":1,"RStrategyName":"x","d":1,"e":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(8 * time.Minute)}, `{"a":2,"RTargetTypeSelected":2,"b":1,"c":1,"RStrategyName":"x","d":2,"e":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(7 * time.Minute)}, `{"a":2,"RTargetTypeSelected":2,"b":1,"c":1,"RStrategyName":"x","d":2,"e":2}`},
	})))
	return m
}

func TestWhereRowsAreLeftOut(t *testing.T) {
	for _, row := range []struct {
		name, reason string
		do           func(m *Model)
		want         []scene.Skipped
	}{
		{"everything in its usual order", "", func(m *Model) {}, nil},
		{"an event under review", "the strategy's change is between the two others", func(m *Model) { m.Review(2) }, []scene.Skipped{{Row: 1, Changed: 1, Same: 0}}},
		{"only what changed", "and the rows that did not are behind it", func(m *Model) { m.Review(2); m.SetChangedOnly(true) },
			[]scene.Skipped{{Row: 1, Changed: 1, Same: 0}, {Row: 2, Changed: 0, Same: 3}}},
		{"only what changed, by key", "", func(m *Model) { m.Review(2); m.SetChangedOnly(true); m.SortBy(scene.KeyColumn) },
			[]scene.Skipped{{Row: 1, Changed: 0, Same: 2}, {Row: 2, Changed: 1, Same: 1}}},
		{"unfolded", "nothing is hidden", func(m *Model) { m.Review(2); m.UnfoldAll() }, nil},
		{"a filter", "whoever searches sees what was found, folded or not", func(m *Model) { m.Review(2); m.SetFilter("key:R*") }, nil},
		{"what the filter leaves out is no hidden change", "", func(m *Model) { m.Review(2); m.SetFilter("type:text") }, nil},
		{"no row at all", "the table says so in full", func(m *Model) { m.SetChangedOnly(true) }, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := mixed(t)
			row.do(m)
			assert.Equal(t, row.want, m.Scene.Skipped, row.reason)
		})
	}
}

func TestNothingComesBetweenRowsOfTheNewestState(t *testing.T) {
	m := mixed(t)
	m.Now = uitest.Before(7 * time.Minute)
	m.SetChangedOnly(true)
	assert.Equal(t, []scene.Skipped{{Row: 3, Changed: 1, Same: 2}}, m.Scene.Skipped, "all of it is said behind the last row, since rows would move")
}

func TestHiddenChangesAreCountedInTheLog(t *testing.T) {
	m := mixed(t)
	e, _ := m.Scene.Session.History.Event(2)
	routing, hidden := m.Noisy(e)
	assert.Equal(t, []int{1, 0}, []int{routing, hidden})
	m.HideKeys(HideOption{Pattern: "a"})
	m.HideKeys(HideOption{Class: true, Pattern: "other"})
	routing, hidden = m.Noisy(e)
	assert.Equal(t, []int{1, 2}, []int{routing, hidden}, "one by its name, one by its class")
}
