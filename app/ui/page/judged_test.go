package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
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

// While the link is down nobody knows what becomes of an expectation.
func TestTimeWithoutALinkBreaksNothing(t *testing.T) {
	for state, want := range map[link.State]contract.Standing{link.Connected: contract.Broken, link.Reconnecting: contract.Open} {
		s := uitest.StateOf(uitest.Session(t, "s1", uitest.Story{{history.Event{Kind: history.Snapshot, State: "Chatting", Time: uitest.Before(time.Minute)}, `{"a":1}`}}))
		s.Link.State, s.Link.Heartbeat = state, uitest.Before(50*time.Second)
		m, _ := modelOf(s)
		m.Take(s, uitest.Noon)
		m.SetContract("expect a value:=2 within 30s")
		assert.Equal(t, want, m.Findings[0].Standing, state)
		assert.Equal(t, want == contract.Broken, m.Breaks(s.Sessions[0]).Broken > 0, state)
	}
}

// A key that is owed and has not come is open on the board, as it is in the contract.
func TestTheBoardSaysOfNoSessionTooEarlyThatItHolds(t *testing.T) {
	m, _ := modelOf(uitest.StateOf(uitest.Session(t, "s1", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1}`}})))
	for contract, want := range map[string]string{"a any": "holds", "a any\nDISP_KEY text": "open", "expect DISP_KEY value:=x within 10m": "open", "never a\nDISP_KEY text": "broken"} {
		m.SetContract(contract)
		m.Act("board", "")
		line := m.BoardTable().Line(m.Board.Arranged.Items[0].Record)
		assert.Equal(t, want, line.Contract, contract)
		m.Act("board", "")
	}
}

// What ended unseen, or went to somebody else, may have got there what it owed.
func TestWhatEndedUnseenBreaksNothing(t *testing.T) {
	const open, broken, holds = contract.Open, contract.Broken, contract.Holds
	for unlisted, want := range map[bool][]contract.Standing{false: {broken, holds, broken}, true: {open, open, open}} {
		s := uitest.StateOf(uitest.Session(t, "s1", uitest.Story{{history.Event{Kind: history.Snapshot, State: "Chatting", Time: uitest.Before(time.Minute)}, `{"A":"1"}`}}))
		s.Sessions[0].Ended, s.Sessions[0].Unlisted = true, unlisted
		m, _ := modelOf(s)
		m.Take(s, uitest.Noon)
		m.SetContract("B any\nexpect A value:=q after state:Completed\nexpect A value:=z")
		var standings []contract.Standing
		for _, f := range m.Findings {
			standings = append(standings, f.Standing)
		}
		assert.Equal(t, want, standings, "unlisted: %v", unlisted)
	}
}

func TestTheChoiceToStopIsRemembered(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Act("on-broken", "stop the view")
	again, _ := modelOf(uitest.Usual(t))
	again.Restore(m.View.Prefs.Text())
	assert.True(t, again.View.StopBroken)
}
