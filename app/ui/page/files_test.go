package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/export"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestScopes(t *testing.T) {
	for _, test := range []struct {
		name, scope, first, last string
		words, problem           string
		kept                     int
	}{
		{name: "all", scope: "all", words: "all", kept: 3},
		{name: "session", scope: "session", words: "session 0000Wa9CAM6W00J", kept: 2},
		{name: "range", scope: export.ScopeEvents, first: "2", last: "3", words: "events 2 to 3 of session 0000Wa9CAM6W00J", kept: 1},
		{name: "range backwards", scope: export.ScopeEvents, first: "3", last: "2", problem: "Write the numbers of the first and the last event, as the timeline shows them."},
		{name: "range of nothing", scope: export.ScopeEvents, first: "", last: "2", problem: "Write the numbers of the first and the last event, as the timeline shows them."},
		{name: "filter", scope: export.ScopeFilter, words: "2 keys that the table showed of session 0000Wa9CAM6W00J", kept: 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := modelOf(uitest.Usual(t))
			m.SetFilter("userdata")
			m.Act("export-scope", test.scope)
			m.Typed("export", 0, "first", test.first)
			m.Typed("export", 0, "last", test.last)
			s, problem := m.Export.Chosen()
			assert.Equal(t, test.problem, problem)
			assert.Equal(t, test.words, s.Words)
			if problem != "" {
				return
			}
			whole, err := uitest.Taped(t.Context(), 0)
			require.NoError(t, err)
			whole.Append(capture.Observation{Kind: capture.Notification, Session: "other", Time: uitest.Before(time.Minute), Raw: []byte("{}")})
			cut, _ := redact.Cut(whole, redact.Export{Scope: s, Plain: true})
			assert.Equal(t, test.kept, cut.Len())
			assert.Equal(t, test.words, cut.Header.Scope)
		})
	}
}

func TestTheWayBackToLive(t *testing.T) {
	m, out := modelOf(uitest.StateOf(uitest.Chat(t)))
	m.Review(1)
	m.Act("go-live", "")
	assert.True(t, m.View.Live(), "it is the newest state of the live record")
	assert.Empty(t, *out, "which is on the screen already")

	m.Take(uitest.Filed(t), uitest.Noon)
	m.Review(1)
	m.Act("go-live", "")
	assert.Equal(t, sent([]tracker.Command{tracker.Show{}}), *out, "the link was up all the time")
	m.Take(uitest.StateOf(uitest.Chat(t)), uitest.Noon)
	assert.True(t, m.View.Live())
}
