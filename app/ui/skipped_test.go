package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
)

// mixed is a session whose second event changes keys of the strategy and others.
func mixed(t *testing.T) *model {
	m, _ := modelOf(stateOf(session(t, "s", story{
		{history.Event{Kind: history.Snapshot, Time: before(9 * time.Minute)}, `{"a":1,"RTargetTypeSelected":1,"b":1,"c":1,"RStrategyName":"x","d":1,"e":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(8 * time.Minute)}, `{"a":2,"RTargetTypeSelected":2,"b":1,"c":1,"RStrategyName":"x","d":2,"e":1}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(7 * time.Minute)}, `{"a":2,"RTargetTypeSelected":2,"b":1,"c":1,"RStrategyName":"x","d":2,"e":2}`},
	})))
	return m
}

func TestWhereRowsAreLeftOut(t *testing.T) {
	for _, row := range []struct {
		name, reason string
		do           func(m *model)
		want         []skipped
	}{
		{"everything in its usual order", "", func(m *model) {}, nil},
		{"an event under review", "the strategy's change is between the two others", func(m *model) { m.review(2) }, []skipped{{1, 1, 0}}},
		{"only what changed", "and the rows that did not are behind it", func(m *model) { m.review(2); m.setChangedOnly(true) },
			[]skipped{{1, 1, 0}, {2, 0, 3}}},
		{"only what changed, by key", "", func(m *model) { m.review(2); m.setChangedOnly(true); m.sortBy(keyColumn) },
			[]skipped{{1, 0, 2}, {2, 1, 1}}},
		{"unfolded", "nothing is hidden", func(m *model) { m.review(2); m.unfoldAll() }, nil},
		{"a filter", "whoever searches sees what was found, folded or not", func(m *model) { m.review(2); m.setFilter("key:R*") }, nil},
		{"what the filter leaves out is no hidden change", "", func(m *model) { m.review(2); m.setFilter("type:text") }, nil},
		{"no row at all", "the table says so in full", func(m *model) { m.setChangedOnly(true) }, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := mixed(t)
			row.do(m)
			assert.Equal(t, row.want, m.scene.skipped, row.reason)
		})
	}
}

func TestNothingComesBetweenRowsOfTheNewestState(t *testing.T) {
	m := mixed(t)
	m.now = before(7 * time.Minute)
	m.setChangedOnly(true)
	assert.Equal(t, []skipped{{3, 1, 2}}, m.scene.skipped, "all of it is said behind the last row, since rows would move")
}

func TestLinesOfTheTable(t *testing.T) {
	s := scene{rows: make([]row, 4), skipped: []skipped{{row: 0, same: 1}, {row: 2, same: 2}, {row: 4, same: 3}}}
	type line struct{ row, same int }
	var got []line
	for k := range s.lines() {
		i, left := s.line(k)
		if left != nil {
			got = append(got, line{-1, left.same})
			continue
		}
		got = append(got, line{i, 0})
		assert.Equal(t, k, s.lineOf(i))
	}
	assert.Equal(t, []line{{-1, 1}, {0, 0}, {1, 0}, {-1, 2}, {2, 0}, {3, 0}, {-1, 3}}, got)
}

func TestEventsThatTheLogLeavesOut(t *testing.T) {
	for _, row := range []struct {
		name        string
		first, last int
		numbers     []int
		want        []int // by row: an event, or minus the events left out
	}{
		{"none", 1, 3, []int{1, 2, 3}, []int{3, 2, 1}},
		{"everywhere", 1, 9, []int{2, 3, 7}, []int{-2, 7, -3, 3, 2, -1}},
		{"all", 1, 5, nil, []int{-5}},
		{"the oldest are gone", 4, 6, []int{6}, []int{6, -2}},
		{"nothing there", 0, 0, nil, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := log{limited: true, first: max(row.first, 1), last: row.last, numbers: row.numbers}
			l.omit()
			var got []int
			for i := range l.len() {
				if n := l.omitted(i); n > 0 {
					got = append(got, -n)
				} else {
					_, event := l.at(i)
					got = append(got, event)
				}
			}
			assert.Equal(t, row.want, got)
		})
	}
}

func TestHiddenChangesAreCountedInTheLog(t *testing.T) {
	m := mixed(t)
	e, _ := m.scene.session.History.Event(2)
	routing, hidden := m.noisy(e)
	assert.Equal(t, []int{1, 0}, []int{routing, hidden})
	m.hideKeys(hideOption{pattern: "a"})
	m.hideKeys(hideOption{class: true, pattern: "other"})
	routing, hidden = m.noisy(e)
	assert.Equal(t, []int{1, 2}, []int{routing, hidden}, "one by its name, one by its class")
}
