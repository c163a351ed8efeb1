package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
)

// contracted are three sessions, of which the second breaks "DISP_KEY text" and
// the third has still time.
func contracted(t *testing.T) *tracker.State {
	one := func(id, data string) *tracker.Session {
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
