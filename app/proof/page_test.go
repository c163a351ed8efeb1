package proof_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// The example of the page SMSAttachUserData: from the state before it, exactly
// two keys are added, and both are proven with their types.
func TestDocumentedExample(t *testing.T) {
	after := readMap(t, "testdata/attach-user-data-page.json")
	require.Equal(t, 32, after.Len())
	sent := data(t, `{"UserData1":"DATA1","UserData2":123456789}`)
	var rest []userdata.Entry
	for key, v := range after.All() {
		if sent.Get(key).Kind() == userdata.Absent {
			rest = append(rest, userdata.Entry{Key: key, Value: v})
		}
	}
	require.Len(t, rest, 30)

	var l proof.Ledger
	l.Observed(proof.Observation{Time: at(0), Data: userdata.Of(rest...), State: "Chatting"})
	l.Sent(proof.Write{N: 1, Operation: "AttachUserData", Data: sent, Sent: at(1)})
	l.Replied(1, proof.Reply{Time: at(2), HTTPStatus: 200})
	l.Observed(proof.Observation{Time: at(3), Event: 2, Type: "PropertiesUpdated", ReferenceID: "83", Data: after, State: "Chatting"})

	p := l.Proofs()[0]
	assert.Equal(t, proof.Exact, p.Verdict)
	assert.Equal(t, proof.Certain, p.Confidence)
	assert.Equal(t, "both keys arrived with the values and types you sent", p.Reason)
	assert.Equal(t, "83", p.ReferenceID)
	assert.Equal(t, 2, p.Event)
	assert.Equal(t, at(3), p.Seen)
	require.Len(t, p.Keys, 2)
	for i, kind := range []userdata.Kind{userdata.Text, userdata.Number} {
		assert.Equal(t, proof.Exact, p.Keys[i].Verdict, p.Keys[i].Key)
		assert.Equal(t, kind, p.Keys[i].Seen.Kind(), p.Keys[i].Key)
	}
}

func readMap(t *testing.T, file string) *userdata.Map {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	m, err := userdata.Parse(bytes.TrimSpace(b))
	require.NoError(t, err)
	return m
}
