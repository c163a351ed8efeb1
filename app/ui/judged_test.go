package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
)

// contracted are three sessions, of which the second breaks "DISP_KEY text" and
// the third has still time.
func contracted(t *testing.T) *tracker.State {
	one := func(id, data string) *book.Session {
		return session(t, id, story{{history.Event{Kind: history.Snapshot, State: "Chatting", Time: before(9 * time.Second)}, data}})
	}
	return stateOf(one("good", `{"DISP_KEY":"a"}`), one("bad", `{"DISP_KEY":1}`), one("waiting", `{"DISP_KEY":"b"}`))
}

func TestEverySessionIsHeldAgainstTheContract(t *testing.T) {
	m, _ := modelOf(contracted(t))
	require.Equal(t, "good", m.view.session)
	m.act("next-broken", "")
	assert.Equal(t, "good", m.view.session)
	m.setContract("DISP_KEY text")
	assert.Equal(t, 1, m.breaking())
	rail := html(t, &sessionList{Model: m})
	assert.Contains(t, rail, "1 clause of the contract broken")
	assert.Contains(t, rail, `data-broken="1"`)
	m.act("next-broken", "")
	assert.Equal(t, "bad", m.view.session)
	m.act("next-broken", "")
	assert.Equal(t, "bad", m.view.session, "it is the only one, and the next after itself")

	m.setContract("expect DISP_KEY value:=a within 10s after state:Chatting")
	assert.Equal(t, 0, m.breaking(), "there is time left")
	m.tick(noon.Add(2 * time.Second))
	assert.Equal(t, 2, m.breaking(), "time alone breaks it")
	m.act("next-broken", "")
	assert.Equal(t, "waiting", m.view.session, "the one after the selected one")
	m.act("next-broken", "")
	assert.Equal(t, "bad", m.view.session)

	m.setContract("")
	assert.Equal(t, 0, m.breaking())
	assert.NotContains(t, html(t, &sessionList{Model: m}), "data-broken")
}

// A session that mends itself, or is judged by another contract, is judged anew.
func TestWhatComesIsHeldAgainstTheContract(t *testing.T) {
	m, _ := modelOf(contracted(t))
	m.setContract("DISP_KEY text")
	next := contracted(t)
	next.Sessions[1] = session(t, "bad", story{
		{history.Event{Kind: history.Snapshot, Time: before(9 * time.Second)}, `{"DISP_KEY":1}`},
		{history.Event{Kind: history.Notification, Time: before(time.Second)}, `{"DISP_KEY":"a"}`},
	})
	m.take(next, noon)
	assert.Equal(t, 0, m.breaking())
	m.setContract("DISP_KEY number")
	assert.Equal(t, 3, m.breaking())
}

func TestAContractHoldsForThePast(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.setContract("UserData1 text\nTempReservation text")
	assert.Equal(t, []contract.Standing{contract.Holds, contract.Broken}, []contract.Standing{m.findings[0].Standing, m.findings[1].Standing})
	assert.Equal(t, 2, m.findings[1].Event)
	m.review(1)
	assert.Equal(t, []contract.Standing{contract.Open, contract.Holds}, []contract.Standing{m.findings[0].Standing, m.findings[1].Standing})
}

func TestABrokenClauseStopsTheView(t *testing.T) {
	for _, stop := range []bool{false, true} {
		m, _ := modelOf(later(t))
		m.setContract("DISP_KEY text\nexpect other value:=9 within 1m")
		if stop {
			m.act("on-broken", "stop the view")
		}
		m.notices = notices{said: noon}
		m.take(later(t, `"waiting"`, `4`, `"resolved"`), noon)
		assert.True(t, m.view.live(), "in the newest state the clause holds again")
		m.take(later(t, `"waiting"`, `4`, `"resolved"`, `5`), noon)
		assert.Equal(t, stop, !m.view.live())
		assert.Contains(t, m.notices.other, "Contract broken: DISP_KEY text, is number, not text")
		if stop {
			assert.Equal(t, 5, m.scene.at)
			m.act("live", "")
		}
		m.tick(noon.Add(2 * time.Minute))
		assert.Equal(t, stop, !m.view.live(), "time can break a clause, too")
	}
}

func TestTheChoiceToStopIsRemembered(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.act("on-broken", "stop the view")
	again, _ := modelOf(usual(t))
	again.restore(m.view.prefs.text())
	assert.True(t, again.view.stopBroken)
}
