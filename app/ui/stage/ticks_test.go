package stage

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestTicks(t *testing.T) {
	events := uitest.Story{}
	for i := range 1000 {
		events = append(events, uitest.Story{{history.Event{Kind: history.Notification, Time: uitest.Before(time.Duration(1000-i) * time.Second)}, `{"n":` + strconv.Itoa(i) + `}`}}...)
	}
	var whole Ticks
	whole.take("x", uitest.Session(t, "x", events).History)
	assert.LessOrEqual(t, len(whole.marks), maxTicks)
	total := 0
	for _, k := range whole.marks {
		total += k.changes
	}
	assert.Equal(t, 1000, total, "every event is in one stroke")

	var grown Ticks
	grown.take("x", uitest.Session(t, "x", events[:500]).History)
	grown.take("x", uitest.Session(t, "x", events).History)
	assert.Equal(t, whole, grown, "growing gives the same as reading it whole")
}
