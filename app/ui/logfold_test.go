package ui

import (
	"slices"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/timeline"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// loggedEvents are the events that have rows of their own, newest first.
func loggedEvents(m *page.Model) []int {
	l := m.Log()
	var out []int
	for i := range l.Len() {
		_, n := l.At(i)
		out = append(out, n)
	}
	return out
}

func TestAWriteHasOneRow(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Written(t)))
	assert.Equal(t, []int{6, 5, 4, 1}, loggedEvents(m), "what proves the first, the request of the second")
	m.Act("spread", "1")
	assert.Equal(t, []int{6, 5, 4, 3, 2, 1}, loggedEvents(m))
	m.Act("spread", "2")
	assert.Equal(t, []int{7, 6, 5, 4, 3, 2, 1}, loggedEvents(m))
	m.Act("spread", "1")
	m.Act("spread", "2")
	assert.Equal(t, []int{6, 5, 4, 1}, loggedEvents(m))

	m.Review(3)
	assert.Equal(t, []int{6, 5, 4, 3, 2, 1}, loggedEvents(m), "what is looked at has a row")
	m.Review(5)
	assert.Equal(t, []int{6, 5, 4, 1}, loggedEvents(m))
	require.True(t, m.Press(page.Keypress{Key: "Enter", Pane: scene.TimelinePane}))
	assert.Equal(t, []int{6, 5, 4, 3, 2, 1}, loggedEvents(m))
	m.Review(4)
	assert.False(t, m.Press(page.Keypress{Key: "o", Pane: scene.TimelinePane}), "no write of this page")
}

// Whoever goes through the events sees on which of them he is, however far it is.
func TestTheTimelineFollowsWhoGoesThroughIt(t *testing.T) {
	story := make(uitest.Story, 300)
	for i := range story {
		story[i].Event, story[i].Data = history.Event{Kind: history.Reread, Time: uitest.Before(time.Duration(300-i) * time.Second)}, `{}`
	}
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "0000Wa9CAM6W00J", story)))
	for _, key := range []string{"ArrowDown", "PageDown", "Home", "End"} {
		m.Effects = nil
		m.Press(page.Keypress{Key: key, Pane: scene.TimelinePane})
		assert.Contains(t, m.Effects, stage.Effect{Do: stage.ScrollTo, Target: "#log .timeline-row--here"})
		assert.Contains(t, markupOf(t, &timeline.Timeline{Model: m}), "timeline-row--here", key)
	}
}

func TestTheRowOfAWriteSaysWhatBecameOfIt(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Written(t)))
	text := func(n int) string {
		_, _, row := (&timeline.Timeline{Model: m}).All()
		return visible(app.HTMLString(html.Drawn(row(slices.Index(loggedEvents(m), n)).Node)))
	}
	assert.Contains(t, text(5), "← your UpdateUserData: proven exact; accepted after 1.0 s, seen 3.0 s after it was sent")
	assert.Contains(t, text(6), "accepted after 1.0 s; a reply proves nothing yet")
	p := m.Scene.Session.Writes[0]
	p.Reply.HTTPStatus, p.Reply.StatusCode = 502, -1
	assert.Contains(t, text(5), "proven exact; no reply says that it was accepted, seen 3.0 s after it was sent")
	m.Act("spread", "1")
	assert.NotContains(t, text(5), "accepted after", "the reply has a row of its own")
}
