package page

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
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

// The history lets go of its oldest events before the tape does: those are no part
// of a range that begins with the oldest that is kept.
func TestARangeFromTheOldestEventThatIsKept(t *testing.T) {
	b := book.New(book.Options{HistoryBudget: 50_000, TapeLength: 10_000, TapeBudget: 16 << 20})
	for n := range 2000 {
		b.Notified(uitest.Before(time.Duration(2000-n)*time.Second), "/v2/me/sms", fmt.Appendf(nil, `{"messageType":"SmsSessionStateChanged","smssession":{"id":"s","state":"Chatting","userData":{"n":%d}}}`, n+1))
	}
	x := b.View().Sessions[0]
	first := x.History.First()
	require.Greater(t, first, 1)
	m, _ := modelOf(uitest.StateOf(x))
	m.Act("export-scope", export.ScopeEvents)
	m.Typed("export", 0, "first", strconv.Itoa(first))
	m.Typed("export", 0, "last", strconv.Itoa(first+1))
	s, problem := m.Export.Chosen()
	require.Empty(t, problem)
	cut, _ := redact.Cut(b.Tape().Join(func() {}), redact.Export{Scope: s, Plain: true})
	var kept []string
	for o := range cut.All() {
		_, data, _ := strings.Cut(string(o.Raw), `"userData":`)
		kept = append(kept, data)
	}
	assert.Equal(t, []string{fmt.Sprintf(`{"n":%d}}}`, first), fmt.Sprintf(`{"n":%d}}}`, first+1)}, kept)
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
