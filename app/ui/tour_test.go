package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
)

// The page and the simulator share no code, so their words are compared here.
func TestThePageKnowsTheWaysOfTheSimulator(t *testing.T) {
	var words []string
	for _, w := range ways {
		words = append(words, w.word)
	}
	assert.ElementsMatch(t, sim.Misbehaviours(), words)
	for _, s := range stops {
		assert.Contains(t, append(words, ""), s.way)
	}
}

func TestTheTourWaitsForTheSimulator(t *testing.T) {
	s := simulating(t)
	m, out := modelOf(s)
	m.act("tour", "3")
	m.act("tour-try", "")
	require.Equal(t, []tracker.Command{tracker.Misbehave{Ways: []string{"drop"}}}, []tracker.Command(*out), "it treats writes in other ways still")

	told := *s
	told.Misbehaviours = &link.Misbehaviours{Ways: []link.Misbehaviour{{Way: "coerce"}, {Way: "drop", On: true}}}
	m.take(&told, noon)
	require.Len(t, *out, 2)
	write := (*out)[1].(tracker.Operate)
	assert.Equal(t, `{"UserData1":"DATA1","UserData2":123456789}`, string(write.Data.Bytes()))
	m.take(&told, noon)
	assert.Len(t, *out, 2, "it is sent once")
	assert.Nil(t, m.toured(), "the write that was there before is not the tour's")

	x := *told.Sessions[0]
	mine := &proof.Proof{Write: proof.Write{N: 9, Operation: "AttachUserData"}, Verdict: proof.Partly}
	x.Writes = append(x.Writes[:len(x.Writes):len(x.Writes)], mine)
	seen := told
	seen.Sessions = []*book.Session{&x}
	m.take(&seen, noon)
	assert.Equal(t, mine, m.toured())

	m.act("tour", "4")
	assert.Nil(t, m.toured(), "another stop begins anew")
	m.act("end-tour", "")
	assert.Equal(t, tracker.Misbehave{Ways: []string{}}, (*out)[len(*out)-1])
}

func TestMisbehaviourIsSwitched(t *testing.T) {
	m, out := modelOf(simulating(t))
	m.act("misbehave", "refuse")
	m.act("misbehave", "coerce")
	assert.Equal(t, []tracker.Command{tracker.Misbehave{Ways: []string{"coerce", "late", "refuse"}}, tracker.Misbehave{Ways: []string{"late"}}}, []tracker.Command(*out))
}
