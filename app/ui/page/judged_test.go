package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// A session that mends itself, or is judged by another contract, is judged anew.
func TestWhatComesIsHeldAgainstTheContract(t *testing.T) {
	m, _ := modelOf(uitest.Contracted(t))
	m.SetContract("DISP_KEY text")
	next := uitest.Contracted(t)
	next.Sessions[1] = uitest.Session(t, "bad", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(9 * time.Second)}, `{"DISP_KEY":1}`},
		{history.Event{Kind: history.Notification, Time: uitest.Before(time.Second)}, `{"DISP_KEY":"a"}`},
	})
	m.Take(next, uitest.Noon)
	assert.Equal(t, 0, m.Breaking())
	m.SetContract("DISP_KEY number")
	assert.Equal(t, 3, m.Breaking())
}

func TestAContractHoldsForThePast(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.SetContract("UserData1 text\nTempReservation text")
	assert.Equal(t, []contract.Standing{contract.Holds, contract.Broken}, []contract.Standing{m.Findings[0].Standing, m.Findings[1].Standing})
	assert.Equal(t, 2, m.Findings[1].Event)
	m.Review(1)
	assert.Equal(t, []contract.Standing{contract.Open, contract.Holds}, []contract.Standing{m.Findings[0].Standing, m.Findings[1].Standing})
}

func TestABrokenClauseStopsTheView(t *testing.T) {
	for _, stop := range []bool{false, true} {
		m, _ := modelOf(uitest.Later(t))
		m.SetContract("DISP_KEY text\nexpect other value:=9 within 1m")
		if stop {
			m.Act("on-broken", "stop the view")
		}
		m.Take(uitest.Later(t, `"waiting"`, `4`, `"resolved"`), uitest.Noon)
		assert.True(t, m.View.Live(), "in the newest state the clause holds again")
		m.Take(uitest.Later(t, `"waiting"`, `4`, `"resolved"`, `5`), uitest.Noon)
		assert.Equal(t, stop, !m.View.Live())
		assert.Contains(t, m.Notices.Other, "Contract broken: DISP_KEY text, is number, not text")
		if stop {
			assert.Equal(t, 5, m.Scene.At)
			m.Act("live", "")
		}
		m.Tick(uitest.Noon.Add(2 * time.Minute))
		assert.Equal(t, stop, !m.View.Live(), "time can break a clause, too")
	}
}

func TestTheChoiceToStopIsRemembered(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Act("on-broken", "stop the view")
	again, _ := modelOf(uitest.Usual(t))
	again.Restore(m.View.Prefs.Text())
	assert.True(t, again.View.StopBroken)
}
