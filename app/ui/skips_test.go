package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
)

// noisyKey is a session whose key the strategy writes again and again after
// somebody else has set it.
func noisyKey(t *testing.T) *tracker.State {
	at := func(n int, a history.Author) history.Event {
		return history.Event{Kind: history.Notification, Author: a, Time: before(time.Duration(20-n) * time.Minute)}
	}
	return stateOf(session(t, "s", story{
		{history.Event{Kind: history.Snapshot, Author: history.FirstSeen, Time: before(30 * time.Minute)}, `{"RTargetTypeSelected":"0"}`},
		{history.Event{Kind: history.Gap, Author: history.Unknown, Since: before(30 * time.Minute), Time: before(19 * time.Minute)}, `{"RTargetTypeSelected":"1"}`},
		{at(2, history.Routing), `{"RTargetTypeSelected":"2"}`},
		{at(3, history.Routing), `{"RTargetTypeSelected":"3"}`},
	}))
}

func TestWritersThatDoNotCount(t *testing.T) {
	for _, row := range []struct {
		name, reason string
		skip         func(m *model)
		who          string
		event        int
		skipped      int
	}{
		{"everybody counts", "", func(*model) {}, "routing", 4, 0},
		{"an author", "the strategy's two writes are passed over", func(m *model) { m.skipAuthor(int(history.Routing)) }, "unknown", 2, 2},
		{"an event", "the one before it is routing's, too", func(m *model) { m.skipEvent(4) }, "routing", 3, 1},
		{"an event of another session", "numbers mean something in their session only", func(m *model) {
			m.view.skips.events = map[string][]int{"other": {4}}
		}, "routing", 4, 0},
		{"two authors", "what stood there at the beginning always counts", func(m *model) {
			m.skipAuthor(int(history.Routing))
			m.skipAuthor(int(history.Unknown))
		}, "first seen", 1, 3},
		{"an author, and counted again", "", func(m *model) {
			m.skipAuthor(int(history.Routing))
			m.skipAuthor(int(history.Routing))
		}, "routing", 4, 0},
		{"everybody again", "", func(m *model) {
			m.skipAuthor(int(history.Routing))
			m.skipEvent(2)
			m.act("count-all", "")
		}, "routing", 4, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := modelOf(noisyKey(t))
			m.unfoldAll()
			row.skip(m)
			e, skipped, ok := m.writer(&m.scene.rows[0])
			require.True(t, ok)
			assert.Equal(t, row.event, e.N, row.reason)
			assert.Equal(t, row.skipped, skipped)
			assert.Equal(t, row.who, m.scene.session.Who(e, "RTargetTypeSelected").String())
		})
	}
}

func TestBlameLooksPastWritersThatDoNotCount(t *testing.T) {
	m, _ := modelOf(noisyKey(t))
	m.unfoldAll()
	m.selectKey("RTargetTypeSelected")
	m.skipAuthor(int(history.Routing))
	m.notices = notices{}
	m.blame()
	assert.Equal(t, 1, m.scene.at, "before the write that counts")
	assert.Contains(t, strings.Join(append(m.notices.other, m.notices.status), " "), "2 newer events not counted")
	m.act("live", "")
	m.setFilter("by:unknown")
	assert.Len(t, m.scene.rows, 1, "the filter asks for the same writer as the column shows")
}

func TestNobodyIsLeftToCount(t *testing.T) {
	m, _ := modelOf(noisyKey(t))
	m.unfoldAll()
	for n := range 5 {
		m.skipEvent(n)
	}
	_, skipped, ok := m.writer(&m.scene.rows[0])
	assert.False(t, ok)
	assert.Equal(t, 4, skipped)
}

func TestSkippedAuthorsAreRemembered(t *testing.T) {
	m, _ := modelOf(noisyKey(t))
	m.skipAuthor(int(history.Routing))
	m.skipEvent(2)
	again, _ := modelOf(noisyKey(t))
	again.restore(m.view.prefs.text())
	assert.True(t, again.view.skips.authors.Has(history.Routing))
	assert.Empty(t, again.view.skips.events, "numbers of events mean nothing to another page")
}
