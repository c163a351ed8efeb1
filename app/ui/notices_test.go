package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// On a phone the newest alert covers the others, and its button says how many.
func TestTheNewestAlertCountsThoseBelow(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	area := &noticeArea{Model: m}
	m.Alert("One.")
	assert.NotContains(t, markupOf(t, area), " more")
	m.Alert("Two.")
	m.Alert("Three.")
	assert.Contains(t, markupOf(t, area), "(2 more)")
	assert.NotContains(t, markupOf(t, area), "(1 more)")
}

// What is said in one breath is sentences, each with one full stop.
func TestWhatIsSaidTogetherHasOneFullStopEach(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.Tick(uitest.Noon)
	m.Say("First") // is said at once, and the next ones wait
	m.Say("The link is lost.")
	m.Say("Connected")
	m.Tick(uitest.Noon.Add(time.Minute))
	assert.Contains(t, markupOf(t, &noticeArea{Model: m}), " The link is lost. Connected<")
}
