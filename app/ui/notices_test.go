package ui

import (
	"testing"

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
