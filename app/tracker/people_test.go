package tracker_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
)

// see opens a text and returns what is on the screen then.
func (r rig) see(text string) *tracker.State {
	r.t.Helper()
	r.Do(tracker.Open{Name: "a text", Reader: strings.NewReader(text), Size: int64(len(text))})
	state := r.settle(10 * time.Second)
	require.NotNil(r.t, state.Opening)
	require.NoError(r.t, state.Opening.Err)
	return state
}

const callText = `POST api/v2/me/calls/CALL7
{"operationName":"UpdateUserData","userData":{"A":"1"}}
{"statusCode":0}
{"channel":"/v2/me/calls","data":{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"CALL7","state":"Established","userData":{"A":"1"}}}}
`

func TestAFileShowsACall(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		state := r.see(callText)
		require.Len(t, state.Sessions, 1)
		call := state.Sessions[0]
		assert.Equal(t, "call", call.Medium)
		assert.Equal(t, "Established", call.State)
		assert.Equal(t, `"1"`, call.Data.Get("A").Literal())
		require.Len(t, call.Writes, 1)
		assert.Equal(t, proof.Exact, call.Writes[0].Verdict, "its own notification judges it")
		assert.Empty(t, state.Strays)
	})
}

func TestAFileShowsListedPairs(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		state := r.see(`{"channel":"/workspace/v3/media/chat","data":{"messageType":"InteractionStateChanged","interaction":{"id":"I1","state":"Chat",
			"userData":[{"key":"A","type":"str","value":"1"},{"key":"L","type":"kvlist","value":[{"key":"n","type":"int","value":1.0}]}]}}}`)
		require.Len(t, state.Sessions, 1)
		assert.Equal(t, "interaction", state.Sessions[0].Medium)
		assert.Equal(t, `{"A":"1","L":{"n":1.0}}`, string(state.Sessions[0].Data.Bytes()))
	})
}

// What nobody understands and what nobody names is seen, saved and seen again.
func TestNothingOfAFileVanishes(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		state := r.see("2026-04-07 08:00:01 " + `{"operationName":"AttachUserData","userData":{"Fall":"K-1"}}` + "\n" +
			"2026-04-07 08:00:02 {\"statusCode\":0}\n2026-04-07 08:00:09 {\"other\":1}\n")
		nothingVanished(t, state)
		whole, err := r.Tape(r.t.Context())
		require.NoError(t, err)
		cut, _ := capture.Cut(whole, capture.Export{Plain: true})
		for _, write := range []func(io.Writer, *capture.Capture) error{capture.Write, capture.WriteHAR} {
			var file bytes.Buffer
			require.NoError(t, write(&file, cut))
			nothingVanished(t, r.see(file.String()))
		}
	})
}

func nothingVanished(t *testing.T, state *tracker.State) {
	t.Helper()
	require.Len(t, state.Sessions, 1)
	assert.Equal(t, tracker.Unnamed, state.Sessions[0].ID)
	require.Len(t, state.Sessions[0].Writes, 1)
	assert.Equal(t, "2026-04-07T08:00:01Z", state.Sessions[0].Writes[0].Write.Sent.UTC().Format(time.RFC3339))
	require.Len(t, state.Strays, 1)
	assert.Equal(t, `{"other":1}`, string(state.Strays[0].Raw))
	assert.Equal(t, "2026-04-07T08:00:09Z", state.Strays[0].Time.UTC().Format(time.RFC3339))
}
