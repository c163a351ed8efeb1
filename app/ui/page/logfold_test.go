package page

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestStraysStandBesideFoldedEvents(t *testing.T) {
	s := uitest.StateOf(uitest.Written(t))
	s.Strays = []history.Event{{N: 1, Kind: history.Stray, Time: uitest.Before(28*time.Second + 500*time.Millisecond), Raw: []byte("?")}}
	m, _ := modelOf(s)
	l := m.Log()
	var out []string
	for i := range l.Len() {
		stray, n := l.At(i)
		out = append(out, strconv.Itoa(n)+"/"+strconv.Itoa(stray))
	}
	assert.Equal(t, []string{"6/0", "5/0", "4/0", "0/1", "1/0"}, out)
}

func TestTimesOfAnotherDayHaveADate(t *testing.T) {
	m, _ := modelOf(uitest.StateOf(uitest.Written(t)))
	assert.Empty(t, m.OtherDay(uitest.Before(11*time.Hour)))
	assert.Equal(t, "2026-03-04", m.OtherDay(uitest.Before(13*time.Hour)))
	assert.Empty(t, m.OtherDay(time.Time{}))
	m.View.Times = "relative"
	assert.Empty(t, m.OtherDay(uitest.Before(13*time.Hour)))
}
