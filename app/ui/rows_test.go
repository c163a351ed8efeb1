package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/timeline"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestTheEmptyKeyIsInWordsInTheTimeline(t *testing.T) {
	first, e := uitest.Event0(history.Snapshot, time.Minute), uitest.Event0(history.Notification, time.Second)
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "0000Wa9CAM6W00J", uitest.Story{{first, `{}`}, {e, `{"":"1"}`}})))
	assert.Contains(t, markupOf(t, &timeline.Timeline{Model: m}), "empty key")
}
