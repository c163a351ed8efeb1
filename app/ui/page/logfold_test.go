package page

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestStraysStandBesideFoldedEvents(t *testing.T) {
	s := uitest.StateOf(uitest.Written(t))
	s.Strays = []history.Event{{N: 1, Kind: history.Stray, Time: uitest.Before(28*time.Second + 500*time.Millisecond), Raw: []byte("?")}}
	m, _ := modelOf(s)
	assert.Equal(t, []string{"6/0", "5/0", "4/0", "0/1", "1/0"}, logged(m))
}

// What a write caused stands in one row where its notification changes nothing, too,
// unless that may as well be another write's.
func TestAWriteThatChangesNothingHasOneRow(t *testing.T) {
	x := uitest.Session(t, "w", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1}`},
		{history.Event{Kind: history.Write, Type: "UpdateUserData", Write: 1, Time: uitest.Before(30 * time.Second)}, ""},
		{history.Event{Kind: history.Reply, Type: "UpdateUserData", Write: 1, Time: uitest.Before(29 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Time: uitest.Before(28 * time.Second)}, `{"a":1}`},
	})
	p := &proof.Proof{
		Write:   proof.Write{N: 1, Session: "w", Operation: "UpdateUserData", Data: uitest.Parse(t, `{"a":1}`), Sent: uitest.Before(30 * time.Second)},
		Reply:   &proof.Reply{Time: uitest.Before(29 * time.Second)},
		Verdict: proof.Exact, Seen: uitest.Before(28 * time.Second), Event: 4, Candidates: 1,
	}
	x.Writes = []*proof.Proof{p}
	m, _ := modelOf(uitest.StateOf(x))
	assert.Equal(t, []string{"4/0", "1/0"}, logged(m))
	m.Review(4)
	assert.True(t, m.SpreadHere(), "the row opens")
	assert.Equal(t, []string{"4/0", "3/0", "2/0", "1/0"}, logged(m))

	p.Candidates = 2
	m, _ = modelOf(uitest.StateOf(x))
	assert.Equal(t, []string{"4/0", "2/0", "1/0"}, logged(m))
}

// logged is the log as the timeline has it: the number of each event, and that of
// the message that belongs to no session.
func logged(m *Model) (out []string) {
	l := m.Log()
	for i := range l.Len() {
		stray, n := l.At(i)
		out = append(out, strconv.Itoa(n)+"/"+strconv.Itoa(stray))
	}
	return out
}

func TestTimesOfAnotherDayHaveADate(t *testing.T) {
	m, _ := modelOf(uitest.StateOf(uitest.Written(t)))
	assert.Empty(t, m.OtherDay(uitest.Before(11*time.Hour)))
	assert.Equal(t, "2026-03-04", m.OtherDay(uitest.Before(13*time.Hour)))
	assert.Empty(t, m.OtherDay(time.Time{}))
	m.View.Times = "relative"
	assert.Empty(t, m.OtherDay(uitest.Before(13*time.Hour)))
}
