package page

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// noisyKey is a session whose key the strategy writes again and again after
// somebody else has set it.
func noisyKey(t *testing.T) *tracker.State {
	at := func(n int, a history.Author) history.Event {
		return history.Event{Kind: history.Notification, Author: a, Time: uitest.Before(time.Duration(20-n) * time.Minute)}
	}
	return uitest.StateOf(uitest.Session(t, "s", uitest.Story{
		{history.Event{Kind: history.Snapshot, Author: history.FirstSeen, Time: uitest.Before(30 * time.Minute)}, `{"RTargetTypeSelected":"0"}`},
		{history.Event{Kind: history.Gap, Author: history.Unknown, Since: uitest.Before(30 * time.Minute), Time: uitest.Before(19 * time.Minute)}, `{"RTargetTypeSelected":"1"}`},
		{at(2, history.Routing), `{"RTargetTypeSelected":"2"}`},
		{at(3, history.Routing), `{"RTargetTypeSelected":"3"}`},
	}))
}

// Each author that the panel offers can be taken out and put back.
func TestEveryAuthorThatIsOfferedCanBeSkipped(t *testing.T) {
	for _, a := range settings.Skippable() {
		m, _ := modelOf(noisyKey(t))
		m.Act("skip-author", strconv.Itoa(int(a)))
		assert.True(t, m.View.Skips.Authors.Has(a), a)
		assert.Equal(t, a.String(), m.SkipsText())
		m.Act("skip-author", strconv.Itoa(int(a)))
		assert.True(t, m.View.Skips.None(), a)
	}
}

func TestWritersThatDoNotCount(t *testing.T) {
	for _, row := range []struct {
		name, reason string
		skip         func(m *Model)
		who          string
		event        int
		skipped      int
	}{
		{"everybody counts", "", func(*Model) {}, "routing", 4, 0},
		{"an author", "the strategy's two writes are passed over", func(m *Model) { m.SkipAuthor(int(history.Routing)) }, "unknown", 2, 2},
		{"an event", "the one before it is routing's, too", func(m *Model) { m.SkipEvent(4) }, "routing", 3, 1},
		{"an event of another session", "numbers mean something in their session only", func(m *Model) {
			m.View.Skips.Events = map[string][]int{"other": {4}}
		}, "routing", 4, 0},
		{"two authors", "what stood there at the beginning always counts", func(m *Model) {
			m.SkipAuthor(int(history.Routing))
			m.SkipAuthor(int(history.Unknown))
		}, "first seen", 1, 3},
		{"an author, and counted again", "", func(m *Model) {
			m.SkipAuthor(int(history.Routing))
			m.SkipAuthor(int(history.Routing))
		}, "routing", 4, 0},
		{"everybody again", "", func(m *Model) {
			m.SkipAuthor(int(history.Routing))
			m.SkipEvent(2)
			m.Act("count-all", "")
		}, "routing", 4, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := modelOf(noisyKey(t))
			m.UnfoldAll()
			row.skip(m)
			e, skipped, ok := m.Writer(&m.Scene.Rows[0])
			require.True(t, ok)
			assert.Equal(t, row.event, e.N, row.reason)
			assert.Equal(t, row.skipped, skipped)
			assert.Equal(t, row.who, m.Scene.Session.Who(e, "RTargetTypeSelected").String())
		})
	}
}

func TestBlameLooksPastWritersThatDoNotCount(t *testing.T) {
	m, _ := modelOf(noisyKey(t))
	m.UnfoldAll()
	m.SelectKey("RTargetTypeSelected")
	m.SkipAuthor(int(history.Routing))
	m.Notices = stage.Notices{}
	m.Blame()
	assert.Equal(t, 1, m.Scene.At, "before the write that counts")
	assert.Contains(t, strings.Join(append(m.Notices.Other, m.Notices.Status), " "), "2 newer events not counted")
	m.Act("live", "")
	m.SetFilter("by:unknown")
	assert.Len(t, m.Scene.Rows, 1, "the filter asks for the same writer as the column shows")
}

func TestNobodyIsLeftToCount(t *testing.T) {
	m, _ := modelOf(noisyKey(t))
	m.UnfoldAll()
	for n := range 5 {
		m.SkipEvent(n)
	}
	_, skipped, ok := m.Writer(&m.Scene.Rows[0])
	assert.False(t, ok)
	assert.Equal(t, 4, skipped)
}

func TestSkippedAuthorsAreRemembered(t *testing.T) {
	m, _ := modelOf(noisyKey(t))
	m.SkipAuthor(int(history.Routing))
	m.SkipEvent(2)
	again, _ := modelOf(noisyKey(t))
	again.Restore(m.View.Prefs.Text())
	assert.True(t, again.View.Skips.Authors.Has(history.Routing))
	assert.Empty(t, again.View.Skips.Events, "numbers of events mean nothing to another page")
}

// Of writers that nobody looked for, nothing is said.
func TestAWriterThatIsFarBack(t *testing.T) {
	story := uitest.Story{{history.Event{Kind: history.Snapshot, Author: history.FirstSeen}, `{"RTargetTypeSelected":"0"}`}}
	for n := range 201 {
		story = append(story, uitest.Story{{history.Event{Kind: history.Notification, Author: history.Routing}, `{"RTargetTypeSelected":"` + strconv.Itoa(n+1) + `"}`}}...)
	}
	m, _ := modelOf(uitest.StateOf(uitest.Session(t, "s", story)))
	m.UnfoldAll()
	m.SelectKey("RTargetTypeSelected")
	m.SkipAuthor(int(history.Routing))
	m.Notices = stage.Notices{}
	m.Blame()
	said := strings.Join(append(m.Notices.Other, m.Notices.Status), " ")
	assert.Contains(t, said, "No writer of RTargetTypeSelected was found; 200 newer events not counted, older ones not looked at")
	assert.NotContains(t, said, "never")
}
