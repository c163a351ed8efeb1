package events_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/events"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// at is a number of seconds after a noon.
func at(s int) time.Time { return time.Date(2026, 1, 5, 12, 0, s, 0, time.UTC) }

func dataOf(t *testing.T, text string) *userdata.Map {
	t.Helper()
	m, err := userdata.Parse([]byte(text))
	require.NoError(t, err)
	return m
}

// lines returns what a State makes new, an event a line.
func lines(t *testing.T, teller *events.Teller, s *tracker.State) (list []string) {
	t.Helper()
	text := teller.Tell(s)
	if text == nil {
		return nil
	}
	var all []json.RawMessage
	require.NoError(t, json.Unmarshal(text, &all), "%s", text)
	for _, e := range all {
		list = append(list, string(e))
	}
	return list
}

// Every field of every event, in the order of their times.
func TestAllThatIsTold(t *testing.T) {
	l := history.New(0)
	l.Append(history.Event{Time: at(1), Kind: history.Snapshot, State: "Chatting", Note: "first read"}, dataOf(t, `{"a":1,"b":2}`))
	l.Append(history.Event{Time: at(2), Kind: history.Write, Write: 7}, nil)
	l.Append(history.Event{Time: at(2), Kind: history.Reply, Write: 7}, nil)
	l.Append(history.Event{Time: at(3), Type: "PropertiesUpdated", ReferenceID: "83", State: "Chatting", Author: history.AnotherClient}, dataOf(t, `{"b":2,"a":1.0}`))
	l.Append(history.Event{Time: at(4), Kind: history.Reread}, nil)
	l.Append(history.Event{Time: at(4), Kind: history.Reread, Author: history.Unknown}, dataOf(t, `{"a":1.0,"b":2}`))
	l.Append(history.Event{Time: at(6), Since: at(5), Kind: history.Gap, Author: history.Unknown, Note: "the link was lost"}, dataOf(t, `{"a":1.0}`))
	l.Append(history.Event{Time: at(8), Kind: history.Stray, Note: "no JSON", Raw: []byte(`<"x">`)}, nil)
	wrote := &proof.Proof{
		Write: proof.Write{N: 7, Session: "S1", Operation: "UpdateUserData", Sent: at(2)},
		Reply: &proof.Reply{Time: at(2), HTTPStatus: 200, StatusCode: 6, Message: "no"}, Verdict: proof.Partly, Confidence: proof.Likely, Reason: "half of it",
		Keys: []proof.KeyProof{{Key: "a", Sent: dataOf(t, `{"a":1}`).Get("a"), Seen: dataOf(t, `{"a":"1"}`).Get("a"), Verdict: proof.Coerced, Note: "number → text"}, {Key: "b", Verdict: proof.NotSeen}},
		Seen: at(3), Event: 4, ReferenceID: "83", Settled: true,
	}
	x := &book.Session{
		ID: "S1", State: "Chatting", Medium: "voice", Customer: "Ann", Comment: "fine", LastChange: at(7), History: l.View(), Writes: []*proof.Proof{wrote},
		Participants: []book.Participant{{ID: "p1", Nickname: "Ann", Type: "Customer"}, {Nickname: "Sam"}},
	}
	s := &tracker.State{Link: link.Status{State: link.Reconnecting, Since: at(0), User: "sam", Attempt: 2, Next: at(9), Problem: errors.New("why")}}
	s.Sessions = []*book.Session{x}
	s.Strays = []history.Event{{Time: at(0), Kind: history.Stray, Note: "about a device", Raw: []byte("{\xff}")}}
	var teller events.Teller
	assert.Equal(t, []string{
		`{"type":"link","state":"reconnecting","since":"2026-01-05T12:00:00Z","user":"sam","attempt":2,"next":"2026-01-05T12:00:09Z","problem":{"code":"failed","message":"why"}}`,
		`{"type":"stray","time":"2026-01-05T12:00:00Z","note":"about a device","raw":"{�}","inexact":true}`,
		`{"type":"session","session":{"id":"S1","state":"Chatting","ended":false,"customer":"Ann","medium":"voice","comment":"fine","participants":[{"id":"p1","nickname":"Ann","type":"Customer"},{"nickname":"Sam"}]}}`,
		`{"type":"change","session":"S1","event":1,"time":"2026-01-05T12:00:01Z","kind":"snapshot","state":"Chatting","note":"first read","brought":true,"changes":[{"kind":"added","key":"a","path":"","at":0,"after":"1","by":"first seen"},{"kind":"added","key":"b","path":"","at":1,"after":"2","by":"first seen"}]}`,
		`{"type":"change","session":"S1","event":4,"time":"2026-01-05T12:00:03Z","kind":"notification","notification":"PropertiesUpdated","referenceId":"83","state":"Chatting","reordered":true,"changes":[{"kind":"respelled","key":"a","path":"","at":1,"before":"1","after":"1.0","by":"another client"}]}`,
		`{"type":"change","session":"S1","event":6,"time":"2026-01-05T12:00:04Z","kind":"reread","reordered":true,"changes":[]}`,
		`{"type":"gap","session":"S1","event":7,"time":"2026-01-05T12:00:06Z","since":"2026-01-05T12:00:05Z","note":"the link was lost","changes":[{"kind":"removed","key":"b","path":"","at":1,"before":"2","by":"unknown"}]}`,
		`{"type":"proof","proof":{"write":7,"session":"S1","operation":"UpdateUserData","sent":"2026-01-05T12:00:02Z","verdict":"partly","confidence":"likely","reason":"half of it","settled":true,"seen":"2026-01-05T12:00:03Z","event":4,"referenceId":"83","keys":[{"key":"a","verdict":"coerced","sent":"1","seen":"\"1\"","note":"number → text"},{"key":"b","verdict":"not-seen"}],"reply":{"time":"2026-01-05T12:00:02Z","httpStatus":200,"statusCode":6,"message":"no"}}}`,
		`{"type":"stray","session":"S1","time":"2026-01-05T12:00:08Z","note":"no JSON","raw":"<\"x\">"}`,
	}, lines(t, &teller, s))
	assert.Nil(t, teller.Tell(s))

	again := *x
	again.Ended = true
	s.Sessions = []*book.Session{&again}
	assert.Equal(t, []string{
		`{"type":"session","session":{"id":"S1","state":"Chatting","ended":true,"customer":"Ann","medium":"voice","comment":"fine","participants":[{"id":"p1","nickname":"Ann","type":"Customer"},{"nickname":"Sam"}]}}`,
	}, lines(t, &teller, s), "what is not new is not told")
}

// Events that were dropped before anybody asked are counted.
func TestEventsThatWereDroppedAreCounted(t *testing.T) {
	l := history.New(20_000)
	for n := range 500 {
		l.Append(history.Event{Time: at(n)}, dataOf(t, fmt.Sprintf(`{"a":%d}`, n)))
	}
	dropped := l.View().Dropped()
	require.Positive(t, dropped)
	s := &tracker.State{}
	s.Sessions = []*book.Session{{ID: "S1", History: l.View()}}
	var teller events.Teller
	told := lines(t, &teller, s)
	require.Len(t, told, 2+500-dropped)
	assert.Contains(t, strings.Join(told[:2], "\n"), fmt.Sprintf(`"dropped":%d`, dropped))
	assert.Contains(t, strings.Join(told[:3], "\n"), fmt.Sprintf(`"event":%d,`, dropped+1))
}

// A call may go on under another id. What was told of it is not told again.
func TestACallThatGoesOnUnderAnotherID(t *testing.T) {
	const message = `{"messageType":"CallStateChanged","notificationType":"AttachedDataChanged","call":{%s,"state":"Established","userData":[{"key":"A","type":"str","value":"%d"}]}}`
	b := book.New(book.Options{})
	var teller events.Teller
	told := func(n int, ids string) []string {
		b.Notified(at(n), "/workspace/v3/voice", fmt.Appendf(nil, message, ids, n))
		s := &tracker.State{View: b.View()}
		var list []string
		for _, e := range lines(t, &teller, s) {
			if !strings.Contains(e, `"type":"link"`) {
				list = append(list, e)
			}
		}
		return list
	}
	require.Len(t, told(1, `"id":"0071aa"`), 2)
	second := told(2, `"id":"0071bb","previousConnId":"0071aa"`)
	require.Len(t, second, 2, "%s", second)
	assert.Contains(t, second[0], `"session":{"id":"v3/voice/0071bb","was":"v3/voice/0071aa",`)
	assert.Contains(t, second[1], `"session":"v3/voice/0071bb","event":2,`)
	third := told(3, `"id":"0071bb","previousConnId":"0071aa"`)
	require.Len(t, third, 1, "%s", third)
	assert.Contains(t, third[0], `"event":3,`)
}

func TestCodes(t *testing.T) {
	for kind, want := range map[link.ObstacleKind]string{
		link.Unreachable: "unreachable", link.CrossOrigin: "cross-origin", link.NoCredentials: "no-credentials", link.WebPage: "web-page",
		link.NoCSRFToken: "no-csrf-token", link.Forbidden: "forbidden", link.NoSuchPlace: "no-such-place", link.ServerFault: "server-fault",
		link.NotAnswered: "not-answered", link.PollRepeated: "poll-repeated", link.Undetermined: "failed",
	} {
		assert.Equal(t, want, events.Code(fmt.Errorf("sign in: %w", &link.Obstacle{Kind: kind})))
	}
	assert.Equal(t, "no-session", events.Code(fmt.Errorf("find: %w", link.ErrNoSession)))
	assert.Equal(t, "closed", events.Code(fmt.Errorf("open: %w", tracker.ErrCanceled)))
	assert.Equal(t, "failed", events.Code(errors.New("why")))
}
