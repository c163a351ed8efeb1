package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestTheTourWaitsForTheSimulator(t *testing.T) {
	s := simulating(t)
	m, out := pagetest.ModelOf(s)
	m.Act("tour", "3")
	m.Act("tour-try", "")
	require.Equal(t, []tracker.Command{tracker.Misbehave{Ways: []string{"drop"}}}, []tracker.Command(*out), "it treats writes in other ways still")

	told := *s
	told.Misbehaviours = &link.Misbehaviours{Ways: []link.Misbehaviour{{Way: "coerce"}, {Way: "drop", On: true}}}
	m.Take(&told, uitest.Noon)
	require.Len(t, *out, 2)
	write := (*out)[1].(tracker.Operate)
	assert.Equal(t, `{"UserData1":"DATA1","UserData2":123456789}`, string(write.Data.Bytes()))
	m.Take(&told, uitest.Noon)
	assert.Len(t, *out, 2, "it is sent once")
	assert.Nil(t, m.Writing.Toured(), "the write that was there before is not the tour's")

	x := *told.Sessions[0]
	mine := &proof.Proof{Write: proof.Write{N: 9, Operation: "AttachUserData"}, Verdict: proof.Partly}
	x.Writes = append(x.Writes[:len(x.Writes):len(x.Writes)], mine)
	seen := told
	seen.Sessions = []*book.Session{&x}
	m.Take(&seen, uitest.Noon)
	assert.Equal(t, mine, m.Writing.Toured())

	m.Act("tour", "4")
	assert.Nil(t, m.Writing.Toured(), "another stop begins anew")
	m.Act("end-tour", "")
	assert.Equal(t, tracker.Misbehave{Ways: []string{}}, (*out)[len(*out)-1])
}

func TestMisbehaviourIsSwitched(t *testing.T) {
	m, out := pagetest.ModelOf(simulating(t))
	m.Act("misbehave", "refuse")
	m.Act("misbehave", "coerce")
	assert.Equal(t, []tracker.Command{tracker.Misbehave{Ways: []string{"coerce", "late", "refuse"}}, tracker.Misbehave{Ways: []string{"late"}}}, []tracker.Command(*out))
}
