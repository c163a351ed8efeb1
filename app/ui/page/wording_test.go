package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestAGapWithinASecondHasTwoEnds(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	for _, test := range []struct {
		since, until time.Duration
		want         string
	}{
		{82 * time.Second, 20 * time.Second, "sometime between 11:58:38 and 11:59:40"},
		{500 * time.Millisecond, 250 * time.Millisecond, "sometime between 11:59:59.500 and 11:59:59.750"},
	} {
		assert.Equal(t, test.want, m.Sometime(history.Event{Since: uitest.Before(test.since), Time: uitest.Before(test.until)}))
	}
}
