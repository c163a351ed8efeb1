package book_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
)

// seen is a file as it is shown, and everything recorded of it.
type seen struct {
	book.View
	tape *capture.Capture
}

// see opens a text.
func see(t *testing.T, text string) seen {
	t.Helper()
	c, err := capturetest.File(t.Context(), strings.NewReader(text), int64(len(text)), nil)
	require.NoError(t, err)
	b := book.New(book.Options{TapeLength: 1000, TapeBudget: 1 << 20})
	r := book.NewReplayer(b, &c.Header)
	for o := range c.All() {
		r.Take(o)
	}
	r.End()
	return seen{b.View(), b.Tape().Join(nil)}
}

// saved is what is shown of a capture that was saved and opened again.
func saved(t *testing.T, write func(io.Writer, *capture.Capture) error, c *capture.Capture) seen {
	t.Helper()
	var file bytes.Buffer
	require.NoError(t, write(&file, c))
	return see(t, file.String())
}

const callText = `POST api/v2/me/calls/CALL7
{"operationName":"UpdateUserData","userData":{"A":"1"}}
{"statusCode":0}
{"channel":"/v2/me/calls","data":{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"CALL7","state":"Established","userData":{"A":"1"}}}}
`

func TestAFileShowsACall(t *testing.T) {
	state := see(t, callText)
	require.Len(t, state.Sessions, 1)
	call := state.Sessions[0]
	assert.Equal(t, "voice", call.Medium)
	assert.Equal(t, "Established", call.State)
	assert.Equal(t, `"1"`, call.Data.Get("A").Literal())
	require.Len(t, call.Writes, 1)
	assert.Equal(t, proof.Exact, call.Writes[0].Verdict, "its own notification judges it")
	assert.Empty(t, state.Strays)
}

// Who wrote what a list of notifications shows, nobody can say: the requests of
// its maker are not in it. Where requests are, what none of them asked for is
// somebody else's.
func TestAFileWithoutRequestsBlamesNobody(t *testing.T) {
	const listed = `{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"S1","userData":{"A":"1"}}}
{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"S1","userData":{"A":"2","RTargetAgent":"x"}}}
`
	for _, tt := range []struct {
		text string
		want history.Author
	}{{listed, history.Unknown}, {"GET /api/v2/me/smssessions\n{\"statusCode\":0}\n" + listed, history.AnotherClient}} {
		s := see(t, tt.text).Sessions[0]
		e, _ := s.History.Event(s.History.Last())
		assert.Equal(t, tt.want.String(), s.Who(e, "A").String())
		assert.Equal(t, "routing", s.Who(e, "RTargetAgent").String(), "the kind of key tells it")
	}
	c, err := capturetest.File(t.Context(), strings.NewReader(listed), int64(len(listed)), nil)
	require.NoError(t, err)
	c.Header = capture.Header{Created: time.Now()}
	s := book.Replay(c)[0]
	e, _ := s.History.Event(s.History.Last())
	assert.Equal(t, history.AnotherClient.String(), s.Who(e, "A").String(), "a recording has each write that was sent")
}

func TestAFileShowsListedPairs(t *testing.T) {
	state := see(t, `{"channel":"/workspace/v3/media/chat","data":{"messageType":"InteractionStateChanged","interaction":{"id":"I1","state":"Chat",
			"userData":[{"key":"A","type":"str","value":"1"},{"key":"L","type":"kvlist","value":[{"key":"n","type":"int","value":1.0}]}]}}}`)
	require.Len(t, state.Sessions, 1)
	assert.Equal(t, "interaction", state.Sessions[0].Medium)
	assert.Equal(t, `{"A":"1","L":{"n":1.0}}`, string(state.Sessions[0].Data.Bytes()))
}

// What reads is no write, and what it brings is the transcript of its session.
func TestAFileShowsATranscript(t *testing.T) {
	text, err := os.ReadFile("../capture/open/testdata/people/get-messages.har")
	require.NoError(t, err)
	state := see(t, string(text))
	for range 2 {
		require.Len(t, state.Sessions, 1)
		assert.Empty(t, state.Sessions[0].Writes)
		require.Len(t, state.Sessions[0].Messages, 1)
		assert.Equal(t, "hello", state.Sessions[0].Messages[0].Text)
		assert.Len(t, state.Traffic, 2)
		cut, _ := redact.Cut(state.tape, redact.Export{Plain: true})
		state = saved(t, capture.Write, cut)
	}
}

func TestAFileShowsATranscriptInSeconds(t *testing.T) {
	state := see(t, `{"channel":"/workspace/v3/media/chat","data":{"messageType":"MessageLogUpdated","interaction":{"id":"I1","state":"Chat"},
			"messages":[{"index":1,"type":"Text","text":"hi","timestampSeconds":1775541606}]}}`)
	require.Len(t, state.Sessions, 1)
	require.Len(t, state.Sessions[0].Messages, 1)
	assert.Equal(t, "2026-04-07T06:00:06Z", state.Sessions[0].Messages[0].Time.UTC().Format(time.RFC3339))
}

// A text that ends with a write, or with its reply, does not say what came of it.
func TestATextEndsTooSoon(t *testing.T) {
	const write = "POST /api/v2/me/smssessions/S1\n" + `{"operationName":"AttachUserData","userData":{"A":"1"}}` + "\n"
	for _, tt := range []struct{ name, text, words string }{
		{"before the reply", write, "the file has no reply to it; it may have been carried out"},
		{"behind the reply", write + `{"statusCode":0}`, "when the reply came is not known, so that nothing says whether one was waited for"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			state := see(t, tt.text)
			p := state.Sessions[0].Writes[0]
			assert.Equal(t, proof.CannotTell, p.Verdict)
			assert.Contains(t, p.Reason, tt.words)
			assert.Equal(t, !strings.Contains(tt.text, "statusCode"), state.Traffic[0].Untold)
			assert.Equal(t, strings.Count(tt.text, "statusCode"), state.tape.Count(capture.Reply), "nothing is added to what was read")
		})
	}
}

// A reply that came within the millisecond is one whose time is known.
func TestHowLongARequestTookIsKnown(t *testing.T) {
	for at, want := range map[string]bool{"2026-04-07 08:00:01.000 ": false, "": true} {
		state := see(t, at+`{"operationName":"AttachUserData","userData":{"A":"1"}}`+"\n"+at+`{"statusCode":0}`+"\n")
		require.Len(t, state.Traffic, 1)
		assert.Equal(t, want, state.Traffic[0].Untimed)
	}
}

// What nobody understands and what nobody names is seen, saved and seen again.
func TestNothingOfAFileVanishes(t *testing.T) {
	state := see(t, "2026-04-07 08:00:01 "+`{"operationName":"AttachUserData","userData":{"Fall":"K-1"}}`+"\n"+
		"2026-04-07 08:00:02 {\"statusCode\":0}\n2026-04-07 08:00:09 {\"other\":1}\n")
	nothingVanished(t, state)
	cut, _ := redact.Cut(state.tape, redact.Export{Plain: true})
	for _, write := range []func(io.Writer, *capture.Capture) error{capture.Write, har.Write} {
		nothingVanished(t, saved(t, write, cut))
	}
}

func nothingVanished(t *testing.T, state seen) {
	t.Helper()
	require.Len(t, state.Sessions, 1)
	assert.Equal(t, book.Unnamed, state.Sessions[0].ID)
	require.Len(t, state.Sessions[0].Writes, 1)
	assert.Equal(t, "2026-04-07T08:00:01Z", state.Sessions[0].Writes[0].Write.Sent.UTC().Format(time.RFC3339))
	require.Len(t, state.Strays, 1)
	assert.Equal(t, `{"other":1}`, string(state.Strays[0].Raw))
	assert.Equal(t, "2026-04-07T08:00:09Z", state.Strays[0].Time.UTC().Format(time.RFC3339))
}

func TestRepliesOfAFileBelongToTheirRequests(t *testing.T) {
	at := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
	observe := func(second, exchange int, kind capture.Kind, raw string) capture.Observation {
		return capture.Observation{
			Kind: kind, Time: at.Add(time.Duration(second) * time.Second), Session: "a", Exchange: exchange,
			Method: "POST", URL: "/api/v2/me/smssessions/a", Status: 200, Raw: []byte(raw),
		}
	}
	c := new(capture.Capture)
	for _, o := range []capture.Observation{
		observe(0, 1, capture.Request, `{"operationName":"AttachUserData","userData":{"First":"1"}}`),
		observe(1, 2, capture.Request, `{"operationName":"AttachUserData","userData":{"Second":"2"}}`),
		observe(2, 2, capture.Reply, `{"statusCode":0}`),
		observe(3, 1, capture.Reply, `{"statusCode":3,"statusMessage":"not now"}`),
	} {
		c.Append(o)
	}
	writes := book.Replay(c)[0].Writes
	require.Len(t, writes, 2)
	assert.Equal(t, proof.Rejected, writes[0].Verdict)
	assert.Contains(t, writes[0].Reply.Message, "not now")
	assert.Equal(t, proof.Waiting, writes[1].Verdict)
}

// The page of the documentation writes to one session and shows the notification
// of another: whoever reads it takes them for one.
func TestADocumentedPageIsOneSession(t *testing.T) {
	page, err := os.ReadFile("../capture/text/testdata/attach-user-data-page.txt")
	require.NoError(t, err)
	c, err := capturetest.File(t.Context(), bytes.NewReader(page), int64(len(page)), nil)
	require.NoError(t, err)
	sessions := book.Replay(c)
	require.Len(t, sessions, 1)
	require.Len(t, sessions[0].Writes, 1)
	assert.Equal(t, proof.Exact, sessions[0].Writes[0].Verdict, sessions[0].Writes[0].Reason)
}

// What is said to the customer is proven by the transcript.
func TestAFileProvesAMessage(t *testing.T) {
	const text = `POST api/v2/me/smssessions/S1
{"operationName":"SendMessage","text":"hello"}
{"statusCode":0}
{"channel":"/v2/me/smssessions","data":{"messageType":"MessageLogUpdated","notificationType":"NewMessages","smssessionUri":"http://h/api/v2/smssessions/S1","messages":[{"index":1,"type":"Text","text":"%s","from":{"nickname":"Sam","type":"Agent"}}]}}
`
	for said, want := range map[string]proof.Verdict{"hello": proof.Exact, "hello?": proof.CannotTell} {
		state := see(t, fmt.Sprintf(text, said))
		s := state.Session("S1")
		require.Len(t, s.Writes, 1)
		assert.Equal(t, want.String(), s.Writes[0].Verdict.String(), s.Writes[0].Reason)
	}
}

// Neither what is shown of the traffic nor what can be saved holds the clientId of a
// live poll.
func TestAPollKeepsItsClientID(t *testing.T) {
	const client = "1x2y3z-the-client"
	b := book.New(book.Options{TapeLength: 100, TapeBudget: 1 << 20})
	n := b.Began(book.Exchange{Method: "POST", Path: "/api/v2/notifications/connect", Start: noon(1), Request: []byte(`[{"channel":"/meta/connect","clientId":"` + client + `","id":"3"}]`)})
	b.Ended(n, func(x *book.Exchange) {
		x.Status, x.Duration = 200, time.Second
		x.Response = []byte(`[{"channel":"/meta/connect","successful":true,"clientId":"` + client + `","id":"3"}]`)
	})
	require.Len(t, b.View().Traffic, 1)
	x := b.View().Traffic[0]
	stars := strings.Repeat("*", len(client))
	assert.Equal(t, `[{"channel":"/meta/connect","clientId":"`+stars+`","id":"3"}]`, string(x.Request))
	assert.Equal(t, `[{"channel":"/meta/connect","successful":true,"clientId":"`+stars+`","id":"3"}]`, string(x.Response))
	var kinds []capture.Kind
	for o := range b.Tape().Join(nil).All() {
		kinds = append(kinds, o.Kind)
		assert.Contains(t, string(o.Raw), stars)
		assert.NotContains(t, string(o.Raw), client)
	}
	assert.Equal(t, []capture.Kind{capture.Request, capture.Reply}, kinds)
}

// A time in which nobody listened is one gap, whatever tells of it first.
func TestAGapIsToldOnce(t *testing.T) {
	b := book.New(book.Options{})
	r := book.NewReplayer(b, &capture.Header{})
	reading := func(s float64, data string) capture.Observation {
		return capture.Observation{Kind: capture.Snapshot, Time: noon(s), Session: "S1", Raw: []byte(`{"id":"S1","state":"Chatting","userData":` + data + `}`)}
	}
	gap := func(since, until float64) capture.Observation {
		return capture.Observation{Kind: capture.Gap, Time: noon(until), Since: noon(since), Session: "S1", Text: "the link was lost"}
	}
	for _, o := range []capture.Observation{
		reading(1, `{"A":1}`),
		gap(2, 3), reading(4, `{"A":2}`), // read after it had ended
		gap(5, 6), gap(6, 7), reading(7, `{"A":3}`), // told piece by piece, and read as it ended
		gap(8, 9), gap(10, 11), reading(12, `{"A":4}`), // two of them
	} {
		r.Take(o)
	}
	r.End()
	h := b.Sessions()[0].History
	assert.Equal(t, []string{"2.00–3.00", "5.00–7.00", "8.00–9.00", "10.00–11.00"}, gaps(h))
	for _, n := range h.Touching("A")[1:] {
		e, _ := h.Event(n)
		assert.Equal(t, history.Unknown, e.Author)
		assert.False(t, e.Since.IsZero())
	}
}
