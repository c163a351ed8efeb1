package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestEverySessionIsHeldAgainstTheContract(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Contracted(t))
	require.Equal(t, "good", m.View.Session)
	m.Act("next-broken", "")
	assert.Equal(t, "good", m.View.Session)
	m.SetContract("DISP_KEY text")
	assert.Equal(t, 1, m.Breaking())
	rail := markupOf(t, &sessionList{Model: m})
	assert.Contains(t, rail, "1 clause of the contract broken")
	assert.Contains(t, rail, `data-broken="1"`)
	m.Act("next-broken", "")
	assert.Equal(t, "bad", m.View.Session)
	m.Act("next-broken", "")
	assert.Equal(t, "bad", m.View.Session, "it is the only one, and the next after itself")

	m.SetContract("expect DISP_KEY value:=a within 10s after state:Chatting")
	assert.Equal(t, 0, m.Breaking(), "there is time left")
	m.Tick(uitest.Noon.Add(2 * time.Second))
	assert.Equal(t, 2, m.Breaking(), "time alone breaks it")
	m.Act("next-broken", "")
	assert.Equal(t, "waiting", m.View.Session, "the one after the selected one")
	m.Act("next-broken", "")
	assert.Equal(t, "bad", m.View.Session)

	m.SetContract("")
	assert.Equal(t, 0, m.Breaking())
	assert.NotContains(t, markupOf(t, &sessionList{Model: m}), "data-broken")
}
