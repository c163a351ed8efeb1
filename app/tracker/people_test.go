package tracker_test

import (
	"bytes"
	"io"
	"os"
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

// What reads is no write, and what it brings is the transcript of its session.
func TestAFileShowsATranscript(t *testing.T) {
	text, err := os.ReadFile("../capture/testdata/people/get-messages.har")
	require.NoError(t, err)
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		state := r.see(string(text))
		for range 2 {
			require.Len(t, state.Sessions, 1)
			assert.Empty(t, state.Sessions[0].Writes)
			require.Len(t, state.Sessions[0].Messages, 1)
			assert.Equal(t, "hello", state.Sessions[0].Messages[0].Text)
			assert.Len(t, state.Traffic, 2)
			whole, err := r.Tape(r.t.Context())
			require.NoError(t, err)
			cut, _ := capture.Cut(whole, capture.Export{Plain: true})
			var file bytes.Buffer
			require.NoError(t, capture.Write(&file, cut))
			state = r.see(file.String())
		}
	})
}

func TestAFileShowsATranscriptInSeconds(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		state := r.see(`{"channel":"/workspace/v3/media/chat","data":{"messageType":"MessageLogUpdated","interaction":{"id":"I1","state":"Chat"},
			"messages":[{"index":1,"type":"Text","text":"hi","timestampSeconds":1775541606}]}}`)
		require.Len(t, state.Sessions, 1)
		require.Len(t, state.Sessions[0].Messages, 1)
		assert.Equal(t, "2026-04-07T06:00:06Z", state.Sessions[0].Messages[0].Time.UTC().Format(time.RFC3339))
	})
}

// A text that ends with a write, or with its reply, does not say what came of it.
func TestATextEndsTooSoon(t *testing.T) {
	const write = "POST /api/v2/me/smssessions/S1\n" + `{"operationName":"AttachUserData","userData":{"A":"1"}}` + "\n"
	for _, tt := range []struct{ name, text, words string }{
		{"before the reply", write, "the file has no reply to it; it may have been carried out"},
		{"behind the reply", write + `{"statusCode":0}`, "when the reply came is not known, so that nothing says whether one was waited for"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, sim.Options{Quiet: true}, func(r rig) {
				state := r.see(tt.text)
				p := state.Sessions[0].Writes[0]
				assert.Equal(t, proof.CannotTell, p.Verdict)
				assert.Contains(t, p.Reason, tt.words)
				assert.Equal(t, !strings.Contains(tt.text, "statusCode"), state.Traffic[0].Untold)
				whole, err := r.Tape(r.t.Context())
				require.NoError(t, err)
				assert.Equal(t, strings.Count(tt.text, "statusCode"), whole.Count(capture.Reply), "nothing is added to what was read")
			})
		})
	}
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
