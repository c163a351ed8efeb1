package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestWatchedChangesMayInterrupt(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Later(t))
	m.ToggleWatch("DISP_KEY")
	m.Tick(uitest.Noon.Add(stage.Quiet))
	m.Take(uitest.Later(t, `"waiting"`), uitest.Noon.Add(2*stage.Quiet))
	assert.Empty(t, m.Notices.Urgent, "nobody is interrupted who did not ask for it")
	assert.Contains(t, m.Notices.Status, "Watched key DISP_KEY changed in session")

	m, _ = pagetest.ModelOf(uitest.Later(t))
	m.ToggleWatch("DISP_KEY")
	m.Act("watched", "at once")
	m.Tick(uitest.Noon.Add(stage.Quiet))
	status := m.Notices.Status
	m.Take(uitest.Later(t, `"waiting"`), uitest.Noon.Add(2*stage.Quiet))
	first := "Watched key DISP_KEY changed in session s, event 2"
	assert.Equal(t, first, m.Notices.Urgent)
	assert.Equal(t, status, m.Notices.Status, "one message, not two")
	assert.Contains(t, markupOf(t, &noticeArea{Model: m}), `<p aria-live="assertive" class="sr" id="watched-changes">`)

	m.Take(uitest.Later(t, `"waiting"`, `"resolved"`), uitest.Noon.Add(2*stage.Quiet+time.Second))
	m.Take(uitest.Later(t, `"waiting"`, `"resolved"`, `"closed"`), uitest.Noon.Add(3*stage.Quiet-time.Millisecond))
	assert.Equal(t, first, m.Notices.Urgent, "the next is not said before three seconds have passed")
	m.Tick(uitest.Noon.Add(3 * stage.Quiet))
	assert.Equal(t, "Watched key DISP_KEY changed in session s, event 4, and 1 watched change before it", m.Notices.Urgent)
	m.Tick(uitest.Noon.Add(4 * stage.Quiet))
	assert.Contains(t, m.Notices.Status, "events: ", "what else happened follows")

	again, _ := pagetest.ModelOf(uitest.Later(t))
	again.Restore(m.View.Prefs.Text())
	assert.True(t, again.View.AtOnce)
	again.Act("watched", "politely")
	assert.False(t, again.View.AtOnce)
}
