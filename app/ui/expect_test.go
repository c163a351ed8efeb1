package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
)

// slow is a session that is answered after 10 s and resolved 50 s later.
func slow(t *testing.T) *tracker.Session {
	at := func(s int, state string) history.Event {
		return history.Event{Kind: history.Notification, Author: history.AnotherClient, State: state, Time: before(time.Duration(70-s) * time.Second)}
	}
	return session(t, "s", story{{at(0, "Invited"), `{"DISP_KEY":"open"}`}, {at(10, "Chatting"), `{"DISP_KEY":"open","a":1}`},
		{at(60, "Chatting"), `{"DISP_KEY":"resolved","a":1}`}, {at(65, "LeftChat"), `{"DISP_KEY":"resolved","a":2}`}})
}

func TestExpectations(t *testing.T) {
	for _, row := range []struct {
		name, text string
		at         int
		now        time.Duration // before noon
		ended      bool
		want       standing
		event      int
	}{
		{"met at last", "expect DISP_KEY value:=resolved", 4, 0, false, holds, 0},
		{"met from the beginning", "expect DISP_KEY value:=open within 1s", 4, 0, false, holds, 0},
		{"met in time", "expect DISP_KEY value:=resolved within 50s after state:Chatting", 4, 0, false, holds, 0},
		{"too late", "expect DISP_KEY value:=resolved within 30s after state:Chatting", 4, 0, false, broken, 3},
		{"still time", "expect DISP_KEY value:=resolved within 30s after state:Chatting", 2, 50 * time.Second, false, open, 0},
		{"time is over", "expect DISP_KEY value:=resolved within 30s after state:Chatting", 2, 20 * time.Second, false, broken, 0},
		{"not yet", "expect DISP_KEY value:=never", 4, 0, false, open, 0},
		{"never", "expect DISP_KEY value:=never", 4, 0, true, broken, 0},
		{"the state has not come", "expect a value:2 after state:Completed", 4, 0, false, open, 0},
		{"the state never came", "expect a value:2 after state:Completed", 4, 0, true, holds, 0},
		{"only what comes after the state counts", "expect DISP_KEY value:=open after state:LeftChat", 4, 0, true, broken, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			contract, err := parseContract(row.text)
			require.NoError(t, err)
			x := slow(t)
			x.Ended = row.ended
			got := judge(contract, x, row.at, before(row.now))[0]
			assert.Equal(t, row.want, got.standing, got.text)
			assert.Equal(t, row.event, got.event, got.text)
		})
	}
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
